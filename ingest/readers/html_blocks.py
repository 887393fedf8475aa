"""HTML elements to blocks: headings, paragraphs, lists with nesting, tables, definitions."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.rendering import Page

_BLOCKS = frozenset(
    """address article aside blockquote body details dd div dl dt fieldset figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead
    tr ul center""".split()  # noqa: SIM905
)
_BOLD = frozenset({"b", "strong"})
_MAX_DEPTH = 400


def blocks_into(page: Page, element: Any, depth: int = 0) -> None:
    """Render everything inside ``element``, in reading order."""
    inline: list[str] = [element.text or ""]
    for child in element:
        if _is_block(child) and depth < _MAX_DEPTH:
            _flush(page, inline)
            _block(page, child, depth)
            inline.append(child.tail or "")
        else:
            inline.append(_inline(child))
            inline.append(child.tail or "")
    _flush(page, inline)


def _block(page: Page, element: Any, depth: int) -> None:
    tag = element.tag
    if re.fullmatch(r"h[1-6]", tag):
        page.heading(int(tag[1]), _words(element))
    elif tag in {"ul", "ol"}:
        _list(page, element, 0)
    elif tag == "dl":
        _definitions(page, element)
    elif tag == "table":
        _table(page, element, depth)
    elif tag == "pre":
        page.code("".join(element.itertext()))
    elif tag == "blockquote" and not any(
        _is_block(e) and e.tag not in {"p", "footer", "div"}
        for e in element.iter()
        if e is not element
    ):
        for part in list(element.iter("p")) or [element]:
            page.quote(_inner(part))
    elif tag == "summary":
        page.paragraph(f"**{_words(element)}**")
    elif tag in {"p", "dt", "dd", "figcaption"} and not any(_is_block(e) for e in element):
        page.paragraph(_inner(element))
    else:
        blocks_into(page, element, depth + 1)


def _list(page: Page, element: Any, depth: int) -> None:
    number = 0
    for child in element:
        if child.tag in {"ul", "ol"}:
            _list(page, child, depth + 1)
            continue
        if child.tag != "li":
            if isinstance(child.tag, str):
                page.item(depth, _inner(child))
            continue
        number += 1
        own: list[str] = [child.text or ""]
        nested: list[Any] = []
        for part in child:
            _split_item(part, own, nested)
        page.item(depth, "".join(own), number if element.tag == "ol" else 0)
        for part in nested:
            if part.tag in {"ul", "ol"}:
                _list(page, part, min(depth + 1, _MAX_DEPTH))
            else:
                _block(page, part, 0)


def _split_item(part: Any, own: list[str], nested: list[Any]) -> None:
    """An item's own words, and the lists and tables inside it."""
    if part.tag in {"ul", "ol", "table", "dl", "pre"}:
        nested.append(part)
        own.append(" " + (part.tail or ""))
    elif _is_block(part):
        own.append(" " + (part.text or ""))
        for inner in part:
            _split_item(inner, own, nested)
        own.append(" " + (part.tail or ""))
    else:
        own.append(_inline(part) + (part.tail or ""))


def _definitions(page: Page, element: Any) -> None:
    terms: list[str] = []
    for child in element.iter("dt", "dd"):
        if child.tag == "dt":
            terms.append(_words(child))
        else:
            words = _words(child)
            page.item(0, f"**{', '.join(terms)}:** {words}" if terms else words)
            terms = []


def _table(page: Page, element: Any, depth: int) -> None:
    """A table of facts becomes rows; one that only lays out the page becomes its content."""
    rows = [row for row in element.iter("tr") if _nearest_table(row) is element]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    lays_out = any(
        e.tag in {"table", "h1", "h2", "h3", "ul", "ol"} and e is not element
        for e in element.iter()
    )
    width = max((len(row) for row in cells), default=0)
    if (lays_out and len(rows) < 3) or width < 2:
        for row in cells:
            for cell in row:
                blocks_into(page, cell, depth + 1)
        return
    caption = element.find("caption")
    if caption is not None and _words(caption):
        page.caption(_words(caption))
    head = max(1, _rows_of_names(rows, cells))
    spread: list[list[str]] = []
    carried: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(cells):
        spread.append(_spread_row(row, carried, again=number < head and head > 1))
    page.table(spread, head)


def _rows_of_names(rows: list[Any], cells: list[list[Any]]) -> int:
    """How many rows at the top name the columns: those of the table's head, or of ``th`` alone."""
    count = 0
    for row, held in zip(rows, cells, strict=True):
        if held and (row.getparent().tag == "thead" or all(cell.tag == "th" for cell in held)):
            count += 1
        else:
            break
    return count if count < len(rows) else 1


def _spread_row(
    cells: list[Any], carried: dict[int, tuple[int, str]], *, again: bool = False
) -> list[str]:
    """The words of a row's cells, with those that reach over several rows repeated, and where
    ``again`` those that reach over several columns too."""
    words: list[str] = []
    queue = list(cells)
    while queue or len(words) in carried:
        column = len(words)
        if column in carried:
            left, text = carried.pop(column)
            words.append(text)
            if left > 1:
                carried[column] = (left - 1, text)
            continue
        cell = queue.pop(0)
        text = _words(cell)
        for offset in range(_span(cell, "colspan")):
            shown = text if offset == 0 or again else ""
            words.append(shown)
            if _span(cell, "rowspan") > 1:
                carried[column + offset] = (_span(cell, "rowspan") - 1, shown)
    return words[:60]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(30, max(1, int(value))) if value.isdecimal() and value.isascii() else 1


def _nearest_table(row: Any) -> Any:
    return next((a for a in row.iterancestors() if a.tag == "table"), None)


def _flush(page: Page, inline: list[str]) -> None:
    text = "".join(inline)
    inline.clear()
    for part in re.split(r"\x00{2,}", re.sub(r"\s*\x00\s*", "\x00", _collapse(text))):
        page.paragraph(part.replace("\x00", "\n"))


def _inner(element: Any) -> str:
    text = (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)
    return re.sub(r" *\x00 *", "\n", _collapse(text))


def _words(element: Any) -> str:
    return " ".join(_inner(element).split())


def _inline(element: Any, depth: int = 0) -> str:
    """The words of inline content; bold is kept, since courses name things by it."""
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "br":
        return "\x00"
    if element.tag in {"img", "script", "style", "wbr"}:
        return ""
    inner = (element.text or "") + "".join(
        (_inline(child, depth + 1) if depth < _MAX_DEPTH else "") + (child.tail or "")
        for child in element
    )
    if _is_block(element):
        return f" {inner} "
    if element.tag in _BOLD and inner.strip() and "**" not in inner and "\x00" not in inner:
        left, right = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{left}**{inner.strip()}**{right}"
    return inner


def _collapse(text: str) -> str:
    return re.sub(r"[^\S\x00]+", " ", text.replace("\u200b", "").replace("\u00ad", "")).strip()


def _is_block(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag in _BLOCKS
