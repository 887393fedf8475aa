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

from assistant.contextualise import forms
from assistant.contextualise.changing import (
    exchange,
    of_kind,
    opposite,
    reaimed,
    refigured,
    replaced,
)
from assistant.contextualise.framing import FEW_WORDS, framed
from assistant.contextualise.introduced import acronym_meant, named_by, named_one, other_than
from assistant.contextualise.naming import about, phrase_of, thing_of
from assistant.contextualise.places import Embed
from assistant.contextualise.pointing import (
    is_plural,
    listed,
    one_of,
    pointed_at,
    put_into_words,
    refers_back,
)
from assistant.contextualise.said import Carried, Said, Standalone
from assistant.contextualise.topics import specific, things_of, topic_of
from assistant.understanding.goals import read_goal
from assistant.understanding.kinds import COURTESY, kind_of
from assistant.understanding.plain import plain
from assistant.understanding.topic_first import topic_first
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
ABOUT_ALL = frozenset({"meta", "templates", "takeaways", "summary"})


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
    phrases = (p for p in (_phrase(q, reader) for q in reversed(before)) if content_stems(p))
    phrase = next(phrases, "")
    topic = topic_of(before[-1], reader) or named_by(answer, before[-1], reader)
    if not topic and not content_stems(phrase_of(before[-1])):
        topic = next((t for t in (topic_of(q, reader) for q in reversed(before)) if t), "")
    held = len(before) > 1 and bool(topic) and topic_of(before[-2], reader) == topic
    return Said(tuple(before), topic, phrase, listed(answer), answer, held)


def _phrase(question: str, reader: QueryReader) -> str:
    """What a question is about: of one that was put under another ("About the pilot: how long does
    it take?") what it was put under, unless it names a thing of its own."""
    lead, asked = topic_first(question)
    if lead and not specific(reader.terms_in(asked)):
        return lead
    phrase, goal = phrase_of(question), read_goal(question)
    if goal is None or not goal.text or not phrase or read_goal(phrase) or goal.text in phrase:
        return phrase
    # "We want to cut returns by 10%. Which application fits?": what fits it depends on the goal.
    link = "for" if re.match(r"\w+ing\b", goal.text) else "to"
    return f"{phrase} {link} {goal.text}"


def _follow(
    message: str, said: Said, reader: QueryReader, embed: Embed | None
) -> Standalone | None:
    """What a message that follows others means; None where it stands by itself."""
    previous, topic = said.previous, said.topic
    if forms.SHORTER.match(message):
        return Standalone(previous, "everything", "shorter")
    if forms.LONGER.match(message):
        return Standalone(previous, "everything", "longer")
    if forms.AS_A_LIST.match(message):
        return Standalone(previous, "everything")
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
    found = framed(meant, said, reader, embed, corrected=bool(corrected))
    return found or _referring(meant, said, reader)


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
    likewise = forms.LIKEWISE.search(message)
    if likewise and words <= FEW_WORDS and asks and (not own or "same" in likewise.group().lower()):
        return Standalone(about(said.phrase, message), "topic")
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
