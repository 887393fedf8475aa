"""The plain inputs of one calculator in running text."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.cues import Ask
from assistant.calculators.conversation.mentions import Mention, assign, mentions_in

_MONEY = r"[$\u20ac\u00a3]?\s?\d[\d.,]*\d(?!\s?%)|[$\u20ac\u00a3]?\s?\d(?!\s?%)"
_FLOW_LIST = re.compile(
    r"(?<![\w.])[-\u2212]?[$\u20ac\u00a3]?\d[\d.]*(?:,\d{3})*[km]?(?:\s*(?:,\s+|;\s*|,(?=[-\u2212]?\d{4,}|[-\u2212]?\d{1,2}(?:[k,]|$))|\s+and\s+)\s*[-\u2212]?[$\u20ac\u00a3]?\d[\d.]*(?:,\d{3})*[km]?){2,}(?!\s?%)",
    re.I,
)


_SHARE_METRIC = re.compile(
    r"\b(?:market share|conversion(?: rate)?|\w+ rate|csat|share of)\b", re.I
)


def scalars_in(text: str, calculator: str, ask: Ask) -> dict[str, Any]:
    """The inputs of one calculator as written in the text."""
    mentions = mentions_in(text)
    if calculator in {"npv", "irr", "payback"}:
        listed = _FLOW_LIST.search(text)
        if listed is not None:
            rest = [m for m in mentions if m.end <= listed.start() or m.start >= listed.end()]
            flows = re.sub(
                r"\s+and\s+", "; ", re.sub(r",\s+|;\s*|,(?=[-\u2212]?\d{4,})", "; ", listed[0])
            )
            inputs: dict[str, Any] = {"cash_flows": flows}
            rate = assign(text, {"rate": ask.cues["rate"]}, rest) if "rate" in ask.cues else {}
            inputs.update({name: mention.text for name, mention in rate.items()})
            return inputs
    if calculator in {"npv", "irr"} and not any(mention.per for mention in mentions):
        amounts = [m for m in mentions if m.form in {"money", "number"}]
        if len(amounts) >= 3:
            rate = assign(text, {"rate": ask.cues["rate"]}, mentions) if "rate" in ask.cues else {}
            return {
                "cash_flows": "; ".join(m.text for m in amounts),
                **{k: m.text for k, m in rate.items()},
            }
    found = assign(text, ask.cues, mentions)
    inputs = {name: mention.text for name, mention in found.items()}
    return _completed(text, calculator, inputs, mentions, found)


def _completed(
    text: str,
    calculator: str,
    inputs: dict[str, Any],
    mentions: list[Mention],
    found: Mapping[str, Mention],
) -> dict[str, Any]:
    """What the shape of the sentence adds: "from 2.5% to 3%", "for 4 years", sums per period."""
    free = [m for m in mentions if m not in found.values()]
    if calculator in {"sample_size", "power", "duration", "detectable_effect"}:
        step = re.search(r"from\s+(\d[\d.,]*\s?%)\s+to\s+(\d[\d.,]*\s?%)", text, re.I)
        if step:
            inputs = {key: value for key, value in inputs.items() if key != "effect"}
            inputs |= {"baseline": step[1], "target": step[2]}
        lift = re.search(
            r"\b(?:lift|uplift|increase|improvement|relative|change|rise|gain|drop|decrease|effect|mde)\b|\+\s?\d",
            text,
            re.I,
        )
        if "effect" in inputs and not lift:
            inputs["target"] = inputs.pop("effect")
        if re.search(r"\bone-?(?:sided|tailed)\b", text, re.I):
            inputs["sides"] = "one-sided"
        point = re.search(r"\d[\d.,]*\s?-?(?:percentage[- ]points?|points?|pp)\b", text, re.I)
        if point and "effect" not in inputs and "target" not in inputs:
            inputs["absolute_effect"] = point[0]
    if calculator in {"npv", "irr", "payback"}:
        if "inflow" not in inputs:
            recurring = [m for m in free if m.per and m.form in {"money", "number"}]
            if recurring:
                inputs["inflow"] = recurring[0].text
                free.remove(recurring[0])
        if "investment" not in inputs:
            once = [m for m in free if not m.per and m.form in {"money", "number"}]
            if once:
                inputs["investment"] = once[0].text
        lengths = [m for m in free if m.form == "time"]
        if "years" not in inputs and len(lengths) == 1:
            inputs["years"] = lengths[0].text
        rates = [m for m in free if m.form == "percent"]
        if "rate" not in inputs and len(rates) == 1 and calculator != "irr":
            inputs["rate"] = rates[0].text
    shared = calculator == "goal_pacing" and "start" not in inputs and _SHARE_METRIC.search(text)
    if shared and not re.search(r"\b(?:relative|points?|pp)\b", text, re.I):
        inputs["metric_is_share"] = "yes"
    if calculator in {"uplift", "goal_pacing"}:
        step = re.search(r"from\s+(\d+(?:[.,]\d+)?)\s?%\s+to\s+(\d+(?:[.,]\d+)?)\s?%", text, re.I)
        if step and calculator == "goal_pacing":
            inputs = {k: v for k, v in inputs.items() if k not in {"growth", "current"}}
            inputs |= {"start": f"{step[1]}%", "target": f"{step[2]}%"}
        elif step:
            low, high = (Decimal(step[n].replace(",", ".")) for n in (1, 2))
            inputs |= {"baseline": f"{step[1]}%", "effect": f"{high - low} points"}
    if calculator in {"hitl", "goal_pacing"}:
        pair = re.search(rf"\bfrom\s+({_MONEY})\s+to\s+({_MONEY})", text, re.I)
        if pair:
            first, second = (
                ("old_price", "new_price") if calculator == "hitl" else ("start", "target")
            )
            inputs = {
                key: value
                for key, value in inputs.items()
                if key not in {"change", "growth", "current"}
            }
            inputs |= {first: pair[1], second: pair[2]}
        if calculator == "hitl" and re.search(r"\bkey (?:customer )?segment\b|\bvip\b", text, re.I):
            inputs["key_segment"] = (
                "no"
                if re.search(r"\b(?:no|not|without|isn't)\b.{0,30}\bkey", text, re.I)
                else "yes"
            )
    if calculator == "roi":
        if re.search(r"\bcourse(?:'s)? formula\b", text, re.I):
            inputs["formula"] = "course"
        if (
            re.search(
                r"\b(?:before|excluding) (?:that|the|its|this|any)?\s?(?:ai )?costs?\b", text, re.I
            )
            and "net_profit" in inputs
        ):
            inputs["benefit"] = inputs.pop("net_profit")
        if "net_profit" in inputs and re.search(
            r"\bafter (?:that|the|its|this|all|deducting)?\s?(?:the )?(?:ai )?costs?\b", text, re.I
        ):
            inputs["cost_already_deducted"] = "yes"
    if calculator in {"tco", "clv"} and "years" not in inputs:
        lengths = [m for m in free if m.form == "time" and re.search(r"year|month", m.text, re.I)]
        if len(lengths) == 1:
            inputs["years"] = lengths[0].text
    if calculator == "break_even":
        instead = re.search(
            rf"({_MONEY})\s*(?:per|a|an|/|each)\s*\w+\s+(?:instead of|rather than|vs\.?|versus|against|compared (?:to|with)|down from)\s+({_MONEY})",
            text,
            re.I,
        )
        if instead:
            spans = [(instead.start(), instead.end())]
            fixed = [m for m in mentions if not any(a <= m.start < b for a, b in spans)]
            inputs = {"ai_cost": instead[1], "human_cost": instead[2]} | (
                {"fixed_cost": fixed[0].text} if fixed else {}
            )
    if calculator == "uplift" and re.search(r"\brandomi[sz]ed\b|\ba/b test", text, re.I):
        inputs["randomised"] = (
            "no" if re.search(r"\bnot randomi[sz]ed|\bnon-randomi[sz]ed", text, re.I) else "yes"
        )
    return inputs
