"""Requests with a shape of their own: counts per group, shares, rates per segment."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.conversation.groups import groups_in
from assistant.calculators.conversation.mentions import mentions_in

SPECIAL: Mapping[str, str] = {
    "srm": r"\bsrm\b|\bsample[- ]ratio\b|\bsplit (?:is |as )?(?:right|ok|wrong|off|intended)\b",
    "psi": r"\bpsi\b|\bpopulation stability\b",
    "fairness": (
        r"\bfour[- ]fifths\b|\bfairness\b|\bdemographic parity\b|\bdisparate "
        r"impact\b|\bselection rates?\b|\b80% rule\b|\bequal opportunity\b"
    ),
    "holdout": r"\bhold-?out\b|\bincremental(?:ity)?\b",
    "peeking": (
        r"\bpeek\w*\b|\blook(?:s|ed)? (?:at (?:it|the results?) )?(?:every|daily"
        r"|\d+ times)\b|\b\d+ (?:interim )?looks\b"
    ),
}
_INTENDED = re.compile(
    r"\b(\d{1,2}(?:\.\d+)?)\s*[/:\-]\s*(\d{1,2}(?:\.\d+)?)(?:\s*[/:\-]\s*(\d{1,2}))?\b"
)
_LIST = r"\[?\s*((?:\d+(?:\.\d+)?\s?%?\s*(?:,\s*|;\s*|/|\s+and\s+)\s*)+\d+(?:\.\d+)?\s?%?)\s*\]?"
_PSI = re.compile(
    rf"(?:expected|baseline|training|reference|before|old|from|was|were)\D{{0,25}}{_LIST}.{{0,40}}?(?:actual|current|now|today|after|live|new|to|is|are)\D{{0,25}}{_LIST}",
    re.I | re.S,
)
_COMMAS = r"((?:\d+(?:\.\d+)?\s?%?\s*[,;]\s*)+\d+(?:\.\d+)?\s?%?)"
_BETWEEN = re.compile(rf"\bbetween\s+{_COMMAS}\s+and\s+{_COMMAS}", re.I)
_OF = re.compile(
    (
        r"(?P<name>[A-Za-z][\w ]{0,30}?)[\s:,(]+(?P<x>\d{1,3}(?:,\d{3})+|\d+)\s*(?:selected|approved|hired"
        r"|offered|shown|positive|chosen|accepted)?\s*(?:/|out of|of)\s*(?P<n>\d{1,3}(?:,\d{3})+|\d+)"
    ),
    re.I,
)


def read_special(calculator: str, text: str) -> dict[str, Any] | None:
    """The inputs of one of the calculators above, or None when they are not in the text."""
    match calculator:
        case "srm":
            return _srm(text)
        case "psi":
            found = _PSI.search(text) or _BETWEEN.search(text)
            return {"expected": _list(found[1]), "actual": _list(found[2])} if found else None
        case "fairness":
            return _fairness(text)
        case "holdout":
            groups = groups_in(text)
            return _holdout(groups, text) if len(groups) == 2 else None
        case "peeking":
            looks = re.search(
                (
                    r"(\d+)\s*(?:interim\s*)?(?:looks|times|peeks|checks)|(?:every day|daily) "
                    r"for (\d+) days|for (\d+) days"
                ),
                text,
                re.I,
            )
            return {"looks": next(group for group in looks.groups() if group)} if looks else None
    return None


def _list(text: str) -> str:
    return re.sub(r"\s*(?:,|;|/|\band\b)\s*", "; ", text.strip())


def _srm(text: str) -> dict[str, Any] | None:
    intended = _INTENDED.search(text)
    spans = [(intended.start(), intended.end())] if intended else []
    counts = [
        m.text
        for m in mentions_in(text)
        if m.form == "number" and not any(start <= m.start < end for start, end in spans)
    ]
    counts = [
        re.sub(r"\s*[a-z].*$", "", count, flags=re.I)
        if not re.search(r"\d[km]\b", count, re.I)
        else count
        for count in counts
    ]
    if len(counts) < 2:
        return None
    shares = [group for group in intended.groups() if group] if intended else []
    inputs: dict[str, Any] = {"observed": counts[: len(shares) or len(counts)]}
    return inputs | ({"expected_split": shares} if shares else {})


def _fairness(text: str) -> dict[str, Any] | None:
    groups = [
        {
            "name": re.sub(
                r"^(?:and|group|for|vs|versus|the)\s+(?=\w{2})",
                "",
                match["name"].strip(),
                flags=re.I,
            ),
            "selected": match["x"],
            "total": match["n"],
        }
        for match in _OF.finditer(text)
    ]
    return {"groups": groups} if len(groups) >= 2 else None


def _holdout(groups: list[dict[str, Any]], text: str) -> dict[str, Any]:
    held = (
        1
        if "hold" in str(groups[1]["name"]).casefold()
        or "control" in str(groups[1]["name"]).casefold()
        else 0
    )
    if (
        "hold" not in "".join(str(group["name"]) for group in groups).casefold()
        and "control" not in "".join(str(group["name"]) for group in groups).casefold()
    ):
        held = 1
    exposed = groups[1 - held]
    inputs: dict[str, Any] = {
        "exposed_visitors": exposed["visitors"],
        "exposed_conversions": exposed["conversions"],
        "holdout_visitors": groups[held]["visitors"],
        "holdout_conversions": groups[held]["conversions"],
    }
    if re.search(r"\brandom(?:ly|i[sz]ed)?\b", text, re.I):
        inputs["randomised"] = (
            "no" if re.search(r"\bnot (?:random|chosen at random)", text, re.I) else "yes"
        )
    return inputs
