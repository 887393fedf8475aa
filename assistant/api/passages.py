"""A passage as a page for a person: the lesson's outline, its text, the passage marked.

The page is one piece of HTML without script, image or font from anywhere. The text is the
document's own, character for character, so that what is quoted can be found in it.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise

from knowledge.library import Course
from knowledge.types import Place, Section

MARK = "passage"

_STYLE = """
:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;margin:0 auto;padding:1.5rem;max-width:70rem;
display:grid;grid-template-columns:minmax(12rem,18rem) minmax(0,1fr);gap:2rem}
header{grid-column:1/-1}h1{font-size:1.4rem;margin:0}header p{margin:.2rem 0}
nav ol{list-style:none;margin:0;padding:0}nav li{margin:.3rem 0}
nav [aria-current]{font-weight:700}.l3,.l4,.l5,.l6{padding-left:1rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.text section{margin:0}mark{padding:.1em 0;scroll-margin:30vh}
@media(max-width:45rem){body{display:block}nav{margin:1rem 0}}
""".strip()


def passage_page(course: Course, place: Place) -> str:
    """The page for a place in a course; the passage is ``#passage``."""
    document = course.document(place.document)
    sections = [s for s in course.content.outline if s.document == place.document]
    here = _innermost(sections, place)
    lesson = _lesson(sections, place, here, len(document.text))
    heading = next((s.title for s in lesson if s.start <= place.start < s.end), document.title)
    start = min([s.start for s in lesson], default=0)
    end = max([s.end for s in lesson], default=len(document.text))
    # A passage may reach over the end of what the outline calls its lesson.
    start, end = min(start, place.start), max(end, place.end)
    section = here.title if here else ""
    trail = " · ".join(part for part in (course.title, document.title, section) if part)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(section or heading)}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>{escape(heading)}</h1><p>{escape(trail)}</p>"
        f'<p><a href="#{MARK}">Go to the passage</a></p></header>'
        f'<nav aria-label="Outline of the lesson">{_outline(lesson, here)}</nav>'
        f'<main><div class="text">{_text(document.text, start, end, place, lesson)}</div></main>'
        "</body></html>"
    )


def _innermost(sections: list[Section], place: Place) -> Section | None:
    around = [s for s in sections if s.start <= place.start < s.end]
    return min(around, key=lambda s: s.end - s.start, default=None)


def _lesson(
    sections: list[Section], place: Place, here: Section | None, length: int
) -> list[Section]:
    """The sections of the lesson the passage stands in; of the whole document without lessons."""
    if here is None or not here.lesson:
        return sections
    return [s for s in sections if s.lesson == here.lesson]


def _outline(lesson: list[Section], here: Section | None) -> str:
    items = "".join(
        f'<li class="l{max(1, min(6, s.level))}"{_current(s, here)}>'
        f'<a href="#s{s.start}">{escape(s.title)}</a></li>'
        for s in lesson
    )
    return f"<ol>{items}</ol>"


def _current(section: Section, here: Section | None) -> str:
    return ' aria-current="true"' if section == here else ""


def _text(text: str, start: int, end: int, place: Place, lesson: list[Section]) -> str:
    """The text with an anchor at every section and the passage marked."""
    points = sorted(
        {start, end, place.start, place.end, *(s.start for s in lesson if start <= s.start < end)}
    )
    anchors = {s.start for s in lesson}
    out = []
    for left, right in pairwise(points):
        inside = place.start <= left < place.end
        if left in anchors and not inside:
            out.append(f'<span id="s{left}"></span>')
        if left == place.start:
            out.append(f'<mark id="{MARK}">')
        out.append(escape(text[left:right]))
        if right == place.end:
            out.append("</mark>")
    return "".join(out)
