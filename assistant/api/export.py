"""A conversation as data, as Markdown and as a Word document, each with its sources.

What a person or a course wrote is text in all three: in Markdown it is escaped so that no viewer
makes a link, an image or HTML of it; in Word it goes into runs without the characters XML lacks.
"""

from __future__ import annotations

import io
import re
from dataclasses import asdict, replace
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt

from assistant.calculators.record import CalculatorResult
from assistant.store import Conversation, StoredTurn
from assistant.types import SourceCard
from knowledge.text import clean_message

_SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+!|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STATES = {"interrupted": "This answer was interrupted.", "failed": "This answer failed."}


def as_data(conversation: Conversation) -> dict[str, Any]:
    """The conversation as JSON types; each turn holds the answer as it was sent."""
    return {
        "id": conversation.id,
        "course": conversation.course,
        "title": conversation.title,
        "created": conversation.created,
        "updated": conversation.updated,
        "turns": [
            {
                "created": turn.created,
                "state": turn.state,
                "answer": turn.answer.model_dump(mode="json"),
                "feedback": None if turn.feedback is None else asdict(turn.feedback),
            }
            for turn in conversation.turns
        ],
    }


def as_markdown(conversation: Conversation, base_url: str) -> str:
    """The conversation as Markdown. ``base_url`` is what the links to passages begin with."""
    lines = [f"# {plain(conversation.title)}", ""]
    for turn in conversation.turns:
        lines += [f"## {plain(turn.answer.question)}", ""]
        if turn.state in _STATES:
            lines += [f"*{_STATES[turn.state]}*", ""]
        lines += [safe_markdown(turn.answer.answer), ""]
        if turn.answer.calculations:
            lines += ["**Calculations**", ""]
            lines += [f"- {plain(line)}" for line in _calculation_lines(turn)]
            lines.append("")
        if turn.answer.sources:
            lines += ["**Sources**", ""]
            for source in turn.answer.sources:
                link = f"[{plain(source_name(source))}]({source_url(source, base_url)})"
                lines.append(f"{source.number}. {link}: “{plain(source.quote)}”")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_docx(conversation: Conversation, base_url: str) -> bytes:
    """The conversation as a Word document."""
    document = Document()
    document.core_properties.title = clean_message(conversation.title)
    document.core_properties.author = ""
    document.add_heading(clean_message(conversation.title), level=0)
    for turn in conversation.turns:
        document.add_heading(clean_message(turn.answer.question), level=1)
        if turn.state in _STATES:
            document.add_paragraph(_STATES[turn.state])
        _add_markdown(document, clean_message(turn.answer.answer))
        if turn.answer.calculations:
            document.add_heading("Calculations", level=2)
            for line in _calculation_lines(turn):
                document.add_paragraph(clean_message(line), style="List Bullet")
        if turn.answer.sources:
            document.add_heading("Sources", level=2)
            for source in turn.answer.sources:
                _add_source(document, source, base_url)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def source_name(source: SourceCard) -> str:
    """Where a source stands, in words: title, lesson, section."""
    lesson = f"lesson {source.lesson}" if source.lesson else ""
    parts = (source.title, lesson if source.lesson not in source.title else "", source.section)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def source_url(source: SourceCard, base_url: str) -> str:
    """The address of the passage, highlighted in its lesson."""
    return f"{base_url}/passages/{source.permalink}#passage"


def safe_markdown(text: str) -> str:
    """An answer's Markdown with raw HTML, images and links turned into text."""
    text = _without_html(clean_message(text))
    # Backslashes in front go, or ours would be the one that is escaped.
    text = re.sub(r"\\*!(?=\[)", r"\\!", text)
    return re.sub(r"\\*\](?=[(:])", r"\\]", text)


def only(conversation: Conversation, answer_id: str) -> Conversation | None:
    """One answer of the conversation, under its own question; None if it is not in it."""
    turns = tuple(turn for turn in conversation.turns if turn.answer.id == answer_id)
    return replace(conversation, title=turns[0].answer.question, turns=turns) if turns else None


def plain(text: str) -> str:
    """Text on one line, with everything Markdown would act on escaped."""
    words = " ".join(clean_message(text).split())
    return _without_html(_SPECIAL.sub(r"\\\1", words))


def _without_html(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")


def _calculation_lines(turn: StoredTurn) -> list[str]:
    return [_calculation_line(result) for result in turn.answer.calculations]


def _calculation_line(result: CalculatorResult) -> str:
    read = ", ".join(
        f"{entry.name} = {entry.value} {entry.unit or ''}".strip()
        for entry in result.inputs_as_read
        if isinstance(entry.value, str | int | float)
    )
    parts = [result.headline, f"Formula: {result.formula} ({result.source_label})."]
    if read:
        parts.append(f"Read as: {read}.")
    parts += [f"Assumed: {text}" for text in result.assumptions]
    parts += [f"Warning: {text}" for text in result.warnings]
    return " ".join(parts)


def _add_markdown(document: WordDocument, text: str) -> None:
    """Paragraphs, lists, headings and bold of an answer; the rest stays as text."""
    for block in text.splitlines():
        line = block.strip()
        if not line:
            continue
        if heading := re.match(r"#{1,6}\s+(.*)", line):
            document.add_heading(heading[1], level=2)
            continue
        bullet = re.match(r"(?:[-*+]\s+|(\d+)[.)]\s+)(.*)", line)
        style = ("List Number" if bullet[1] else "List Bullet") if bullet else None
        paragraph = document.add_paragraph(style=style)
        for number, piece in enumerate((bullet[2] if bullet else line).split("**")):
            paragraph.add_run(piece).bold = number % 2 == 1 or None


def _add_source(document: WordDocument, source: SourceCard, base_url: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"[{source.number}] {clean_message(source_name(source))}: ").bold = True
    paragraph.add_run(f"“{clean_message(source.quote)}”").italic = True
    address = paragraph.add_run(f"\n{source_url(source, base_url)}")
    address.font.size = Pt(8)
