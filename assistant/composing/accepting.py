"""Is what the model wrote, after checking, an answer? Pure.

Sentences that fail are dropped. An answer of which too little is left, or that leaves a part of
the question out, is not shown at all: the composer without a model does better then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.composing.alignment import Dropped, align
from assistant.composing.holding import Ground
from assistant.composing.types import Brief, Draft
from assistant.composing.written import read_sentences
from knowledge.text import normalise

UNCHECKED = "nothing the model wrote could be checked against the course"
MOSTLY_UNCHECKED = "too little of what the model wrote could be checked against the course"
PART_LEFT_OUT = "the model left a part of the question unanswered"
LEADS = 2  # sentences of prose before the points


@dataclass(frozen=True, slots=True)
class Written:
    """What is left of a text, what was dropped, and the fault of the whole ("" if none)."""

    drafts: tuple[Draft, ...]
    dropped: tuple[Dropped, ...]
    fault: str

    def listed(self) -> str:
        """The dropped sentences with their reasons, for the model's second try."""
        lines = [
            f"- {d.text[:300]} ({d.reason})" for d in self.dropped if d.text and not d.harmless
        ]
        return "\n".join(lines[:12]) or "- (none)"


def accept(text: str, brief: Brief, ground: Ground, max_words: int) -> Written:
    """Check every sentence of ``text`` and judge what is left as a whole."""
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for sentence in read_sentences(text):
        found = align(sentence, ground)
        key = normalise(found.text).lower()
        if isinstance(found, Dropped):
            dropped.append(found)
        elif key not in seen:
            seen.add(key)
            kept.append(found)
    drafts = _laid_out(_within(kept, max_words))
    return Written(tuple(drafts), tuple(dropped), _fault(drafts, dropped, brief, ground))


def _within(drafts: Sequence[Draft], max_words: int) -> list[Draft]:
    kept: list[Draft] = []
    words = 0
    for draft in drafts:
        words += len(draft.text.split())
        if words > max_words and kept:
            break
        kept.append(draft)
    return kept


def _laid_out(drafts: Sequence[Draft]) -> list[Draft]:
    """Leads first, then points; connecting words only where something follows that they connect."""
    laid: list[Draft] = []
    leads = 0
    for i, draft in enumerate(drafts):
        following = drafts[i + 1] if i + 1 < len(drafts) else None
        if draft.support == "guidance":
            if following is not None and following.support != "guidance":
                laid.append(draft)
            continue
        if draft.role == "lead":
            leads += 1
            if leads > LEADS or any(d.role == "point" for d in laid):
                draft = replace(draft, role="point")
        laid.append(draft)
    return laid


def _fault(
    drafts: Sequence[Draft], dropped: Sequence[Dropped], brief: Brief, ground: Ground
) -> str:
    facts = [draft for draft in drafts if draft.support != "guidance"]
    if not facts:
        return UNCHECKED
    if sum(not item.harmless for item in dropped) > len(facts):
        return MOSTLY_UNCHECKED
    if ground.calculations:
        return ""  # a part may be answered by its calculation alone
    cited = {id(item) for draft in facts for item in draft.evidence}
    for index, finding in enumerate(brief.findings):
        shown = [id(p.evidence) for p in ground.passages if index in p.parts]
        if finding.status == "covered" and shown and not cited & set(shown):
            return PART_LEFT_OUT
    return ""
