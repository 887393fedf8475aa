"""Decision memos: only checked sentences and calculations, ordered for their reader."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import yaml
from docx import Document

from assistant.api.memo import memo_docx, memo_markdown
from assistant.calculators.catalogue import CALCULATORS
from assistant.calculators.record import CalculatorResult, InputRead
from assistant.memos import WORDS_ON_A_PAGE, compose_memo, load_memos
from assistant.prompts import FOLDER, PromptError
from assistant.records import Conversation, StoredTurn
from assistant.types import Answer, AnswerPart, Claim, MemoReader, Understood
from tests.fakes.answers import answer, source

READERS: tuple[MemoReader, ...] = ("cfo", "coo", "cmo")
MONEY = "The total cost holds licences and training, so the return is smaller than it looks."
HOURS = "An agent spends twelve minutes on a ticket, and the team has no spare capacity."
BRAND = "Customers who trust the brand give consent more often, which lifts conversion."
PLAIN = "The moon is round."


def turn(claims: tuple[str, ...], **more: object) -> StoredTurn:
    """A turn that holds these sentences, each from a source of its own."""
    cards = tuple(
        source().model_copy(
            update={"number": n, "permalink": f"p{abs(hash(text)) % 10**8}", "section": "Notes"}
        )
        for n, text in enumerate(claims, start=1)
    )
    made = tuple(
        Claim(text=text, sources=(n,), support="quoted") for n, text in enumerate(claims, start=1)
    )
    update = {"claims": made, "sources": cards, "parts": (), "calculations": (), **more}
    return StoredTurn(answer().model_copy(update=update), "complete", "2026-01-01")


def talk(*turns: StoredTurn) -> Conversation:
    return Conversation("c1", "pilots", "Title", "2026-01-01", "2026-01-01", turns)


def figure(calculator: str, headline: str, **more: object) -> CalculatorResult:
    return CalculatorResult(
        id=f"{calculator}-1", calculator=calculator, status="ok", values={"x": 1}, units={},
        inputs_as_read=[InputRead(name="hourly_cost", raw="30 an hour", value=30)],
        assumptions=[], warnings=["Only a year."], formula="", source_label="standard practice",
        next_question=None, headline=headline,
    ).model_copy(update=more)  # fmt: skip


@pytest.mark.parametrize(("reader", "first"), [("cfo", MONEY), ("coo", HOURS), ("cmo", BRAND)])
def test_each_reader_gets_first_what_that_reader_cares_about(
    reader: MemoReader, first: str
) -> None:
    memo = compose_memo(talk(turn((PLAIN, HOURS, BRAND, MONEY))), reader, "Course")
    assert memo.sections[0].lines[0].text == first
    assert PLAIN in [line.text for line in memo.sections[-1].lines]
    assert memo.sections[-1].heading == "Also in these answers"
    assert [card.number for card in memo.sources] == list(range(1, len(memo.sources) + 1))


@pytest.mark.parametrize("reader", READERS)
def test_no_line_without_a_source_or_an_owner(reader: MemoReader) -> None:
    parts = (
        AnswerPart(text="Which vendor?", status="not_in_course"),
        AnswerPart(text="What else?", status="partly"),
    )
    asking = figure("roi", "No ROI yet.", values={}, next_question="What does it cost?")
    memo = compose_memo(
        talk(
            turn((MONEY, HOURS), parts=parts, calculations=(figure("npv", "NPV is 5."), asking)),
            turn((BRAND, MONEY)),
        ),
        reader,
        "Course",
    )
    owned = re.compile(r"calculation: |the team has to ")
    lines = [line for section in memo.sections for line in section.lines]
    assert len(lines) == 7
    for line in lines:
        assert line.sources or owned.search(line.text), line
        assert set(line.sources) <= {card.number for card in memo.sources}
    assert "No ROI yet." not in memo_markdown(memo, "http://h")


def test_what_has_no_source_is_left_out() -> None:
    loose = Claim(text="Our own words.", support="guidance")
    unknown = Claim(text="Cites nothing known.", sources=(9,), support="quoted")
    made = turn((MONEY,))
    claims = (*made.answer.claims, loose, unknown)
    held = StoredTurn(made.answer.model_copy(update={"claims": claims}), "complete", "")
    cut = StoredTurn(turn((HOURS,)).answer, "interrupted", "")
    memo = compose_memo(talk(held, cut), "cfo", "Course")
    assert [line.text for section in memo.sections for line in section.lines] == [MONEY]


def test_calculations_come_in_the_order_of_the_reader() -> None:
    results = (figure("ab_test", "A wins."), figure("npv", "NPV is 5."), figure("hitl", "Ask."))
    held = talk(turn((), calculations=results))
    heads = {
        reader: [
            line.text.split(" (")[0] for line in compose_memo(held, reader, "").sections[0].lines
        ]
        for reader in READERS
    }
    assert heads["cfo"][0] == "NPV is 5."
    assert heads["coo"][0] == "Ask."
    assert heads["cmo"][0] == "A wins."
    line = compose_memo(held, "cfo", "").sections[0].lines[0].text
    assert "(calculation: npv; standard practice) Read as hourly cost 30 an hour. Mind:" in line


def test_a_long_conversation_still_makes_one_page() -> None:
    many = tuple(f"{MONEY} Version {number}." for number in range(60))
    memo = compose_memo(talk(turn(many)), "cfo", "Course")
    said = sum(len(line.text.split()) for section in memo.sections for line in section.lines)
    assert WORDS_ON_A_PAGE / 2 < said <= WORDS_ON_A_PAGE
    document = Document(io.BytesIO(memo_docx(memo, "http://h")))
    # Lines of A4: 26 cm of text, 115 characters of 9.5 points on 17 cm, headings count double.
    height = sum(
        2 if paragraph.style and "Heading" in (paragraph.style.name or "")
        else 1 + len(paragraph.text) // 110
        for paragraph in document.paragraphs
    )  # fmt: skip
    assert height <= 64


def test_a_conversation_without_checked_sentences_says_so() -> None:
    memo = compose_memo(talk(turn(())), "cmo", "Course")
    (section,) = memo.sections
    assert "no checked sentence" in section.lines[0].text
    assert memo.sources == ()


def test_hostile_words_stay_words() -> None:
    bad = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) cost \x0b"'
    read = Understood(goal=bad)
    held = turn((bad,), understood=read, question=bad, parts=(
        AnswerPart(text=bad, status="not_in_course"),
    ))  # fmt: skip
    memo = compose_memo(talk(held), "cfo", bad)
    written = memo_markdown(memo, "http://h")
    assert "<img" not in written
    assert "](javascript" not in written
    document = Document(io.BytesIO(memo_docx(memo, "http://h")))
    assert any("<img src=x" in paragraph.text for paragraph in document.paragraphs)


def test_the_file_names_calculators_that_exist(tmp_path: Path) -> None:
    read = yaml.safe_load((FOLDER / "memos.yaml").read_text("utf-8"))
    assert set(read["readers"]) == set(READERS)
    listed = {name for profile in read["readers"].values() for name in profile["calculators"]}
    assert listed <= {item.name for item in CALCULATORS}


@pytest.mark.parametrize(
    ("written", "named"),
    [("readers: [", "cannot be read"), ("readers: {}", "cfo"), ("[]", "missing or misplaced")],
)
def test_a_broken_file_is_named(tmp_path: Path, written: str, named: str) -> None:
    (tmp_path / "memos.yaml").write_text(written, "utf-8")
    with pytest.raises(PromptError, match=rf"memos\.yaml: .*{named}"):
        load_memos(tmp_path)
    with pytest.raises(PromptError, match=r"memos\.yaml: cannot be read"):
        load_memos(tmp_path / "nowhere")


def test_the_same_sentence_is_said_once() -> None:
    first, second = turn((MONEY,)), turn((MONEY, HOURS))
    memo = compose_memo(talk(first, second), "cfo", "Course")
    said = [line.text for section in memo.sections for line in section.lines]
    assert sorted(said) == sorted([MONEY, HOURS])
    assert isinstance(first.answer, Answer)
