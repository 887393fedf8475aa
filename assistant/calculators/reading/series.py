"""Values that are not one amount: lists of numbers, exchange rates, weights, choices, flags."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assistant.calculators.reading.amounts import CURRENCIES, is_missing, read_amount
from assistant.calculators.reading.columns import nearest, normalised
from assistant.calculators.reading.quantities import Reading, read_quantity

_TRUE = {"yes", "y", "true", "1", "on", "ja", "randomised", "randomized"}
_FALSE = {"no", "n", "false", "0", "off", "nein"}
_REPEATED = re.compile(
    r"^(?P<a>.+?)\s*(?:x|\u00d7|\*)\s*(?P<b>\d{1,3})$|^(?P<c>\d{1,3})\s*(?:x|\u00d7|\*)\s*(?P<d>.+)$",
    re.I,
)
_WEIGHT_WORDS = {
    "double": "2",
    "counts double": "2",
    "twice": "2",
    "triple": "3",
    "half": "0.5",
    "single": "1",
    "normal": "1",
}
_PAIR = re.compile(r"\s*(?P<name>[^:=,;\n]+?)\s*[:=]\s*(?P<value>[^,;\n]+)")


def read_texts(raw: object) -> list[str]:
    """A list of words, or text split at commas, semicolons, lines and "and"."""
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return [str(item).strip() for item in raw if not is_missing(item)]
    parts = re.split(r"\s*[,;\n]\s*|\s+and\s+|\s*\+\s*", str(raw).strip().strip("[]"))
    return [part.strip(" \"'") for part in parts if not is_missing(part)]


def read_flag(raw: object, label: str) -> Any:
    """Yes or no."""
    word = str(raw).strip().casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    return Reading(problem=f"{label}: yes or no? {str(raw)[:40]!r} is neither.")


def read_choice(
    raw: object, label: str, options: Sequence[str], synonyms: Mapping[str, str]
) -> Any:
    """One of the options, by its name or a synonym."""
    key = normalised(str(raw))
    known = {
        **{normalised(word): option for word, option in synonyms.items()},
        **{normalised(option): option for option in options},
    }
    if key in known:
        return known[key]
    close = nearest(key, known)
    hint = f" Did you mean {known[close]!r}?" if close else ""
    return Reading(problem=f"{label} {str(raw)[:40]!r}: choose one of {', '.join(options)}.{hint}")


def _pieces(text: str) -> list[str] | None:
    text = text.strip().strip("[]")
    for separator in (r"\s*[;\n\t]\s*", r",\s+", r"\s*\|\s*", r"\s*[:/]\s*"):
        parts = [part for part in re.split(separator, text) if part.strip()]
        if len(parts) > 1:
            return parts
    parts = text.split(",")
    if len(parts) > 1:
        return None if any(re.fullmatch(r"0\d+", part.strip()) for part in parts[1:]) else parts
    spaced = text.split()
    if len(spaced) > 1 and all(
        re.fullmatch(r"[-+]?[$\u20ac\u00a3]?[\d.,]+[kKmM]?%?", part) for part in spaced
    ):
        return spaced
    return [text] if text else []


def read_numbers(raw: object, label: str, decimal_comma: bool | None = None) -> Any:
    """A list of amounts in order; blanks inside it are a problem, never 0."""
    if isinstance(raw, str):
        pieces = _pieces(raw)
        if pieces is None:
            return Reading(
                problem=f"{label}: separate the numbers with semicolons; commas are unclear here."
            )
    elif isinstance(raw, Sequence):
        pieces = list(raw)
    elif isinstance(raw, Mapping):
        pieces = list(raw.values())
    else:
        pieces = [raw]  # type: ignore[list-item]
    values: list[Decimal] = []
    for position, piece in enumerate(pieces):
        times, text = 1, piece
        repeated = _REPEATED.match(piece.strip()) if isinstance(piece, str) else None
        if repeated:
            times = int(repeated["b"] or repeated["c"])
            text = repeated["a"] or repeated["d"]
        amount = read_amount(text, decimal_comma=decimal_comma)
        if amount.missing:
            return Reading(
                problem=f"{label}: value {position + 1} is blank.", problem_kind="missing_input"
            )
        if amount.value is None:
            asked = amount.problem or f"value {position + 1} is a range; give one number."
            kind = "out_of_range" if "finite" in asked else "ambiguous"
            return Reading(problem=f"{label}: {asked}", problem_kind=kind)  # type: ignore[arg-type]
        scale = Decimal("0.01") if amount.percent else Decimal(1)
        values.extend([amount.value * scale] * times)
    return values


def three_points(raw: object) -> tuple[object, ...] | None:
    """The ends of a range given as {low, likely, high} or as a list of two or three values."""
    if isinstance(raw, Mapping):
        names = {normalised(str(key)): value for key, value in raw.items()}
        low = next(
            (names[key] for key in ("low", "min", "pessimistic", "minimum") if key in names), None
        )
        high = next(
            (names[key] for key in ("high", "max", "optimistic", "maximum") if key in names), None
        )
        mode = next(
            (
                names[key]
                for key in ("likely", "mode", "mid", "most_likely", "base")
                if key in names
            ),
            None,
        )
        if low is None or high is None:
            return None
        return (low, high) if mode is None else (low, mode, high)
    if isinstance(raw, Sequence) and not isinstance(raw, str) and len(raw) in {2, 3}:
        return tuple(raw)
    return None


def read_rates(raw: object, label: str) -> Any:
    """Exchange rates: what one unit of each currency is worth in the base currency."""
    pairs: dict[str, object] = {}
    if isinstance(raw, Mapping):
        pairs = {str(key): value for key, value in raw.items()}
    elif isinstance(raw, int | float):
        pairs = {"": raw}
    else:
        text = str(raw)
        if text.strip().startswith("{"):
            try:
                loaded = json.loads(text)
            except json.JSONDecodeError:
                loaded = {}
            return (
                read_rates(loaded, label)
                if isinstance(loaded, dict) and loaded
                else Reading(problem=f"{label}: write it as EUR=1.08.")
            )
        found = re.findall(
            r"(?:1\s*)?([A-Za-z]{3}|[$\u20ac\u00a3])\s*(?:at|@|[:=]|is)\s*([\d.,]+)", text
        )
        pairs = dict(found) if found else {"": text}
    rates: dict[str, Decimal] = {}
    for key, value in pairs.items():
        reading = read_quantity("rate", value, label)
        if reading.value is None:
            return Reading(problem=f"{label} {key or ''}: {str(value)[:40]!r} is not a rate.")
        if reading.value <= 0:
            return Reading(
                problem=f"{label} {key}: a rate must be above 0.", problem_kind="out_of_range"
            )
        rates[CURRENCIES.get(key.strip().casefold(), key.strip().upper())] = reading.value
    return rates


def _weight(value: object, label: str) -> Any:
    if isinstance(value, str) and value.strip().casefold() in _WEIGHT_WORDS:
        return Decimal(_WEIGHT_WORDS[value.strip().casefold()])
    reading = read_quantity("number", value, label)
    if reading.missing:
        return None
    return reading if reading.value is None else reading.value


def read_weights(raw: object, label: str) -> Any:
    """Named numbers: a mapping, "roi: 2, fit: counts double", or a plain list in order."""
    if isinstance(raw, str):
        text = raw.strip()
        if text.startswith("{"):
            try:
                return read_weights(json.loads(text), label)
            except json.JSONDecodeError:
                pass
        pairs = [(match["name"].strip(), match["value"].strip()) for match in _PAIR.finditer(text)]
        if not pairs:
            return read_weights(_pieces(text) or [], label)
        raw = dict(pairs)
    if isinstance(raw, Sequence) and raw and all(isinstance(item, Mapping) for item in raw):
        named = [{normalised(str(key)): value for key, value in item.items()} for item in raw]
        raw = {
            str(
                item.get("name") or item.get("criterion") or item.get("factor") or position
            ): item.get("weight")
            for position, item in enumerate(named)
        }
    if isinstance(raw, Sequence):
        raw = {str(position): value for position, value in enumerate(raw)}
    if not isinstance(raw, Mapping):
        return Reading(problem=f"{label}: give names with numbers, such as roi: 2, fit: 1.")
    weights: dict[str, Any] = {}
    for key, value in raw.items():
        weight = _weight(value, f"{label} {key}")
        if isinstance(weight, Reading):
            return weight
        weights[str(key)] = weight
    return weights


def read_amounts(raw: object, label: str) -> Any:
    """Named money amounts: a mapping, or text such as "setup: 5k; training: 2k"."""
    if isinstance(raw, str):
        raw = {match["name"].strip(): match["value"].strip() for match in _PAIR.finditer(raw)}
    if isinstance(raw, list | tuple):
        raw = {f"amount {position}": value for position, value in enumerate(raw, start=1)}
    amounts: dict[str, Decimal | None] = {}
    for key, value in raw.items() if isinstance(raw, Mapping) else ():
        reading = read_quantity("money", value, f"{label} {key}")
        if reading.problem is not None:
            return reading
        if reading.value is None and not reading.missing:
            return Reading(problem=f"{label} {key}: {value} is a range; give one amount.")
        amounts[str(key)] = reading.value
    return amounts
