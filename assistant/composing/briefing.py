"""What a chat model is given: numbered passages, a plan, the question, as text. Pure.

Passages and the person's words are data. They stand between tags whose marks are escaped in the
data, so that no text can close its own tag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.calculators.record import CalculatorResult
from assistant.composing.types import Brief, Draft
from assistant.evidence import Evidence, Findings
from assistant.prompts import Prompts, Writing
from assistant.understanding import Kind
from knowledge.text import clean_message, normalise, sentences

PER_PART = 16
IN_ALL = 24
NEAR_BEST = 0.7  # of the best score: what lies below is about something else
LONGEST_QUESTION = 4000
# Answered from the course's structure, word for word; a model could only spoil them.
STRUCTURAL: frozenset[Kind] = frozenset({"meta", "templates", "takeaways"})

_LIST_MARK = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+")

Outline = Callable[[Brief], Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered piece of evidence.

    ``lead`` is what it is said of: a list's lead-in, a cell's row and column. ``frame`` is where
    it stands: headings, and the table. ``parts`` are the positions of the parts of the question
    it was found for.
    """

    number: int
    evidence: Evidence
    lead: str
    frame: str
    parts: frozenset[int]

    @property
    def text(self) -> str:
        return self.evidence.text


def can_write(brief: Brief) -> bool:
    """Whether a model has anything to do: a part the course covers, and none that is answered
    from its structure.
    """
    if any(finding.part.kind in STRUCTURAL for finding in brief.findings):
        return False
    return any(f.status != "not_in_course" and f.evidence for f in brief.findings)


def gather(brief: Brief, outline: Outline) -> tuple[Passage, ...]:
    """The evidence the model may write from: first what the answer without a model rests on
    (``outline`` gives it), then the best of what was found; each place once.

    Parts the course does not cover give none: their nearest passages answer something else. A
    table row comes cell by cell, so that no value can be taken for another column's.
    """
    chosen: dict[tuple[str, str], tuple[Evidence, set[int]]] = {}
    answerable = [
        (index, finding)
        for index, finding in enumerate(brief.findings)
        if finding.status != "not_in_course"
    ]
    share = max(3, min(PER_PART, IN_ALL // max(1, len(answerable))))
    for index, finding in answerable:
        alone = replace(brief, findings=(finding,), calculations=())
        used = [item for draft in outline(alone) for item in draft.evidence]
        floor = NEAR_BEST * max((item.score for item in finding.evidence), default=0.0)
        near = [item for item in finding.evidence if item.score >= floor]
        taken: set[tuple[str, str]] = set()
        for item in (piece for whole in (*used, *near) for piece in _pieces(whole)):
            key = (normalise(item.text).lower(), _lead(item) if item.chunk.row else "")
            if len(taken) == share:
                break
            if key in taken:
                continue
            taken.add(key)
            chosen.setdefault(key, (item, set()))[1].add(index)
    return tuple(
        Passage(number, item, _lead(item), _frame(item), frozenset(parts))
        for number, (item, parts) in enumerate(chosen.values(), start=1)
    )


def _pieces(item: Evidence) -> list[Evidence]:
    """A piece of evidence as it is; the sentences of a list; the cells of a table row, without
    the row's name. A line that only introduces others says nothing by itself.
    """
    row = item.chunk.row
    if row is not None:
        cells = [c for c in row.cells[1:] if item.start < c.end and c.start < item.end]
        return [replace(item, start=c.start, end=c.end, text=c.text) for c in cells if c.text]
    spans = sentences(item.text) if "\n" in item.text else [(0, len(item.text))]
    found = []
    for start, end in spans:
        mark = _LIST_MARK.match(item.text, start, end)
        start = mark.end() if mark else start
        text = item.text[start:end]
        if re.search(r"\w", text) and not text.rstrip("*_ ").endswith(":"):
            where = item.start + start
            found.append(replace(item, start=where, end=where + len(text), text=text))
    return found


def _lead(item: Evidence) -> str:
    row = item.chunk.row
    if row is None:
        return _joined([item.chunk.lead_in])
    here = [c.column for c in row.cells if (c.start, c.end) == (item.start, item.end)]
    return _joined([row.name, *here])


def _frame(item: Evidence) -> str:
    row = item.chunk.row
    return _joined([*item.chunk.headings, item.chunk.section, row.table if row else ""])


def _joined(words: Sequence[str]) -> str:
    plain = [word.strip(" .:") for word in words]
    return ". ".join(dict.fromkeys(word for word in plain if word))


def ask(
    brief: Brief, passages: Sequence[Passage], prompts: Prompts, max_words: int
) -> tuple[str, str]:
    """The system text and the message of one request."""
    writing = prompts.writing
    goal = brief.question.goal
    wanted = [goal.text] if goal else []
    if brief.question.product:
        wanted.append(f"They sell: {brief.question.product}")
    return (
        prompts.render("system", max_words=max_words),
        prompts.render(
            "answer",
            course=_data(brief.course.title),
            question=_data(brief.question.text),
            goal=_data("\n".join(wanted)) or writing.none,
            plan=_plan(brief.findings, passages, writing),
            passages="\n".join(map(_passage, passages)) or writing.none,
            calculations="\n".join(map(_calculation, brief.calculations)) or writing.none,
        ),
    )


def _plan(findings: Sequence[Findings], passages: Sequence[Passage], writing: Writing) -> str:
    lines = []
    for number, finding in enumerate(findings, start=1):
        part = finding.part
        if finding.status == "not_in_course":
            line = writing.parts["not_in_course"].format(number=number, part=_data(part.text))
        else:
            shown = [f"[{p.number}]" for p in passages if number - 1 in p.parts]
            how = writing.kinds[part.kind]
            if part.count:
                how = f"{how} {writing.count.format(count=part.count)}".strip()
            line = writing.parts[finding.status].format(
                number=number,
                part=_data(part.text),
                passages=", ".join(shown) or writing.none,
                how=how,
            )
        lines.append(line.strip())
    return "\n".join(lines) or writing.none


def _passage(passage: Passage) -> str:
    where = escape(clean_message(passage.frame)[:200])
    lead = f"{_data(passage.lead[:300])}: " if passage.lead else ""
    return (
        f'<passage n="{passage.number}" where="{where}">\n{lead}{_data(passage.text)}\n</passage>'
    )


def _calculation(result: CalculatorResult) -> str:
    said = {
        "result": result.headline,
        "assumptions": result.assumptions,
        "warnings": result.warnings,
    }
    return (
        f'<calculation name="{escape(result.calculator)}" status="{result.status}">\n'
        f"{_data(json.dumps(said, ensure_ascii=False))}\n</calculation>"
    )


def _data(text: str) -> str:
    return escape(clean_message(text)[:LONGEST_QUESTION], quote=False)
