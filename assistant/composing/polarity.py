"""Does a sentence say the opposite of its passages? Pure.

A word's share cannot tell "lagging" from "leading" or "do not automate" from "automate"; these
two looks can. Both err on the side of dropping a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from knowledge.text import content_stems, sentences, stem, tokens

_OPPOSITES = """
leading lagging|leading trailing|early late|early lagging|increase decrease|increase reduce
increase lower|raise lower|raise reduce|raise decrease|rise fall|grow shrink|improve worsen
improve harm|higher lower|high low|more less|more fewer|most least|better worse|best worst
before after|short long|short-term long-term|internal external|include exclude|allow forbid
allow prohibit|require forbid|accept reject|above below|maximum minimum|max min|gain lose
gain loss|profit loss|benefit harm|benefit risk|advantage disadvantage|strength weakness
always never|always rarely|mandatory optional|required optional|required unnecessary|fast slow
faster slower|cheap expensive|cheaper costlier|first last|qualitative quantitative|direct indirect
start stop|begin end|add remove|with without|safe unsafe|safe risky|ethical unethical
possible impossible|necessary unnecessary|likely unlikely|fair unfair|reliable unreliable
much little|many few|large small|keep drop|keep avoid|keep remove|use avoid|show hide
build damage|build destroy|damage improve|damage strengthen|overstate understate|routine complex
rarely often|seldom often|rarely always|weekly monthly|save cost|save waste|open closed
success failure|succeed fail|true false|same different|simple complex|easy hard|easy difficult
"""
_NEGATION = re.compile(r"\b(?:not|never|cannot|nor|neither|no)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:.!?()]|\b(?:but|only|rather|because|while|whereas)\b", re.IGNORECASE)
_CONTRAST = re.compile(r"[,;:.!?](?=\s)|\b(?:but|while|whereas|and|or)\b", re.IGNORECASE)
_WARNING = re.compile(
    r"\b(?:avoid\w*|pitfalls?|mistakes?|errors?|traps?|dangers?|warnings?|wrong\w*|myths?)\b",
    re.IGNORECASE,
)
_PREFIXES = (
    ("over", "under"), ("under", "over"), ("un", ""), ("in", ""), ("im", ""), ("ir", ""), ("il", ""),
    ("dis", ""), ("non", ""), ("mis", ""), ("de", ""),
)  # fmt: skip
_REACH = 3  # content words after a "not" that it is taken to deny


def turns_round(text: str, sources: Sequence[tuple[str, str, str]]) -> bool:
    """Whether ``text`` denies what the sources affirm, affirms what they deny or warn of, or swaps
    a word for its opposite.

    A source is a passage, what it is said of (lead-in, row, column), and the headings above it.
    """
    plain = [passage for passage, _, _ in sources]
    led = [(passage, lead) for passage, lead, _ in sources]
    framed = [(passage, around) for passage, *around in sources]
    return _swaps(text, framed) or _flips(text, plain) or _drops_warning(text, led)


def _swaps(text: str, sources: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """An opposite in place of a word: looked for clause by clause, for one passage may hold both
    words of a pair, each with a subject of its own.
    """
    said = _all_stems(text)
    stood = {word for passage, _ in sources for word in _all_stems(passage)}
    if any(_counterpart(word) & stood for word in said - stood):
        return True
    for word in said & _opposites().keys():
        others = _opposites()[word]
        clauses = [
            _clause(word, others, clause, around)
            for passage, around in sources
            for clause in _CONTRAST.split(passage)
        ]
        opposed = [c for c in clauses if c & others and word not in c]
        if not opposed:
            continue
        alike = [c for c in clauses if word in c]
        about = [text]
        if said & others:  # it draws the contrast itself: each side for itself
            about = [c for c in _CONTRAST.split(text) if word in _all_stems(c)]
        for clause in about:
            rest = set(content_stems(clause)) - {word}
            against = max(len(rest & c) for c in opposed)
            if against > max((len(rest & c) for c in alike), default=-1):
                return True
    return False


def _counterpart(word: str) -> set[str]:
    """The same word turned round by its prefix: "overstate" and "understate", "fair" and "unfair"."""
    found = set()
    for one, other in _PREFIXES:
        if word.startswith(one) and len(word) > len(one) + 3:
            found.add(other + word[len(one) :])
        if not other and len(word) > 3:
            found.add(one + word)
    return found


def _clause(word: str, others: frozenset[str], clause: str, around: Sequence[str]) -> set[str]:
    """Stems of a clause; with what stands around it where only that says which of the pair it is
    about.
    """
    stems = _all_stems(clause)
    for words in around:
        if word in stems or others & stems:
            break
        more = _all_stems(words)
        if (word in more) != bool(others & more):
            stems = stems | more
    return stems


def _all_stems(text: str) -> set[str]:
    # Function words too: "before" and "after" are among the opposites.
    return {stem(word) for word in tokens(text)}


def _drops_warning(text: str, sources: Sequence[tuple[str, str]]) -> bool:
    """Whether a list's items are told as advice although the list is of things to avoid."""
    if _WARNING.search(text) or _NEGATION.search(text):
        return False
    return any(_WARNING.search(lead) and _is_item(passage) for passage, lead in sources)


def _is_item(passage: str) -> bool:
    """Whether a passage is an item that says nothing without its lead-in, and no sentence."""
    whole = passage.rstrip("*_ \"'”’").endswith((".", "!", "?"))
    return not _WARNING.search(passage) and not (whole and len(content_stems(passage)) > 5)


def _flips(text: str, sources: Sequence[str]) -> bool:
    said, denials = _split(text)
    for source in sources:
        for start, end in sentences(source):
            affirmed, denials_there = _split(source[start:end])
            if any(_denies(denial, said) for denial in denials_there):
                return True
            if any(_denies(denial, affirmed) for denial in denials):
                return True
    return False


def _denies(denial: Sequence[str], affirmed: set[str]) -> bool:
    """Whether what one sentence denies is affirmed by another: the word straight after the "not"
    and at least half of those that follow it.
    """
    return denial[0] in affirmed and 2 * sum(w in affirmed for w in denial) > len(denial)


def _split(sentence: str) -> tuple[set[str], list[list[str]]]:
    """Stems a sentence affirms, and for each "not" the stems it denies, in order."""
    denials: list[list[str]] = []
    for match in _NEGATION.finditer(sentence):
        rest = sentence[match.end() :]
        if re.match(r"\s*(?:only|just|merely)\b", rest, re.IGNORECASE):
            continue  # "not only ..." denies nothing
        following = content_stems(_CLAUSE_END.split(rest, maxsplit=1)[0])[:_REACH]
        if following:
            denials.append(following)
    denied = {word for denial in denials for word in denial}
    return set(content_stems(sentence)) - denied, denials


@cache
def _opposites() -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for pair in re.split(r"[|\n]", _OPPOSITES.strip()):
        one, other = (stem(word) for word in pair.split())
        pairs.setdefault(one, set()).add(other)
        pairs.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in pairs.items()}
