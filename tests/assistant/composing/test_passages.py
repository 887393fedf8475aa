"""Which of the sentences found opens an answer."""

from __future__ import annotations

from typing import Literal

from assistant.composing.passages import opened_well, said_before_shown
from assistant.composing.types import Draft
from assistant.evidence import Evidence
from knowledge.types import Chunk


def _said(text: str, score: float, kind: Literal["prose", "example"] = "prose") -> Evidence:
    chunk = Chunk(text, "a.md", "a", 0, len(text), text, kind, "1", "Bees", ("Bees",))
    return Evidence(chunk, 0, len(text), text, score)


def test_an_example_and_what_it_goes_on_to_say_come_after_a_sentence_nearly_as_good() -> None:
    rule = _said("A hive is fed in autumn.", 0.8)
    for example in (
        _said("Example: Ann feeds hers in September.", 1.0),
        _said("She then weighs it.", 1.0, "example"),
    ):
        assert opened_well([example, rule]) == [rule, example]


def test_a_far_better_example_opens_and_a_rule_stays_where_it_is() -> None:
    example = _said("She then weighs it.", 1.0, "example")
    far = _said("Bees fly.", 0.5)
    assert opened_well([example, far]) == [example, far]
    assert opened_well([far, example]) == [far, example]
    assert opened_well([example]) == [example]
    assert opened_well([]) == []


def test_what_a_thing_is_stands_before_its_examples() -> None:
    examples = [Draft(t, (_said(t, 1.0),)) for t in ("Examples are:", "a skep", "a log")]
    rule, more = (Draft(t, (_said(t, 0.8),)) for t in ("A hive houses bees.", "It is warm."))
    shown = {"Examples are:", "a skep", "a log"}
    assert said_before_shown([*examples, rule, more], shown) == [rule, *examples, more]
    assert said_before_shown(examples, shown) == examples
