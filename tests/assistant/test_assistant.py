"""The whole story: events in order, one answer on every way, conversations, and what may fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from assistant.assistant import Assistant, answer
from assistant.bootstrap import Product
from assistant.composing import Brief, Composer, ComposerFailed, Draft
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.wording import Plans
from assistant.errors import (
    ConversationNotFound,
    InvalidRequest,
    NotFound,
    StoreUnavailable,
)
from assistant.prompts import load_prompts
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

SIGNS = "What are the early signs of varroa infestation?"
ROI = "What is the ROI if the benefit is 21,000 and the cost is 12,000?"


async def events(assistant: Assistant, turn: Turn) -> list[AnswerEvent]:
    return [event async for event in assistant.ask(turn)]


def made(
    product: Product, *, model: Composer | None = None, store: Store | None = None
) -> Assistant:
    return Assistant(
        product.library,
        store or product.store,
        extractive=ExtractiveComposer(Plans(load_prompts().plans)),
        model=model,
        model_name="scripted:one" if model else None,
        versions={"prompts": "p", "app": "0"},
    )


@dataclass
class Scripted:
    """A composer that writes what it is told, and may fail at the end."""

    texts: tuple[str, ...] = ()
    failure: Exception | None = None
    cites: bool = True
    name: Literal["extractive", "model"] = "model"

    async def compose(self, brief: Brief) -> AsyncIterator[Draft]:
        evidence = brief.findings[0].evidence[:3] if self.cites else ()
        for text in self.texts:
            yield Draft(text, evidence, support="supported" if evidence else "guidance")
        if self.failure is not None:
            raise self.failure


class FullDisk(Store):
    """A store whose disk is full when it is written to."""

    def save_turn(
        self,
        owner: str,
        answer: Answer,
        scenario: Mapping[str, Any] | None = None,
        state: str = "complete",
    ) -> None:
        raise StoreUnavailable("the disk is full")


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Store]:
    store = FullDisk(f"sqlite:///{tmp_path}/full.db")
    yield store
    store.close()


@pytest.mark.parametrize("question", [SIGNS, ROI, "What is the capital of France?"])
async def test_events_come_in_order(apiary: Product, question: str) -> None:
    seen = await events(apiary.assistant, Turn(question))
    kinds = [type(event) for event in seen]
    sources = kinds.index(SourcesFound)
    assert kinds[:sources] == [Progress] * sources
    assert sources >= 2
    assert kinds.count(SourcesFound) == kinds.count(Completed) == 1
    assert kinds[-1] is Completed
    assert set(kinds[sources + 1 : -1]) <= {Claimed, Calculated}
    assert kinds[-2] is Claimed


@pytest.mark.parametrize(
    "question", [SIGNS, ROI, "What is foulbrood, and who invented the smoker?"]
)
async def test_stream_and_whole_answer_say_the_same(apiary: Product, question: str) -> None:
    seen = await events(apiary.assistant, Turn(question))
    whole = await answer(apiary.assistant, Turn(question))
    streamed = seen[-1]
    assert isinstance(streamed, Completed)
    assert tuple(e.claim for e in seen if isinstance(e, Claimed)) == whole.claims
    assert tuple(e.calculation for e in seen if isinstance(e, Calculated)) == whole.calculations
    assert [e.sources for e in seen if isinstance(e, SourcesFound)] == [whole.sources]
    own = {"id", "conversation_id", "timings_ms"}
    assert streamed.answer.model_dump(exclude=own) == whole.model_dump(exclude=own)


async def test_answer_is_stored_before_anything_of_it_is_seen(apiary: Product) -> None:
    stored = None
    async for event in apiary.assistant.ask(Turn(SIGNS, conversation_id="c-mia", owner="mia")):
        if isinstance(event, SourcesFound):
            (stored,) = apiary.store.history("mia", "c-mia")
    assert isinstance(event, Completed)
    assert stored is not None
    assert stored.answer == event.answer


@pytest.mark.parametrize(("last", "turns"), [(Progress, 0), (SourcesFound, 1), (Claimed, 1)])
async def test_abandoned_stream_leaves_a_whole_turn_or_none(
    apiary: Product, last: type, turns: int
) -> None:
    owner = f"leo-{last.__name__}"
    stream = apiary.assistant.ask(Turn(SIGNS, conversation_id=f"c-{owner}", owner=owner))
    async for event in stream:
        if isinstance(event, last):
            break
    await stream.aclose()
    history = apiary.store.history(owner, f"c-{owner}")
    assert [bool(e.answer.claims and e.answer.sources) for e in history] == [True] * turns


async def test_answer_names_its_versions_and_times(apiary: Product) -> None:
    found = await answer(apiary.assistant, Turn(SIGNS))
    assert found.versions.index == apiary.library.course(None).version
    assert found.versions.prompts == apiary.prompts_version
    assert found.timings_ms["total"] >= max(v for k, v in found.timings_ms.items() if k != "total")
    assert (found.composer, found.model, found.fallback_reason) == ("extractive", None, None)


async def test_many_people_ask_at_once(apiary: Product) -> None:
    questions = [SIGNS, ROI, "What is foulbrood?", "Summarise lesson 1.2"] * 4
    found = await asyncio.gather(*(answer(apiary.assistant, Turn(q)) for q in questions))
    assert [a.question for a in found] == questions
    assert len({a.id for a in found}) == len(questions)
    assert {a.answer for a in found[::4]} == {found[0].answer}


# -- conversations ---------------------------------------------------------------------------------


async def talk(product: Product, *messages: str, owner: str = "local") -> list[Answer]:
    found: list[Answer] = []
    for message in messages:
        conversation = found[-1].conversation_id if found else None
        turn = Turn(message, conversation_id=conversation, owner=owner)
        found.append(await answer(product.assistant, turn))
    return found


async def test_follow_ups_are_answered_like_whole_questions(apiary: Product) -> None:
    _, swarming, late = await talk(apiary, SIGNS, "And for swarming?", "And the late ones?")
    assert swarming.standalone_question == "What are the early signs of swarming?"
    whole = await answer(apiary.assistant, Turn("What are the late signs of swarming?"))
    assert (late.standalone_question, late.answer) == (whole.question, whole.answer)
    assert late.question == "And the late ones?"


async def test_shorter_is_shorter(apiary: Product) -> None:
    long, short = await talk(apiary, "Compare varroa infestation and chalkbrood.", "shorter")
    assert short.standalone_question == long.question
    assert len(short.answer.split()) < len(long.answer.split())
    assert short.sources


async def test_change_of_topic_carries_nothing(apiary: Product) -> None:
    found = await talk(apiary, SIGNS, "Other question: what is foulbrood?")
    assert found[1].standalone_question == "What is foulbrood?"
    assert not any("Varroa" in source.quote for source in found[1].sources)


async def test_changed_number_changes_the_same_calculation(apiary: Product) -> None:
    first, second = await talk(apiary, ROI, "what if the benefit is 18,000?")
    assert first.calculations[0].calculator == second.calculations[0].calculator == "roi"
    assert "50%" in second.claims[0].text
    assert first.calculations[0].id != second.calculations[0].id


async def test_conversation_of_somebody_else_does_not_exist(apiary: Product) -> None:
    (mine,) = await talk(apiary, SIGNS, owner="ann")
    with pytest.raises(ConversationNotFound):
        await answer(
            apiary.assistant,
            Turn("And for swarming?", conversation_id=mine.conversation_id, owner="bob"),
        )
    assert len(apiary.store.history("ann", mine.conversation_id)) == 1


async def test_long_conversation_reads_only_its_last_turns(apiary: Product) -> None:
    found = await talk(apiary, SIGNS, *["What is foulbrood?"] * 7, "And for swarming?")
    assert "varroa" not in found[-1].standalone_question.lower()


# -- what comes in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00", "\u202e\u202c", "\U000e0041"])
async def test_empty_question_is_refused_and_not_stored(apiary: Product, question: str) -> None:
    turn = Turn(question, conversation_id="c-empty", owner="eve")
    with pytest.raises(InvalidRequest):
        await answer(apiary.assistant, turn)
    assert apiary.store.history("eve", "c-empty") == []


@pytest.mark.parametrize(
    ("turn", "error"),
    [
        (Turn(SIGNS, course="no-such"), NotFound),
        (Turn(SIGNS, course="../apiary"), NotFound),
        (Turn("", question_id="9.9-S"), NotFound),
        (Turn("", question_id="1.1-S", slots={"nonsense": "x"}), InvalidRequest),
    ],
)
async def test_unknown_things_are_named_as_such(
    apiary: Product, turn: Turn, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await answer(apiary.assistant, turn)


async def test_template_is_filled_in_and_asked(apiary: Product) -> None:
    template = next(t for t in apiary.library.course(None).content.templates if t.slots)
    slots = {template.slots[0].name: "a windy roof"}
    found = await answer(apiary.assistant, Turn("", question_id=template.id, slots=slots))
    assert "a windy roof" in found.question
    assert "[e.g." not in found.question


# -- what fails ------------------------------------------------------------------------------------


async def test_model_answer_that_checks_is_shown(apiary: Product) -> None:
    text = "Varroa infestation shows early as mites on the sugar board and spotty brood."
    found = await answer(made(apiary, model=Scripted((text,))), Turn(SIGNS))
    assert (found.composer, found.model) == ("model", "scripted:one")
    assert found.claims[0].text == text
    assert found.sources


@pytest.mark.parametrize(
    ("composer", "reason"),
    [
        (Scripted(failure=ComposerFailed("the model took too long")), "the model took too long"),
        (
            Scripted(
                ("Varroa mites sit on the sugar board.",), ComposerFailed("the text broke off")
            ),
            "the text broke off",
        ),
        (Scripted(), "the model wrote nothing that could be checked"),
        (Scripted(("Trust me.",), cites=False), "the model wrote nothing that could be checked"),
        (
            Scripted(("Exactly 77% of colonies die.",)),
            "the model wrote nothing that could be checked",
        ),
    ],
)
async def test_failing_model_falls_back_and_says_why(
    apiary: Product, composer: Scripted, reason: str
) -> None:
    found = await answer(made(apiary, model=composer), Turn(SIGNS))
    plain = await answer(apiary.assistant, Turn(SIGNS))
    assert (found.composer, found.model, found.fallback_reason) == ("extractive", None, reason)
    assert found.answer == plain.answer


async def test_unowned_sentence_of_a_model_is_dropped(apiary: Product) -> None:
    good = "Varroa infestation shows early as mites on the sugar board and spotty brood."
    composer = Scripted((good, "It kills 77% of all colonies."))
    found = await answer(made(apiary, model=composer), Turn(SIGNS))
    assert [claim.text for claim in found.claims] == [good]
    assert "77" not in found.model_dump_json(
        exclude={"id", "conversation_id", "timings_ms", "versions"}
    )


async def test_model_is_not_asked_off_topic(apiary: Product) -> None:
    composer = Scripted(failure=AssertionError("it was asked"))
    found = await answer(made(apiary, model=composer), Turn("What is the capital of France?"))
    assert (found.composer, found.status) == ("extractive", "declined")


async def test_failing_store_raises_and_nothing_is_called_complete(
    apiary: Product, full_disk: Store
) -> None:
    assistant = made(apiary, store=full_disk)
    seen: list[AnswerEvent] = []

    async def watch() -> None:
        async for event in assistant.ask(Turn(SIGNS, conversation_id="c-full")):
            seen.append(event)

    with pytest.raises(StoreUnavailable):
        await watch()
    assert {type(event) for event in seen} == {Progress}
    assert full_disk.history("local", "c-full") == []
    with pytest.raises(StoreUnavailable):
        await answer(assistant, Turn(SIGNS))


async def test_the_calculators_own_question_is_the_next_step(apiary: Product) -> None:
    asked, which = await talk(
        apiary,
        "How much extra revenue: 200k sessions, 2% conversion, AOV 50, +8%?",
        "and with 300?",
    )
    assert asked.answer.endswith("Next: Was the comparison randomised?")
    assert which.status == "needs_input"
    assert which.claims[0].text == ("300 instead of which: the aov (50) or the sessions (200k)?")
    assert "Next:" not in which.answer
