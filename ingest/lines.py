"""The lines of a text with their exact places, and how the text as a whole is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]*")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
# The space after the marks is often forgotten: two marks are a heading all the same, and one is
# where a capital follows and the line has no other mark, as a line of hashtags would.
ATX = re.compile(
    r"[ \t]{0,3}(#{1,6})(?:[ \t]+|$|(?<=##)(?=[^\s#!])|(?<=#)(?=\*\*)"
    r"|(?<![#\w]#)(?<=#)(?=[A-Z][^#\s]*[ \t][^#]{2,110}$))"
)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``start`` to ``end`` is its content: quote marks and outer white space are left out."""

    start: int
    end: int
    text: str
    indent: int  # columns of white space before the content, tabs as four
    quoted: int  # number of quote marks before it

    @property
    def blank(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is written: with Markdown headings or bare, and what a line break means in it."""

    headings: Literal["marked", "bare"]
    breaks: Literal["wrapped", "paragraphs"]  # lines of one paragraph, or a paragraph per line


def lines_of(text: str) -> list[Line]:
    """Every line of ``text`` in order; blank ones are kept, they separate paragraphs."""
    lines: list[Line] = []
    position = 0
    while position <= len(text):
        match = _LINE.match(text, position)
        end = match.end() if match else position
        lines.append(_line(text, position, end))
        ending = _BREAK.match(text, end)
        if ending is None:
            break
        position = ending.end()
    return lines


def _line(text: str, start: int, end: int) -> Line:
    quote = _QUOTE.match(text, start, end)
    quoted = 0
    if quote is not None:
        quoted = quote.group().count(">")
        start = quote.end()
    indent = 0
    while start < end and text[start].isspace():
        indent += 4 - indent % 4 if text[start] == "\t" else 1
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Line(start, end, text[start:end], indent, quoted)


def layout_of(lines: list[Line]) -> Layout:
    """Read the layout off the lines: are headings marked, does a line end a paragraph?"""
    fenced = False
    marked = False
    lengths: list[int] = []
    for line in lines:
        if _FENCE.match(line.text):
            fenced = not fenced
        elif fenced or line.blank:
            continue
        elif ATX.match(line.text):
            marked = True
        elif len(line.text) > 40:
            lengths.append(len(line.text))
    # Text wrapped at a column has no line far beyond it; a text with a line per paragraph has many.
    # Marked text may hold a sentence per line, so only lines that must be paragraphs count there.
    limit, share = (200, 0.3) if marked else (130, 0.05)
    far = sum(length > limit for length in lengths)
    wide = far > 0 and far >= share * len(lengths)
    return Layout("marked" if marked else "bare", "paragraphs" if wide else "wrapped")
