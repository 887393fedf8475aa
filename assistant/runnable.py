"""The assistant as a LangChain Runnable, for whoever builds chains: question in, answer out."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableLambda

from assistant.assistant import Assistant, answer
from assistant.types import Turn


def as_runnable(assistant: Assistant) -> RunnableLambda[str | dict[str, Any], dict[str, Any]]:
    """A Runnable over ``assistant``; call it with ``ainvoke``.

    Input: the question, or ``{"question", "course"?, "conversation_id"?}``. Output: the answer as
    ``POST /v1/ask`` gives it. Raises what ``Assistant.ask`` raises.
    """

    async def run(request: str | dict[str, Any]) -> dict[str, Any]:
        turn = Turn(request) if isinstance(request, str) else Turn(**request)
        return (await answer(assistant, turn)).model_dump(mode="json")

    return RunnableLambda(run, name="course-strategist")
