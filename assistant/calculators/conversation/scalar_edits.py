"""Follow-ups on one plain input: "and at 12%?", "with 90% power", "what if the cost rises by 10%?"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.calculators.conversation.cues import ASKS
from assistant.calculators.conversation.mentions import Mention, mentions_in
from assistant.calculators.conversation.values import changed, fits, like
from assistant.calculators.reading.amounts import read_amount
from assistant.calculators.reading.columns import field_extra, field_names, match_field, normalised
from assistant.calculators.reading.records import label_of, options_of
from assistant.calculators.record import Inputs

FOLLOW = re.compile(
    (
        r"^\s*(?:and|what if|what about|how about|now|with|at|but|same|for|then|ok|use|assume"
        r"|suppose|try|if|over|make|set|change|let'?s|say|instead|actually|no|sorry)\b"
    ),
    re.I,
)
_FILLER = re.compile(
    r"\b(?:and|what|if|about|how|now|with|at|but|same|then|ok|okay|use|assume|suppose|try|make|set|change|let'?s|say"
    r"|instead|actually|only|just|it|is|it's|were|was|be|would|will|to|the|a|an|of|we|i|take|had|have|has|even|rather|please|like"
    r"|for|over|in|by|sorry|no|thing|again|that|this|there|some|around|about|maybe|alternatively|or)\b",
    re.I,
)
_STEPS = re.compile(
    r"\b(?:ris\w+|rose|grow\w*|goes|went|increas\w*|falls?|fell|drop\w*|decreas\w*|shrink\w*|doubl\w*|tripl\w*|halv\w*|half|twice|times"
    r"|higher|lower|less|more|fewer|up|down|cut|per|year|month|week|day|quarter|each|every|monthly|yearly|annual\w*)\b",
    re.I,
)
_COLLECTIONS = frozenset({"rows", "weights", "texts", "text", "rates", "amounts", "choice"})
MOST_OTHER_WORDS = 3
_PREPOSITIONS = frozenset(
    {"for", "over", "during", "after", "with", "within", "from", "now", "then", "back"}
)
_RATES = ("rate", "discount_rate", "discount")
_SIDES = re.compile(r"\b(?P<n>one|two)[- ]?(?:sided|tailed)\b", re.I)


@dataclass(frozen=True, slots=True)
class Unclear:
    """An amount that could replace more than one input."""

    text: str
    fields: tuple[str, ...]


def kind_of(model: type[Inputs], field: str) -> str:
    """The reader's kind of a field."""
    return str(field_extra(model.model_fields[field]).get("quantity"))


def edited_scalar(
    text: str,
    calculator: str,
    inputs: Mapping[str, Any],
    model: type[Inputs],
    asked: tuple[str, ...] = (),
) -> dict[str, Any] | Unclear | None:
    """The inputs after the edit; `Unclear` where several inputs could be meant.

    `asked` are the fields the last result asked for: they may be named without "and" or "what if".
    """
    names = {
        alias: field
        for alias, field in field_names(model).items()
        if kind_of(model, field) not in _COLLECTIONS
    }
    word = _choice(text, inputs, model)
    if word is not None:
        return {**inputs, word[0]: word[1]}
    mentions = mentions_in(text)
    flows = _flow(text, inputs, mentions)
    if flows is not None:
        return flows
    field = _named(text, calculator, names, inputs, asked, mentions)
    if field is not None and _is_about(text, calculator, field, names, mentions):
        key = held_key(inputs, names, field)
        value = changed(text, inputs.get(key), kind_of(model, field))
        if value is not None:
            return _cleared({**inputs, key: value}, field, names)
    return _bare(text, mentions, inputs, model, names)


_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


def _flow(text: str, inputs: Mapping[str, Any], mentions: list[Mention]) -> dict[str, Any] | None:
    """One flow of a list: "what if the last one is 40k?", "year 2 at 45k"."""
    held = inputs.get("cash_flows")
    amounts = [
        m
        for m in mentions
        if m.form in {"money", "number"} and not re.search(r"\byear\s*$", text[: m.start], re.I)
    ]
    place = re.search(rf"\b({'|'.join(_PLACES)})\b|\byear (\d)\b", text, re.I)
    if not isinstance(held, str) or place is None or len(amounts) != 1:
        return None
    flows = re.split(r"\s*;\s*", held)
    today = 1 if re.match(r"\s*[-\u2212(]", flows[0]) else 0
    index = int(place[2]) - 1 + today if place[2] else _PLACES[place[1].casefold()]
    # "The first one" is the first that comes in, not what is paid today.
    index = index if place[2] or index < 0 else index - 1 + today
    if not -len(flows) <= index < len(flows):
        return None
    flows[index] = amounts[0].text
    return {**inputs, "cash_flows": "; ".join(flows)}


def held_key(inputs: Mapping[str, Any], names: Mapping[str, str], field: str) -> str:
    """The key under which the scenario holds a field."""
    return next(
        (
            k
            for k in inputs
            if (found := match_field(k, dict(names), fuzzy=False)) and found[0] == field
        ),
        field,
    )


def _cleared(inputs: dict[str, Any], field: str, names: Mapping[str, str]) -> dict[str, Any]:
    """A new value of one way to say a thing replaces the other way."""
    others = {
        "churn": ("retention",),
        "retention": ("churn",),
        "effect": ("target", "absolute_effect"),
        "target": ("effect", "absolute_effect", "growth"),
        "growth": ("target",),
        "absolute_effect": ("effect", "target"),
        "alpha": ("confidence_level",),
        "confidence_level": ("alpha",),
        "benefit": ("net_profit", "revenue"),
        "years": ("periods",),
        "inflow": ("cash_flows",),
    }.get(field, ())
    gone = {held_key(inputs, names, other) for other in others}
    return {key: value for key, value in inputs.items() if key not in gone}


def _choice(text: str, inputs: Mapping[str, Any], model: type[Inputs]) -> tuple[str, str] | None:
    """A convention named in words: "one-sided", "use the course formula", "compounded nominally"."""
    sides = _SIDES.search(text)
    if sides and "sides" in model.model_fields and len(text) < 60:
        return "sides", f"{sides['n'].lower()}-sided"
    if "formula" in model.model_fields and len(text) < 60:
        if re.search(r"\bcourse(?:'s)? (?:formula|wording|way|definition)\b", text, re.I):
            return "formula", "course"
        if re.search(r"\b(?:standard|usual|normal) formula\b", text, re.I):
            return "formula", "standard"
    if len(text) > 60 or mentions_in(text) or not FOLLOW.match(text):
        return None
    folded = f"_{normalised(text)}_"
    for field, info in model.model_fields.items():
        extra = field_extra(info)
        if extra.get("quantity") != "choice" or field == "period":
            continue
        words = {normalised(o): o for o in options_of(info.annotation)}
        words |= {normalised(str(s)): str(o) for s, o in dict(extra.get("synonyms", {})).items()}
        hit = next((o for w, o in words.items() if len(w) > 3 and f"_{w}_" in folded), None)
        if hit is not None:
            return field, hit
    return None


def _named(
    text: str,
    calculator: str,
    names: Mapping[str, str],
    inputs: Mapping[str, Any],
    asked: tuple[str, ...],
    mentions: list[Mention],
) -> str | None:
    """The input a text names; the ones the scenario holds or asked for come first."""
    short = len(text.split()) <= 6 and len(mentions) == 1
    if not (
        FOLLOW.match(text)
        or short
        or asked
        or re.search(
            r"\bdoubl|\bhalv|\btripl|\bby \d|\d\s?% (?:more|less|lower|higher)", text, re.I
        )
    ):
        return None
    folded = f"_{normalised(text)}_"
    held = {found[0] for key in inputs if (found := match_field(key, dict(names), fuzzy=False))}
    held |= set(asked)
    hits = [
        (field in held, len(alias), field)
        for alias, field in names.items()
        if len(alias) > 2 and f"_{alias}_" in folded
    ]
    ask = ASKS.get(calculator)
    if ask is not None:
        hits += [
            (field in held, 0, field)
            for field, cue in ask.cues.items()
            if field in names.values()
            and (match := re.search(cue.words, text, re.I))
            and len(match[0].strip()) > 2
            and match[0].strip().casefold() not in _PREPOSITIONS
        ]
    return max(hits)[2] if hits else None


def _is_about(
    text: str, calculator: str, field: str, names: Mapping[str, str], mentions: list[Mention]
) -> bool:
    """Whether little is said beside the input and its value: the text changes it and no more."""
    rest = text
    for mention in sorted(mentions, key=lambda m: -m.start):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    for alias in sorted((a for a, f in names.items() if f == field), key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(alias).replace('_', '[ _-]')}s?\b", " ", rest, flags=re.I)
    ask = ASKS.get(calculator)
    if ask is not None and field in ask.cues:
        rest = re.sub(ask.cues[field].words, " ", rest, flags=re.I)
    rest = _STEPS.sub(" ", _FILLER.sub(" ", rest))
    return len(re.findall(r"[A-Za-z]{3,}", rest)) <= MOST_OTHER_WORDS


def _bare(
    text: str,
    mentions: list[Mention],
    inputs: Mapping[str, Any],
    model: type[Inputs],
    names: Mapping[str, str],
) -> dict[str, Any] | Unclear | None:
    """An amount by itself: the one input it can replace, or the question which."""
    if len(mentions) != 1 or len(text) > 60:
        return None
    mention = mentions[0]
    if leftover(text, mention):
        return None
    fields = [
        field
        for key in inputs
        if (found := match_field(key, dict(names), fuzzy=False))
        and (field := found[0])
        and _replaces(mention, inputs[key], kind_of(model, field))
    ]
    if not fields and mention.form in {"time", "percent"}:
        free = {"time": ("years", "months"), "percent": _RATES}[mention.form]
        fields = [name for name in free if name in model.model_fields][:1]
    if mention.form == "percent" and re.match(r"\s*(?:and\s+)?at\b", text, re.I):
        fields = [field for field in fields if field in _RATES] or fields
    fields = list(dict.fromkeys(fields))
    if len(fields) == 1:
        key = held_key(inputs, names, fields[0])
        value = like(mention, inputs.get(key), kind_of(model, fields[0]))
        return _cleared({**inputs, key: value}, fields[0], names)
    return Unclear(mention.text, tuple(fields)) if len(fields) > 1 else None


def leftover(text: str, mention: Mention) -> bool:
    """Whether a text says more than the amount and words of no content."""
    rest = text[: mention.start] + " " + text[mention.end :]
    return re.search(r"[A-Za-z]{2,}", _FILLER.sub(" ", rest)) is not None


def _replaces(mention: Mention, old: Any, kind: str) -> bool:
    """Whether a bare amount can stand where the old one stood: same form, same kind of period."""
    if not fits(mention, kind) or kind in {"text", "choice", "flag", "texts"}:
        return False
    before = read_amount(old) if isinstance(old, str | int | float) else None
    if before is None:
        return False
    if mention.per and not before.per:
        return False
    shares = {"share", "confidence", "retention", "change"}
    if mention.form == "percent":
        return kind in shares
    if mention.form == "number":
        return kind in {"money", "count", "number", "score"} or not (
            before.percent or kind in shares
        )
    return True


def which_question(unclear: Unclear, inputs: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The question which input an amount replaces, with what stands there now."""
    options = [
        f"the {label_of(field).casefold()} ({inputs[key]})"
        for field in unclear.fields
        if (key := held_key(inputs, names, field)) in inputs
    ]
    return f"{unclear.text} instead of which: {' or '.join(options)}?"
