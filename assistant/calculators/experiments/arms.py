"""The groups of a conversion test, as given."""

from assistant.calculators.record import Inputs, Problem, Row, quantity
from assistant.calculators.wording import percent


class Group(Row):
    """One arm of a test."""

    name: str = quantity(
        "text", "the group", aliases="group, variant, arm, variation, version", default=""
    )
    visitors: int | None = quantity(
        "count",
        "visitors, users or trials",
        aliases="users, n, sessions, trials, nobs, sample, size, total",
        ge=0,
    )
    conversions: int | None = quantity(
        "count",
        "conversions, orders or successes",
        aliases="orders, successes, count, converted, purchases, buyers, sales, x",
        ge=0,
    )
    rate: float | None = quantity(
        "share",
        "the conversion rate, instead of conversions",
        aliases="conversion rate, cr, percent converted",
        ge=0,
        le=1,
    )

    def counted(self) -> int | None:
        """Conversions as given, or the rate times the visitors, rounded."""
        if self.conversions is None and self.rate is not None and self.visitors is not None:
            return round(self.rate * self.visitors)
        return self.conversions


_A = ("a", "control", "c")


_B = ("b", "variant", "treatment", "test", "t", "v")


def _names(side: tuple[str, ...], *nouns: str) -> tuple[str, ...]:
    return tuple(
        name
        for noun in nouns
        for s in side
        for name in (f"{noun} {s}", f"{s} {noun}", f"{noun}{s}" if noun in "nx" else f"{noun} {s}")
    )


class AbTestInputs(Inputs):
    """Visitors and conversions per group; the two-group form or a list."""

    visitors_a: int | None = quantity(
        "count",
        "control visitors",
        aliases=", ".join(
            [
                *_names(
                    _A, "visitors", "n", "users", "sessions", "trials", "nobs", "total", "size"
                ),
                "n1",
                "nobs1",
                "control",
            ]
        ),
        ge=0,
    )
    conversions_a: int | None = quantity(
        "count",
        "control conversions",
        aliases=", ".join(
            [
                *_names(
                    _A,
                    "conversions",
                    "x",
                    "orders",
                    "successes",
                    "count",
                    "purchases",
                    "conv",
                    "converted",
                ),
                "x1",
                "count1",
                "successes1",
                "conversions1",
            ]
        ),
        ge=0,
    )
    visitors_b: int | None = quantity(
        "count",
        "variant visitors",
        aliases=", ".join(
            [
                *_names(
                    _B, "visitors", "n", "users", "sessions", "trials", "nobs", "total", "size"
                ),
                "n2",
                "nobs2",
            ]
        ),
        ge=0,
    )
    conversions_b: int | None = quantity(
        "count",
        "variant conversions",
        aliases=", ".join(
            [
                *_names(
                    _B,
                    "conversions",
                    "x",
                    "orders",
                    "successes",
                    "count",
                    "purchases",
                    "conv",
                    "converted",
                ),
                "x2",
                "count2",
                "successes2",
                "conversions2",
            ]
        ),
        ge=0,
    )
    groups: list[Group] | None = quantity(
        "rows", "the groups, control first", aliases="arms, variants, rows, table, data, items"
    )
    control: str | None = quantity(
        "text", "the name of the control group", aliases="control group, control name, reference"
    )
    expected_split: list[float] | None = quantity(
        "numbers",
        "the intended shares of traffic, control first",
        aliases="split, intended split, expected, allocation, weights, expected ratio",
    )
    alpha: float = quantity(
        "share",
        "the false-positive rate",
        aliases="significance level, significance",
        default=0.05,
        gt=0,
        lt=1,
    )
    confidence_level: float | None = quantity(
        "share", "1 - alpha", aliases="confidence", gt=0, lt=1
    )
    looks: int | None = quantity(
        "count", "how often the result was looked at", aliases="peeks, interim looks", ge=1, le=200
    )


def arms_of(inputs: AbTestInputs) -> tuple[list[tuple[str, int, int]], list[Problem]]:
    """(name, visitors, conversions) per arm, control first, and every problem."""
    problems: list[Problem] = []
    arms: list[tuple[str, int, int]] = []
    groups = inputs.groups
    if groups is None:
        pair = [
            ("control", inputs.visitors_a, inputs.conversions_a, "a"),
            ("variant", inputs.visitors_b, inputs.conversions_b, "b"),
        ]
        for name, visitors, conversions, side in pair:
            for value, noun in ((visitors, "visitors"), (conversions, "conversions")):
                if value is None:
                    problems.append(
                        Problem(
                            kind="missing_input",
                            field=f"{noun}_{side}",
                            message=f"How many {noun} had the {name}?",
                        )
                    )
            if visitors is not None and conversions is not None:
                arms.append((name, visitors, conversions))
    else:
        if len(groups) < 2:
            problems.append(
                Problem(
                    kind="insufficient_data",
                    field="groups",
                    message="A test needs at least two groups.",
                )
            )
        for group in groups:
            fields = ("visitors",) if group.rate is not None else ("visitors", "conversions")
            problems.extend(group.missing(*fields))
            conversions = group.counted()
            if group.visitors is not None and conversions is not None:
                arms.append((group.name, group.visitors, conversions))
        wanted = (inputs.control or "").casefold()
        if wanted and all(name.casefold() != wanted for name, _, _ in arms):
            problems.append(
                Problem(
                    kind="mismatch",
                    field="control",
                    message=f"No group is called {inputs.control!r}.",
                )
            )
        named = next(
            (
                arm
                for arm in arms
                if arm[0].casefold() in ({wanted} if wanted else {"control", "control group"})
            ),
            None,
        )
        if named is not None:
            arms = [named, *[arm for arm in arms if arm is not named]]
    for name, visitors, conversions in arms:
        if visitors == 0:
            problems.append(
                Problem(
                    kind="undefined",
                    field="visitors",
                    row=name,
                    message=f"{name}: without visitors there is no rate.",
                )
            )
        elif conversions > visitors:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field="conversions",
                    row=name,
                    message=(
                        f"{name}: {conversions:,} conversions exceed {visitors:,} "
                        f"visitors; count each visitor once."
                    ),
                )
            )
    if (
        not problems
        and len({conversions == 0 for _, _, conversions in arms} | {False})
        and all(c == 0 for _, _, c in arms)
    ):
        bounds = ", ".join(
            f"{name} below {percent(min(1.0, 3 / visitors), 2)}" for name, visitors, _ in arms
        )
        problems.append(
            Problem(
                kind="insufficient_data",
                field="conversions",
                message=(
                    f"No conversions in any group: nothing to test. By the rule of "
                    f"three the rates are {bounds} (95%)."
                ),
            )
        )
    if not problems and all(c == n for _, n, c in arms):
        problems.append(
            Problem(
                kind="insufficient_data",
                field="conversions",
                message="Everyone converted in every group: nothing to test.",
            )
        )
    return arms, problems
