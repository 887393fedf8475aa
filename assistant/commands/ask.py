"""``ask``: one answer on the terminal."""

from __future__ import annotations

import asyncio
import textwrap

from assistant import bootstrap
from assistant.assistant import answer
from assistant.settings import load_settings
from assistant.types import Answer, Turn

MAX_QUESTION = 8000


def run_ask(question: str, course: str | None, conversation: str | None, as_json: bool) -> int:
    """Print the answer to ``question``. Raises AssistantError, KnowledgeError."""
    from assistant.errors import InvalidRequest

    if len(question) > MAX_QUESTION:
        raise InvalidRequest(f"the question is longer than {MAX_QUESTION} characters")
    product = bootstrap.build(load_settings())
    try:
        turn = Turn(question, course=course, conversation_id=conversation)
        complete = asyncio.run(answer(product.assistant, turn))
    finally:
        bootstrap.close(product)
    print(complete.model_dump_json(indent=2) if as_json else as_text(complete))
    return 0


def as_text(complete: Answer) -> str:
    """An answer for a terminal: text, then numbered sources."""
    lines = [textwrap.fill(line, 96, subsequent_indent="  " if line.startswith("- ") else "")
             for line in complete.answer.splitlines()]  # fmt: skip
    for result in complete.calculations:
        lines += ["", f"Calculated ({result.calculator}, {result.source_label}): {result.formula}"]
        lines += [f"  note: {note}" for note in (*result.assumptions, *result.warnings)]
    if complete.sources:
        lines += ["", "Sources"]
    for source in complete.sources:
        place = f"{source.title}, {source.section}" if source.section else source.title
        lines.append(f"[{source.number}] {place} ({source.document}:{source.start}-{source.end})")
        lines.append(textwrap.indent(textwrap.fill(" ".join(source.quote.split()), 92), "    "))
    lines += ["", f"conversation: {complete.conversation_id}"]
    return "\n".join(lines)
