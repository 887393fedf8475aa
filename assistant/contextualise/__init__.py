"""A follow-up becomes a question that stands alone, with no model. Pure.

What a person leaves out is taken from the last question: its topic, or its whole frame with one
thing exchanged ("and for chatbots?", "and the late ones?", "and in 6 months?"); "the second one"
is taken from the last answer's points, "it" from its name where the last question asked for one.
What hangs on the conversation in no such form has the last question put before it: "About how a
pilot should be expanded: why not all at once?". A change of topic takes nothing over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.contextualise import forms
from assistant.contextualise.changing import (
    exchange,
    of_kind,
    opposite,
    reaimed,
    refigured,
    replaced,
    such_one,
)
from assistant.contextualise.introduced import acronym_meant, named_by, named_one, other_than
from assistant.contextualise.naming import about, phrase_of, thing_of
from assistant.contextualise.places import Embed, new_in
from assistant.contextualise.pointing import (
    is_plural,
    listed,
    one_of,
    pointed_at,
    put_into_words,
    refers_back,
)
from assistant.contextualise.topics import comparable, only_names, specific, things_of, topic_of
from assistant.understanding.goals import read_goal
from assistant.understanding.kinds import COURTESY, kind_of
from assistant.understanding.plain import plain
from knowledge.query import QueryReader
from knowledge.text import content_stems, tokens

__all__ = ["Carried", "Said", "Standalone", "contextualise", "listed", "topic_of"]

LOOKED_AT = 4  # earlier questions; a long conversation costs no more than a short one
LONGEST = 1000  # characters of a message that leans on another
LONGEST_ANSWER = 4000  # characters of the last answer that are looked at
MOST_LEANING = (
    8  # content words of a message that may hang on the conversation without a sign of it
)
FRAGMENT = 3  # content words of what is no question and may be the rest of one
FEW_WORDS = 5  # content words of what may take a topic's place
ABOUT_ALL = frozenset({"meta", "templates", "takeaways", "summary"})

Carried = Literal["nothing", "topic", "frame", "everything"]


@dataclass(frozen=True, slots=True)
class Standalone:
    """The message as it stands alone, what was carried over, and the length asked for.

    ``leaning``: the message put under the last question, for one that carries nothing by its form
    and may still be meant so ("would you switch all stores in one weekend?"); whether it is, only
    a look into the course can tell. "" where there is no such reading.
    """

    text: str
    carried: Carried = "nothing"
    length: Literal["normal", "shorter", "longer"] = "normal"
    leaning: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before: the last standalone questions, oldest first, and the last answer."""

    questions: tuple[str, ...]
    topic: str  # a noun, or "" where the questions are about no single thing
    phrase: str  # the last question as a phrase
    points: Sequence[str]
    answer: str
    held: bool  # whether the question before the last is about the same topic

    @property
    def previous(self) -> str:
        """The last question."""
        return self.questions[-1]


def contextualise(
    message: str,
    earlier: Sequence[str],
    reader: QueryReader,
    answer: str = "",
    embed: Embed | None = None,
) -> Standalone:
    """Resolve ``message`` against earlier standalone questions, oldest first.

    ``answer``: the last answer as it was shown; ``embed`` gives vectors of short texts, by whose
    likeness one thing takes another's place. Only the last few questions are looked at, so a long
    conversation costs no more than a short.
    """
    message = " ".join(message.split())
    if len(message) > LONGEST:
        return Standalone(message)  # who writes that much leaves nothing out
    before = _asked(earlier)
    switched = forms.SWITCH.sub("", message, count=1)
    if switched != message:
        aimed = _aimed(switched, before[-1]) if before else ""
        if aimed:  # "Forget that. What if I wanted fewer tickets?": the same, for another goal
            return Standalone(aimed, "frame")
        return Standalone(switched[:1].upper() + switched[1:] if switched else message)
    if not before or COURTESY.match(message) or not re.search(r"\w", message):
        return Standalone(message)
    said = _said(before, answer[:LONGEST_ANSWER], reader)
    bare = forms.LEAD_IN.sub("", plain(message))
    whole = len(content_stems(bare)) >= MOST_LEANING
    if whole and not forms.LEANS.match(bare) and not forms.CORRECTION.match(bare):
        return Standalone(forms.LEAD_IN.sub("", message))
    found = _follow(bare, said, reader, embed)
    if found:
        return found
    asks = bool(forms.OPENS.match(bare) or forms.IMPERATIVE.match(bare))
    asks = asks or len(content_stems(bare)) <= FRAGMENT
    named = any(t.kind != "heading" for t in reader.terms_in(bare)) or forms.NAMES.search(bare)
    free = asks and not named and kind_of(bare) not in ABOUT_ALL
    leaning = about(said.phrase, bare) if free else ""
    return Standalone(forms.LEAD_IN.sub("", message), leaning=leaning)


def _asked(earlier: Sequence[str]) -> list[str]:
    """The last questions that asked the course something: thanks and greetings carry nothing."""
    recent = [earlier[at] for at in range(max(0, len(earlier) - LOOKED_AT), len(earlier))]
    return [q for q in recent if not COURTESY.match(q) and kind_of(q) != "meta"]


def _said(before: Sequence[str], answer: str, reader: QueryReader) -> Said:
    """What the conversation is about, by the last question that says so."""
    phrases = (p for p in map(phrase_of, reversed(before)) if content_stems(p))
    phrase = next(phrases, "")
    topic = topic_of(before[-1], reader) or named_by(answer, before[-1], reader)
    if not topic and not content_stems(phrase_of(before[-1])):
        topic = next((t for t in (topic_of(q, reader) for q in reversed(before)) if t), "")
    held = len(before) > 1 and bool(topic) and topic_of(before[-2], reader) == topic
    return Said(tuple(before), topic, phrase, listed(answer), answer, held)


def _follow(
    message: str, said: Said, reader: QueryReader, embed: Embed | None
) -> Standalone | None:
    """What a message that follows others means; None where it stands by itself."""
    previous, topic = said.previous, said.topic
    if forms.SHORTER.match(message):
        return Standalone(previous, "everything", "shorter")
    if forms.LONGER.match(message):
        return Standalone(previous, "everything", "longer")
    bare = forms.BARE.match(message)
    if bare:
        return Standalone(_bare(bare["what"].lower(), said), "everything")
    example = forms.EXAMPLE_OF.match(message)
    if example:
        return Standalone(
            about(said.phrase, f"what is an example {example['rest']}?"), "everything"
        )
    if kind_of(message) in ABOUT_ALL:
        return None
    message = forms.COURSE_SAYS.sub(r"\g<before>the course\g<after>", message)
    first = forms.TOPIC_FIRST.match(message)
    if first and forms.PRONOUN.search(first["asks"]):
        asks = forms.PRONOUN.sub(lambda _: first["topic"], first["asks"], count=1)
        return Standalone(asks[:1].upper() + asks[1:])
    message = named_one(message, said.previous, said.points)
    corrected = forms.CORRECTION.match(message)
    meant = corrected["rest"] if corrected else message
    for changed in (
        opposite(meant, previous),
        of_kind(meant, previous),
        _the_other(meant, said, reader),
        replaced(meant, previous, topic, reader, embed),
        pointed_at(meant, previous, said.points, topic, reader),
        _aimed(meant, previous),
        refigured(meant, previous),
    ):
        if changed:
            return Standalone(changed, "frame")
    if corrected and forms.OPENS.match(meant):
        return Standalone(meant[:1].upper() + meant[1:])
    framed = _framed(meant, said, reader, embed, corrected=bool(corrected))
    return framed or _referring(meant, said, reader)


def _aimed(message: str, previous: str) -> str:
    """The last question for another goal; "" where the message states none."""
    match = forms.WHAT_IF.match(message) or forms.FRAME.match(message)
    return reaimed(match["rest"], previous) if match else ""


def _the_other(message: str, said: Said, reader: QueryReader) -> str:
    """The last question for the other of two things; "" where the message asks for no other."""
    if not forms.THE_OTHER.match(message):
        return ""
    other = other_than(said.topic, said.previous, said.points)
    if other:
        return exchange(other, said.previous, said.topic, reader)
    for pair in forms.OPPOSITES:
        for here, there in (pair, pair[::-1]):
            found = re.search(rf"\b{re.escape(here)}\b", said.previous, re.IGNORECASE)
            if found:
                return f"{said.previous[: found.start()]}{there}{said.previous[found.end() :]}"
    return about(said.phrase, "what is the other one?")


def _framed(
    message: str, said: Said, reader: QueryReader, embed: Embed | None, *, corrected: bool
) -> Standalone | None:
    """The last question for something else, or under other circumstances."""
    previous, topic = said.previous, said.topic
    frame = forms.FRAME.match(message)
    rest = (frame["rest"] if frame else message).strip(" ?.!")
    supposed = forms.WHAT_IF.match(message)
    if supposed and not specific(reader.terms_in(supposed["rest"])):
        return Standalone(about(said.phrase, f"what if {supposed['rest']}"), "topic")
    if not rest or _asks(rest) or (not frame and forms.OPENS.match(message) and not corrected):
        return None
    few = len(content_stems(rest)) <= FEW_WORDS
    if frame and few and not re.search(r"[A-Za-z]{2}", rest):  # "and with 18,000?"
        return Standalone(f"{previous.rstrip(' ?.!')}, with {rest}?", "frame")
    if forms.HOW_OFTEN.search(rest):  # "and the team meets how often": a question turned round
        return None
    if few and forms.PRONOUN.search(rest) and not corrected:
        return None
    alike = comparable(rest, topic, previous, reader)
    if frame and few:
        if forms.ABOUT.match(message) and not alike:
            return Standalone(f"What does the course say about {rest}?")
        had = forms.FOR_LAST.search(previous) if forms.FOR_INSTEAD.match(message) else None
        if had and not (_named_in(topic, previous[: had.start()]) or read_goal(had["what"])):
            new = forms.FOR_INSTEAD.sub("", message).strip(" ?.!")
            return Standalone(f"{previous[: had.start('what')]}{new}?", "frame")
        return Standalone(_in_place(rest, said, reader, embed), "frame")
    if few and (corrected or (alike and only_names(rest, reader))):
        return Standalone(exchange(rest, previous, topic, reader, embed), "frame")
    circumstance = forms.CIRCUMSTANCE.match(message)
    if circumstance and few:
        return Standalone(
            f"{previous.rstrip(' ?.!')} {circumstance['rest'].strip(' ?.!')}?", "frame"
        )
    return None


def _named_in(topic: str, text: str) -> bool:
    """Whether a text names the topic: then it is the topic that is exchanged."""
    words = set(content_stems(topic))
    return bool(words) and words <= set(content_stems(text))


def _in_place(rest: str, said: Said, reader: QueryReader, embed: Embed | None) -> str:
    """The last question with ``rest`` where it belongs.

    A topic held over two questions is given; what is exchanged is what was new in the last one
    ("What is human review for?", "Does it concern prices?", "And fraud?"), unless both are names
    of a kind.
    """
    other = such_one(rest, said.previous, said.topic, reader)
    if other:
        return other
    kinds = [{t.kind for t in reader.terms_in(text)} - {"heading"} for text in (rest, said.topic)]
    if said.held and not kinds[0] & kinds[1]:
        new = new_in(said.previous, said.topic)
        if new:
            return said.previous[: new[0]] + rest + said.previous[new[1] :]
    return exchange(rest, said.previous, said.topic, reader, embed)


def _referring(message: str, said: Said, reader: QueryReader) -> Standalone | None:
    """A question of its own that leaves its topic to the last one."""
    own = specific(reader.terms_in(message))
    topic = said.topic
    letters = acronym_meant(message, (said.previous, said.answer), reader)
    if letters and not own:
        return Standalone(about(letters, message), "topic")
    one = one_of(message, topic) if not own else ""
    if one:
        return Standalone(one, "topic")
    if refers_back(message, own):
        # After "Who is GadgetGo?" a pronoun is GadgetGo; after a question that says more of its
        # topic than the name, putting the name alone would lose the rest.
        several = is_plural(message) and things_of(said.previous, topic)
        whole = thing_of(said.previous) or not said.phrase or several
        worded = put_into_words(message, said.previous, topic) if whole else ""
        return Standalone(worded or about(said.phrase, message), "topic")
    noun = forms.NOUN_OF.match(message)
    if noun and topic and not own:
        verb = "is" if noun["noun"].lower() in {"cost", "goal"} else "are"
        return Standalone(f"What {verb} the {noun['noun']} of {topic}?", "topic")
    words = len(content_stems(message))
    asks = forms.OPENS.match(message) or forms.IMPERATIVE.match(message)
    length = len(tokens(message))
    fragment = (words <= 1 and length <= 6) or (words == 2 and length <= 3 and not asks)
    other = words <= FEW_WORDS and forms.ELSE.search(message)
    if not own and (fragment or other or forms.LEANS.match(message)):
        return Standalone(about(said.phrase, message), "topic")
    return None


def _bare(what: str, said: Said) -> str:
    """The last question asked again, why, how or for an example."""
    if what.startswith(("why", "warum", "wieso")):
        return about(said.phrase, "why not?" if "not" in what else "why?")
    if "example" in what or "beispiel" in what or what in {"e.g.", "for instance"}:
        return about(said.phrase, "what is an example?")
    if what.startswith(("how", "when", "where", "who")):
        return about(said.phrase, f"{what.strip(' ?.!')}?")
    return f"{said.previous.rstrip(' ?.!')}?"


def _asks(rest: str) -> bool:
    return bool(
        re.match(
            r"(?:what|which|how|why|who|when|where|is|are|do|does|can|should)\b",
            rest,
            re.IGNORECASE,
        )
    )
