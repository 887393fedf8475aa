"""Safe HTML: escaping, Markdown of answers, and the form in which panes carry HTML.

Every pane is one Gradio Markdown component that shows HTML as we wrote it. Gradio keeps the
nodes of blocks that did not change, as long as a block is one line that starts with a block
tag; `pane` writes them so. (Gradio's own HTML component evaluates its template as a program
and would need ``unsafe-eval`` in the content security policy.)
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping, Sequence

    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_LINK = re.compile(r"(?:https?://|/(?!/)|#)", re.IGNORECASE)
_TAG = re.compile(r"(<[^>]*>)")
_MARKER = re.compile(r"\[(\d{1,3})\]")


def text(value: object) -> str:
    """`value` as text inside an element or a quoted attribute."""
    return escape(str(value), quote=True)


def attributes(**values: str | bool | None) -> str:
    """HTML attributes; ``True`` gives a bare name, ``False`` and ``None`` nothing.

    Underscores become hyphens, a trailing one is dropped: ``aria_label``, ``class_``.
    """
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        key = name.rstrip("_").replace("_", "-")
        parts.append(f" {key}" if value is True else f' {key}="{text(value)}"')
    return "".join(parts)


def tag(name: str, content: str = "", **values: str | bool | None) -> str:
    """An element around HTML `content`."""
    return f"<{name}{attributes(**values)}>{content}</{name}>"


def button(label: str, do: str, class_: str = "quiet", **values: str | bool | None) -> str:
    """A button that the page's script acts on: `do` names the act, data attributes its object."""
    return tag("button", text(label), type="button", class_=class_, data_do=do, **values)


def pane(blocks: Iterable[str]) -> str:
    """Blocks of HTML as the value of a pane."""
    return "\n\n".join(block.replace("\r", "").replace("\n", "&#10;") for block in blocks if block)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["reference", "autolink"])
    parser.add_render_rule("image", _picture_words)
    return parser


def _picture_words(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, object],
) -> str:
    """A picture is told by its words: nothing is ever fetched for an answer."""
    return escape(tokens[index].content)


def _link_attribute(element: str, attribute: str, value: str) -> str | None:
    if element == "a" and attribute == "href":
        return value if _LINK.match(value) else None
    return value


def markdown(source: str) -> str:
    """Markdown as HTML: no raw HTML, no images, links to the web or this page only."""
    html = _markdown().render(source)
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_link_attribute,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def readable(quote: str) -> str:
    """A verbatim quote on one line without the marks of Markdown, for showing only."""
    plain = re.sub(r"\*\*|`|^\s*(?:#+|>|[-*+])\s+", "", quote, flags=re.MULTILINE)
    cells = [cell.strip() for cell in re.split(r"\s*\|\s*", plain) if cell.strip(" -:")]
    return " ".join(" · ".join(cells).split())


def with_markers(html: str, chip: Callable[[int], str | None]) -> str:
    """Sanitised `html` with each ``[n]`` in its text replaced by ``chip(n)``, if that is known."""

    def replace(match: re.Match[str]) -> str:
        found = chip(int(match[1]))
        return match[0] if found is None else found

    return "".join(
        piece if piece.startswith("<") else _MARKER.sub(replace, piece)
        for piece in _TAG.split(html)
    )
