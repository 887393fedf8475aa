"""The answer plans are checked when they are loaded, not when they are first said."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from assistant.composing.wording import Plans, readable
from assistant.prompts import PromptError, load_prompts


def plans() -> dict[str, Any]:
    return copy.deepcopy(dict(load_prompts().plans))


def test_the_shipped_plans_are_whole() -> None:
    assert Plans(plans()).frame("goal", goal="more sales").count("more sales") == 1


@pytest.mark.parametrize(
    ("group", "name", "phrase", "says"),
    [
        ("frames", "goal", "For you: ", "goal"),
        ("frames", "row_point", "{column}: {valeu}", "valeu"),
        ("gaps", "part", "The course {reason: {part}", "gaps.part"),
        ("gaps", "nearest", None, "gaps.nearest is missing"),
        ("meta", "what_i_do", ["I answer."], "title"),
    ],
)
def test_a_wrong_phrase_is_named(group: str, name: str, phrase: object, says: str) -> None:
    data = plans()
    data[group][name] = phrase
    with pytest.raises(PromptError, match=r"plans\.yaml") as found:
        Plans(data)
    assert says in str(found.value)


def test_a_star_between_figures_is_no_emphasis() -> None:
    assert readable("is 7*7 **more** than *48*?") == "is 7*7 more than 48?"
