"""Checked sentences become an answer: markers by our code, sources in order, nothing unowned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import run
from assistant.checking import CheckedAnswer, check_draft, cover
from assistant.composing import Brief, Draft
from assistant.evidence import Evidence
from assistant.types import Coverage
from knowledge.library import Course
from knowledge.types import Chunk, Place
from tests.fakes.briefs import CONSENT, ENGINES, PILOT, brief, evidence, findings

HOSTILE = 'See <img src=x onerror="alert(1)"> and ![pic](http://evil.test/p.png) [go](javascript:1)'
DOCUMENT = "\n\n".join((ENGINES, PILOT, CONSENT, HOSTILE))


def place(text: str, **changes: object) -> Evidence:
    """A passage where it stands in the document."""
    found = evidence(text, DOCUMENT.index(text))
    if not changes:
        return found
    chunk = Chunk(**{f: getattr(found.chunk, f) for f in Chunk.__slots__} | changes)  # type: ignore[arg-type]
    return Evidence(chunk, found.start, found.end, found.text, found.score)


def a_brief(*statuses: Coverage, **more: object) -> Brief:
    """A brief over a course with one document, a part per status."""
    parts = [
        findings(f"Question {i}?", (PILOT,), status=status, at=DOCUMENT.index(PILOT))
        for i, status in enumerate(statuses or ("covered",))
    ]
    made = brief(*parts, **more)  # type: ignore[arg-type]
    course = SimpleNamespace(
        title=made.course.title,
        content=made.course.content,
        document=lambda name: SimpleNamespace(title="Made up", text=DOCUMENT),
        permalink=lambda document, start, end: f"p{start}-{end}",
    )
    return Brief(
        cast(Course, course), made.question, made.message, made.findings, made.calculations
    )


def covered(drafts: Sequence[Draft], *statuses: Coverage, **more: object) -> CheckedAnswer:
    return cover(a_brief(*statuses, **more), drafts, "extractive", None)


def test_sources_are_numbered_as_they_are_first_cited() -> None:
    pilot, engines = place(PILOT), place(ENGINES)
    found = covered(
        [Draft(PILOT, (pilot,)), Draft(ENGINES, (engines, pilot)), Draft(PILOT, (pilot,))]
    )
    assert [claim.sources for claim in found.claims] == [(1,), (2, 1), (1,)]
    assert [s.number for s in found.sources] == [1, 2]
    assert [s.quote for s in found.sources] == [PILOT, ENGINES]


def test_quote_is_the_range_of_the_document() -> None:
    found = covered([Draft(ENGINES, (place(ENGINES),))])
    (source,) = found.sources
    assert DOCUMENT[source.start : source.end] == source.quote
    assert source.permalink == f"p{source.start}-{source.end}"


def test_second_place_is_named() -> None:
    item = place(PILOT, also_in=(Place("copy.md", 3, 9),))
    (source,) = covered([Draft(PILOT, (item,))]).sources
    assert [(p.document, p.start, p.end) for p in source.also_in] == [("copy.md", 3, 9)]


def test_markers_follow_the_sentence() -> None:
    found = covered([
        Draft(PILOT, (place(PILOT),), role="lead"),
        Draft(ENGINES, (place(ENGINES), place(PILOT))),
        Draft("Next: ask on.", support="guidance", role="next"),
    ])  # fmt: skip
    assert found.markdown == f"{PILOT} [1]\n\n- {ENGINES} [2][1]\n\nNext: ask on."


def test_html_and_links_stay_text() -> None:
    item = place(HOSTILE)
    markdown = covered([Draft(HOSTILE, (item,))]).markdown
    assert "<img" not in markdown
    assert not re.search(r"!\[[^\]]*\]\(", markdown)
    assert not re.search(r"(?<!\\)\]\(", markdown)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (("covered",), "answered"),
        (("covered", "not_in_course"), "partial"),
        (("partly",), "partial"),
        (("not_in_course", "not_in_course"), "declined"),
    ],
)
def test_status_follows_the_parts(statuses: tuple[Coverage, ...], status: str) -> None:
    found = covered([Draft(PILOT, (place(PILOT),), role="lead")], *statuses)
    assert found.status == status
    assert [part.status for part in found.parts] == list(statuses)


def test_nothing_told_is_declined() -> None:
    assert (
        covered([Draft("Not here.", support="guidance", role="gap")], "partly").status == "declined"
    )


def test_nearest_is_a_source_number_or_nothing() -> None:
    pilot = place(PILOT)
    with_it = covered([Draft(PILOT, (pilot,), role="gap")], "not_in_course")
    assert with_it.parts[0].nearest == 1
    assert (
        covered([Draft("No.", support="guidance", role="gap")], "not_in_course").parts[0].nearest
        is None
    )


def test_calculation_answers_its_part() -> None:
    result = run("roi", {"benefit": "21000", "cost": "12000"})
    draft = Draft(result.headline, calculations=(result.id,), support="calculated", role="lead")
    found = covered([draft], "not_in_course", calculations=(result,))
    assert (found.status, found.parts[0].status) == ("answered", "covered")
    assert found.claims[0].calculations == (result.id,)


def test_missing_inputs_are_asked_for() -> None:
    result = run("roi", {"benefit": "21000"})
    assert result.status == "needs_input"
    draft = Draft(result.headline, calculations=(result.id,), support="calculated", role="lead")
    assert covered([draft], calculations=(result,)).status == "needs_input"


ROI = run("roi", {"benefit": "21000", "cost": "12000"})
CHECKED = [
    # sentence, evidence, calculations, support, frame, passes
    (PILOT, (PILOT,), (), "quoted", "", True),
    ("A pilot costs 9% of the yearly marketing budget.", (PILOT,), (), "quoted", "", False),
    ("Robots will rule the world.", (PILOT,), (), "supported", "", False),
    ("Personalise offers without clear consent from the customer.", (CONSENT,), (), "quoted", "", False),
    ("Pilots never cost 8% of the marketing budget.", (PILOT,), (), "supported", "", False),
    ("For your goal of 30%: " + PILOT, (PILOT,), (), "quoted", "For your goal of 30%:", True),
    (ROI.headline, (), (ROI.id,), "calculated", "", True),
    ("ROI is 76%.", (), (ROI.id,), "calculated", "", False),
    (ROI.headline, (), (), "calculated", "", False),
    (ROI.headline, (), ("roi-of-somebody-else",), "calculated", "", False),
    ("Next: ask on.", (), (), "guidance", "", True),
    ("Next: raise it by 40%.", (), (), "guidance", "", False),
    (PILOT, (), (), "quoted", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "texts", "calculations", "support", "frame", "passes"), CHECKED)
def test_only_owned_sentences_pass(
    text: str,
    texts: tuple[str, ...],
    calculations: tuple[str, ...],
    support: str,
    frame: str,
    passes: bool,
) -> None:
    made = a_brief(calculations=(ROI,))
    draft = Draft(text, tuple(place(t) for t in texts), calculations, support, "point", frame)  # type: ignore[arg-type]
    assert check_draft(made, draft) is passes


PLACES = [place(t) for t in (ENGINES, PILOT, CONSENT)]
drafts = st.lists(
    st.builds(
        Draft,
        st.text(min_size=1, max_size=60),
        st.lists(st.sampled_from(PLACES), max_size=3).map(tuple),
        role=st.sampled_from(["lead", "point", "gap", "next"]),
    ),
    max_size=6,
)


@given(drafts)
def test_every_marker_has_a_source_and_every_source_a_marker(made: list[Draft]) -> None:
    found = covered(made)
    numbers = [s.number for s in found.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = [n for claim in found.claims for n in claim.sources]
    assert list(dict.fromkeys(cited)) == numbers
    for draft, claim in zip(made, found.claims, strict=True):
        quotes = [found.sources[n - 1].quote for n in claim.sources]
        assert quotes == list(dict.fromkeys(e.text for e in draft.evidence))


@given(st.text(max_size=200))
def test_no_text_becomes_markup(text: str) -> None:
    markdown = covered([Draft(text + HOSTILE, (place(PILOT),))]).markdown
    assert "<" not in markdown
    assert not re.search(r"(?<!\\)\]\(", markdown)
