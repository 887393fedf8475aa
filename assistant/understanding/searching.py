"""What is searched for: the asking clause with the subject it stands under, without own values. Pure.

The reader's goal, product and story steer the answer; they are not what the course is searched for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.kinds import core_of
from assistant.understanding.plain import unframed
from assistant.understanding.types import Kind
from knowledge.query import QueryReader
from knowledge.text import STOPWORDS, content_stems
from knowledge.types import Term

# The reader's own values: they steer the answer, they are not what is searched for.
_OWN_VALUES = re.compile(
    r"[$€£]\s?\d[\d.,]{0,15}\s?(?:k|m|bn)?\b|\b\d[\d.,]{0,15}\s?(?:%|per\s?cent|percent|k\b|m\b)?(?=\s|$|[,.;?!'\"’”)])"
    r"|\b(?:with)?in (?:the next )?\w+ (?:days|weeks|months|quarters|years)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|one)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"\(\s*(?:e\.g\.|for example|for instance|such as)[^()]*\)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|we|we're|our|my|me|us)\b", re.IGNORECASE)
_QUOTED = re.compile(r"'[^'\n]{4,160}'|\"[^\"\n]{4,160}\"|“[^”\n]{4,160}”|‘[^’\n]{4,160}’")
_CRITIQUE_WORDS = re.compile(
    r"\b(?:feedback|critique|criticise|criticize|assess|review|judge|comment|i (?:wrote|answered|think|believe|picked)"
    r"|(?:does|do|is|are) (?:this|that|it|my \w+)(?: \w+)? (?:fit|match|hold up|align|right|ok|good)"
    r"|how does (?:this|that|it|mine) compare with|what does the \w+ say|based on|(?:with|for|by) the course"
    r"|my (?:reflection|answer|draft|vision|view)s?)\b",
    re.IGNORECASE,
)
# "What might be the reasons?", "Which mistake did we make?": such words name no subject.
_SAYING_LITTLE = frozenset(
    content_stems(
        "reason mistake make way thing call called name happen happened go going went wrong cause behind right safe"
        " assume stay stays matter mean means do next problem issue explanation explain answer help idea advice"
        " say solution possible best good bad better might now start think sense term word catch point use"
    )
)
SHORT_CONTEXT = 8  # content words of a context that is a subject rather than a story
MIN_WORDS = 3  # content words below which a question cannot be searched for on its own
_POLITE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|thanks|thank you|ok(?:ay)?|so|well|quick question|question|other"
    r" question|another question|new topic|different topic)\b[\s,:.!-]*)+|\b(?:please|thanks|thank you)\b"
    r"|\b(?:according to|in|from|does) (?:the|this|your) (?:course|module|material|lessons?)\b(?: say| state)?"
    r"|\bwhat (?:do|does) (?:the |this |your )?(?:course|module|material|lessons?)(?: together)? (?:say|tell us|teach)(?: about| on| of)?\b"
    r"|\bfrom this course\b|\bfor our group discussion:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Own:
    """What is the reader's own in a message, as typed; "" where there is none."""

    product: str = ""
    goal: str = ""


def query_of(text: str, context: str, own: Own, kind: Kind, reader: QueryReader) -> str:
    """What is searched for to answer ``text``.

    "After our pilot hit its goal, how do we scale it?" asks about scaling; the pilot's numbers are
    the reader's. A name of the course in the introduction ("if I build an AI chatbot, …") stays,
    and so does an introduction that tells no story of the reader's but names a subject.
    """
    text = unframed(text)
    asked = text if kind == "critique" else core_of(text)
    rest = text[: len(text) - len(asked)]
    if len(content_stems(stripped(asked, own))) < MIN_WORDS:
        asked, rest = text, ""
    if own.goal:
        context = context.replace(own.goal, " ")
    lead: list[str] = []
    for piece in (context, rest):
        if not piece:
            continue
        subject = len(content_stems(piece)) <= SHORT_CONTEXT and not _FIRST_PERSON.search(piece)
        if subject:
            lead.append(stripped(piece, own))
        else:
            lead += [
                t.name
                for t in reader.terms_in(_QUOTED.sub(" ", piece))
                if t.kind in {"row", "term"}
            ]
    query = stripped(asked, own)
    # A question with hardly a word of its own ("what does the course say about that?") is about
    # its context, and so is a request to judge what the reader wrote.
    words = len(content_stems(query))
    own_words = len(set(content_stems(query)) - _SAYING_LITTLE)
    bare = words < 2 or own_words < 1 or (own_words <= MIN_WORDS and PRONOUN.search(asked))
    if context and (kind == "critique" or bare):
        lead = [stripped(context, own)]
    query = " ".join((*dict.fromkeys(lead), query))
    return (_judged(query) if kind == "critique" else query).strip() or text


def _judged(text: str) -> str:
    """What is to be judged, without the words that ask for it; what is quoted stays as it is."""
    pieces = []
    at = 0
    for quote in _QUOTED.finditer(text):
        pieces += [_CRITIQUE_WORDS.sub(" ", text[at : quote.start()]), quote.group()]
        at = quote.end()
    return "".join((*pieces, _CRITIQUE_WORDS.sub(" ", text[at:])))


def stripped(text: str, own: Own) -> str:
    """``text`` without courtesies, examples, the reader's product and figures."""
    text = _EXAMPLES.sub(" ", _POLITE.sub(" ", text))
    if own.product:
        text = text.replace(own.product, " ")
    return " ".join(_OWN_VALUES.sub(" ", text).split())


_HANGS = frozenset(
    ["of", "for", "with", "by", "in", "on", "from", "about", "through", "using", "behind"]
)
_DETERMINERS = frozenset(["a", "an", "the", "our", "my", "your", "their", "its", "this", "that"])


def without_names(query: str, terms: Sequence[Term]) -> str:
    """The query less the names in it; "" where none stands in it or fewer than two words are left.

    A name goes with what it hangs on and what hangs on it: of "the effect of a recommendation
    engine", where recommendations are named, the effect is left.
    """
    names = {
        tuple(content_stems(n)) for t in terms if t.kind != "heading" for n in (t.name, *t.aliases)
    }
    words = re.findall(r"[\w'’-]+", query)
    kept: list[str] = []
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(6, len(words) - at), 0, -1)
                if not {words[at].lower(), words[at + size - 1].lower()} & STOPWORDS
                and tuple(content_stems(" ".join(words[at : at + size]))) in names - {()}
            ),
            0,
        )
        if not size:
            kept.append(words[at])
            at += 1
            continue
        at += size
        hung = len(kept)
        while hung and kept[hung - 1].lower() in _DETERMINERS:
            hung -= 1
        if hung and kept[hung - 1].lower() in _HANGS:
            del kept[hung - 1 :]
            if at + 1 == len(words) and words[at].lower() not in STOPWORDS:
                at += 1
    left = " ".join(kept)
    return left if len(kept) < len(words) and len(content_stems(left)) >= 2 else ""
