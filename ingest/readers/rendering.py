"""Formatted documents as Markdown-like text: what offsets refer to when a file is no text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence


class Page:
    """Collects blocks in reading order; ``text()`` is the document."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, str]] = []  # kind, text

    def heading(self, level: int, text: str) -> None:
        """A heading, level 1 to 6."""
        words = re.sub(r"\s+", " ", text).strip().replace("**", "")
        if words:
            self._blocks.append(("heading", f"{'#' * max(1, min(6, level))} {words}"))

    def paragraph(self, text: str) -> None:
        """A paragraph; its inner line breaks stay."""
        words = _lines(text)
        if words:
            self._blocks.append(("paragraph", words))

    def item(self, depth: int, text: str, number: int = 0) -> None:
        """A list item, ``depth`` 0 outermost; ``number`` over 0 for a numbered list."""
        words = re.sub(r"\s+", " ", text).strip()
        if words:
            mark = f"{number}." if number else "-"
            self._blocks.append(("item", f"{'    ' * min(depth, 8)}{mark} {words}"))

    def quote(self, text: str) -> None:
        """A quotation set off from the text."""
        words = _lines(text)
        if words:
            self._blocks.append(("paragraph", "\n".join(f"> {line}" for line in words.split("\n"))))

    def code(self, text: str) -> None:
        """A listing, its lines as they are."""
        words = text.strip("\n")
        if words.strip():
            self._blocks.append(("paragraph", f"```\n{words}\n```"))

    def table(self, rows: Sequence[Sequence[str]], head: int = 1) -> None:
        """A table whose first ``head`` rows name the columns.

        A first row of one cell over all columns is the table's caption.
        """
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        if not filled:
            return
        width = max(len(row) for row in filled)
        if len(filled) > 2 and width > 1 and _is_title(filled[0]) and not _is_title(filled[1]):
            self.caption(filled[0][0])
            filled, head = filled[1:], head - 1
        if 1 < head < len(filled):
            filled = [_column_names(filled[:head], width), *filled[head:]]
        if width == 1 or len(filled) == 1:
            for row in filled:
                self.paragraph(" \u2014 ".join(cell for cell in row if cell.strip()))
            return
        lines = [_row([*row, *[""] * (width - len(row))]) for row in filled]
        lines.insert(1, "|" + "---|" * width)
        self._blocks.append(("paragraph", "\n".join(lines)))

    def caption(self, text: str) -> None:
        """The line above a table that says what it shows."""
        words = re.sub(r"\s+", " ", text).strip()
        named = re.match(r"table\b", words, re.IGNORECASE) or words.endswith(":")
        self.paragraph(words if named or not words else f"{words}:")

    def text(self) -> str:
        """The whole text: a blank line between blocks, none between the items of a list."""
        parts: list[str] = []
        for i, (kind, text) in enumerate(self._blocks):
            if i:
                parts.append(
                    "\n" if kind == "item" and self._blocks[i - 1][0] == "item" else "\n\n"
                )
            parts.append(text)
        return "".join((*parts, "\n" if parts else ""))


def _lines(text: str) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_title(row: Sequence[str]) -> bool:
    """Whether a row holds one text, in its first cell or repeated over all of them."""
    words = {cell.strip() for cell in row if cell.strip()}
    return len(words) == 1 and row[0].strip() in words


def _column_names(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """One name per column from several rows of them: ``Behaviour: Colour``."""
    columns = ([row[i].strip() for row in rows if i < len(row)] for i in range(width))
    return [": ".join(dict.fromkeys(name for name in names if name)) for names in columns]


def _row(cells: Sequence[str]) -> str:
    words = (re.sub(r"\s+", " ", cell).strip().replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(words)} |"
