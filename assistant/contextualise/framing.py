"""The last question for something else, or under other circumstances: "and for chatbots?", "and in
the US?". Pure."""

from __future__ import annotations

import re

from assistant.contextualise import forms
from assistant.contextualise.changing import exchange, such_one
from assistant.contextualise.naming import about
from assistant.contextualise.places import Embed, new_in, place_for
from assistant.contextualise.said import Said, Standalone
from assistant.contextualise.topics import (
    comparable,
    names_row,
    only_names,
    row_places,
    specific,
)
from assistant.understanding.aspects import aspects, is_aspect
from assistant.understanding.goals import read_goal
from assistant.understanding.topic_first import topic_first
from knowledge.query import QueryReader
from knowledge.text import content_stems

_FOR = re.compile(r"\b(?:for|with|to|on|of|same|that|this)\b", re.IGNORECASE)
FEW_WORDS = 5  # content words of what may take a topic's place


def framed(
    message: str, said: Said, reader: QueryReader, embed: Embed | None, *, corrected: bool
) -> Standalone | None:
    """The last question for something else, or under other circumstances."""
    previous, topic = said.previous, said.topic
    frame = forms.FRAME.match(message)
    rest = forms.TOO.sub("", frame["rest"] if frame else message).strip(" ?.!")
    supposed = forms.WHAT_IF.match(message)
    if supposed and not specific(reader.terms_in(supposed["rest"])):
        return Standalone(about(said.phrase, f"what if {supposed['rest']}"), "topic")
    if (
        not rest
        or _asks(rest)
        or forms.IMPERATIVE.match(rest)
        or (not frame and forms.OPENS.match(message) and not corrected)
    ):
        return None
    few = len(content_stems(rest)) <= FEW_WORDS
    if frame and few and not re.search(r"[A-Za-z]{2}", rest):  # "and with 18,000?"
        return Standalone(f"{previous.rstrip(' ?.!')}, with {rest}?", "frame")
    if forms.POINTED.fullmatch(rest) or re.match(r"(?:the )?ones? ", rest, re.IGNORECASE):
        # "And the last one?", "and the one with the staff?", of what is no list.
        return None
    if forms.HOW_OFTEN.search(rest):  # "and the team meets how often": a question turned round
        return None
    if few and forms.PRONOUN.search(forms.RELATIVE.sub("", rest)) and not corrected:
        return None
    alike = comparable(rest, topic, previous, reader)
    if frame and few:
        if forms.ABOUT.match(message) and not alike:
            return Standalone(f"What does the course say about {rest}?")
        article = frame["article"] or ""
        text = (
            _of_another(rest, article, said)
            or _for_another(message, said)
            or _inside(message, rest, said, reader, embed)
        )
        text = text or _in_place(rest, said, reader, embed, article)
        if (
            topic_first(previous)[0]
            and text.endswith(f", for {rest}?")
            and not _FOR.search(message)
        ):
            # "And the runner-up?" after a side question is about what that one was about.
            return Standalone(about(said.phrase, f"{article}{rest}?"), "topic")
        return Standalone(text, "frame")
    if few and (corrected or (alike and only_names(rest, reader))):
        return Standalone(exchange(rest, previous, topic, reader, embed), "frame")
    circumstance = forms.CIRCUMSTANCE.match(message)
    if circumstance and few:
        new = forms.FOR_WHAT.match(message)
        if new and names_row(new["rest"], reader) and len(row_places(previous, reader)) == 1:
            return Standalone(_in_place(new["rest"], said, reader, embed), "frame")
        return Standalone(_under(circumstance["rest"], previous), "frame")
    return None


def _of_another(rest: str, article: str, said: Said) -> str:
    """ "And for augmented reality?", "and the costs?" after "What are the risks of voice commerce?";
    "" where it is said for whom or when, or the last question is no such one."""
    asked = forms.OF_ONE.match(said.previous)
    if asked is None:
        return ""
    if is_aspect(rest):
        return f"{asked['opens']}{rest} of {asked['thing']}?"
    if not is_aspect(asked["aspects"]) and not aspects(said.previous):
        return ""
    if forms.FOR_WHOM.search(rest) or read_goal(rest):
        return ""
    return f"{said.previous[: asked.start('thing')]}{article}{rest}?"


def _for_another(message: str, said: Said) -> str:
    """ "And for a chatbot?" after a question that ends with what it is asked for; else ""."""
    had = forms.FOR_LAST.search(said.previous) if forms.FOR_INSTEAD.match(message) else None
    if had is None or read_goal(had["what"]):
        return ""
    if _named_in(said.topic, said.previous[: had.start()]):
        return ""
    new = forms.FOR_INSTEAD.sub("", message).strip(" ?.!")
    return f"{said.previous[: had.start('what')]}{new}?"


def _inside(message: str, rest: str, said: Said, reader: QueryReader, embed: Embed | None) -> str:
    """ "And in the US?": the last question in that place or time, instead of the one it was in; ""
    where the message names something that stands in the question itself."""
    inside = forms.INSIDE.match(message)
    if inside is None or read_goal(inside["rest"]):
        return ""
    previous = said.previous
    had = forms.INSIDE_LAST.search(previous)
    if had and had["how"].lower() == inside["how"].lower():
        return _under(inside["rest"], previous[: had.start()])
    place = place_for(rest, previous, embed) if embed else None
    beside = had is not None and place is not None and place[0] >= had.start()
    if not reader.terms_in(rest) and (place is None or beside):
        return _under(inside["rest"], previous)
    return ""


def _under(circumstance: str, question: str) -> str:
    return f"{question.rstrip(' ?.!')} {circumstance.strip(' ?.!')}?"


def _named_in(topic: str, text: str) -> bool:
    """Whether a text names the topic: then it is the topic that is exchanged."""
    words = set(content_stems(topic))
    return bool(words) and words <= set(content_stems(text))


def _in_place(
    rest: str, said: Said, reader: QueryReader, embed: Embed | None, article: str = ""
) -> str:
    """The last question with ``rest`` where it belongs.

    A topic held over two questions is given; what is exchanged is what was new in the last one
    ("What is human review for?", "Does it concern prices?", "And fraud?"), unless both are names
    of a kind.
    """
    other = such_one(rest, said.previous, said.topic, reader)
    if other:
        return other
    places = row_places(said.previous, reader)
    if len(places) == 1 and names_row(rest, reader):
        a, b = places[0]
        # "Signs of hive robbing" has no article, and neither has what takes its place.
        article = (
            article if re.match(r"(?:an?|the|our|my)\s", said.previous[a:b], re.IGNORECASE) else ""
        )
        return f"{said.previous[:a]}{article}{rest}{said.previous[b:]}"
    kinds = [{t.kind for t in reader.terms_in(text)} - {"heading"} for text in (rest, said.topic)]
    if said.held and not kinds[0] & kinds[1]:
        new = new_in(said.previous, said.topic)
        if new:
            return said.previous[: new[0]] + rest + said.previous[new[1] :]
    return exchange(rest, said.previous, said.topic, reader, embed)


def _asks(rest: str) -> bool:
    return bool(
        re.match(
            r"(?:what|which|how|why|who|when|where|is|are|do|does|can|should)\b",
            rest,
            re.IGNORECASE,
        )
    )
