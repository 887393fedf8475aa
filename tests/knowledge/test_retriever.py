"""The LangChain retriever: what a chain gets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import CourseError
from knowledge.library import Library
from knowledge.retriever import CourseRetriever
from tests.knowledge.made import GARDEN, WordsEmbedder, build, course


def test_documents_carry_text_and_place(shared_garden: Library) -> None:
    own = shared_garden.course()
    found = CourseRetriever(library=shared_garden, k=4).invoke("copper tape for slugs")
    assert 0 < len(found) <= 4
    assert "copper tape" in found[0].page_content
    for document in found:
        data = document.metadata
        assert set(data) == {"document", "lesson", "section", "start", "end", "score", "permalink"}
        text = own.document_text(data["document"])
        assert text[data["start"] : data["end"]] == document.page_content
        place = own.resolve(data["permalink"])
        assert (place.document, place.start) == (data["document"], data["start"])
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)


async def test_it_works_in_a_chain_and_asynchronously(shared_garden: Library) -> None:
    chain = CourseRetriever(library=shared_garden, k=2) | (
        lambda found: [d.page_content for d in found]
    )
    assert await chain.ainvoke("drip line") == chain.invoke("drip line")


@pytest.mark.parametrize("query", ["", "  ", "\x00\u202e"])
def test_nothing_is_found_for_nothing(shared_garden: Library, query: str) -> None:
    assert CourseRetriever(library=shared_garden).invoke(query) == []


def test_an_unknown_course_is_refused(shared_garden: Library) -> None:
    with pytest.raises(CourseError):
        CourseRetriever(library=shared_garden, course="none").invoke("soil")


def test_a_new_version_is_noticed(garden: Library, tmp_path: Path, embedder: WordsEmbedder) -> None:
    retriever = CourseRetriever(library=garden, k=1)
    retriever.invoke("ferns")
    build(tmp_path, course({**GARDEN, "light.md": "# Light\n\nFerns burn at noon."}), embedder)
    assert "Ferns" in retriever.invoke("ferns")[0].page_content


@pytest.mark.parametrize("k", [0, 101])
def test_k_has_bounds(shared_garden: Library, k: int) -> None:
    with pytest.raises(ValueError, match="k"):
        CourseRetriever(library=shared_garden, k=k)


def test_asking_needs_no_heavy_library(tmp_path: Path) -> None:
    """What a query imports: neither torch nor LangChain, nor BM25's builder."""
    build(tmp_path, course())
    script = (
        "import sys; sys.argv = ['', sys.argv[1], 'copper']; import runpy;"
        f"runpy.run_path({str(Path(__file__).with_name('searching_child.py'))!r}, run_name='__main__');"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'langchain_core', 'bm25s', 'scipy'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
