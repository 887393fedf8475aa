"""HTML, saved pages included: the course's words without the page around them."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path
from typing import Any

from lxml import etree, html

from ingest.problems import Unreadable
from ingest.readers.html_blocks import blocks_into
from ingest.readers.plain_text import decode
from ingest.readers.rendering import Page

_DROPPED = frozenset(
    """script style nav aside form button noscript iframe svg template select input textarea object embed
    video audio canvas map dialog head menu""".split()  # noqa: SIM905
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|side-bar|breadcrumbs?|footer|cookies?|consent|gdpr|social|share"
    r"|sharing|pagination|pager|toc|table-of-contents|skip|skip-link|advert|ads?|banner|popup|modal|newsletter|subscribe"
    r"|comments?|related|widget|toolbar|masthead|site-header|page-header|topbar|prev-next|screen-reader-text|sr-only"
    r"|visually-hidden|mw-editsection|catlinks|printfooter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alert toolbar".split()  # noqa: SIM905
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)


def read_html(path: Path) -> tuple[str, str]:
    """Title and text of an HTML file or a saved page (``.mht``)."""
    data = path.read_bytes()
    if path.suffix.lower() in {".mht", ".mhtml"}:
        data = _page_in_archive(data)
    return html_to_text(_decoded(data))


def html_to_text(source: str) -> tuple[str, str]:
    """Title and Markdown-like text of an HTML source."""
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("no HTML that can be read") from error
    title = " ".join((root.findtext(".//title") or "").split())
    headings = [" ".join(h.text_content().split()) for h in root.iter("h1")]
    body = root.find("body")
    body = root if body is None else body
    _drop_furniture(body)
    page = Page()
    blocks_into(page, _main_part(body))
    return _title(title, headings), page.text()


def _title(title: str, headings: list[str]) -> str:
    """The page's one main heading; else its title without the site's name."""
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return re.split(r"\s+[|\u00b7\u2013\u2014]\s+|\s+-\s+", title)[0].strip() if title else ""


def _drop_furniture(body: Any) -> None:
    everything = len(_text(body)) or 1
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element is body:
            continue
        if element.tag in {"header", "footer"}:
            _drop_header(element)
        elif element.tag in _DROPPED:
            if element.tag not in {"form", "aside"} or len(_text(element)) < 0.4 * everything:
                element.drop_tree()
        elif _is_furniture(element) and len(_text(element)) < 0.4 * everything:
            element.drop_tree()


def _drop_header(element: Any) -> None:
    """A header inside the text may hold its heading; the site's own header and footers go."""
    within = any(a.tag in {"main", "article", "section"} for a in element.iterancestors())
    headings = list(element.iter("h1", "h2"))
    if element.tag == "header" and headings and (within or not _has_other_h1(element)):
        for child in list(element.iter()):
            if (
                child is not element
                and child.getparent() is not None
                and child.tag in {"nav", "ul", "form", "p"}
            ):
                child.drop_tree()
        return
    element.drop_tree()


def _has_other_h1(element: Any) -> bool:
    inside = set(element.iter("h1"))
    return any(h not in inside for h in element.getroottree().getroot().iter("h1"))


def _is_furniture(element: Any) -> bool:
    if element.tag in {
        "main",
        "article",
        "body",
        "h1",
        "h2",
        "h3",
        "table",
        "tr",
        "td",
        "th",
        "p",
        "li",
    }:
        return "hidden" in element.attrib or element.get("aria-hidden") == "true"
    if element.get("role", "").lower() in _ROLES or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden") == "true" or re.search(
        r"display:\s*none", element.get("style", "")
    ):
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if not _FURNITURE.search(named):
        return False
    return not any(
        e.tag in {"main", "article", "h1"} for e in element.iter() if isinstance(e.tag, str)
    )


def _main_part(body: Any) -> Any:
    """The element that holds the content, when one says so and holds most of the words."""
    everything = len(_text(body))
    mains = [*body.iter("main"), *(e for e in body.iter() if e.get("role") == "main")]
    articles = list(body.iter("article"))
    for candidate in (*mains[:1], *(articles if len(articles) == 1 else [])):
        if len(_text(candidate)) >= max(1, 0.35 * everything):
            return candidate
    return body


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _decoded(data: bytes) -> str:
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        stated = _CHARSET.search(data[:4096])
        if (
            stated is not None
            and stated.group(1).lower() not in {b"utf-8", b"utf8"}
            and b"\0" not in data
        ):
            try:
                return data.decode(stated.group(1).decode("ascii"))
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data)


def _page_in_archive(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise Unreadable("a saved page without HTML in it")
