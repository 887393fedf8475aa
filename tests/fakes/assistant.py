"""An assistant that says what it is told to, event by event, and stores it like the real one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import anyio

from assistant.store import Store
from assistant.types import (
    Answer,
    AnswerEvent,
    Calculated,
    Claimed,
    Completed,
    Progress,
    SourcesFound,
    Turn,
)
from tests.fakes.answers import answer


class FakeAssistant:
    """Yields the events of a hand-made answer to every question.

    ``fails_after`` raises an error after that many events, ``pause_s`` waits before each event.
    ``turns`` holds what was asked; ``begun``, ``closed`` count the generators.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.turns: list[Turn] = []
        self.begun = 0
        self.closed = 0
        self.pause_s = 0.0
        self.fails_after: tuple[int, Exception] | None = None
        self.answer_text = "Pilots begin small. [1]"

    def script(self, turn: Turn) -> Sequence[AnswerEvent]:
        """The events for a turn."""
        whole = self.whole(turn)
        return [
            Progress("understanding"),
            Progress("searching"),
            SourcesFound(whole.sources),
            *(Claimed(claim) for claim in whole.claims),
            *(Calculated(calculation) for calculation in whole.calculations),
            Completed(whole),
        ]

    def whole(self, turn: Turn) -> Answer:
        """The answer to a turn."""
        made = answer(turn.question, conversation_id=turn.conversation_id, calculated=True)
        return made.model_copy(update={"answer": self.answer_text})

    async def ask(self, turn: Turn) -> AsyncGenerator[AnswerEvent, None]:
        """The events, one after the other; the answer is stored before it is seen."""
        self.turns.append(turn)
        self.begun += 1
        try:
            for number, event in enumerate(self.script(turn)):
                if self.fails_after is not None and self.fails_after[0] == number:
                    raise self.fails_after[1]
                await anyio.sleep(self.pause_s)
                if isinstance(event, Completed):
                    await anyio.to_thread.run_sync(self.store.save_turn, turn.owner, event.answer)
                yield event
        finally:
            self.closed += 1
