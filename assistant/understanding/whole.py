"""Whether a question asks for a course or a lesson as a whole, or for something told in it. Pure."""

from __future__ import annotations

import re

from assistant.understanding.types import Kind
from knowledge.text import content_stems

OF_THE_WHOLE: frozenset[Kind] = frozenset(
    {"summary", "takeaways"}
)  # kinds that only such a question has
# Words of a question about a course, or a lesson of it, as a whole.
_WORDS = frozenset(
    content_stems(
        "summary summaries summarise summarize summarising sum overview recap tl dr tldr nutshell gist lesson"
        " lessons module modules modul course chapter chapters unit units topic topics page part section sections"
        " main key central core most important essential points point message messages takeaway takeaways take"
        " away remember keep mind final closing last whole entire everything thing things list give name tell"
        " show get short brief quick bullet bullets sentence sentences word words line lines minute minutes"
        " paragraph handful few content contents learn learned learnt know cover covers covered covering teach"
        " teaches taught deal deals about all complete please start finish end beginning first simple plain"
        " english own before read study many number one two three four five six seven eight nine ten it this"
        " that there is are"
    )
)
_TITLED = re.compile(
    r"\b(?:lesson|module|course|chapter|unit|page|section|part)\b[\s\d.]*(?:on|about|called|titled|named|for|:)\s",
    re.IGNORECASE,
)

_FOR_WHOM = re.compile(
    r"\s(?:for (?:me|us|my|our)\b|because\b|since\b).*$|[,;]\s*(?:i|we)\b.*$", re.IGNORECASE
)


def asks_of_the_whole(text: str) -> bool:
    """Whether a question that speaks of a summary, of lessons or takeaways asks for all of it, or
    for a lesson by number or title, and for nothing that is told in it."""
    text = _FOR_WHOM.sub("", text)
    asked = {word for word in content_stems(text) if not word[0].isdigit()}
    return asked <= _WORDS or bool(_TITLED.search(text))
