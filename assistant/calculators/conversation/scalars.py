"""The plain inputs of one calculator in running text."""

import json
import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.conversation.cues import Ask
from assistant.calculators.conversation.mentions import Mention, assign, mentions_in
from assistant.calculators.conversation.shapes import completed, worked_hours_out

_FLOW_LIST = re.compile(
    r"(?<![\w.])[-\u2212]?[$\u20ac\u00a3]?\d[\d.]*(?:,\d{3})*[km]?(?:\s*(?:,\s+|;\s*|,(?=[-\u2212]?\d{4,}|[-\u2212]?\d{1,2}(?:[k,]|$))|\s+and\s+)\s*[-\u2212]?[$\u20ac\u00a3]?\d[\d.]*(?:,\d{3})*[km]?){2,}(?!\s?%)",
    re.I,
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
            if not flows.lstrip().startswith(("-", "\u2212")):
                # "invest 80k, get back 25k, 40k, 45k": the outlay stands before the list.
                outlay = assign(text, {"investment": ask.cues["investment"]}, rest)
                inputs |= {name: mention.text for name, mention in outlay.items()}
            return inputs | _rate_in(text, ask, rest)
    if calculator in {"npv", "irr"} and not any(mention.per for mention in mentions):
        amounts = [m for m in mentions if m.form in {"money", "number"}]
        if len(amounts) >= 3:
            flows = "; ".join(m.text for m in amounts)
            return {"cash_flows": flows, **_rate_in(text, ask, mentions)}
    found = assign(text, ask.cues, mentions)
    inputs = {name: mention.text for name, mention in found.items()}
    free = [m for m in mentions if m not in found.values()]
    return completed(text, calculator, inputs, mentions, free)


def _rate_in(text: str, ask: Ask, mentions: list[Mention]) -> dict[str, str]:
    """The discount rate beside a list of flows: by its words, or the only percentage."""
    if "rate" not in ask.cues:
        return {}
    found = assign(text, {"rate": ask.cues["rate"]}, mentions)
    if found:
        return {"rate": found["rate"].text}
    shares = [m.text for m in mentions if m.form == "percent"]
    return {"rate": shares[0]} if len(shares) == 1 else {}


def unused_in(text: str, calculator: str, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """The amounts of money and the percentages of a text that became no input: they are told."""
    used = json.dumps(inputs, ensure_ascii=False, default=str)
    if calculator == "uplift":
        text = re.sub(r"from\s+[\d.,]+\s?%\s+to\s+[\d.,]+\s?%", " ", text, flags=re.I)
    if calculator in {"roi", "payback"}:
        text = worked_hours_out(text)
    digits = set(re.findall(r"\d[\d.,]*", used))
    left = [
        m.text.strip()
        for m in mentions_in(text)
        if (m.form in {"money", "percent"} or m.per or re.search(r"\d\s?[km]\b", m.text, re.I))
        and not digits.issuperset(re.findall(r"\d[\d.,]*", m.text))
    ]
    return tuple(dict.fromkeys(left))
