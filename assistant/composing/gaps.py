"""What an answer says of what it lacks: hedges, gaps with the nearest sentence, undefined names."""

from __future__ import annotations

import re

from assistant.composing.types import Brief, Draft
from assistant.composing.wording import Plans, course_name, readable, sentence
from assistant.confidence import UNSURE
from assistant.evidence import Evidence, Findings
from assistant.finding import distinct
from assistant.missing import MISSING
from assistant.understanding import Part

BESIDE = 0.45  # cosine from which a sentence of the course belongs beside a calculation
NEAREST_MORE = 2  # sentences beside the nearest one of a part that is not covered
NEAREST_SHARE = 0.85  # of its score, for another to be as near


def hedge(findings: Findings, plans: Plans) -> Draft:
    """What comes before the nearest that the course says, where it may not be the answer."""
    asked = _as_question(findings.part)
    if findings.reason == UNSURE:
        text = plans.gap("unsure", part=asked)
    elif findings.reason:
        text = plans.gap("partly", reason=findings.reason, part=asked)
    else:
        text = plans.gap("closest", part=asked)
    return Draft(text, support="guidance", role="lead")


def gap(findings: Findings, plans: Plans) -> list[Draft]:
    """That a part is not in the course and why, with the nearest that the course says."""
    text = plans.gap(
        "part", reason=findings.reason or MISSING["any"], part=_as_question(findings.part)
    )
    drafts = [Draft(text, support="guidance", role="gap")]
    for nearest in nearest_few(findings):
        said = sentence(nearest.text)
        frame = "" if len(drafts) > 1 else plans.gap("nearest", sentence="")
        drafts.append(Draft(f"{frame}{said}", (nearest,), role="gap", frame=frame))
    return drafts


def left_out(brief: Brief, plans: Plans) -> list[Draft]:
    """What of a message of many parts is not answered."""
    if not brief.question.left:
        return []
    text = plans.gap("left", part=readable(brief.question.left))
    return [Draft(text, support="guidance", role="gap")]


def off_topic(brief: Brief, plans: Plans) -> list[Draft]:
    """What the course is about, where nothing of a message is."""
    text = plans.gap("off_topic_plain", title=course_name(brief.course.title))
    return [Draft(text, support="guidance", role="gap")]


def undefined(findings: Findings, plans: Plans) -> list[Draft]:
    """Names in capitals that the question leans on and the course never spells out."""
    part = findings.part
    if part.kind not in {"define", "priorities"} and part.expects != "expansion":
        return []
    drafts = []
    for term in part.terms:
        if term.kind == "acronym" and not term.aliases and leans_on(part, term.name):
            text = plans.gap("undefined_name", name=term.name)
            drafts.append(Draft(text, support="guidance", role="gap"))
    return drafts


def leans_on(part: Part, name: str) -> bool:
    """Whether a question asks what a name means, or wants something done with it ("using RICE")."""
    if part.kind == "define" or part.expects == "expansion":
        return True
    return bool(
        re.search(
            rf"\b(?:using|with|under|via|through|apply\w*|by)\s+(?:the\s+)?{re.escape(name)}\b",
            part.text,
        )
    )


def nearest_of(findings: Findings) -> Evidence | None:
    """The sentence to point at where a part is not covered; None where nothing comes near."""
    if findings.off_topic or not findings.evidence or findings.evidence[0].score < 0.3:
        return None
    told = (e for e in findings.evidence[:8] if e.chunk.row is None and len(e.text.split()) >= 6)
    return next((e for e in told if not e.text.rstrip().endswith(":")), None)


def nearest_few(findings: Findings) -> list[Evidence]:
    """The sentence to point at where a part is not covered, with up to two that are as near."""
    first = nearest_of(findings)
    if first is None:
        return []
    told = [e for e in findings.evidence[:8] if e.chunk.row is None and len(e.text.split()) >= 6]
    near = [e for e in told if e.score >= NEAREST_SHARE * first.score and e.cosine >= BESIDE]
    others = [e for e in near if e is not first and _stands_alone(e.text)]
    return [first, *distinct(others, NEAREST_MORE, 0.0)]


def _as_question(part: Part) -> str:
    """A part as an answer repeats it."""
    asked = readable(part.text).rstrip("?.!").strip(' "“”')
    return f"{asked}?"


def _stands_alone(text: str) -> bool:
    """Whether a text is a whole sentence, no item of a list and no lead-in to one."""
    plain = readable(text)
    return plain[:1].isupper() and plain[-1:] in ".!?"
