"""From checked sentences to an answer: markers placed, sources numbered, parts reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant import citations
from assistant.calculators.record import CalculatorResult
from assistant.composing import Brief, Draft
from assistant.composing.gaps import nearest_of
from assistant.evidence import Evidence
from assistant.types import AlsoIn, AnswerPart, Claim, SourceCard, Status


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The composed, checked answer before it gets its identity."""

    status: Status
    markdown: str
    claims: tuple[Claim, ...]
    parts: tuple[AnswerPart, ...]
    sources: tuple[SourceCard, ...]
    calculations: tuple[CalculatorResult, ...]
    composer: Literal["extractive", "model"]
    fallback_reason: str | None


def calculations_of(brief: Brief, drafts: Sequence[Draft]) -> tuple[CalculatorResult, ...]:
    """The calculations of an answer: made from the message, or asked for by the composer."""
    found = {r.id: r for r in brief.calculations}
    found |= {d.result.id: d.result for d in drafts if d.result is not None}
    return tuple(found.values())


def check_draft(brief: Brief, draft: Draft) -> bool:
    """Whether a sentence may be shown: supported by its evidence, every figure owned."""
    owned = [brief.message, brief.question.text, draft.frame, brief.course.title]
    results = calculations_of(brief, [draft])
    owned += [text for r in results if r.id in draft.calculations for text in _texts(r)]
    if draft.support == "guidance":
        return not citations.numbers_in(draft.text) - citations.numbers_in(" ".join(owned))
    if draft.support == "calculated":
        return bool(draft.calculations) and not citations.check(draft.text, [], owned).unowned
    headings = [h for e in draft.evidence for h in (*e.chunk.headings, e.chunk.lead_in)]
    columns = [c.column for e in draft.evidence if e.chunk.row for c in e.chunk.row.cells]
    verdict = citations.check(
        draft.text,
        [e.text for e in draft.evidence],
        [*owned, *headings, *columns],
        [draft.frame, *headings, *columns],
    )
    return verdict.verdict in {"quoted", "supported"}


def cover(
    brief: Brief, drafts: Sequence[Draft], composer: str, reason: str | None
) -> CheckedAnswer:
    """Number the sources in the order they are first cited and lay the answer out."""
    numbers: dict[tuple[str, int, int], int] = {}
    order: list[Evidence] = []
    claims: list[Claim] = []
    lines: list[tuple[Draft, Claim]] = []
    for draft in drafts:
        cited = []
        for item in draft.evidence:
            key = (item.chunk.document, item.start, item.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                order.append(item)
            cited.append(numbers[key])
        claim = Claim(
            text=draft.text,
            sources=tuple(dict.fromkeys(cited)),
            calculations=draft.calculations,
            support=draft.support,
        )
        claims.append(claim)
        lines.append((draft, claim))
    sources = tuple(_card(brief, item, i + 1) for i, item in enumerate(order))
    return CheckedAnswer(
        status=_status(brief, drafts),
        markdown=_layout(lines),
        claims=tuple(claims),
        parts=_parts(brief, numbers),
        sources=sources,
        calculations=calculations_of(brief, drafts),
        composer="model" if composer == "model" else "extractive",
        fallback_reason=reason,
    )


def _status(brief: Brief, drafts: Sequence[Draft]) -> Status:
    if any(r.status == "needs_input" for r in brief.calculations):
        return "needs_input"
    if brief.calculations:
        return "answered"
    told = [d for d in drafts if d.role in {"lead", "point"}]
    statuses = {f.status for f in brief.findings}
    if not told or statuses == {"not_in_course"}:
        return "declined"
    return "answered" if statuses == {"covered"} else "partial"


def _parts(brief: Brief, numbers: dict[tuple[str, int, int], int]) -> tuple[AnswerPart, ...]:
    found = []
    for findings in brief.findings:
        status = findings.status
        if brief.calculations and status == "not_in_course":
            status = "covered"  # answered by calculation
        nearest = None
        if findings.status != "covered":
            item = nearest_of(findings)
            if item is not None:
                nearest = numbers.get((item.chunk.document, item.start, item.end))
        found.append(AnswerPart(text=findings.part.text, status=status, nearest=nearest))
    return tuple(found)


def _card(brief: Brief, item: Evidence, number: int) -> SourceCard:
    chunk = item.chunk
    document = brief.course.document(chunk.document)
    return SourceCard(
        number=number,
        document=chunk.document,
        title=document.title,
        lesson=chunk.lesson,
        section=chunk.section,
        headings=chunk.headings,
        quote=document.text[item.start : item.end],
        start=item.start,
        end=item.end,
        permalink=brief.course.permalink(chunk.document, item.start, item.end),
        also_in=tuple(AlsoIn(document=p.document, start=p.start, end=p.end) for p in chunk.also_in),
    )


def _layout(lines: Sequence[tuple[Draft, Claim]]) -> str:
    """Markdown: leads as paragraphs, points as a list, what is missing and the next step after."""
    blocks: list[str] = []
    previous = ""
    for draft, claim in lines:
        markers = "".join(f"[{n}]" for n in claim.sources)
        text = _escape(claim.text) + (f" {markers}" if markers else "")
        if draft.role == "point":
            if previous == "point":
                blocks[-1] += f"\n- {text}"
            else:
                blocks.append(f"- {text}")
        else:
            blocks.append(text)
        previous = draft.role
    return "\n\n".join(blocks)


def _escape(text: str) -> str:
    """Course and question text inside Markdown stays text: no HTML, no links, no images."""
    return text.replace("<", "&lt;").replace("![", "!\\[").replace("](", "]\\(")


def _texts(result: CalculatorResult) -> list[str]:
    return [
        result.headline, result.formula, str(result.values), *result.assumptions, *result.warnings,
        str([i.raw for i in result.inputs_as_read]), result.next_question or "",
    ]  # fmt: skip
