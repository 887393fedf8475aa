"""A question template that was pasted into the message, and what stands in its slots. Pure.

People copy a question of the course, replace the example by their own words, and change a word
or two beside it. What they put into the slots is theirs: it steers the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.understanding.types import SlotValue
from knowledge.types import QuestionTemplate

LIKE = 0.75  # share of a template's own words that stand in the message in the same order
MOST_WORDS = 600  # of a message that is compared: far longer than any template
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?%?")
_EXAMPLE = re.compile(
    r"^[\s\[(]*(?:e\.g\.,?|for example,?|for instance,?|such as)?[\s'\"‘’“”\[(]*|[\s'\"‘’“”\])]*$",
    re.IGNORECASE,
)

_ENDS = re.compile(
    r"['\"’”]?[)\]](?=\W|$)|['\"’”](?=[.?!]\s)|[.?!](?=\s+[A-Z])"
)  # of what was filled in


def read_slots(
    text: str, templates: Sequence[QuestionTemplate]
) -> tuple[str, tuple[SlotValue, ...]]:
    """The id of the template the message is made from and its slots; ("", ()) for other messages."""
    words = list(_WORD.finditer(text))
    if not words or len(words) > MOST_WORDS:
        return "", ()
    said = [word.group().lower() for word in words]
    known = set(said)
    found: QuestionTemplate | None = None
    most = LIKE
    for template in templates:
        own = _own_words(template)
        if sum(word in known for word in own) < LIKE * len(own) or len(own) < 5:
            continue
        matcher = SequenceMatcher(None, own, said, autojunk=False)
        share = sum(block.size for block in matcher.get_matching_blocks()) / len(own)
        if share > most:
            most, found = share, template
    return (found.id, _filled(found, text, words, said)) if found else ("", ())


def _own_words(template: QuestionTemplate) -> list[str]:
    words: list[str] = []
    at = 0
    for slot in template.slots:
        words += _words(template.template[at : slot.start])
        at = slot.end
    return words + _words(template.template[at:])


def _filled(
    template: QuestionTemplate, text: str, words: Sequence[re.Match[str]], said: Sequence[str]
) -> tuple[SlotValue, ...]:
    own = _own_words(template)
    blocks = SequenceMatcher(None, own, said, autojunk=False).get_matching_blocks()
    found = []
    before = at = 0
    for slot in template.slots:
        before += len(_words(template.template[at : slot.start]))
        at = slot.end
        # The words around the slot, or the nearest to it that were left as they were.
        left = max((b.b + min(b.size, before - b.a) for b in blocks if b.a < before), default=0)
        right = min(
            (b.b + max(0, before - b.a) for b in blocks if b.a + b.size > before), default=len(said)
        )
        if right <= left:
            continue
        # To the end of the last word, and what was written around it: "50%", "'jewelry'".
        start, end = words[left].start(), words[right - 1].end()
        value = _EXAMPLE.sub("", _ENDS.split(text[start:end])[0]).strip(" .,;")
        example = _words(value) == _words(slot.example) or _words(value)[2:] == _words(slot.example)
        if value:
            found.append(SlotValue(slot.name, slot.example if example else value, example))
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
