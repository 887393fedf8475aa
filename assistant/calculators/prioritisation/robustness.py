"""How sure a ranking is: tie points, one-at-a-time swings, and seeded simulation."""

from typing import Any, Literal

from assistant.calculators.prioritisation.rice import RiceInputs, RiceItem, rice
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, listed, number, percent

_FIELDS = ("reach", "impact", "confidence", "effort")


class RobustnessInputs(RiceInputs):
    """A RICE list whose inputs may be ranges, and how far the others may be off."""

    spread: float | None = quantity(
        "share",
        "how far every single-valued input may be off",
        aliases="uncertainty, plus minus, variation, error, range, swing, pct, tolerance",
        ge=0,
        lt=1,
    )
    distribution: Literal["uniform", "triangular"] = quantity(
        "choice",
        "the shape between low and high",
        aliases="shape",
        default="uniform",
        synonyms={"pert": "triangular"},
    )
    draws: int = quantity(
        "count",
        "how many simulated lists",
        aliases="samples, simulations, iterations, n, trials",
        default=10_000,
        ge=100,
        le=50_000,
    )
    seed: int = quantity(
        "count", "the seed of the random numbers", aliases="random seed", default=1, ge=0
    )
    top: int = quantity(
        "count", "the k of the chance to be among the first k", aliases="k, top k", default=3, ge=1
    )
    keep_confidence: bool = quantity(
        "flag",
        "multiply by confidence while simulating too",
        aliases="confidence multiplier",
        default=True,
    )


def _bounds(item: RiceItem, name: str, spread: float) -> tuple[float, float]:
    if name in item.spans:
        return item.spans[name]
    value = float(getattr(item, name))
    low, high = value * (1 - spread), value * (1 + spread)
    return low, min(high, 1.0) if name == "confidence" else high


def _mode(item: RiceItem, name: str, low: float, high: float) -> float:
    likely = getattr(item, name)
    return likely if likely is not None and low <= likely <= high else (low + high) / 2


def ranking_robustness(inputs: RobustnessInputs) -> Outcome:
    """P(first), P(top k), pairwise P(A > B) and rank intervals of a RICE list.

    Closed form first: tie points and the swing of each input from its low to its high end with
    the others in the middle. Then numpy's `default_rng(seed)`: uniform (or triangular) draws
    between the ends of each range, or +/- `spread` around single values.

    Errors: fewer than two scored rows is insufficient; without ranges or a spread nothing can
    vary. Source: standard practice and our rule. Notes: keeping the confidence multiplier while
    simulating counts doubt twice; the result says whether it was kept.
    """
    plain = rice(inputs)
    if not plain.values:
        return plain
    scored = {row["name"]: row for row in plain.values["rows"]}
    items = [item for item in inputs.items if item.name in scored]
    if len(items) < 2:
        return refused(
            Problem(
                kind="insufficient_data",
                field="items",
                message="A ranking needs at least two scored rows.",
            ),
            *plain.problems,
        )
    assumed = inputs.spread is None and not any(item.spans for item in items)
    spread = 0.2 if assumed else inputs.spread or 0.0
    import numpy as np

    generator = np.random.default_rng(inputs.seed)
    names = sorted(item.name for item in items)
    by_name = {item.name: item for item in items}
    scores = np.empty((len(names), inputs.draws))
    swings: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        item, row = by_name[name], scored[name]
        factor = row["reach"] / _middle(item)
        product = np.full(inputs.draws, factor)
        for field in _FIELDS:
            low, high = _bounds(item, field, spread)
            if field == "confidence" and not inputs.keep_confidence:
                continue
            drawn = (
                generator.uniform(low, high, inputs.draws)
                if inputs.distribution == "uniform" or high == low
                else generator.triangular(low, _mode(item, field, low, high), high, inputs.draws)
            )
            product = product / drawn if field == "effort" else product * drawn
            swings.append(_swing(name, row, field, low, high))
        scores[place] = product
    by_draw = np.ascontiguousarray(-scores.T)
    order = np.argsort(by_draw, axis=1, kind="stable")
    # How often each item took each rank: row i, column r.
    counts = np.empty((len(names), len(names)), dtype=np.int64)
    for place in range(len(names)):
        counts[:, place] = np.bincount(order[:, place], minlength=len(names))
    reached = np.cumsum(counts, axis=1)
    top = min(inputs.top, len(names))
    rows = [
        {
            "name": name,
            "score": scored[name]["score"],
            "p_first": float(counts[i, 0] / inputs.draws),
            "p_top_k": float(reached[i, top - 1] / inputs.draws),
            "rank_low": int(np.searchsorted(reached[i], 0.05 * inputs.draws) + 1),
            "rank_high": int(np.searchsorted(reached[i], 0.95 * inputs.draws) + 1),
        }
        for i, name in enumerate(names)
    ]
    rows.sort(key=lambda row: (-row["p_first"], -row["score"], row["name"]))
    ordered = list(plain.values["order"])
    position = {name: i for i, name in enumerate(names)}
    shown = ordered[:12]
    pairs = [
        {"a": a, "b": b, "p_a_above_b": float(np.mean(scores[position[a]] > scores[position[b]]))}
        for i, a in enumerate(shown)
        for b in shown[i + 1 :]
    ]
    swings.sort(key=lambda swing: -swing["swing"])
    leader = rows[0]
    coin = [
        f"{pair['a']} and {pair['b']} ({percent(pair['p_a_above_b'], 0)} to {percent(1 - pair['p_a_above_b'], 0)})"
        for pair in pairs
        if 0.35 <= pair["p_a_above_b"] <= 0.65
    ][:3]
    notes = [
        f"{inputs.draws:,} draws, seed {inputs.seed}, {inputs.distribution} between the ends of each range",
        f"single values vary by +/- {percent(spread)}"
        + (" (assumed, no range or spread was given)" if assumed else ""),
        "the confidence multiplier is kept while simulating, which counts doubt twice"
        if inputs.keep_confidence
        else "the confidence multiplier is left out while simulating",
    ]
    return Outcome(
        headline=f"{leader['name']} is first in {percent(leader['p_first'], 0)} of the simulated lists."
        + (f" Close to a coin toss: {listed(coin)}." if coin else ""),
        values={
            "rows": rows,
            "order": ordered,
            "pairwise": pairs,
            "tornado": swings[:40],
            "switch_over": plain.values.get("switch_over", []),
            "draws": inputs.draws,
            "seed": inputs.seed,
            "top_k": top,
            **({"not_scored": plain.values["not_scored"]} if "not_scored" in plain.values else {}),
        },
        units={
            "p_first": "probability",
            "p_top_k": "probability",
            "score": "impact per person-month",
        },
        formula=(
            f"score = reach x impact x confidence / effort, drawn {inputs.draws:,} "
            f"times; {leader['name']} {number(leader['score'])} at the middle"
        ),
        assumptions=(*notes, *plain.assumptions),
        warnings=plain.warnings,
        problems=plain.problems,
        next_question=plain.next_question,
    )


def _middle(item: RiceItem) -> float:
    if item.reach:
        return item.reach
    low, high = item.spans.get("reach", (item.reach or 0.0, item.reach or 0.0))
    return (low + high) / 2 or 1.0


def _swing(name: str, row: dict[str, Any], field: str, low: float, high: float) -> dict[str, Any]:
    """The score at both ends of one input, the others in the middle."""
    middle = (low + high) / 2
    score = float(row["score"])
    if middle == 0 or (low <= 0 and field == "effort"):
        return {"name": name, "input": field, "score_low": score, "score_high": score, "swing": 0.0}
    ends = sorted(
        (score * middle / low, score * middle / high)
        if field == "effort"
        else (score * low / middle, score * high / middle)
    )
    return {
        "name": name,
        "input": field,
        "from": exact(low),
        "to": exact(high),
        "score_low": ends[0],
        "score_high": ends[1],
        "swing": ends[1] - ends[0],
    }
