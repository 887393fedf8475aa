"""The query reader: spelling, names, acronyms, synonyms, relatives."""

from __future__ import annotations

import pytest

from knowledge.arrays import WordVectors
from knowledge.library import Library
from knowledge.query import QueryReader, Relatives
from knowledge.text import stem
from knowledge.types import Term
from tests.knowledge.made import WordsEmbedder


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("compsot", "compost"),
        ("ladybrids", "ladybirds"),
        ("moisure", "moisture"),
        ("SPRINKELR", "sprinkler"),
        ("mildw", "mildew"),
    ],
)
def test_a_misspelling_is_mended_to_a_word_of_the_course(
    shared_garden: Library, typed: str, meant: str
) -> None:
    query = shared_garden.course().read(f"what about {typed} then")
    assert query.corrections == {typed.lower(): meant}
    assert meant in query.text
    assert stem(meant) in query.stems
    assert query.original == f"what about {typed} then"


@pytest.mark.parametrize(
    "word", ["soil", "soils", "hedge", "mulching", "dog", "x", "25", "copper", "kompressor", "H2O"]
)
def test_a_real_or_unlike_word_is_left_alone(shared_garden: Library, word: str) -> None:
    query = shared_garden.course().read(f"about {word}")
    assert query.corrections == {}
    assert query.text == f"about {word}"


def test_a_misspelling_is_mended_only_where_it_is_a_word(shared_garden: Library) -> None:
    assert (
        shared_garden.course()
        .read("compsot and compsoted")
        .text.startswith("compost and compsoted")
    )


def test_a_bare_acronym_is_spelled_out(shared_garden: Library) -> None:
    query = shared_garden.course().read("When does IPM use sprays?")
    assert query.text == "When does integrated pest management (IPM) use sprays?"
    assert {"integr", "pest", "manag"} <= {*query.synonyms, *query.stems}


def test_an_acronym_that_is_spelled_out_already_stays(shared_garden: Library) -> None:
    text = "Does integrated pest management (IPM) use sprays?"
    assert shared_garden.course().read(text).text == text


def test_an_acronym_that_stands_everywhere_is_not_spelled_out() -> None:
    everywhere = Term("IPM", ("integrated pest management",), "acronym", tuple(map(str, range(40))))
    rare = Term("NPK", ("nitrogen phosphorus potassium",), "acronym", ("1",))
    reader = QueryReader({"pest": 9}, [everywhere, rare], frozenset())
    query = reader.read("IPM or NPK?")
    assert query.text == "IPM or nitrogen phosphorus potassium (NPK)?"
    assert "pest" not in query.synonyms
    assert [term.name for term in query.terms] == ["IPM", "NPK"]


def test_an_everyday_word_is_not_taken_for_an_acronym() -> None:
    term = Term("PET", ("polyethylene terephthalate",), "acronym", ("1",))
    reader = QueryReader({"pet": 1}, [term], frozenset({"pet"}))
    assert reader.read("food for my pet").text == "food for my pet"
    assert reader.read("bottles of PET").text == "bottles of polyethylene terephthalate (PET)"


def test_names_are_found_longest_first_whatever_their_spelling(shared_garden: Library) -> None:
    found = shared_garden.course().read(
        "Do Drip Lines suit TOMATOES under integrated pest management?"
    )
    assert [term.name for term in found.terms] == ["drip line", "Tomato", "IPM"]


def test_a_name_is_counted_once(shared_garden: Library) -> None:
    assert len(shared_garden.course().read("tomato tomato tomatoes").terms) == 1


def test_the_glossary_adds_what_people_say_instead(shared_garden: Library) -> None:
    query = shared_garden.course().read("which metric matters")
    assert "kpi" in query.synonyms
    assert not set(query.synonyms) & set(query.stems)


def test_a_phrase_of_the_glossary_needs_all_its_words(shared_garden: Library) -> None:
    assert "roi" in shared_garden.course().read("return on investment").synonyms
    assert "roi" not in shared_garden.course().read("return of the birds").synonyms


class _Meanings(WordsEmbedder):
    """'earth' means almost what 'soil' means."""

    def embed(self, texts):  # type: ignore[no-untyped-def]
        vectors = super().embed(["soil" if t == "earth" else t for t in texts])
        for row, text in zip(vectors, texts, strict=True):
            if text == "earth":
                row += 0.3 * super().embed(["earth"])[0]
                row /= (row @ row) ** 0.5
        return vectors


def test_relatives_are_the_course_words_of_like_meaning() -> None:
    embedder = _Meanings()
    words = ("soil", "soils", "water", "copper")
    relatives = Relatives(WordVectors(words, embedder.embed(words)), embedder)
    found = relatives.of(["earth", "water", "zzz"])
    assert [name for name, _ in found["earth"]] == ["soil"]
    assert found["earth"][0][1] > 0.9
    assert found["water"] == ()
    embedder.embedded.clear()
    assert relatives.of(["earth", "water"]) == {key: found[key] for key in ("earth", "water")}
    assert relatives.of(["copper"]) == {"copper": ()}
    assert embedder.embedded == []  # known words and words asked before cost nothing


def test_relatives_of_a_course_without_words() -> None:
    embedder = WordsEmbedder()
    assert Relatives(WordVectors((), embedder.embed([])), embedder).of(["earth"]) == {}


def test_mended_text_keeps_what_is_no_misspelling(shared_garden: Library) -> None:
    reader = shared_garden.course(None).reader
    text = "Waht about compst and Klaviyo, 3 kg?"
    mended = reader.mended(text)
    assert "compost" in mended
    assert mended.replace("compost", "compst") == text
