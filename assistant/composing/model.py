"""The model composer: any LangChain chat model as a writer under guard.

It is given the question, a plan and numbered passages, and writes. What it writes is read to a
verified end, cut into sentences, and each sentence is aligned with passages by our code. Nothing
is handed on before the whole is known to be good; where it is not, ComposerFailed says why, and
the caller answers without a model.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    message_chunk_to_message,
)

from assistant.calculators.record import CalculatorResult
from assistant.composing.accepting import accept
from assistant.composing.briefing import Outline, Passage, ask, can_write, gather
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.holding import Ground
from assistant.composing.stream import ModelFault, read_reply, within
from assistant.composing.tools import Toolbox
from assistant.composing.types import Brief, ComposerFailed, Draft
from assistant.composing.wording import Plans
from assistant.prompts import Prompts

logger = logging.getLogger(__name__)

ROUNDS = 3  # of tool calls within one try
LONGEST_WAIT_S = 5.0  # that a server may ask for before another try
MAX_WORDS = {"shorter": 60, "normal": 250, "longer": 400}

_NO_TOOLS = frozenset({400, 404, 422, 501})  # what servers answer whose model takes no tools

NOTHING_TO_WRITE = "the passages found leave a model nothing to write"
UNEXPECTED = "the model's answer could not be worked on"
CALLS_ON = "the model kept calling tools and did not answer"


class ModelComposer:
    """Composes with a chat model; see the module docstring. Times are in seconds.

    ``first_token_s`` holds for each request, ``total_s`` for the whole answer with every try.
    ``pause_s`` is the wait before another try where the server names none. ``outline`` is the
    answer without a model: its passages are the model's first, and its words on what is missing
    and what comes next are used as they are.
    """

    name: Literal["model"] = "model"

    def __init__(
        self,
        model: BaseChatModel,
        prompts: Prompts,
        *,
        first_token_s: float = 8.0,
        total_s: float = 30.0,
        tries: int = 2,
        pause_s: float = 0.5,
        outline: Outline | None = None,
    ) -> None:
        self._model = model
        self._prompts = prompts
        self._first_token_s = first_token_s
        self._total_s = total_s
        self._tries = tries
        self._pause_s = pause_s
        self._outline = outline or ExtractiveComposer(Plans(prompts.plans)).drafts
        self._takes_tools = True

    async def compose(self, brief: Brief) -> AsyncIterator[Draft]:
        """The sentences of a finished, checked answer. Raises ComposerFailed before the first."""
        if not can_write(brief):
            raise ComposerFailed(NOTHING_TO_WRITE)
        deadline = asyncio.get_running_loop().time() + self._total_s
        try:
            drafts, computed = await within(self._write(brief, deadline), deadline)
        except ModelFault as fault:
            logger.warning("model composer: %s (status %s)", fault.reason, fault.status or "-")
            raise ComposerFailed(fault.reason) from None
        except Exception as error:
            # A defect of ours costs this answer the model, not the reader the answer.
            logger.error("model composer: %s", type(error).__name__)
            raise ComposerFailed(UNEXPECTED) from None
        outline = self._outline(brief)
        told = [draft for draft in outline if draft.support == "calculated"]
        closing = [draft for draft in outline if draft.role in {"gap", "next"}]
        for draft in [*_calculated(brief, computed, told), *drafts, *closing]:
            yield draft

    async def _write(
        self, brief: Brief, deadline: float
    ) -> tuple[tuple[Draft, ...], tuple[CalculatorResult, ...]]:
        """The accepted sentences of one of the tries, and what the model had computed for them.

        Raises ModelFault.
        """
        most = MAX_WORDS[brief.length]
        passages = gather(brief, self._outline)
        if not passages:
            raise ModelFault(NOTHING_TO_WRITE)
        system, message = ask(brief, passages, self._prompts, most)
        start: list[BaseMessage] = [SystemMessage(system), HumanMessage(message)]
        messages = start
        person = (brief.message, brief.question.text, *(turn.question for turn in brief.history))
        question = f"{brief.message} {brief.question.text}"
        toolbox = Toolbox(self._model, question, person, self._takes_tools)
        for left in reversed(range(self._tries)):
            try:
                text = await self._exchange(messages, toolbox)
            except ModelFault as fault:
                if not left:
                    raise
                if toolbox.bound and fault.status in _NO_TOOLS:
                    toolbox = Toolbox(self._model, question, person, takes_tools=False)
                    continue
                await self._pause(fault, deadline)
                continue
            if not toolbox.bound and toolbox.wanted:
                self._takes_tools = False  # it answered without: do not lose a try on it again
            ground = _ground(brief, passages, person, toolbox.results)
            written = accept(text, brief, ground, most)
            if not written.fault:
                return written.drafts, tuple(toolbox.results)
            logger.info(
                "model composer: %s; %d sentences kept, %d dropped",
                written.fault, len(written.drafts), len(written.dropped),
            )  # fmt: skip
            if not left:
                raise ModelFault(written.fault)
            repair = self._prompts.render("repair", reason=written.fault, removed=written.listed())
            messages = [*start, AIMessage(text), HumanMessage(repair)]
        raise AssertionError("at least one try is made")

    async def _exchange(self, messages: Sequence[BaseMessage], toolbox: Toolbox) -> str:
        """Text for these messages, after whatever calculations the model asks for."""
        said = list(messages)
        for _ in range(ROUNDS):
            reply = await read_reply(toolbox.model, said, self._first_token_s)
            if not reply.calls:
                return reply.text
            said.append(message_chunk_to_message(reply.message))
            said.extend(toolbox.answer(call) for call in reply.calls)
        raise ModelFault(CALLS_ON)

    async def _pause(self, fault: ModelFault, deadline: float) -> None:
        """Wait before another try; re-raise where none is worth it or time does not allow it."""
        wait = self._pause_s if fault.wait is None else fault.wait
        late = asyncio.get_running_loop().time() + wait >= deadline
        if not fault.again or wait > LONGEST_WAIT_S or late:
            raise fault
        await asyncio.sleep(wait)


def _calculated(
    brief: Brief, computed: Sequence[CalculatorResult], told: Sequence[Draft]
) -> list[Draft]:
    """Every calculation in its own words: a figure that is retold may stand with another name.

    ``told``: what the answer without a model says of them.
    """
    said = list(told)
    seen = {id_ for draft in told for id_ in draft.calculations}
    for result in brief.calculations:
        if result.id not in seen:
            said.append(Draft(result.headline, (), (result.id,), "calculated", "lead"))
            seen.add(result.id)
    for result in computed:
        if result.id not in seen:
            said.append(Draft(result.headline, (), (result.id,), "calculated", "lead", "", result))
            seen.add(result.id)
    return said


def _ground(
    brief: Brief,
    passages: Sequence[Passage],
    person: Sequence[str],
    results: Sequence[CalculatorResult],
) -> Ground:
    goal, product = brief.question.goal, brief.question.product
    return Ground(
        passages=tuple(passages),
        calculations=(*brief.calculations, *results),
        person=tuple(person),
        aims=tuple(text for text in (goal.text if goal else "", product) if text),
        title=brief.course.title,
        terms=tuple(term.name for term in brief.course.content.terms if term.kind != "heading"),
    )
