"""The sources of an answer: the numbered cards, and the number behind a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.ui.markup import button, readable, tag, text
from assistant.ui.texts import lesson_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import SourceCard
    from assistant.ui.texts import Texts

AT_FIRST = 6  # cards that are shown before the reader asks for all


def place_of(source: SourceCard, words: Texts) -> str:
    """Where a source stands, for a person: lesson, then section."""
    section = source.section or (source.headings[-1] if source.headings else source.title)
    if not source.lesson:
        return section
    lesson = lesson_name(source.lesson, words)
    return section if source.lesson.lower() in section.lower() else f"{lesson} · {section}"


def chip(source: SourceCard, words: Texts) -> str:
    """The number that stands behind a sentence: a link to the passage, with its quote."""
    return tag(
        "a",
        str(source.number),
        class_="chip",
        href=f"/passages/{source.permalink}",
        data_do="passage",
        data_passage=source.permalink,
        data_quote=readable(source.quote)[:400],
        aria_label=words("source", number=source.number, place=place_of(source, words)),
    )


def sources_block(sources: Sequence[SourceCard], words: Texts) -> str:
    """The numbered source cards, each a link to its place in the course."""
    if not sources:
        return ""
    cards = "".join(tag("li", _card(source, words)) for source in sources)
    heading = tag("h3", text(words("sources")), class_="label")
    more = ""
    if len(sources) > AT_FIRST:
        more = button(
            words("all_sources", count=len(sources)), "all-sources", aria_expanded="false"
        )
    return tag(
        "section",
        tag("div", heading + more, class_="row") + tag("ol", cards, class_="cards"),
        class_="sources few" if more else "sources",
    )


def _card(source: SourceCard, words: Texts) -> str:
    also = "".join(
        tag("small", text(words("also_in", document=place.document)), class_="also")
        for place in source.also_in[:1]
    )
    body = (
        tag("b", str(source.number), class_="number", aria_hidden="true")
        + tag("span", text(_short_place(source)), class_="where")
        + tag("span", text(readable(source.quote)), class_="quote")
        + also
    )
    label = words("source", number=source.number, place=place_of(source, words))
    return tag(
        "a",
        body,
        class_="card",
        href=f"/passages/{source.permalink}",
        data_do="passage",
        data_passage=source.permalink,
        data_quote=readable(source.quote)[:400],
        aria_label=f"{label}. {readable(source.quote)[:160]}",
    )


def _short_place(source: SourceCard) -> str:
    section = source.section or source.title
    short = source.lesson and source.lesson not in section and source.lesson[0].isdigit()
    return f"{source.lesson} · {section}" if short else section
