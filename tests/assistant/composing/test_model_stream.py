"""Every way a model's server can fail, played through the real client: nothing half comes out."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.composing import stream
from assistant.composing.accepting import MOSTLY_UNCHECKED, UNCHECKED
from assistant.composing.model import CALLS_ON, NOTHING_TO_WRITE, ModelComposer
from tests.fakes import scripted_server as plays
from tests.fakes.briefs import ENGINES, SUPPORT, brief, findings
from tests.fakes.chat_model import KEY, failure, written
from tests.fakes.scripted_server import Play, ScriptedServer

GOOD = f"{ENGINES} [1]\n- {SUPPORT} [5]"
Make = Callable[..., ModelComposer]


async def test_a_good_stream_becomes_sentences_with_sources(composer_for: Make) -> None:
    with ScriptedServer(plays.says(GOOD)) as server:
        drafts = await written(composer_for(server))
    assert [(d.text, d.role, d.support) for d in drafts] == [
        (ENGINES, "lead", "quoted"),
        (SUPPORT, "point", "quoted"),
        ("Next: ask about one of these.", "next", "guidance"),
    ]
    assert [e.text for d in drafts for e in d.evidence] == [ENGINES, SUPPORT]
    assert len(server.requests) == 1
    asked = server.requests[0]
    assert asked["stream"] is True
    assert [m["role"] for m in asked["messages"]] == ["system", "user"]
    assert '<passage n="1"' in asked["messages"][1]["content"]
    assert "tools" not in asked


NEVER_GOOD: list[tuple[str, Play, str, int]] = [
    ("500", plays.status(500), stream.DOWN, 2),
    ("503", plays.status(503), stream.DOWN, 2),
    ("429", plays.status(429), stream.BUSY, 2),
    ("429 for long", plays.status(429, retry_after="60"), stream.BUSY, 1),
    ("quota", plays.status(429, kind="insufficient_quota"), stream.SPENT, 1),
    ("401", plays.status(401, message=f"bad key {KEY}"), stream.DENIED, 1),
    ("400", plays.status(400, message="bad prompt"), stream.REJECTED, 1),
    ("404", plays.status(404), stream.REJECTED, 1),
    ("html", plays.html(), stream.UNREADABLE, 2),
    ("html 502", plays.html(502), stream.DOWN, 2),
    ("no json", plays.garbage(), stream.UNREADABLE, 2),
    ("no events", plays.no_events(), stream.UNREADABLE, 2),
    ("empty", plays.says_nothing(), stream.EMPTY, 2),
    ("error object", plays.error_in_stream(f"leak {KEY}"), stream.DOWN, 2),
    ("dropped", plays.drops_connection(), stream.UNREACHABLE, 2),
    ("cut", plays.cut(GOOD), stream.CUT, 2),
    ("cut, done", plays.cut(GOOD, done=True), stream.CUT, 2),
    ("broken off", plays.breaks_off(GOOD), stream.CUT, 2),
    ("length", plays.says(GOOD, "length"), stream.TOO_LONG, 1),
    ("filter", plays.says(GOOD, "content_filter"), stream.FILTERED, 1),
    ("endless", plays.endless("and on and on "), stream.TOO_LONG, 1),
    ("garbled", plays.garbled(GOOD), stream.UNREADABLE, 2),
    ("twice", plays.repeats(GOOD), UNCHECKED, 2),
    (
        "in another language",
        plays.says("Les robots répondent aux questions courantes. [5]"),
        UNCHECKED,
        2,
    ),
    ("huge", plays.says("Post more often. " * 2000), stream.TOO_LONG, 1),
    ("unknown mark", plays.says(GOOD, "because"), stream.CUT, 2),
    ("uncited", plays.says("Post more often. Trust your gut."), UNCHECKED, 2),
    ("contradiction", plays.says("Support bots do not answer questions."), UNCHECKED, 2),
    ("invented figure", plays.says(f"{ENGINES[:-1]} by 37%."), UNCHECKED, 2),
    ("mostly invented", plays.says(f"{ENGINES} Post daily. Go big."), MOSTLY_UNCHECKED, 2),
]


@pytest.mark.parametrize(
    ("play", "reason", "requests"),
    [row[1:] for row in NEVER_GOOD],
    ids=[row[0] for row in NEVER_GOOD],
)
async def test_each_fault_has_its_reason(
    play: Play,
    reason: str,
    requests: int,
    composer_for: Make,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="assistant")
    with ScriptedServer(play) as server:
        said = await failure(composer_for(server))
    assert said == reason
    assert len(server.requests) == requests
    for secret in (KEY, "average order value", "leak", "bad prompt"):
        assert secret not in said
        assert secret not in caplog.text


@pytest.mark.parametrize(
    "first",
    [
        plays.status(503),
        plays.status(429),
        plays.status(429, retry_after="0.05"),
        plays.html(),
        plays.says_nothing(),
        plays.cut("Half a"),
        plays.drops_connection(),
        plays.says("Post more often. Trust your gut."),
        plays.calls_tool("rice", "{oops"),
    ],
    ids=["503", "429", "429+", "html", "empty", "cut", "dropped", "uncited", "broken call"],
)
async def test_a_second_try_can_save_the_answer(first: Play, composer_for: Make) -> None:
    with ScriptedServer(first, plays.says(GOOD)) as server:
        drafts = await written(composer_for(server))
    assert drafts[0].text == ENGINES
    assert len(server.requests) == 2


async def test_the_second_try_is_told_what_was_removed(composer_for: Make) -> None:
    with ScriptedServer(plays.says("Trust your gut."), plays.says(GOOD)) as server:
        await written(composer_for(server))
    said = server.requests[1]["messages"]
    assert [m["role"] for m in said] == ["system", "user", "assistant", "user"]
    assert "Trust your gut." in said[3]["content"]
    assert UNCHECKED in said[3]["content"]


async def test_a_slow_first_token_is_given_up_in_time(composer_for: Make) -> None:
    with ScriptedServer(plays.slow_first_token(30, GOOD)) as server:
        began = time.monotonic()
        assert await failure(composer_for(server, first_token_s=0.5)) == stream.SLOW
        assert time.monotonic() - began < 15
    assert len(server.requests) == 1


async def test_a_stall_is_given_up_within_the_whole_budget(composer_for: Make) -> None:
    with ScriptedServer(plays.stalls(30, GOOD)) as server:
        began = time.monotonic()
        # The text came whole, but without its end mark it is no answer.
        assert await failure(composer_for(server, total_s=1.5)) == stream.LATE
        assert time.monotonic() - began < 15


async def test_slow_drips_are_an_answer_within_the_budget_and_none_beyond(
    composer_for: Make,
) -> None:
    with ScriptedServer(plays.drips(GOOD, 3)) as server:
        # Slower than the time for a first token, which it kept.
        assert await written(composer_for(server, first_token_s=2.0))
    with ScriptedServer(plays.drips(GOOD, 40)) as server:
        began = time.monotonic()
        assert await failure(composer_for(server, total_s=2.0)) == stream.LATE
        assert time.monotonic() - began < 20
    assert len(server.requests) == 1


async def test_tries_share_one_budget(composer_for: Make) -> None:
    with ScriptedServer(plays.status(429, retry_after="5")) as server:
        began = time.monotonic()
        assert await failure(composer_for(server, total_s=4.0)) == stream.BUSY
        assert time.monotonic() - began < 4.0
    assert len(server.requests) == 1


async def test_retry_after_is_honoured(composer_for: Make) -> None:
    with ScriptedServer(plays.status(429, retry_after="0.4"), plays.says(GOOD)) as server:
        began = time.monotonic()
        assert await written(composer_for(server))
        assert time.monotonic() - began >= 0.4


def test_retry_after_is_read_in_each_form() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    assert stream.retry_after({"retry-after": "2"}) == 2
    assert stream.retry_after({"retry-after-ms": "1500", "retry-after": "9"}) == 1.5
    assert 1 < (stream.retry_after({"retry-after": soon}) or 0) <= 3
    assert stream.retry_after({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}) == 0
    assert stream.retry_after({"retry-after": "soon"}) is None
    assert stream.retry_after({"retry-after": "-1"}) is None
    assert stream.retry_after({}) is None


async def test_nobody_is_asked_where_there_is_nothing_to_write(composer_for: Make) -> None:
    with ScriptedServer(plays.says(GOOD)) as server:
        absent = brief(findings("Who wrote it?", status="not_in_course"))
        listed = brief(findings("Which questions can I ask?", kind="templates"))
        bare = brief(findings("What is it?", ()))
        for about in (absent, listed, bare):
            assert await failure(composer_for(server), about) == NOTHING_TO_WRITE
    assert server.requests == []


async def test_gaps_are_told_in_the_programs_words(composer_for: Make) -> None:
    about = brief(
        findings("What raises order value?"),
        findings("What does it cost?", status="not_in_course", reason="gives no price for this"),
    )
    text = f"{GOOD}\nThe course does not say what it costs, but it costs 500 dollars."
    with ScriptedServer(plays.says(text)) as server:
        drafts = await written(composer_for(server), about)
    assert [d.text for d in drafts if d.role == "gap"] == ["The course gives no price for this."]
    assert "500" not in " ".join(d.text for d in drafts)
    assert "not in the course" in server.requests[0]["messages"][1]["content"]


async def test_a_model_that_keeps_calling_tools_is_stopped(composer_for: Make) -> None:
    about = brief(message="What is the ROI of a benefit of 120k and a cost of 80k?")
    call = plays.calls_tool("roi", {"benefit": "120k", "cost": "80k"})
    with ScriptedServer(call) as server:
        assert await failure(composer_for(server), about) == CALLS_ON
    assert len(server.requests) == 3


async def test_two_event_loops_one_after_the_other(composer_for: Make) -> None:
    """A connection kept from a loop that has ended would fail the next answer."""
    with ScriptedServer(plays.says(GOOD)) as server:
        composer = composer_for(server)
        found: list[int] = []
        for _ in range(2):
            thread = threading.Thread(
                target=lambda: found.append(len(asyncio.run(written(composer))))
            )
            thread.start()
            thread.join(10)
    assert found == [3, 3]
    assert len(server.requests) == 2


async def test_abandoning_an_answer_hangs_up(composer_for: Make) -> None:
    with ScriptedServer(plays.stalls(5, GOOD)) as server:
        task = asyncio.create_task(written(composer_for(server, total_s=10)))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
