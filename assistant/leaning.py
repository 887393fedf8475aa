"""Whether a message without any sign of it hangs on the conversation: only the course can tell.

"Would you switch all stores in one weekend?" says nothing of a rollout, and after a question on one
it is meant so. "Can you recommend a hotel?" in the same place is not. Alone neither is near to the
course; the first is nearer, to it or to what is found under the last question.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.evidence import Findings
from knowledge.library import Course
from knowledge.text import content_stems

# Calibrated on follow-ups, and on messages that belong to no course put after other questions.
NEAR_COURSE = 0.26  # cosine of the message itself with what is nearest to it in the course
NEAR_TOPIC = 0.30  # with a sentence found for it under the last question
SURE = 0.45  # from which a message is taken for what it says, whatever was asked before
LIGHT = 3  # content words of a message that says too little to be taken so below that
LOOKED_AT = 8  # sentences


def unsure(alone: Sequence[Findings]) -> bool:
    """Whether a message finds little by itself, so that another reading is worth a search."""
    return bool(alone) and all(
        f.off_topic or (_nearest(f) < SURE and len(content_stems(f.part.text)) <= LIGHT)
        for f in alone
    )


def leans(
    course: Course, message: str, alone: Sequence[Findings], under: Sequence[Findings]
) -> bool:
    """Whether ``message``, which found little ``alone``, is meant ``under`` the last question."""
    if not under or any(f.off_topic for f in under):
        return False
    if max(map(_nearest, alone), default=0.0) >= NEAR_COURSE or _light(course, message):
        return True
    texts = [e.text for f in under for e in f.evidence[:LOOKED_AT]][:LOOKED_AT]
    if not texts:
        return False
    vectors = np.asarray(course.embed([message, *texts]))
    return float(np.max(vectors[1:] @ vectors[0])) >= NEAR_TOPIC


def _light(course: Course, message: str) -> bool:
    """Whether a message says little, and that in words of the course: "what about the rest?"."""
    words = content_stems(message)
    return len(words) <= LIGHT and all(course.lexical.knows(word) for word in words)


def _nearest(found: Findings) -> float:
    """The cosine of what is nearest, passage or sentence."""
    sentences = (e.cosine for e in found.evidence[:LOOKED_AT])
    passages = (hit.signals.get("dense", 0.0) for hit in found.hits)
    return max((*sentences, *passages), default=0.0)
