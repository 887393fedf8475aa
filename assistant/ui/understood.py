"""What was understood of a question, told to the reader in one quiet line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.ui.markup import tag, text

if TYPE_CHECKING:
    from assistant.types import Answer
    from assistant.ui.texts import Texts

_PLAIN = frozenset({"fragment", "meta"})  # kinds that say nothing about what was asked


def understood_block(answer: Answer, words: Texts) -> str:
    """What a follow-up was taken to mean, the kinds of question, the goal and what it lacks."""
    read, lines = answer.understood, []
    meant = answer.standalone_question.strip()
    if meant and meant != answer.question.strip():
        lines.append(words("understood", question=meant))
    facts = []
    kinds = [
        words(f"kind_{kind}")
        for kind in dict.fromkeys(read.kinds)
        if kind not in _PLAIN and f"kind_{kind}" in words.entries
    ]
    if kinds:
        facts.append(words("read_as", kinds=", ".join(kinds)))
    if read.goal:
        facts.append(words("read_goal", goal=read.goal))
    if read.product:
        facts.append(words("read_product", product=read.product))
    if read.goal and read.smart_missing:
        facts.append(words("read_open", missing=", ".join(read.smart_missing)))
    if facts:
        lines.append(" · ".join(facts))
    if not lines:
        return ""
    return tag("div", "".join(tag("p", text(line)) for line in lines), class_="understood muted")
