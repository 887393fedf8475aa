"""Headings of text that marks none: short lines standing alone, numbered, underlined or in capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.furniture import is_furniture
from ingest.lessons import lesson_word_rank
from ingest.lines import Layout, Line

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=\S)")
_ITEM = re.compile(r"(?:[-*+\u2022\u25e6\u25aa\u2023\u00b7\u2013]|\(?[a-z]\)|\d{1,3}[.)])\s+\S")
_ASKS = re.compile(
    r"(?:what|why|how|when|who|which|where|can|should|do|does|is|are)\b", re.IGNORECASE
)
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|#{3,})$")
_MAX_LENGTH, _MAX_WORDS = 100, 14


def bare_headings(lines: Sequence[Line], layout: Layout) -> dict[int, int]:
    """Line number -> level of the headings of an unmarked text."""
    classes: dict[int, int] = {}
    for i, line in enumerate(lines):
        if not line.blank and _is_heading(lines, i, layout):
            classes[i] = _heading_class(lines, i)
    _drop_runs(lines, classes)
    if not classes:
        return {}
    first, *rest = sorted(classes)
    if rest and _next_filled(lines, first) == rest[0] and classes[first] >= classes[rest[0]]:
        classes[first] = -1  # a title above the first heading of the same kind
    ranks = {value: rank for rank, value in enumerate(sorted(set(classes.values())), start=1)}
    return {i: min(6, ranks[value]) for i, value in classes.items()}


def is_underline(line: Line) -> bool:
    """A line of rules that underlines the line before it, or separates."""
    return _UNDERLINE.match(line.text) is not None


def _is_heading(lines: Sequence[Line], i: int, layout: Layout) -> bool:
    line = lines[i]
    text = line.text
    underlined = i + 1 < len(lines) and lines[i + 1].text[:3] in {"===", "---", "~~~"}
    if underlined and is_underline(lines[i + 1]) and len(text) <= _MAX_LENGTH:
        return i == 0 or lines[i - 1].blank
    if not _has_heading_shape(text) or line.quoted or line.indent > 40:
        return False
    alone_above = i == 0 or lines[i - 1].blank or is_underline(lines[i - 1])
    alone_below = i + 1 >= len(lines) or lines[i + 1].blank
    if layout.breaks == "wrapped" and not (alone_above and alone_below):
        # A lesson line may sit directly on its text, never inside a paragraph.
        names_lesson = lesson_word_rank(text) is not None and len(text) <= 80
        if not (alone_above and names_lesson):
            return False
    following = _next_filled(lines, i)
    if following is None:
        return False
    below = lines[following].text
    if _ITEM.match(text):
        return _is_numbered_title(lines, i, following)
    if text.endswith("?"):
        return bool(_ASKS.match(text)) and len(below) > 1.5 * len(text) and not below.endswith("?")
    if text.endswith(":"):
        return not _ITEM.match(below) and "\t" not in below and len(below) > len(text)
    return True


def _has_heading_shape(text: str) -> bool:
    if len(text) > _MAX_LENGTH or len(text.split()) > _MAX_WORDS or "\t" in text or "|" in text:
        return False
    if text[-1] in ".!;," or not any(c.isalpha() for c in text) or is_furniture(text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or not text[0].isascii() or text[0] in "\"'("):
        return False
    if re.search(r"\s{3,}|[a-z][.!?]\s+[A-Z]", text) or re.fullmatch(r"\S+@\S+|https?://\S+", text):
        return False
    label, colon, rest = text.partition(":")
    if colon and rest.strip() and lesson_word_rank(text) is None and not text.isupper():
        words = [word for word in rest.split() if len(word) > 3]
        return len(label.split()) <= 6 and bool(words) and all(word[0].isupper() for word in words)
    return True


def _is_numbered_title(lines: Sequence[Line], i: int, following: int) -> bool:
    """``2. Tools`` is a title when a paragraph follows, an item when ``3. …`` or nothing does."""
    number = _NUMBERED.match(lines[i].text)
    if number is None or _ITEM.match(lines[following].text):
        return False
    body = lines[i].text[number.end() :]
    return (
        len(body) <= 70
        and len(lines[following].text) > len(body)
        and not lines[following].indent > 3
    )


def _heading_class(lines: Sequence[Line], i: int) -> int:
    """Small is outer: lesson words, double underline, capitals, numbers by depth, the rest."""
    text = lines[i].text
    rank = lesson_word_rank(text)
    if rank is not None:
        return rank
    if i + 1 < len(lines) and is_underline(lines[i + 1]):
        return 10 if lines[i + 1].text[0] in "=*#" else 14
    number = _NUMBERED.match(text)
    if number is not None:
        return 12 + number.group(1).count(".")
    if text.isupper() and len(text) > 3:
        return 11
    return 20


def _drop_runs(lines: Sequence[Line], classes: dict[int, int]) -> None:
    """Three short lines in a row are a list of names, a verse or an address: no headings."""
    numbers = sorted(classes)
    run: list[int] = []
    for i in [*numbers, len(lines) + 9]:
        if run and _next_filled(lines, run[-1]) == i:
            run.append(i)
            continue
        kept = 3 if run and not any(not lines[j].blank for j in range(run[0])) else 2
        ordinary = [j for j in run if classes[j] == 20]
        if len(run) > kept and len(ordinary) > 1:
            for j in ordinary[:-1] if len(run) <= 3 else ordinary:
                del classes[j]
        run = [i]


def _next_filled(lines: Sequence[Line], i: int) -> int | None:
    for j in range(i + 1, len(lines)):
        if not lines[j].blank and not is_underline(lines[j]):
            return j
    return None
