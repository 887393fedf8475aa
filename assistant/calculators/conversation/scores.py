"""Scorecards and readiness in running text: criteria with weights, options with scores."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.calculators.conversation.rows import clean_name, segments_of, table_in
from assistant.calculators.monitoring.readiness import DIMENSIONS
from assistant.calculators.prioritisation.strive import STRIVE_PRESET
from assistant.calculators.reading.columns import normalised
from assistant.calculators.reading.tables import read_table

SCORECARD = re.compile(
    r"\bscore ?cards?\b|\bweighted (?:scor\w+|decision|criteria|ranking)\b|\bdecision matrix\b"
    r"|\bweight(?:s|ed|ing)?\b[^.?!\n]{0,80}\d|\bcounts (?:double|twice)\b",
    re.I,
)
STRIVE = re.compile(
    r"\bSTRIVE\b|\bstrive[- ](?:scor\w+|card)|\b(?:use|with|by|using|apply) strive\b"
)
_STRIVE_ORDER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|now|please|and|then|let'?s|can (?:you|we)|could you|i(?:'d| would)? (?:like|want) to"
    r"|we (?:want|need) to)\W+)*(?:use|try|apply|run|do|score|rate|rank|evaluate|make|redo)\b"
    r"(?![^.?!]*\b(?:which|what|how|why|should)\b).*\bstrive\b",
    re.I | re.S,
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_LIST = rf"{_NUMBER}\s?%?(?:\s*(?:[/:|,]|\band\b|,\s*and\b)\s*{_NUMBER}\s?%?)+"
_PLAIN_WEIGHTS = re.compile(
    rf"\bweight(?:s|ed|ing)?\b(?:\s+(?:of|are|is|as))?\s*:?\s*(?P<list>{_LIST})", re.I
)
_NAMED_WEIGHTS = re.compile(
    r"\b(?:weights?|weighting|weighted(?=\s*:)|criteria|factors)\b(?:\s+(?:of|are|is|as|by))?\s*:?\s*(?P<body>[^.;\n]*?)(?=[.;\n]|$|:\s*[A-Z])",
    re.I,
)
_NAME = r"[A-Za-z][A-Za-z&/'-]*(?: [A-Za-z&/'-]+){0,3}?"
_PAIR = re.compile(
    rf"(?P<name>{_NAME})\s*[=:(]?\s*(?:at\s+)?(?P<value>{_NUMBER}\s?%?)(?=[\s,;)/]|$)", re.I
)
_DOUBLE = re.compile(
    r"(?P<name>[A-Za-z][\w -]{0,30}?)\s+counts\s+(?P<times>double|twice|triple)", re.I
)
_GATE = re.compile(
    rf"(?P<name>[A-Za-z][\w -]{{0,30}}?)\s+(?:must (?:be|reach|score|have)|has to (?:be|reach)|needs(?: to be)?"
    rf"|is (?:a )?must[- ]pass(?:\W+(?:with|at))?)\s*(?:at least|>=|\u2265|min(?:imum)?(?: of)?|a minimum of|\()?\s*(?P<value>{_NUMBER})",
    re.I,
)
_MUST_PASS = re.compile(
    rf"\b(?:must[- ]pass(?: gates?)?|gates?)\s*:\s*(?P<name>[A-Za-z][\w -]{{0,30}}?)\s*(?:>=|\u2265|at least|min)?\s*(?P<value>{_NUMBER})",
    re.I,
)
_LOWER = re.compile(
    r"\blower is better (?:for|on|in)\s+(?P<a>[A-Za-z][\w -]{0,30})|(?P<b>[A-Za-z][\w-]{0,30})\s*(?::|\(|,|is|where)\s*(?:where\s+)?lower is better",
    re.I,
)
_SCALE = re.compile(
    r"\b(?:scale(?: of| from)?|scored?|from|on)\s*:?\s*\(?(?P<low>\d{1,2})\s*(?:-|\u2013|to)\s*(?P<high>\d{1,3})\b|\((?P<l>[01])\s*(?:-|\u2013|to)\s*(?P<h>\d{1,3})\)",
    re.I,
)
_SCORE = r"\d+(?:\.\d+)?"
_POSITIONAL = re.compile(
    rf"(?P<name>[A-Za-z][\w &'()-]*?)\s*(?::|=|-|\u2013)?\s*(?P<values>{_SCORE}(?:\s*(?:[,/|]|\s)\s*{_SCORE})+)\s*(?=$|[;.\n,]|\band\b)",
    re.I,
)
_LABELLED = re.compile(
    rf"(?P<name>{_NAME})\s*[=:(]?\s*(?P<value>{_NUMBER}|\?|n/a|tbd)(?=[\s,;.)/]|$)", re.I
)


def weights_in(text: str) -> dict[str, str] | list[str]:
    """The weights as written: by name, or in order ("40/30/30")."""
    doubled = _DOUBLE.search(text)
    if doubled:
        return {clean_name(doubled["name"]): doubled["times"]}
    plain = _PLAIN_WEIGHTS.search(text)
    if plain:
        return re.findall(rf"{_NUMBER}\s?%?", plain["list"])
    for named in _NAMED_WEIGHTS.finditer(text):
        pairs = _PAIR.findall(named["body"])
        if len(pairs) >= 2:
            return {_criterion(name): value for name, value in pairs}
    return {}


def _criterion(text: str) -> str:
    """A criterion's name without the words that lead up to it."""
    return clean_name(
        re.sub(
            r"^(?:weights?|weighting|factors|criteria|our|the|and)\s+", "", text.strip(), flags=re.I
        )
    )


def _options(text: str, criteria: Sequence[str], least: int = 1) -> list[dict[str, Any]]:
    """Options in running text: "Chatbot fit 4, roi 3; Search 3, 5" with the criteria known."""
    rows: list[dict[str, Any]] = []
    names = [normalised(name) for name in criteria]
    for segment in segments_of(text):
        body = segment.strip(" .;")
        labelled = _labelled(body, criteria)
        if labelled:
            rows.append(labelled)
            continue
        found = [
            match
            for match in _POSITIONAL.finditer(body)
            if len(re.findall(_SCORE, match["values"])) == len(criteria)
        ]
        for match in found:
            name = clean_name(match["name"])
            if name and normalised(name) not in names:
                values = re.findall(_SCORE, match["values"])
                rows.append({"name": name, **dict(zip(criteria, values, strict=True))})
    return rows if len(rows) >= least else []


def _labelled(body: str, criteria: Sequence[str]) -> dict[str, Any] | None:
    wanted = {normalised(name): name for name in criteria}
    row: dict[str, Any] = {}
    first = len(body)
    for key, name in wanted.items():
        words = re.escape(key).replace("_", r"[\s_-]+")
        match = re.search(
            rf"\b{words}\b\s*[=:(]?\s*(?P<value>{_NUMBER}|\?|n/a|tbd)(?!\s?%)", body, re.I
        )
        if match:
            row[name] = match["value"]
            first = min(first, match.start())
    if not row or (len(row) < 2 and len(wanted) > 1):
        return None
    name = clean_name(re.split(r"[,:]\s+", body[:first].rstrip(" :,"))[-1])
    return {"name": name, **row} if name else None


def _unnamed_criteria(text: str) -> list[str]:
    """Criteria that every option names: "Chatbot fit 4, roi 3; Search fit 3, roi 5"."""
    seen: dict[str, list[str]] = {}
    for segment in segments_of(text):
        for match in _LABELLED.finditer(segment):
            last = match["name"].split()[-1]
            seen.setdefault(normalised(last), []).append(last)
    return [names[0] for key, names in seen.items() if key and len(names) >= 2]


def scorecard_in(text: str) -> dict[str, Any] | None:
    """The inputs of a weighted scorecard as written, or None when there are no options."""
    weights = weights_in(text)
    inputs: dict[str, Any] = {}
    table = table_in(text)
    parsed = read_table(table) if table else None
    rest = text.replace(table, " ") if table else text
    if parsed is not None and len(parsed.header) >= 3:
        inputs["items"] = table
        criteria = list(parsed.header[1:])
    else:
        bare = _without_weights(text)
        criteria = list(weights) if isinstance(weights, dict) and len(weights) > 1 else []
        criteria = criteria or _unnamed_criteria(bare)
        rows = _options(bare, criteria) if criteria else []
        if not rows:
            return None
        inputs["items"] = rows
    if isinstance(weights, dict) and len(weights) == 1 and criteria:
        doubled = normalised(next(iter(weights)).split(",")[-1])
        weights = {
            name: next(iter(weights.values())) if doubled.endswith(normalised(name)) else "1"
            for name in criteria
        }
    if weights:
        inputs["weights"] = weights
    return inputs | _rules(rest, criteria)


def _without_weights(text: str) -> str:
    plain = _PLAIN_WEIGHTS.sub(" ", text)
    plain = re.sub(rf"{_DOUBLE.pattern}\s*:?", " ", plain, flags=re.I)
    plain = _GATE.sub(" ", plain)
    match = next(
        (m for m in _NAMED_WEIGHTS.finditer(plain) if len(_PAIR.findall(m["body"])) >= 2), None
    )
    if match is None:
        return plain
    head = plain[: match.start()]
    kept = (
        head + "\n" if re.search(r"\d", head) else ""
    )  # "Weighted scorecard with" names no option
    return kept + plain[match.end() :].lstrip(" .;:")


def _rules(text: str, criteria: Sequence[str]) -> dict[str, Any]:
    """Gates, criteria where low is good, and the scale."""
    rules: dict[str, Any] = {}
    known = {normalised(name): name for name in criteria}

    def named(words: str) -> str | None:
        key = normalised(words)
        return next((name for k, name in known.items() if key.endswith(k) or k.endswith(key)), None)

    gates = {}
    for match in (*_GATE.finditer(text), *_MUST_PASS.finditer(text)):
        name = named(match["name"])
        if name:
            gates[name] = match["value"]
    if gates:
        rules["gates"] = gates
    lower = [name for m in _LOWER.finditer(text) if (name := named((m["a"] or m["b"]).strip()))]
    if lower:
        rules["lower_is_better"] = lower
    scale = _SCALE.search(text)
    if scale:
        rules["scale_low"] = scale["low"] or scale["l"]
        rules["scale_high"] = scale["high"] or scale["h"]
    return rules


def strive_in(text: str) -> dict[str, Any] | None:
    """The inputs of a STRIVE scorecard: factors, options, the preset; empty when it is only asked for."""
    preset = bool(re.search(r"\bpreset\b|\bdefault factors\b", text, re.I))
    inputs = scorecard_in(_without_name(text))
    if inputs is None and preset:
        rows = _options(_without_name(text), STRIVE_PRESET)
        inputs = {"items": rows} if rows else {}
    if inputs is None:
        if not _STRIVE_ORDER.search(text) and not preset:
            return None
        inputs = {}
        named = re.search(r"\bstrive\b[^:]{0,40}:\s*(?P<names>[^\d]+)$", text, re.I | re.S)
        names = (
            [clean_name(n) for n in re.split(r"[,;\n]|\band\b", named["names"])] if named else []
        )
        if any(names):
            inputs["items"] = [{"name": name} for name in names if name]
    return inputs | ({"preset": "yes"} if preset else {})


def options_for(text: str, criteria: Sequence[str]) -> list[dict[str, Any]]:
    """Options that answer a scorecard's question for them."""
    table = table_in(text)
    parsed = read_table(table) if table else None
    if parsed is not None:
        return [dict(record) for record in parsed.records()]
    return _options(text, criteria)


def _without_name(text: str) -> str:
    return re.sub(r"\bstrive\b", " ", text, flags=re.I)


READINESS = re.compile(r"\b(?:data[- ])?read(?:y|iness)\b|\bdata (?:audit|quality|scores?)\b", re.I)


def readiness_in(text: str) -> dict[str, Any] | None:
    """The scores of at least two dimensions of the data audit."""
    inputs: dict[str, Any] = {}
    for name in (*DIMENSIONS, "real_time"):
        words = {
            "governance": r"governance|privacy|consent",
            "accessibility": r"accessibility|access|storage",
            "timeliness": r"timeliness|freshness",
            "real_time": r"real[- ]time(?: granularity)?|granularity",
        }.get(name, name)
        match = re.search(
            rf"\b(?:{words})\b(?:\s+(?:and|&)\s+\w+)?\s*(?:is|at|of|=|:|\(|-|\|)?\s*(?:a\s+)?(?P<value>-?{_NUMBER}|\?|n/a|tbd|not assessed|unknown)",
            text,
            re.I,
        )
        if match:
            value = match["value"].casefold()
            inputs[name] = None if value in {"not assessed", "unknown"} else match["value"]
    if len([value for value in inputs.values() if value]) < 2:
        return None
    gate = re.search(
        rf"\b(?:gate|threshold|minimum|pass mark|at least)\b\D{{0,12}}(?P<value>{_NUMBER})",
        text,
        re.I,
    )
    if gate:
        inputs["gate"] = gate["value"]
    if re.search(r"\bhyper-?personali[sz]ation\b", text, re.I):
        inputs["use_case"] = "hyper-personalisation"
    return {name: value for name, value in inputs.items() if value is not None}
