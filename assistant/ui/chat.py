"""One turn on the page: the events of an answer as growing HTML."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from assistant.errors import RequestError
from assistant.types import (
    Answer,
    Calculated,
    Claim,
    Claimed,
    Completed,
    Progress,
    SourceCard,
    SourcesFound,
)
from assistant.ui.calculation import calculation_card
from assistant.ui.markup import tag, text
from assistant.ui.render import (
    NO_TEMPLATES,
    claim_block,
    question_block,
    turn_blocks,
)
from assistant.ui.sources import sources_block
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.calculators.record import CalculatorResult
    from assistant.store import StoredTurn
    from assistant.types import Turn
    from assistant.ui.texts import Texts
    from knowledge.types import QuestionTemplate

logger = logging.getLogger(__name__)


class Unanswered(Exception):
    """A turn that ended without an answer; `blocks` says so to the reader."""

    def __init__(self, blocks: list[str]) -> None:
        super().__init__("the turn ended without an answer")
        self.blocks = blocks


async def answering(
    assistant: Assistant,
    turn: Turn,
    shown: str,
    words: Texts,
    templates: Mapping[str, QuestionTemplate] = NO_TEMPLATES,
) -> AsyncIterator[tuple[list[str], Answer | None]]:
    """The blocks of a turn as it grows; the last one comes with the whole answer.

    `shown` is the question as the reader knows it. Raises Unanswered when there is none.
    """
    stage = "understanding"
    sources: Sequence[SourceCard] = ()
    claims: list[Claim] = []
    results: list[CalculatorResult] = []
    try:
        yield _growing(shown, stage, sources, claims, results, words), None
        async with aclosing(assistant.ask(turn)) as events:
            async for event in events:
                match event:
                    case Progress():
                        stage = event.stage
                    case SourcesFound():
                        sources = event.sources
                    case Claimed():
                        claims.append(event.claim)
                    case Calculated():
                        results.append(event.calculation)
                    case Completed():
                        answer = event.answer
                        yield turn_blocks(answer, words, last=True, templates=templates), answer
                        return
                yield _growing(shown, stage, sources, claims, results, words), None
    except RequestError as error:
        raise Unanswered(_failed(shown, error.detail, words)) from error
    except KnowledgeError as error:
        logger.warning("no course to answer from: %s", type(error).__name__)
        raise Unanswered(_failed(shown, words("error_library"), words)) from error
    except Exception as error:
        # The message may hold what was asked; only the kind of the error is for the log.
        logger.error("a turn of the page failed: %s", type(error).__name__)
        raise Unanswered(_failed(shown, words("error_generic"), words)) from error
    raise Unanswered(_failed(shown, words("error_generic"), words))


def past_blocks(
    turns: Sequence[StoredTurn],
    words: Texts,
    *,
    last: bool,
    templates: Mapping[str, QuestionTemplate] = NO_TEMPLATES,
) -> list[str]:
    """The finished turns of a conversation, oldest first.

    `last` says whether the newest of them is the end of the conversation, where what to ask
    next is offered.
    """
    blocks: list[str] = []
    for number, turn in enumerate(turns, start=1):
        at_end = last and number == len(turns)
        if turn.state == "complete":
            blocks += turn_blocks(turn.answer, words, last=at_end, templates=templates)
        else:
            blocks += [
                *turn_blocks(turn.answer, words, last=False)[:-2],
                tag("p", text(words("state_unfinished")), class_="muted"),
            ]
    return blocks


def _growing(
    shown: str,
    stage: str,
    sources: Sequence[SourceCard],
    claims: Sequence[Claim],
    results: Sequence[CalculatorResult],
    words: Texts,
) -> list[str]:
    known = f"stage_{stage}"
    label = words(known) if known in words.entries else words("working")
    dots = tag("span", "", class_="dots", aria_hidden="true")
    return [
        question_block(shown, words),
        sources_block(sources, words),
        *(claim_block(claim, sources, words) for claim in claims),
        *(calculation_card(result, words) for result in results),
        tag("p", text(label) + dots, class_="working", data_working=True),
    ]


def _failed(shown: str, detail: str, words: Texts) -> list[str]:
    body = tag("h3", text(words("error_title"))) + tag("p", text(detail))
    return [
        question_block(shown, words),
        tag("div", body, class_="failed", role="alert"),
    ]
