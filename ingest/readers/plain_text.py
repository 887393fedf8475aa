"""Markdown and plain text: the decoded file exactly as it stands."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.problems import Unreadable


def read_text(path: Path) -> str:
    """The text of a file, line ends as they are. UTF-8 with or without mark, else Windows-1252.

    Raises:
        Unreadable: the bytes are no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror or error}") from error
    return decode(data)


def decode(data: bytes) -> str:
    """Bytes to text, or a reason why they are none."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(_decoded(data, encoding))
    if data.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
    ):
        raise Unreadable("not a text file: its bytes are those of another format")
    if b"\0" in data:
        raise Unreadable("not a text file: it holds NUL bytes")
    try:
        return _checked(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _checked(_decoded(data, "cp1252"))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"neither UTF-8 nor {encoding} text") from error


def _checked(text: str) -> str:
    controls = sum((c < " " and c not in "\t\n\r\f\v\x1b") or c == "\ufffd" for c in text)
    if "\0" in text or controls > max(2, len(text) // 200):
        raise Unreadable("not a text file: it holds control characters")
    if not text.strip():
        raise Unreadable("the file is empty")
    return text
