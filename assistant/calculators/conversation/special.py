"""Requests with a shape of their own: counts per group, shares, rates per segment."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.groups import groups_in
from assistant.calculators.conversation.mentions import mentions_in
from assistant.calculators.conversation.totals import RATIO, totals_in
from assistant.calculators.reading.amounts import read_amount

SPECIAL: Mapping[str, str] = {
    "srm": r"\bsrm\b|\bsample[- ]ratio\b|\bsplit (?:is |as )?(?:right|ok|wrong|off|intended)\b|\b(?:planned|split of|intended|aimed for) \d+\s?/\s?\d+|\b\d+\s?/\s?\d+ (?:a/b )?(?:split|test|experiment|planned|intended|allocation)\b",
    "psi": r"\bpsi\b|\bpopulation stability\b|\bdrift\w*\b|\bdistribution (?:has )?(?:changed|shifted|moved)\b",
    "fairness": (
        r"\bfour[- ]fifths\b|\bfair(?:ness|ly)?\b|\bunfair\b|\bbias(?:ed)?\b|\bdemographic parity\b|\bdisparate "
        r"impact\b|\bselection rates?\b|\b80% rule\b|\bequal opportunity\b|\bapprov(?:al|als|ed|e|es)\b|\bdiscriminat\w+"
    ),
    "means": r"\b(?:sds?|s\.d\.|std\.?|stdev|standard deviations?)\b",
    "ratio_metric": RATIO,
    "sequential": r"\bsequential\b",
    "holdout": r"\bhold-?out\b|\bincremental(?:ity)?\b",
    "peeking": (
        r"\bpeek\w*\b|\blook(?:s|ed)? (?:at (?:it|the results?) )?(?:every|daily"
        r"|\d+ times)\b|\b\d+ (?:interim )?looks\b|\b(?:check|look|peek)\w*\b.{0,40}\b(?:every day|daily|each day|\d+ times)\b"
    ),
}
_INTENDED = re.compile(
    r"\b(\d{1,2}(?:\.\d+)?)\s*[/:\-]\s*(\d{1,2}(?:\.\d+)?)(?:\s*[/:\-]\s*(\d{1,2}))?\b"
)
_LIST = r"\[?\s*((?:\d+(?:\.\d+)?\s?%?\s*(?:,\s*|;\s*|/|\s+and\s+|(?<=%)\s+|(?<=% ))\s*)+\d+(?:\.\d+)?\s?%?)\s*\]?"
_PSI = re.compile(
    rf"(?:expected|baseline|training|reference|before|old|from|was|were)\D{{0,25}}{_LIST}.{{0,40}}?(?:actual|current|now|today|after|live|new|to|is|are)\D{{0,25}}{_LIST}",
    re.I | re.S,
)
_COMMAS = r"((?:\d+(?:\.\d+)?\s?%?\s*[,;]\s*)+\d+(?:\.\d+)?\s?%?)"
_BETWEEN = re.compile(rf"\bbetween\s+{_COMMAS}\s+and\s+{_COMMAS}", re.I)
_VERSUS = re.compile(
    rf"{_LIST}\s*(?:vs\.?|versus|against|->|\u2192|compared (?:to|with)|to)\s*{_LIST}", re.I
)
_COUNT = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?k?"
_HELD = re.compile(
    rf"(?P<n>{_COUNT})\s*(?:customers |users |people |visitors )?(?P<group>(?:in (?:the )?)?(?:exposed|treated|hold-?out|held out|control)(?: group)?)"
    rf"[^\d;.]{{0,40}}?(?P<x>{_COUNT})",
    re.I,
)
_HELD_OF = re.compile(
    rf"(?P<group>exposed|treated|hold-?out|held out|control)(?: group)? (?:of|=|:|with) (?P<n>{_COUNT})\s*(?:customers |users |people |visitors )?(?:with |had |and |,\s*)(?P<x>{_COUNT})\s*(?:purchases|buyers|orders|conversions|bought)",
    re.I,
)
_RATE_HELD = re.compile(
    rf"(?P<rate>\d+(?:\.\d+)?\s?%)\s+of\s+(?:the\s+)?(?P<n>{_COUNT})\s*(?:customers |users |people |visitors )?(?:in the )?(?P<group>exposed|treated|hold-?out|held[ -]out|control)",
    re.I,
)
_MEAN = re.compile(
    r"(?P<name>[A-Za-z][\w ]{0,20}?)?[\s:,(]*\b(?:mean|avg|average|aov)?\s*(?:of|=|:|is|was)?\s*[$\u20ac\u00a3]?(?P<mean>\d[\d.,]*)\s*[,(;]?\s*"
    r"(?:with )?(?:an? )?(?:sd|s\.d\.|std\.?|stdev|standard deviation)\s*(?:of|=|:)?\s*[$\u20ac\u00a3]?(?P<sd>\d[\d.,]*?)\s*[,;]?\s*(?:and )?(?:on |over |from )?"
    r"(?:n\s*(?:=|of|:)?\s*(?P<n>\d[\d,]*k?)|(?P<m>\d[\d,]*k?)\s*(?:users|orders|customers|visitors|people))",
    re.I,
)
_PLAIN = r"[$\u20ac\u00a3]?\s?(\d+(?:,\d{3})*(?:\.\d+)?)"
_SPREADS = re.compile(
    rf"(?:\b(?:sds?|s\.d\.|std\.?|stdevs?|standard deviations?)\s*(?:of|=|:|are|is|were|was)?\s*{_PLAIN}(?:\s*(?:and|vs\.?|versus|/|,)\s*{_PLAIN})?)",
    re.I,
)
_TWO_MEANS = re.compile(
    rf"{_PLAIN}\s*(?:to|vs\.?|versus|against|->|\u2192|and|/)\s*{_PLAIN}(?!\s*(?:users|orders|customers|visitors|people)\b)",
    re.I,
)
_TWO_SIZES = re.compile(
    r"(?P<each>\d+(?:,\d{3})*k?)\s*(?:users|orders|customers|visitors|people|observations)?\s*(?:each|per (?:group|arm|variant|side)|in (?:each|both)(?: groups?| arms?)?)\b"
    r"|(?:\bn\s*[=:]?\s*)?(?P<n>\d+(?:,\d{3})*k?)\s*(?:users|orders|customers|visitors|people)?\s*(?:and|vs\.?|versus|/)\s*(?P<m>\d+(?:,\d{3})*k?)\s*(?:users|orders|customers|visitors|people)\b",
    re.I,
)
_PEOPLE_AFTER = re.compile(
    rf"(?P<x>{_COUNT})\s*(?:/|out of|of)\s*(?:the\s+)?(?P<n>{_COUNT})\s+(?:(?:got|received|saw|were|was|had|have)\s+(?:\w+\s+){{1,3}}?(?:in|from|for|among)\s+)?(?:(?:in|from|for|among)\s+)?(?:the\s+)?(?:(?:segment|group|region)\s+)?(?P<name>[A-Za-z][\w-]*(?: (?!in\b|vs\b|and\b|versus\b|against\b|are\b|were\b|is\b)[A-Za-z][\w-]*)?)",
    re.I,
)
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
            found = _PSI.search(text) or _BETWEEN.search(text) or _VERSUS.search(text)
            return {"expected": _list(found[1]), "actual": _list(found[2])} if found else None
        case "means":
            return _means(text)
        case "ratio_metric":
            return totals_in(text)
        case "sequential":
            planned = re.search(
                r"\bn\s*(?:=|of|is)\s*(\d[\d,.]*k?)|(\d[\d,.]*k?)\s+(?:conversions|in total)",
                text,
                re.I,
            )
            inputs = {"n": (planned[1] or planned[2]).rstrip(",.")} if planned else {}
            for name, words in (
                ("treatment", r"treatment|variant|test group"),
                ("control", "control"),
            ):
                side = re.search(
                    rf"\b(?:{words})\b\s*(?:has|had|with|at|:|=|is)?\s*(\d[\d,]*)", text, re.I
                ) or re.search(
                    rf"(\d[\d,]*)\s*(?:conversions\s*)?(?:in|for)\s+(?:the\s+)?(?:{words})\b",
                    text,
                    re.I,
                )
                if side:
                    inputs[name] = side[1].rstrip(",")
            return inputs or None
        case "fairness":
            return _fairness(text)
        case "holdout":
            named = _exposed_and_held(text)
            groups = named if len(named) == 2 else groups_in(text)
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
            if looks is None:
                weeks = re.search(
                    r"(?:every day|daily|each day)\b.{0,20}\b(\d+) weeks?", text, re.I
                )
                return {"looks": str(7 * int(weeks[1]))} if weeks else None
            return {"looks": next(group for group in looks.groups() if group)}
    return None


def _list(text: str) -> str:
    return re.sub(r"\s*(?:,|;|/|\band\b)\s*|(?<=%)\s+", "; ", text.strip())


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
    after = [
        {"name": m["name"], "selected": m["x"], "total": m["n"]}
        for m in _PEOPLE_AFTER.finditer(text)
    ]
    if len(after) >= 2 and len(after) >= len(groups):
        groups = after  # "40 of 100 women": the group stands behind its count
    return {"groups": groups} if len(groups) >= 2 else None


def _means(text: str) -> dict[str, Any] | None:
    """Two groups as mean, standard deviation and size, in that order."""
    found = list(_MEAN.finditer(text))
    if len(found) != 2:
        return _means_by_measure(text)
    names = [_label(match["name"]) for match in found]
    if not all(names) or names[0] == names[1]:
        names = ["control", "variant"]
    return {
        "groups": [
            {
                "name": name,
                "mean": m["mean"].rstrip(".,"),
                "sd": m["sd"].rstrip(".,"),
                "n": m["n"] or m["m"],
            }
            for name, m in zip(names, found, strict=True)
        ]
    }


def _means_by_measure(text: str) -> dict[str, Any] | None:
    """ "AOV went from 62 to 66 with sd 30 and 28, 1500 orders each": each measure for both groups."""
    spread = _SPREADS.search(text)
    rest = text if spread is None else text[: spread.start()] + " ; " + text[spread.end() :]
    means, sizes = _TWO_MEANS.search(rest), _TWO_SIZES.search(rest)
    if spread is None or means is None or sizes is None:
        return None
    first, second = sizes["n"] or sizes["each"], sizes["m"] or sizes["each"]
    pairs = zip(
        ("control", "variant"),
        (means[1], means[2]),
        (spread[1], spread[2] or spread[1]),
        (first, second),
        strict=True,
    )
    return {"groups": [{"name": g, "mean": m, "sd": s, "n": n} for g, m, s, n in pairs]}


def _label(text: str | None) -> str:
    """The group a mean belongs to: the last word that is none of the measure's."""
    words = re.findall(r"[A-Za-z]\w*", text or "")
    measure = {
        "mean",
        "aov",
        "avg",
        "average",
        "test",
        "vs",
        "versus",
        "and",
        "against",
        "the",
        "for",
        "value",
        "order",
    }
    kept = [word for word in words if word.casefold() not in measure]
    return kept[-1] if kept else ""


def _exposed_and_held(text: str) -> list[dict[str, Any]]:
    """ "10,000 exposed with 300 buyers, 2,000 holdout with 50": both groups by name."""
    rates = list(_RATE_HELD.finditer(text))
    if len(rates) == 2:
        return [{"name": m["group"], "visitors": m["n"], "rate": m["rate"]} for m in rates]
    found = [*_HELD.finditer(text), *_HELD_OF.finditer(text)]
    return [
        {"name": match["group"], "visitors": match["n"], "conversions": match["x"]}
        for match in sorted(found, key=lambda match: match.start())
    ]


def _holdout(groups: list[dict[str, Any]], text: str) -> dict[str, Any]:
    held = (
        1
        if re.search(r"h[eo]ld", str(groups[1]["name"]).casefold())
        or "control" in str(groups[1]["name"]).casefold()
        else 0
    )
    if not re.search(r"h[eo]ld|control", " ".join(str(group["name"]) for group in groups), re.I):
        held = 1
    exposed = groups[1 - held]
    for group in groups:
        if "conversions" not in group:  # "2% of 5,000": whole buyers
            share = (read_amount(group["rate"]).value or Decimal(0)) / 100
            size = read_amount(group["visitors"]).value or Decimal(0)
            group["conversions"] = str(round(share * size))
    inputs: dict[str, Any] = {
        "exposed_visitors": exposed["visitors"],
        "exposed_conversions": exposed["conversions"],
        "holdout_visitors": groups[held]["visitors"],
        "holdout_conversions": groups[held]["conversions"],
    }
    order = re.search(
        r"\b(?:aov|order value|basket)\b\s*(?:of|=|:|is)?\s*([$\u20ac\u00a3]?\d[\d.,]*\d|[$\u20ac\u00a3]?\d)",
        text,
        re.I,
    )
    if order:
        inputs["aov"] = order[1]
    if re.search(r"\brandom(?:ly|i[sz]ed)?\b", text, re.I):
        inputs["randomised"] = (
            "no" if re.search(r"\bnot (?:random|chosen at random)", text, re.I) else "yes"
        )
    return inputs
