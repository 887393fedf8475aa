"""What the shape of a sentence adds to its inputs: "from 2.5% to 3%", "month 4 of 12", "4x a year"."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.mentions import Mention
from assistant.calculators.reading.amounts import plain, read_amount

_SYMBOL = r"[$\u20ac\u00a3]?\s?"
_MONEY = rf"{_SYMBOL}\d[\d.,]*(?<=\d)\s?(?:k|m|mn|bn)?(?![\w%]|\s?%|\.\d)"
_PERCENT = r"\d+(?:[.,]\d+)?\s?%"
_ARROW = r"(?:->|\u2192|to)"
_VERSUS = r"(?:->|\u2192|vs\.?|versus|against|to)"
_SHARE_METRIC = re.compile(
    r"\b(?:market share|conversion(?: rate)?|\w+ rate|csat|share of)\b", re.I
)
_LIFT = re.compile(
    r"\b(?:lift|uplift|increase|improvement|relative|change|rise|gain|drop|decrease|effect|mde)\b|\+\s?\d|\bdetect\w*\s+(?:an?\s+)?\d",
    re.I,
)
_LARGER_ORDERS = re.compile(
    r"\b(?:aov|order value|basket)\s*(?:value|size)?\s*(?:up(?:lift)?|rises?|rose|grows?|increases?)?\s*(?:by|of)?\s*\+?\s?"
    r"(\d+(?:[.,]\d+)?\s?%)",
    re.I,
)
_HOURLY = r"(?:/|\bper|\ban?)\s*h(?:ou)?rs?\b|(?:/|per )h\b"
_HOURS = re.compile(
    r"(?P<hours>\d[\d,.]*k?)\s*hours?\b(?:\s+(?:of work|of agent time|saved))?(?:\s*(?:a|per|each|every|/)\s*(?P<per>day|week|month|quarter|year)\b)?"
    rf"[^.;?!]{{0,25}}?(?P<rate>{_SYMBOL}\d[\d.,]*\s?(?:usd|eur|gbp)?)\s*(?:{_HOURLY})",
    re.I,
)
_POINT = r"\d[\d.,]*\s?-?(?:percentage[- ]points?|points?|pp|pts)\b"
Inputs = dict[str, Any]
Shape = Callable[[str, Inputs, list[Mention], list[Mention]], Inputs]


def completed(
    text: str,
    calculator: str,
    inputs: Inputs,
    mentions: list[Mention],
    free: list[Mention],
) -> Inputs:
    """The inputs with what the shape of the sentence says; `free` are amounts no word claimed."""
    shape = _SHAPES.get(calculator)
    return shape(text, dict(inputs), mentions, list(free)) if shape else inputs


def _without(inputs: Inputs, *names: str) -> Inputs:
    return {name: value for name, value in inputs.items() if name not in names}


def _tested(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """Two rates are baseline and target; points are an absolute effect."""
    step = re.search(rf"from\s+({_PERCENT})\s+to\s+({_PERCENT})", text, re.I) or re.search(
        rf"({_PERCENT})\s*{_VERSUS}\s*({_PERCENT})", text, re.I
    )
    if step:
        inputs = _without(inputs, "effect") | {"baseline": step[1], "target": step[2]}
    if "effect" in inputs and not _LIFT.search(text) and not re.search(_POINT, inputs["effect"]):
        inputs["target"] = inputs.pop("effect")
    if re.search(r"\bone-?(?:sided|tailed)\b", text, re.I):
        inputs["sides"] = "one-sided"
    point = re.search(_POINT, text, re.I)
    if point and "effect" not in inputs and "target" not in inputs:
        inputs["absolute_effect"] = point[0]
    rates = [m for m in free if m.form == "percent"]
    if "baseline" not in inputs and len(rates) == 1 and not re.search(_POINT, rates[0].text):
        inputs["baseline"] = rates[0].text
    return inputs


def _flows(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """Sums per period are the inflow, one without a period is the outlay."""
    if "inflow" not in inputs:
        recurring = [m for m in free if m.per and m.form in {"money", "number"}]
        if recurring:
            inputs["inflow"] = recurring[0].text
            free.remove(recurring[0])
    if "investment" not in inputs:
        once = [m for m in free if not m.per and m.form in {"money", "number"}]
        if once:
            inputs["investment"] = once[0].text
    lengths = [m for m in free if m.form == "time" and not re.search(r"hour|hr|min", m.text, re.I)]
    if "years" not in inputs and len(lengths) == 1:
        inputs["years"] = lengths[0].text
    rates = [m for m in free if m.form == "percent"]
    if "rate" not in inputs and len(rates) == 1:
        inputs["rate"] = rates[0].text
    return inputs


def _rate_of_return(
    text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]
) -> Inputs:
    return _without(_flows(text, inputs, mentions, free), "rate")


def _paid_back(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """A cost per period without any outlay is paid ahead: a year's licence is what comes back."""
    inputs = _worked_hours(text, _flows(text, inputs, mentions, free), "inflow")
    if "investment" not in inputs:
        ahead = inputs.pop("running_cost", None) or next(
            (m.text for m in free if m.per and m.text != inputs.get("inflow")), None
        )
        if ahead is not None:
            inputs["investment"] = ahead
    return inputs


def _moved(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """A rate that goes from one percentage to another; a change of the order value beside it."""
    larger = _LARGER_ORDERS.search(text)
    if larger:
        inputs["aov_effect"] = larger[1]
        if inputs.get("effect", "").lstrip("+ ") == larger[1]:
            inputs.pop("effect")
    step = re.search(r"from\s+(\d+(?:[.,]\d+)?)\s?%\s+to\s+(\d+(?:[.,]\d+)?)\s?%", text, re.I)
    if step:
        low, high = (Decimal(step[n].replace(",", ".")) for n in (1, 2))
        if re.search(r"\babandon", text, re.I):  # what is not abandoned is bought
            inputs |= {"baseline": f"{100 - low}%", "effect": f"{low - high} points"}
            return inputs
        inputs |= {"baseline": f"{step[1]}%", "effect": f"{high - low} points"}
    if re.search(r"\brandomi[sz]ed\b|\ba/b test", text, re.I):
        inputs["randomised"] = (
            "no" if re.search(r"\bnot randomi[sz]ed|\bnon-randomi[sz]ed", text, re.I) else "yes"
        )
    return inputs


def _paced(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """Start and target, and how far one has come: "month 4 of 12"."""
    if (
        "start" not in inputs
        and _SHARE_METRIC.search(text)
        and not re.search(r"\b(?:relative|points?|pp)\b", text, re.I)
    ):
        inputs["metric_is_share"] = "yes"
    step = re.search(rf"from\s+({_PERCENT})\s+to\s+({_PERCENT})", text, re.I)
    pair = re.search(rf"\bfrom\s+({_MONEY})\s+to\s+({_MONEY})", text, re.I)
    if step or pair:
        found = step or pair
        assert found is not None
        inputs = _without(inputs, "growth", "current") | {"start": found[1], "target": found[2]}
        if step:
            inputs["metric_is_share"] = inputs.get("metric_is_share", "yes")
    gone = re.search(
        r"\b(month|week|quarter)\s+(\d+)\s+(?:of|out of|/)\s+(\d+)\b|\b(\d+)\s+(?:of|out of)\s+(\d+)\s+(months|weeks|quarters)",
        text,
        re.I,
    )
    if gone:
        unit = (gone[1] or gone[6]).rstrip("s")
        inputs |= {
            "elapsed": f"{gone[2] or gone[4]} {unit}s",
            "months": f"{gone[3] or gone[5]} {unit}s",
        }
    return inputs


def _priced(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """The old and the new price, and whether a key segment is meant."""
    pair = re.search(rf"\bfrom\s+({_MONEY})\s+to\s+({_MONEY})", text, re.I) or re.search(
        rf"({_MONEY})\s*(?:->|\u2192)\s*({_MONEY})", text, re.I
    )
    moves = re.findall(rf"({_MONEY})\s*(?:->|\u2192)\s*({_MONEY})", text, re.I)
    if len(moves) >= 2:
        inputs = _without(inputs, "change", "old_price", "new_price")
        inputs["items"] = [{"old_price": old, "new_price": new} for old, new in moves]
    elif pair:
        inputs = _without(inputs, "change") | {"old_price": pair[1], "new_price": pair[2]}
    if re.search(r"\bkey (?:customer )?segment\b|\bvip\b", text, re.I):
        inputs["key_segment"] = (
            "no"
            if re.search(
                r"\b(?:no|not|without|isn't)\b.{0,30}\bkey|\bsegment\s*[:=]?\s*no\b", text, re.I
            )
            else "yes"
        )
    return inputs


def _worked_hours(text: str, inputs: Inputs, field: str = "benefit") -> Inputs:
    """ "400 hours a month at 30/h" is 12,000 a month; an hourly rate alone is no benefit."""
    given = inputs.get(field)
    if isinstance(given, str) and re.search(_HOURLY, given, re.I):
        inputs = _without(inputs, field)
    worked = _HOURS.search(text)
    if worked is None or field in inputs:
        return inputs
    hours, rate = (read_amount(worked[name]) for name in ("hours", "rate"))
    if hours.value is None or rate.value is None:
        return inputs
    total = f"{plain(hours.value * rate.value)} {rate.currency or ''}".strip()
    return inputs | {field: f"{total} per {worked['per']}" if worked["per"] else total}


def worked_hours_out(text: str) -> str:
    """The text without the hours and the rate that were multiplied."""
    return _HOURS.sub(" ", text)


def _returned(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """Which formula, and whether a net profit has the cost taken off."""
    inputs = _worked_hours(text, inputs)
    left = [m for m in free if m.form == "money" or re.search(r"\d\s?[km]\b", m.text, re.I)]
    gains = {"benefit", "net_profit", "revenue"} & set(inputs)
    if len(left) == 1 and bool(gains) is not ("cost" in inputs):
        inputs["cost" if gains else "benefit"] = left[0].text  # "50k from a 30k tool"
    if re.search(r"\bcourse(?:'s)? formula\b", text, re.I):
        inputs["formula"] = "course"
    if "net_profit" not in inputs:
        return inputs
    if re.search(
        r"\b(?:before|excluding) (?:that|the|its|this|any)?\s?(?:ai )?costs?\b", text, re.I
    ):
        inputs["benefit"] = inputs.pop("net_profit")
    elif re.search(
        r"\bafter (?:that|the|its|this|all|deducting)?\s?(?:the )?(?:ai )?costs?\b", text, re.I
    ):
        inputs["cost_already_deducted"] = "yes"
    return inputs


def _horizon(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    lengths = [m for m in free if m.form == "time" and re.search(r"y(?:ea)?r|month", m.text, re.I)]
    if "years" not in inputs and len(lengths) == 1:
        inputs["years"] = lengths[0].text
    return inputs


def _owned(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """The horizon; an amount that no word claims is a cost all the same."""
    inputs = _horizon(text, inputs, mentions, free)
    for field, per in (("one_time", False), ("recurring", True)):
        left = [m for m in free if m.per is per and m.form in {"money", "number"}]
        if left and field not in inputs:
            inputs[field] = (
                left[0].text
                if len(left) == 1
                else {f"cost {n}": m.text for n, m in enumerate(left, start=1)}
            )
    return inputs


def _lifetime(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    often = re.search(
        r"\b(\d+(?:[.,]\d+)?)\s?(?:x|times|orders?|purchases?)\s*(?:a|per|each|every|/)\s*(year|month|quarter)\b",
        text,
        re.I,
    )
    if often:
        inputs["orders_per_year"] = f"{often[1]} per {often[2].lower()}"
    return _horizon(text, inputs, mentions, free)


def _break_even(text: str, inputs: Inputs, mentions: list[Mention], free: list[Mention]) -> Inputs:
    """ "0.40 per chat instead of 5": the cost of a case by AI, and by a person."""
    instead = re.search(
        rf"({_MONEY})\s*(?:per|a|an|/|each)\s*\w+\s+(?:instead of|rather than|vs\.?|versus|against|compared (?:to|with)|down from)\s+({_MONEY})",
        text,
        re.I,
    )
    if not instead:
        return inputs
    fixed = [m for m in mentions if not instead.start() <= m.start < instead.end()]
    costs: Inputs = {"ai_cost": instead[1], "human_cost": instead[2]}
    return costs | ({"fixed_cost": fixed[0].text} if fixed else {})


_SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(("sample_size", "power", "duration", "detectable_effect"), _tested),
    "npv": _flows,
    "irr": _rate_of_return,
    "payback": _paid_back,
    "uplift": _moved,
    "goal_pacing": _paced,
    "hitl": _priced,
    "roi": _returned,
    "tco": _owned,
    "clv": _lifetime,
    "break_even": _break_even,
}
