"""Does a sentence say a passage over again with one word changed? Pure.

A model that keeps to the words of a passage may still exchange one: another unit, another share,
"build" for "damage", one more thing in a list. Shares of words cannot see it. Where a sentence
runs along a passage, every word of its own must be one that changes nothing; and how much, how
often and how sure is never the sentence's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache

from knowledge.text import content_stems, stem, tokens

ALONG = 0.6  # of a sentence's content words, in the passage's order, that make it run along
ONE_WORD = "it changes a word of its passage"
HOW_MUCH = "it says how much, how often or how sure, and its passage does not"
UNNEEDED = "it calls unneeded what no passage calls so"

# Words that may stand for each other without changing a statement.
_ALIKE = """
raise increase boost lift grow improve enhance|reduce lower cut decrease shrink|use apply employ
show display present|customer shopper buyer consumer|company business firm retailer shop store brand
help support assist|need require|begin start|build develop create establish|check verify review
measure track monitor|important key crucial vital critical essential|big large|choose select pick
describe explain|mean signify|gather collect|main primary principal|part component element
goal aim objective target|way method approach|result outcome|risk danger|clear transparent
person people human|product item|fast quick|give provide offer|ensure guarantee|tool application
"""
# How much, how often, how sure: a word of a group must have one of its group in the passage.
_DEGREES = (
    r"all|every|each|any|always|whole|entire\w*|everyone|everybody|everything",
    r"most|mostly|usually|majority|mainly",
    r"few|little|rarely|seldom|hardly|scarcely|barely|minority",
    r"none|nobody|never|nothing|not|no|nor|without|cannot",
    r"only|solely|exclusively|merely|just",
    r"at least|minimum|no less than",
    r"at most|up to|maximum|no more than",
    r"more than|exceed\w*|greater than",
    r"less than|fewer than",
    r"must|mandatory|obligatory|compulsory|required?|requires|need(?:s|ed)?|has to|have to|essential"
    r"|necessary|vital|crucial|critical",
    r"guarantee[sd]?|certain(?:ly)?|definitely|proven|proves?",
)
_DEGREE = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _DEGREES)
_SURE = re.compile(r"^(?:will|shall|is|are|does|do|always)$")
_HEDGE = re.compile(r"^(?:may|might|could|can|sometimes|perhaps|possibly|likely)$")
_UNITS = frozenset(
    stem(word)
    for word in (
        """second minute hour day week month quarter year daily weekly monthly quarterly yearly annual
        annually dollar euro pound cent percent point""".split()  # noqa: SIM905
    )
)
_NOT_NEEDED = re.compile(
    r"(?:\b(?:not|never|no longer|without being|nor)\b|n['’]t\b)(?:\s+\w+){0,2}\s+"
    r"(?:need|requir|necess|mandator|oblig|compulsor)\w*"
    r"|\bno need\b|\bunnecessar\w*|\bunneeded\b|\boptional\w*|\bwith or without\b",
    re.IGNORECASE,
)
_SHUN = re.compile(
    r"\b(?:avoid\w*|refrain\w*|abandon\w*|skip\w*|stop\w*|drop(?:s|ped|ping)?|ban(?:s|ned)?|forbid\w*"
    r"|prohibit\w*|ignor\w*)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|never|no|nor|neither|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def changed(
    text: str, sources: Sequence[str], around: Sequence[str], free: Iterable[str] = ()
) -> str:
    """Why a sentence may not rest on these passages: what it changed, or "".

    ``sources`` are the passages' own texts, ``around`` their lead-ins and headings, ``free`` stems
    that need no passage (the reader's aims).
    """
    said = " ".join((*sources, *around))
    if _NOT_NEEDED.search(text) and not _NOT_NEEDED.search(said):
        return UNNEEDED
    if _SHUN.search(text) and not (_SHUN.search(said) or _DENIES.search(said)):
        return ONE_WORD
    known = set(content_stems(said)) | set(free)
    if any(degree.search(text) and not degree.search(said) for degree in _DEGREE) and _along(
        text, sources
    ):
        return HOW_MUCH
    if _units(text) - _units(said) - known:
        return ONE_WORD
    for source in sources:
        fault = _exchanged(text, source, known)
        if fault:
            return fault
    return ""


def _units(text: str) -> set[str]:
    return {stem(word) for word in tokens(text)} & _UNITS


def _along(text: str, sources: Sequence[str]) -> bool:
    return any(_share(_words(text), _words(source)) >= ALONG for source in sources)


def _share(said: Sequence[str], there: Sequence[str]) -> float:
    blocks = SequenceMatcher(None, said, there, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(said))


def _exchanged(text: str, source: str, known: set[str]) -> str:
    """A word in another's place, or one more in a list, where the sentence runs along."""
    said, there = _words(text), _words(source)
    if _share(said, there) < ALONG:
        return ""
    own = {word for word in said if word not in known and not _like(word, known)}
    matcher = SequenceMatcher(None, said, there, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "replace" and set(said[i1:i2]) & _UNITS and set(there[j1:j2]) & _UNITS:
            return ONE_WORD
        if kind == "replace" and own & set(said[i1:i2]) and j2 - j1 <= i2 - i1 + 1:
            return ONE_WORD
        if kind == "insert" or not own & set(said[i1:i2]):
            continue
        # "SMS or email", where the passage has SMS alone.
        where = re.search(
            rf"\b(?:and|or|as well as|plus)\s+(?:\w+\s+)?{_any(own & set(said[i1:i2]), text)}",
            text,
            re.IGNORECASE,
        )
        if kind == "delete" and where:
            return ONE_WORD
    return HOW_MUCH if _surer(text, source) else ""


def _any(stems: set[str], text: str) -> str:
    words = [re.escape(word) for word in tokens(text) if stem(word) in stems]
    return f"(?:{'|'.join(words) or '(?!)'})"


def _surer(text: str, source: str) -> bool:
    """ "Will" where the passage says "may"."""
    said, there = tokens(text), tokens(source)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, said, there, autojunk=False).get_opcodes():
        if kind == "replace":
            sure = any(_SURE.match(word) for word in said[i1:i2])
            hedged = any(_HEDGE.match(word) for word in said[i1:i2])
            if sure and not hedged and any(_HEDGE.match(word) for word in there[j1:j2]):
                return True
    return False


def _words(text: str) -> list[str]:
    # In order, repetitions kept: content_stems gives each stem as often as it stands.
    return list(content_stems(text))


def _like(word: str, known: set[str]) -> bool:
    return any(word in group and group & known for group in _alike())


@cache
def _alike() -> tuple[frozenset[str], ...]:
    groups = re.split(r"[|\n]", _ALIKE.strip())
    return tuple(frozenset(stem(word) for word in group.split()) for group in groups)
