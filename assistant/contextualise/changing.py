"""The last question with one thing in it changed: a topic, an opposite, a number, a period. Pure."""

from __future__ import annotations

import re

from assistant.contextualise.directions import gerund, turned
from assistant.contextualise.forms import (
    ASKED,
    ASKED_FOR,
    BUT_NOT,
    FIGURE,
    FOR_AT_END,
    INSTEAD,
    NOT_BUT,
    ONE_OF_KIND,
    ONES,
    OPENS,
    OPPOSITES,
    PERIOD,
    SPEAKS,
    SUBJECT,
    SUCH_ONES,
    WISHED,
)
from assistant.contextualise.naming import thing_of
from assistant.contextualise.places import Embed, place_for
from assistant.contextualise.topics import names_of, names_row
from assistant.understanding.goals import read_goal
from knowledge.query import QueryReader
from knowledge.text import STOPWORDS, content_stems, tokens

FEW_TOKENS = 10  # of a message that may only change a figure


def opposite(message: str, previous: str) -> str:
    """'And the late ones?' after a question on early indicators: the same question, exchanged."""
    said = message.lower()
    if len(tokens(message)) > 7:
        return ""
    for pair in OPPOSITES:
        for here, there in (pair, pair[::-1]):
            asks = re.search(rf"\b{re.escape(here)}\b", said)
            had = re.search(rf"\b{re.escape(there)}\b", previous, re.IGNORECASE)
            if asks and had and not re.search(rf"\b{re.escape(here)}\b", previous, re.IGNORECASE):
                left = set(content_stems(message)) - set(content_stems(f"{here} {previous}"))
                if not left - set(content_stems("ones kind type side")):
                    return previous[: had.start()] + here + previous[had.end() :]
    ones, asked = ONES.match(message), ASKED.match(previous)
    if ones and asked and ones["kind"].lower() not in {"first", "second", "third", "last", "other"}:
        return f"{asked['open']} {ones['kind']} {previous[asked.end() :].lstrip()}"
    return ""


def replaced(
    message: str, previous: str, topic: str, reader: QueryReader, embed: Embed | None = None
) -> str:
    """ "Not chatbots, site search", "site search instead": the new thing in the old one's place."""
    match = NOT_BUT.match(message) or BUT_NOT.match(message) or INSTEAD.match(message)
    if match is None or len(content_stems(match["new"])) > 5 or OPENS.match(match["new"]):
        return ""
    if any(SPEAKS.search(words) for words in match.groupdict().values() if words):
        return ""  # "so we should do it now, not later" is a sentence, no correction
    old = match.groupdict().get("old") or topic
    if not content_stems(old):
        return ""
    if set(content_stems(old)) - set(content_stems(previous)) and old != topic:
        return ""
    return exchange(
        match["new"].strip(), previous, old if old in previous else topic, reader, embed
    )


def refigured(message: str, previous: str) -> str:
    """The question with another number or period: "and in 6 months?", "make it 10%", "and 18,000?".

    The message must say little else, and what it says must stand near the number it changes.
    """
    if len(tokens(message)) > FEW_TOKENS:
        return ""
    message = _RATE.sub("", message)
    period, had = PERIOD.search(message), list(PERIOD.finditer(previous))
    if period and had and not _says_more(message, period.group(), previous):
        old = had[-1]
        new = f"{period['count']} {period['unit']}"
        return previous[: old.start("count")] + new + previous[old.end("unit") :]
    figures = list(FIGURE.finditer(message))
    if period or len(figures) != 1 or _says_more(message, figures[0].group(), previous):
        return ""
    new_figure = figures[0]
    choices = [f for f in FIGURE.finditer(previous) if _same_unit(new_figure, f)]
    if not choices:
        return ""
    said = set(content_stems(message)) - set(content_stems(new_figure.group()))
    old_figure = max(
        choices, key=lambda f: (_near(said, previous, f), -_ratio(new_figure, f), f.start())
    )
    written = new_figure.group().strip()
    had_written = old_figure.group().rstrip()
    if old_figure["unit"] and not new_figure["unit"]:
        written += had_written[len(f"{old_figure['currency'] or ''}{old_figure['digits']}") :]
    end = old_figure.start() + len(had_written)
    return previous[: old_figure.start()] + written + previous[end:]


def reaimed(rest: str, previous: str) -> str:
    """The question for another goal: "and to reduce returns?", "what if I wanted fewer tickets?"."""
    rest = WISHED.sub("", rest.strip(" ?.!"))
    old, new = read_goal(previous), read_goal(f"we want to {rest}")
    if old is None or new is None or not old.text or not re.match(r"\W*(?:to )?\w+", rest):
        return ""
    if len(content_stems(rest)) > 6 or old.text not in previous:
        return ""
    at = previous.index(old.text)
    if re.match(r"\w+ing\b", old.text, re.IGNORECASE):
        rest = gerund(re.sub(r"^to\s+", "", rest, flags=re.IGNORECASE))
    if old.deadline and not new.deadline and old.text.endswith(old.deadline):
        rest = f"{rest} {old.deadline}"
    return previous[:at] + rest + previous[at + len(old.text) :]


def exchange(
    rest: str, previous: str, topic: str, reader: QueryReader, embed: Embed | None = None
) -> str:
    """The previous question with its topic exchanged for ``rest``, or asked for ``rest``."""
    circumstance = rest.endswith("ly")  # "and internationally?"
    # A name of the course takes the place of another; of other things likeness tells.
    known = embed is None or bool(reader.terms_in(rest)) or names_row(rest, reader)
    place = None if circumstance or known or embed is None else place_for(rest, previous, embed)
    if place and names_row(previous[place[0] : place[1]], reader):
        place = None  # "small shops" is like "search" in no way that counts
    if place and not set(content_stems(previous[place[0] : place[1]])) & set(content_stems(topic)):
        had = previous[place[0] : place[1]]
        return turned(previous[: place[0]] + rest + previous[place[1] :], had, rest)
    if topic and not circumstance and (known or place):
        for name in names_of(topic, previous, reader):
            pattern = re.compile(rf"\b(?:an?\s+|the\s+)?{re.escape(name)}(?!\w)", re.IGNORECASE)
            if pattern.search(previous):
                found = SUBJECT.search(previous)
                if found and pattern.search(found["subject"]):
                    break  # "an AI support chatbot": the whole noun, not the name inside it
                return turned(pattern.sub(lambda _: rest, previous, count=1), name, rest)
    subject = None if circumstance else SUBJECT.search(previous)
    if subject and (known or place) and content_stems(subject["subject"]):
        return f"{previous[: subject.start('subject')]}{rest} {previous[subject.end('subject') :].lstrip()}"
    asked_for = FOR_AT_END.search(previous)  # one circumstance after another: "…, for staff?"
    if asked_for and not circumstance:
        return f"{previous[: asked_for.start('what')]}{rest}?"
    link = " " if circumstance else ", for "
    return f"{previous.rstrip(' ?.!')}{link}{rest}?"


def such_one(rest: str, previous: str, topic: str, reader: QueryReader) -> str:
    """ "And the big ones?" after "How long does a quick win take?": the same noun, another quality."""
    match = SUCH_ONES.match(rest)
    if match is None:
        return ""
    for name in names_of(topic, previous, reader) if topic else ():
        words = name.split()
        if len(words) > 1 and name in previous:
            return previous.replace(name, f"{match['kind']} {words[-1]}", 1)
    asked = ASKED_FOR.match(previous)
    things = asked["things"].split() if asked else []
    if asked and things and things[-1].lower().endswith("s"):
        new = f"{match['kind']} {things[-1]}"
        return previous[: asked.start("things")] + new + previous[asked.end("things") :]
    return ""


def of_kind(message: str, previous: str) -> str:
    """ "And a good one?" after "What is a vanity metric?": the same kind of thing, another quality."""
    match, thing = ONE_OF_KIND.match(message), thing_of(previous)
    words = re.sub(r"^(?:an?|the)\s+", "", thing, flags=re.IGNORECASE).split()
    if match is None or len(words) < 2 or thing not in previous:
        return ""
    return previous.replace(thing, f"{match['article']} {match['kind']} {words[-1]}", 1)


def _says_more(message: str, figure: str, previous: str) -> bool:
    left = message.replace(figure, " ")
    words = {w for w in tokens(left) if w not in STOPWORDS and w not in _CHANGING}
    known = set(content_stems(previous))
    return bool({w for w in words if not set(content_stems(w)) <= known})


def _same_unit(new: re.Match[str], old: re.Match[str]) -> bool:
    # A bare number may take any figure's place but that of a period or a list's length.
    kinds = [
        ("%" if u in {"%", "percent", "per cent"} else u[:3])
        for m in (new, old)
        if (u := (m["unit"] or "").lower()) is not None
    ]
    if (
        old["digits"].isdigit()
        and len(old["digits"]) == 1
        and not old["unit"]
        and not old["currency"]
    ):
        return len(new["digits"]) == 1
    money = {"", "k", "m"}
    return (
        kinds[0] == kinds[1]
        or (kinds[0] in money and kinds[1] in money)
        or (kinds[0] == "" and kinds[1] == "%")
    )


def _near(said: set[str], previous: str, figure: re.Match[str]) -> int:
    around = previous[max(0, figure.start() - 25) : figure.end() + 12]
    return len(said & set(content_stems(around)))


def _ratio(new: re.Match[str], old: re.Match[str]) -> float:
    values = []
    for figure in (new, old):
        scale = {"k": 1e3, "m": 1e6}.get((figure["unit"] or "").lower(), 1.0)
        values.append(max(1e-9, float(figure["digits"].replace(",", "")) * scale))
    return max(values) / min(values)


_RATE = re.compile(
    r"(?<=\d) (?:an?|per|each|every) (?:day|week|month|quarter|year)\b", re.IGNORECASE
)
_CHANGING = frozenset(
    """make made let use using say only just instead have has had take were if what about want change
    changed set put try assume suppose rather maybe needs takes goes went""".split()  # noqa: SIM905
)
