"""Question templates at use: a question with the reader's own words in its slots."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.types import QuestionTemplate


def render(template: QuestionTemplate, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The question with ``values`` in its slots, and the names of the slots left unfilled.

    A value of white space counts as unfilled; an unfilled slot shows the course's example. What
    stood in round brackets stays in them, since the sentence reads on without it.

    Raises:
        KeyError: a value names no slot of this template.
    """
    unknown = sorted(set(values) - {slot.name for slot in template.slots})
    if unknown:
        raise KeyError(unknown[0])
    parts: list[str] = []
    unfilled: list[str] = []
    position = 0
    for slot in template.slots:
        value = " ".join(values.get(slot.name, "").split())
        if not value:
            unfilled.append(slot.name)
            value = slot.example
        bracketed = template.template[slot.start : slot.start + 1] == "("
        parts.append(template.template[position : slot.start])
        parts.append(f"({value})" if bracketed else value)
        position = slot.end
    parts.append(template.template[position:])
    return "".join(parts), tuple(unfilled)
