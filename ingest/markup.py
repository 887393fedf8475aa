"""Markup marks: taken off where a title or a term is read, never where an offset is counted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^}]*\}\s*$")
_STRONG = re.compile(r"(\*\*\*|\*\*|(?<!_)__(?!_))(?=\S)(.{1,300}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,2000}?)(?<=[^\s*_])\1(?![\w*])", re.DOTALL
)
_CODE = re.compile(r"`+([^`]+)`+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
# Only what HTML knows: ``<your shop>`` is a gap that a reader fills.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|caption|center|cite|code|dd|del|details|div|dl|dt|em|figcaption"
    r"|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span"
    r"|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_BOLD_LED = re.compile(
    r"\s*(?:\*\*|__)(?=\S)([^*\n]{2,90}?)(?:(:)(?:\*\*|__)|(?:\*\*|__)\s*(:))\s*(?=\S)"
)


@lru_cache(maxsize=4096)  # a passage and its headings are asked for many times in a row
def clean(text: str) -> str:
    """``text`` without Markdown and HTML marks, white space collapsed.

    Emphasis, links, code marks, escapes, heading attributes and inline tags go; their words stay.
    """
    text = _LINK.sub(r"\1", text)
    text = _ATTRIBUTES.sub("", text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _TAG.sub("", text)
    text = _ESCAPE.sub(r"\1", text)
    text = text.replace("**", "").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text).strip()


def clean_title(text: str) -> str:
    """A heading's words: marks, doubled ``#``, pictographs at its edges and a final colon taken off."""
    text = re.sub(r"^(?:\s*(?:#+(?:\s+|$)|##+|#(?=[A-Z])))+", "", text)
    text = clean(re.sub(r"(?:\s+#+|\s*##+)+\s*$", "", text))
    text = strip_pictographs(text)
    return text.rstrip(" :\u2013\u2014-").strip() if text.strip("-\u2013\u2014: ") else ""


def strip_pictographs(text: str) -> str:
    """``text`` without the emoji and other symbols that decorate its two ends."""
    kept = list(text)
    for side in (0, -1):
        while kept and (
            kept[side].isspace()
            or unicodedata.category(kept[side]) in {"So", "Sk", "Cn", "Cf"}
            or kept[side] in "\ufe0f\u200d"
        ):
            kept.pop(side)
    return "".join(kept)


def bold_lead(text: str) -> str:
    """The bold term a paragraph opens with, when a colon closes it; else the empty string.

    ``**Mise en place:** Everything …`` gives ``Mise en place``.
    """
    match = _BOLD_LED.match(text)
    return clean(match.group(1)).rstrip(":").strip() if match else ""


def bold_terms(text: str) -> list[str]:
    """Every bold run of ``text`` that is short enough to be a name, in order."""
    found = [
        clean(match.group(2)).strip(" :.,;\"'\u201c\u201d") for match in _STRONG.finditer(text)
    ]
    return [term for term in found if 2 <= len(term) <= 80 and len(term.split()) <= 9]
