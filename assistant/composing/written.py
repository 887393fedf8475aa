"""What a model wrote becomes plain sentences: no markup, no links, no markers. Pure.

A marker the model wrote is kept only as a hint where a sentence may come from. A sentence that
held a link, an image or HTML is marked unsafe and never shown: no answer needs one, so its
presence says that the model followed something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.text import clean_message, sentences

_UNSAFE_MARK = "\ue000"
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_UNSAFE = re.compile(
    r"<(script|style|iframe|svg|object)\b.*?(?:</\1\s*>|\Z)"  # with what it holds
    r"|<!--.*?(?:-->|\Z)"
    r"|</?[a-z!?][^<>]{0,2000}(?:>|$)"
    r"|&(?:lt|gt|#\d+|#x[0-9a-f]+);"
    r"|!?\[[^\]\n]{0,300}\]\s?\([^)\s]*(?:\s[^)\n]*)?\)"  # image, link
    r"|^\s*\[[^\]\n]{1,100}\]:\s*\S+.*$"  # link definition
    r"|\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+"
    r"|\b(?:javascript|vbscript|mailto)\s*:\s*\S+|\bdata:[\w/+.-]+[;,]\S*"
    r"|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|example|info|biz|ru|cn|co|app|dev|xyz|top|site|shop)\b(?:/\S*)?",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_NUMBERS = r"\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*"
_MARKER = re.compile(
    rf"\s*(?:\[\^?(?:(?:passages?|sources?|p)\.?\s*)?{_NUMBERS}\]|【{_NUMBERS}[^】]{{0,20}}】"
    rf"|\((?:see\s+)?(?:passages?|sources?)\s+{_NUMBERS}\))",
    re.IGNORECASE,
)
_AFTER_STOP = re.compile(rf"([.!?]+[\"'”’]?)((?:{_MARKER.pattern})+)", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s.*$", re.MULTILINE)
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$", re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without markers or markup, and what was seen on it."""

    text: str
    hints: frozenset[int] = frozenset()
    item: bool = False  # stood as an item of a list
    unsafe: bool = False


def read_sentences(written: str) -> tuple[Sentence, ...]:
    """The sentences of a model's text, in order. Headings, fences and rules are left out."""
    text = _THOUGHT.sub(" ", written).replace(_UNSAFE_MARK, "")
    text = clean_message(text)
    text = _UNSAFE.sub(_UNSAFE_MARK, text)
    for furniture in (_FENCE, _HEADING, _RULE):
        text = furniture.sub("\n", text)
    text = text.replace("|", " ")
    # "Fact. [1] Next fact." : the marker belongs to the sentence before it.
    text = _AFTER_STOP.sub(lambda match: f"{match[2]}{match[1]}", text)
    found = []
    for block in re.split(r"\n+", text):
        item = bool(_ITEM.match(block))
        block = _ITEM.sub("", block, count=1)
        for start, end in sentences(block):
            sentence = _sentence(block[start:end], item)
            if sentence is not None:
                found.append(sentence)
    return tuple(found)


def _sentence(raw: str, item: bool) -> Sentence | None:
    hints = frozenset(number for match in _MARKER.finditer(raw) for number in _range(match.group()))
    plain = _MARKER.sub("", raw)
    unsafe = _UNSAFE_MARK in plain
    plain = plain.replace(_UNSAFE_MARK, " ")
    plain = re.sub(r"\*{1,3}|`+|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)|^\s*>+\s?", "", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    plain = re.sub(r"\s+([.,;:!?])", r"\1", plain)
    if not unsafe and not re.search(r"\w", plain):
        return None
    return Sentence(plain, hints, item, unsafe)


def _range(marker: str) -> set[int]:
    numbers: set[int] = set()
    for first, last in re.findall(r"(\d{1,2})(?:\s*[–-]\s*(\d{1,2}))?", marker):
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers
