"""Which field a column, key or phrase means, in people's words."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_NOISE = frozenset(
    [
        "the",
        "an",
        "of",
        "in",
        "our",
        "your",
        "my",
        "est",
        "estimated",
        "estimate",
        "number",
        "no",
        "num",
        "nr",
        "total",
        "avg",
        "average",
        "score",
        "value",
        "level",
        "rating",
        "per",
        "expected",
        "for",
        "each",
        "how",
        "many",
        "much",
        "big",
        "is",
        "it",
        "are",
        "we",
        "this",
    ]
)
_HINT = re.compile(r"[(\[]([^)\]]*)[)\]]|(%)")
# "Reach / qtr", "Users per month": the period that a column name gives its numbers.
_PERIOD = re.compile(
    r"\s*(?:/|\bper\b)\s*(day|week|wk|month|mo|quarter|qtr|q|year|yr|annum)\b", re.I
)
# "Eng weeks", "Dev days": effort by the time of one person.
_WORKED = re.compile(
    r"^(?:eng|engineer|engineering|dev|developer|person|man|people|staff|team|work|fte)_(months?|weeks?|days?|hours?)$"
)
_SUFFIX_HINT = {
    "pct": "%",
    "percent": "%",
    "percentage": "%",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "months": "months",
    "years": "years",
    "weeks": "weeks",
    "days": "days",
    "quarters": "quarters",
    "hours": "hours",
}


def field_extra(info: FieldInfo) -> dict[str, Any]:
    """The reader's hints of a field made by `quantity`."""
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def normalised(key: str) -> str:
    """A key in snake case, without brackets: "Reach (per qtr)" is "reach"."""
    bare = _HINT.sub(" ", key)
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


def hint_of(key: str) -> str:
    """What the brackets or ending of a column name say of its values: "%", "weeks", "per month"."""
    match = _HINT.search(key)
    return ("%" if match[2] else match[1]).strip() if match else ""


def field_names(model: type[BaseModel]) -> dict[str, str]:
    """Every accepted name of the model's fields, normalised, to the field."""
    names: dict[str, str] = {}
    for field, info in model.model_fields.items():
        extra = field_extra(info)
        if "quantity" not in extra:
            continue
        names[field] = field
        for alias in extra.get("aliases", ()):
            names.setdefault(normalised(str(alias)), field)
    return names


def _bare(key: str) -> str:
    return "_".join(word for word in key.split("_") if word not in _NOISE)


def match_field(key: str, names: dict[str, str], *, fuzzy: bool = True) -> tuple[str, str] | None:
    """The field a key means and the hint its name carries, or None.

    Exact names and aliases first, then without unit endings and filler words, then (for table
    headers) close spellings.
    """
    hint, plain = hint_of(key), normalised(key)
    worked = _WORKED.match(plain)
    if worked and "effort" in names:
        return names["effort"], f"person-{worked[1]}"
    stated = _PERIOD.search(_HINT.sub(" ", key))
    if stated and plain not in names:
        found = match_field(_PERIOD.sub(" ", key), names, fuzzy=fuzzy)
        return found and (found[0], found[1] or f"per {stated[1].casefold()}")
    if plain in names:
        unit = _SUFFIX_HINT.get(plain, "") if names[plain] != plain else ""
        per = re.match(r"(dai|week|month|quarter|year|annual)(?:ly)?_", plain)
        word = {"dai": "day", "annual": "year"}.get(per[1], per[1]) if per else ""
        return names[plain], hint or unit or (f"per {word}" if word else "")
    head, _, tail = plain.rpartition("_")
    if head in names and tail in _SUFFIX_HINT:
        return names[head], _SUFFIX_HINT[tail]
    for period in ("day", "week", "month", "quarter", "year", "qtr", "annum"):
        for ending in (f"_per_{period}", f"_a_{period}"):
            if plain.endswith(ending) and plain.removesuffix(ending) in names:
                return names[plain.removesuffix(ending)], f"per {period}"
    for ending, period in (
        ("_monthly", "month"),
        ("_weekly", "week"),
        ("_quarterly", "quarter"),
        ("_yearly", "year"),
        ("_annually", "year"),
    ):
        if plain.endswith(ending) and plain.removesuffix(ending) in names:
            return names[plain.removesuffix(ending)], f"per {period}"
    prefixed = re.match(r"(daily|weekly|monthly|quarterly|annual|yearly)_(\w+)", plain)
    if prefixed and prefixed[2] in names:
        period = {"daily": "day", "annual": "year"}.get(prefixed[1], prefixed[1].removesuffix("ly"))
        return names[prefixed[2]], f"per {period}"
    bare = _bare(plain)
    without_noise = {_bare(name): field for name, field in reversed(names.items())}
    if bare and bare in without_noise:
        return without_noise[bare], hint
    if not fuzzy:
        return None
    words = bare.split("_")
    for candidate in (words[0], words[-1]):
        if len(words) > 1 and candidate in names and len(candidate) > 3:
            return names[candidate], hint
    close = difflib.get_close_matches(bare, list(without_noise), n=1, cutoff=0.84)
    return (without_noise[close[0]], hint) if close and len(bare) > 3 else None


def nearest(key: str, candidates: Iterable[str]) -> str | None:
    """The closest candidate by spelling, or None."""
    pool = list(candidates)
    close = difflib.get_close_matches(normalised(key), pool, n=1, cutoff=0.5)
    if close:
        return close[0]
    part = [name for name in pool if normalised(key) in name or name in normalised(key)]
    return min(part, key=len) if part else None
