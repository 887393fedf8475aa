"""Our product as the evals ask it: through the assistant itself, with a store of its own."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from assistant import bootstrap
from assistant.assistant import answer
from assistant.finding import find
from assistant.settings import load_settings
from assistant.types import Turn
from assistant.understanding import understand
from evals.dataset import Case
from evals.promises import broken_promises
from evals.replies import Ask, Confidence, Reply


@dataclass(frozen=True, slots=True)
class OpenProduct:
    """Our product, opened on one course."""

    ask: Ask
    confidence: Confidence


def opened(course: str, data_dir: Path, stack: ExitStack) -> OpenProduct:
    """The product as this machine's settings make it, until ``stack`` is closed.

    Conversations go to a store that is thrown away: whoever uses the assistant does not find
    them in theirs. No chat model is asked: what is measured is the product by itself.
    """
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="evals-"))
    url = f"sqlite:///{Path(folder) / 'conversations.db'}"
    changes = {"database_url": url, "data_dir": data_dir, "chat_model": None}
    product = bootstrap.build(load_settings().model_copy(update=changes))
    stack.callback(bootstrap.close, product)
    known = product.library.course(course)
    runner = stack.enter_context(asyncio.Runner())

    def ask(case: Case) -> Reply:
        """The history's user turns first, in one conversation, then the question."""
        conversation: str | None = None
        said = [turn.content for turn in case.history if turn.role == "user"]
        for earlier in said:
            turn = Turn(earlier, course=known.id, conversation_id=conversation)
            conversation = runner.run(answer(product.assistant, turn)).conversation_id
        begun = time.perf_counter()
        turn = Turn(case.question, course=known.id, conversation_id=conversation)
        given = runner.run(answer(product.assistant, turn))
        ms = 1000 * (time.perf_counter() - begun)
        return Reply(
            text=given.answer,
            cited=tuple(source.quote for source in given.sources),
            ms=ms,
            status=given.status,
            standalone=given.standalone_question,
            broken=broken_promises(given, known.document_text, (*said, case.question)),
        )

    def confidence(question: str) -> float:
        """The score of the best sentence found for the best covered part of a question."""
        parts = understand(question, known.reader).parts
        found = [find(known, part).evidence for part in parts]
        return max((evidence[0].score for evidence in found if evidence), default=0.0)

    return OpenProduct(ask, confidence)
