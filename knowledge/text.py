"""Sentences, tokens and normal forms: one reading of text for search, answers, checks and evals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_QUOTES = {
    ord(mark): plain
    for mark, plain in {
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }.items()
}  # fmt: skip
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|avg|st|mr|mrs|ms|dr|prof|inc|ltd|co|al|dept)|\b[A-Za-z]|\.\.)\.$",
    re.IGNORECASE,
)
_NEAR = 16  # characters before a full stop that may make it an abbreviation's
_BEFORE_NUMBER = re.compile(r"\b(?:no|fig|approx|est|max|min|ca)\.$", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"\s*\(?\d{1,3}\.")
_BOUNDARY = re.compile(
    r"[\u3002\uff01\uff1f]+[\u300d\u300f\u201d]*|(?<![.!?])[.!?]+[\"'\u201d\u2019)\]*_]*(?=\s)|\n\s*\n|\n(?=\s*(?:[-*+\u2022]|\d+[.)])\s)"
)
# Scripts without spaces between words: every character is a token, which is enough to find them.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['\u2019][a-z]+)?%?")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f\u00ad]"
)

STOPWORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing don down during each few for from further had has
    have having he her here hers him his how i if in into is it its just let me more most must my no
    nor not now of off on once only or other our ours out over own please same shall she should so
    some such than that the their theirs them then there these they this those through to too under
    until up us very was we were what when where which while who whom why will with would you your
    yours tell give show explain want need like get got say says said does course lesson module
    according many much one ones thing things really actually""".split()  # noqa: SIM905
)


def normalise(text: str) -> str:
    """Text reduced for comparison: NFKC, straight quotes, no Markdown marks, single spaces.

    Never use the result for offsets; characters move.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = re.sub(r"[*`#|]+|(?<!\w)_+|_+(?!\w)", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def clean_message(text: str) -> str:
    """What a person typed, without characters that hide or reorder text.

    NUL, lone surrogates, control, bidirectional and tag characters go; line breaks and tabs stay.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = _INVISIBLE.sub("", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return "".join(kept).strip()


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text``, in order, trimmed of white space.

    A full stop after an abbreviation, a single letter or inside a number ends nothing; a blank
    line and the start of a list item always end a sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.group()[0] in ".!?":
            stop = match.end()
            # Only what is near is looked at: a long text costs no more by the sentence.
            head = text[max(start, match.start() - _NEAR) : match.start() + 1]
            at = next((i for i in range(stop, len(text)) if not text[i].isspace()), len(text))
            following = text[at : at + 1]
            if _ABBREVIATIONS.search(head[-12:]) and match.group()[0] not in "!?":
                # After "e.g." or "U.S." even a capital does not begin a sentence.
                continue
            if following.isdigit() and _BEFORE_NUMBER.search(head):
                continue
            if following and _LIST_NUMBER.fullmatch(
                text, start, match.start() + 1
            ):  # "1. Dig": a number, no sentence
                continue
            if following and following.islower():
                continue
        elif match.group().isspace():
            stop = match.start()
        else:
            stop = match.end()
        _append(spans, text, start, stop)
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, stop: int) -> None:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if stop > start:
        spans.append((start, stop))


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers of ``text``; a percent sign stays with its number."""
    lowered = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    return [word.replace("'s", "").replace("'", "") for word in _TOKEN.findall(lowered)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """English Snowball stem of one lower-case word.

    Snowball leaves the plural of "kpi" and "api" alone; their singular must meet it.
    """
    if len(word) <= 5 and word.endswith("is"):
        word = word[:-1]
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    # maxCacheSize=0: the stemmer's own cache is not safe between threads; ours is.
    return Stemmer.Stemmer("english", 0)


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning: tokens without stop words."""
    return [stem(word) for word in tokens(text) if word not in STOPWORDS]
