"""What every searcher must satisfy, and what fusing them adds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import ReferenceEmbedder, query_embedder
from knowledge.index import build_version
from knowledge.library import Course, Library
from knowledge.search import DenseSearcher, HybridSearcher, LexicalSearcher, Searcher
from knowledge.types import EVIDENCE_KINDS
from tests.knowledge.made import WordsEmbedder, build, course, many

SEARCHERS: dict[str, Callable[[Course], Searcher]] = {
    "dense": lambda own: DenseSearcher(own.opened, own.embedder),
    "lexical": lambda own: LexicalSearcher(own.opened, own.lexical),
    "hybrid": lambda own: HybridSearcher(own.opened, own.lexical, own.embedder),
}
QUERIES = {
    "tidy": "What saves half of the water?",
    "capitals": "WHAT SAVES HALF OF THE WATER",
    "fragment": "copper slugs",
    "empty": "",
    "spaces": " \n\t ",
    "only stop words": "what is it and how do they",
    "long": "water the garden soil " * 400,
    "emoji": "\U0001f331\U0001f41b?",
    "cjk": "\u5ead\u306e\u6c34\u3084\u308a\u306f\u3044\u3064\u3067\u3059\u304b",
    "punctuation": "?!... \u2014 ((((",
    "markup": "<script>alert(1)</script> **water**",
    "pattern": r"water.* [a-z+ (?P<x> \b",
}


@pytest.fixture(params=SEARCHERS)
def searcher(request: pytest.FixtureRequest, shared_garden: Library) -> Searcher:
    return SEARCHERS[request.param](shared_garden.course())


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
@pytest.mark.parametrize("k", [1, 3, 10, 1000])
def test_the_contract_of_searchers(
    searcher: Searcher, shared_garden: Library, query: str, k: int
) -> None:
    hits = searcher.search(shared_garden.course().read(query), k)
    assert len(hits) <= k
    assert all(hit.chunk.kind in EVIDENCE_KINDS for hit in hits)
    assert len({hit.chunk.id for hit in hits}) == len(hits)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("What saves half of the water?", "drip line"),
        ("WHAT SAVES HALF OF THE WATER", "drip line"),
        ("copper slugs", "copper tape"),
        ("litres per week tomato", "Tomato"),
        ("sign of drought of lavender", "Lavender"),
        ("integrated pest managment", "IPM"),
        ("what does ipm use last", "IPM"),
    ],
)
def test_every_searcher_finds_what_shares_words(
    searcher: Searcher, shared_garden: Library, query: str, words: str
) -> None:
    hits = searcher.search(shared_garden.course().read(query), 3)
    assert any(words in hit.chunk.text for hit in hits)


def test_a_question_of_the_course_is_never_evidence(shared_garden: Library) -> None:
    hits = shared_garden.course().search("What does your own soil need most?", 50)
    assert hits
    assert not any("your own soil" in hit.chunk.text for hit in hits)


def test_a_named_row_comes_first(shared_garden: Library) -> None:
    assert "Tomato" in shared_garden.course().search("tomato")[0].chunk.text


def test_the_lexical_half_answers_alone(garden: Library) -> None:
    own = garden.course()
    own.opened.close()
    hits = LexicalSearcher(own.opened, own.lexical).search(own.read("copper tape"), 2)
    assert "copper tape" in hits[0].chunk.text


def test_nothing_is_found_in_an_empty_course(tmp_path: Path) -> None:
    build(tmp_path, course({"empty.md": "# Nothing\n"}))
    library = Library(tmp_path, WordsEmbedder())
    own = library.course()
    for make in SEARCHERS.values():
        assert make(own).search(own.read("anything"), 5) == []
    library.close()


def test_the_same_query_gives_the_same_ranking(tmp_path: Path) -> None:
    build(tmp_path, many(200))
    library = Library(tmp_path, WordsEmbedder())
    own = library.course()
    first = [hit.chunk.id for hit in own.search("beans on plot 7", 40)]
    assert all(
        [hit.chunk.id for hit in own.search("beans on plot 7", 40)] == first for _ in range(3)
    )
    own.opened.close()  # from here on the arrays rank
    assert [hit.chunk.id for hit in own.search("beans on plot 7", 10)] == first[:10]
    library.close()


def test_more_hits_begin_with_the_same_ones(shared_garden: Library) -> None:
    own = shared_garden.course()
    assert own.search("water", 3) == own.search("water", 8)[:3]


def test_the_signals_are_those_of_the_vectors(shared_garden: Library) -> None:
    own = shared_garden.course()
    vector = own.embed(["dig sand into clay"])[0]
    hit = own.searcher.search_with(own.read("dig sand into clay"), vector, 1)[0]
    sentences = [float(part @ vector) for _, _, part in own.sentences_of(hit.chunk)]
    number = own.opened.number(hit.chunk.id)
    assert hit.signals["sentence"] == pytest.approx(max(sentences), abs=1e-6)
    assert hit.signals["dense"] == pytest.approx(
        float(own.opened.vectors[number] @ vector), abs=1e-6
    )
    weights = dict.fromkeys(own.read("dig sand into clay").stems, 1.0)
    assert hit.signals["lexical"] == pytest.approx(
        float(own.lexical.scores(weights)[number]), abs=1e-5
    )


def test_lexical_scores_are_those_of_bm25(shared_garden: Library) -> None:
    """Lucene's formula by hand: idf * tf / (tf + k1 * (1 - b + b * length / mean length))."""
    own = shared_garden.course()
    lexical, chunks = own.lexical, own.content.chunks
    from knowledge.lexical import _field
    from knowledge.text import content_stems

    fields = [content_stems(_field(chunk)) for chunk in chunks]
    mean = np.mean([len(words) for words in fields])
    for word in ("soil", "water", "copper", "litr"):
        expected = [
            lexical.idf(word) * tf / (tf + 1.2 * (1 - 0.6 + 0.6 * len(words) / mean))
            if (tf := words.count(word))
            else 0.0
            for words in fields
        ]
        np.testing.assert_allclose(lexical.scores({word: 1.0}), expected, rtol=1e-4)
        assert lexical.document_frequency(word) == sum(word in words for words in fields)
    assert not lexical.knows("mildews")
    assert not lexical.scores({"mildews": 1.0}).any()


def test_the_export_ranks_as_the_reference(
    tmp_path: Path, reference: ReferenceEmbedder, exported: Path
) -> None:
    content = course()
    hashes = {document.name: document.id for document in content.documents}
    build_version(tmp_path, content, file_hashes=hashes, recipe="made", embedder=reference)
    queries = ("How do I save water?", "bugs on my roses", "what holds moisture", "slugs??")
    rankings = []
    for embedder in (reference, query_embedder(reference.name, exported)):
        library = Library(tmp_path, embedder)
        own = library.course()
        rankings.append([[hit.chunk.text for hit in own.search(query)] for query in queries])
        library.close()
    assert rankings[0] == rankings[1]
    assert "drip line" in rankings[0][0][0]
    assert "aphids" in rankings[0][1][0]
