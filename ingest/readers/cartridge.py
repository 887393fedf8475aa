"""IMS Common Cartridge: the order and titles of its manifest, and its discussion topics."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ingest.lessons import lesson_mark
from ingest.problems import Unreadable
from ingest.readers.html_page import html_to_text
from ingest.readers.rendering import Page

_MAX_MANIFEST = 20 * 1024 * 1024
_READ_TYPES = ("webcontent", "imsdt", "associatedcontent")


def package_order(archive: zipfile.ZipFile) -> dict[str, tuple[int, str]]:
    """Member name -> (place, title) as the manifest's organisation lists them.

    A manifest that cannot be read orders nothing; the members are then read by name.
    """
    try:
        with archive.open("imsmanifest.xml") as file:
            root = ElementTree.fromstring(file.read(_MAX_MANIFEST))
    except (
        DefusedXmlException,
        ElementTree.ParseError,
        ValueError,
        KeyError,
        OSError,
        zipfile.BadZipFile,
    ):
        return {}
    files: dict[str, list[str]] = {}
    for resource in _all(root, "resource"):
        if not any(kind in resource.get("type", "") for kind in _READ_TYPES):
            continue
        named = [resource.get("href"), *(file.get("href") for file in _all(resource, "file"))]
        files[resource.get("identifier", "")] = list(dict.fromkeys(unquote(n) for n in named if n))
    order: dict[str, tuple[int, str]] = {}
    for identifier, title in _items(root, ""):
        for name in files.get(identifier, []):
            order.setdefault(name, (len(order), title))
    for names in files.values():
        for name in names:
            order.setdefault(name, (len(order), ""))
    return order


def _items(element: Any, lesson: str) -> Iterator[tuple[str, str]]:
    """Resource and title of each item in order; an item that names no lesson bears that above it."""
    for item in element:
        if _local(item) != "item":
            yield from _items(item, lesson)
            continue
        own = next((child.text or "" for child in item if _local(child) == "title"), "").strip()
        numbered = lesson_mark(own)
        title = f"{lesson}: {own}" if lesson and own and numbered is None else own
        yield item.get("identifierref", ""), title
        yield from _items(item, own if numbered is not None else lesson)


def read_topic(path: Path) -> tuple[str, str]:
    """Title and text of a discussion topic (``imsdt``). Other XML of a cartridge is no text."""
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (DefusedXmlException, ElementTree.ParseError, ValueError) as error:
        raise Unreadable("XML that cannot be read") from error
    if _local(root) != "topic":
        raise Unreadable("not a text of the course")
    title = next(
        (" ".join((child.text or "").split()) for child in root if _local(child) == "title"), ""
    )
    words = next((child.text or "" for child in root if _local(child) == "text"), "")
    _, text = html_to_text(words) if words.strip() else ("", "")
    page = Page()
    page.heading(1, f"Discussion: {title}" if title else "Discussion")
    return title, page.text() + ("\n" + text if text else "")


def _all(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if _local(element) == name]


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
