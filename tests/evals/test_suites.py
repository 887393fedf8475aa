"""The suites over a handful of cases with a product whose answers are known."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evals import answers, declining, followups
from evals.bench import Bench
from evals.dataset import Case
from evals.figures import SuiteResult
from evals.replies import Reply

DOCUMENT = SimpleNamespace(
    text="# Nuts\n\nWalnuts keep in a cool cellar. Almonds are roasted twice."
)
COURSE: Any = SimpleNamespace(id="nuts", content=SimpleNamespace(documents=(DOCUMENT,)))
NO = "The course does not say that."
CASES = [
    Case.model_validate({"id": name, "category": category, "question": question} | fields)
    for name, category, question, fields in [
        (
            "f1",
            "factual",
            "Where do walnuts keep?",
            {
                "answerable": True,
                "gold": [{"quote": "Walnuts keep in a cool cellar."}],
                "must_say": [["cellar"]],
            },
        ),
        (
            "f2",
            "factual",
            "How often are almonds roasted?",
            {
                "answerable": True,
                "gold": [{"quote": "Almonds are roasted twice."}],
                "must_say": [["twice"]],
            },
        ),
        (
            "u1",
            "followup",
            "and almonds?",
            {
                "answerable": True,
                "history": [{"role": "user", "content": "How often are walnuts roasted?"}],
                "standalone": "How often are almonds roasted?",
                "gold": [{"quote": "Almonds are roasted twice."}],
                "must_say": [["twice"]],
            },
        ),
        (
            "u2",
            "followup",
            "other topic: where do walnuts keep?",
            {
                "answerable": True,
                "history": [{"role": "user", "content": "How often are almonds roasted?"}],
                "standalone": "Where do walnuts keep?",
                "gold": [{"quote": "Walnuts keep in a cool cellar."}],
                "must_say": [["cellar"]],
                "tags": ["topic-switch"],
            },
        ),
        ("n1", "unanswerable_near", "What do walnuts cost?", {"answerable": False}),
        ("x1", "unanswerable_far", "Who won?", {"answerable": False}),
    ]
]


def bench(ask: Callable[[Case], Reply], confidence: Callable[[str], float] = len) -> Bench:
    made = Bench(CASES, {}, "original", COURSE, Path(), ExitStack())
    vars(made)["product"] = SimpleNamespace(ask=ask, confidence=confidence)
    vars(made)["naive"] = SimpleNamespace(
        ask=lambda case: Reply("Walnuts keep in a cool cellar.", (), 1.0), confidence=lambda q: 0.5
    )
    return made


def good(case: Case) -> Reply:
    """Knows both facts, declines the rest, and crashes on "twice" questions asked as f2."""
    if case.id == "f2":
        raise RuntimeError("lost")
    text = {"n1": NO, "x1": NO}.get(case.id, f"{case.gold[0].quote} [1]" if case.gold else NO)
    return Reply(text, tuple(g.quote or "" for g in case.gold), 2.0, standalone=case.whole_question)


def value(result: SuiteResult, name: str) -> tuple[float | None, float | None]:
    (figure,) = [one for one in result.figures if one.name == f"{result.suite}.{name}"]
    return figure.value, figure.naive


def test_answers_counts_a_crash_as_failed_and_reports_it() -> None:
    result = answers.run(bench(good))
    assert value(result, "passed") == (pytest.approx(5 / 6), pytest.approx(2 / 6))
    assert value(result, "passed.factual") == (0.5, 0.5)
    assert value(result, "errors") == (1, 0)
    assert value(result, "citation_precision") == (1, None)
    assert value(result, "evidence_recall")[0] == 0.75
    assert result.failures == ("f2: RuntimeError: lost",)
    assert [row.why for row in result.rows if row.id == "f2"] == ["RuntimeError: lost"]


def test_declining_counts_right_and_wrong() -> None:
    def refusing(case: Case) -> Reply:
        return Reply(NO if case.id != "x1" else "France did.", (), 1.0)

    result = declining.run(bench(refusing, lambda question: 0.1 if "cost" in question else 0.9))
    assert value(result, "wrongly_declined") == (1, 0)
    assert value(result, "near") == (1, 0)
    assert value(result, "far") == (0, 0)
    assert value(result, "auc_near") == (1, 0.5)
    assert value(result, "auc_far") == (0.5, 0.5)
    assert {row.id for row in result.rows} == {"f1", "f2", "u1", "u2", "x1"}


def test_followups_compare_the_conversation_with_the_whole_question() -> None:
    def forgetful(case: Case) -> Reply:
        """Answers only what is asked whole, and carries the old topic along on a switch."""
        known = "almonds roasted" in case.question.replace(" are ", " ")
        text = "Twice." if known else "In a cellar." if "walnuts keep" in case.question else "Nuts?"
        old = " ".join(turn.content for turn in case.history)
        return Reply(text, (), 1.0, standalone=f"{old} {case.question}")

    result = followups.run(bench(forgetful))
    assert value(result, "in_conversation")[0] == 0.5
    assert value(result, "asked_whole")[0] == 1
    assert value(result, "gap")[0] == 0.5
    assert value(result, "switched")[0] == 0
    assert value(result, "carried")[0] == 1


def test_a_case_whose_evidence_is_unknown_is_left_out_and_named() -> None:
    lost = Case.model_validate(CASES[0].model_dump() | {"id": "z", "gold": [{"fact": "f0"}]})
    made = Bench([lost, CASES[1]], {}, "edition", COURSE, Path(), ExitStack())
    assert [case.id for case in made.cases] == ["f2"]
    assert list(made.unusable) == ["z"]
