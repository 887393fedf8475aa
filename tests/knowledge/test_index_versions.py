"""Index versions: built aside, verified, switched, taken over from, and refused when damaged."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import CourseError, IndexVersionError
from knowledge.index import list_courses, open_version, read_manifest, remove_course
from knowledge.passages import passage_of
from knowledge.types import EVIDENCE_KINDS, CourseContent
from knowledge.versions import course_folder, current_version
from tests.knowledge.made import GARDEN, WordsEmbedder, build, course, many

HERE = Path(__file__).parent


def test_a_built_version_holds_its_content(tmp_path: Path) -> None:
    content = course()
    manifest = build(tmp_path, content)
    opened = open_version(tmp_path, "garden")
    assert opened.content == content
    assert opened.manifest == manifest == read_manifest(tmp_path, "garden")
    assert opened.store == "chroma"
    assert manifest.chunks == len(content.chunks)
    opened.close()


@pytest.mark.parametrize("store", ["chroma", "arrays"])
def test_every_chunk_is_found_by_its_own_vector(tmp_path: Path, store: str) -> None:
    build(tmp_path, many(150))
    opened = open_version(tmp_path, "many")
    if store == "arrays":
        opened.close()
    assert opened.store == store
    for number, vector in enumerate(opened.vectors):
        (found, cosine), *_ = opened.nearest(vector, 1)
        assert cosine == pytest.approx(1.0, abs=1e-5)
        assert found == number or np.allclose(opened.vectors[found], vector)
    opened.close()


def test_chroma_and_the_arrays_rank_alike(tmp_path: Path) -> None:
    build(tmp_path, many(300))
    opened = open_version(tmp_path, "many")
    queries = WordsEmbedder().embed([f"beans on plot {i}" for i in range(20)])
    approximate = [{i for i, _ in opened.nearest(query, 10)} for query in queries]
    opened.close()
    exact = [{i for i, _ in opened.nearest(query, 10)} for query in queries]
    shared = sum(len(a & b) for a, b in zip(approximate, exact, strict=True))
    assert shared >= 0.99 * 10 * len(queries)


def test_sentences_are_the_chunks_sentences(tmp_path: Path) -> None:
    content = course()
    build(tmp_path, content)
    opened = open_version(tmp_path, "garden")
    texts = [
        content.chunks[n].text[s:e]
        for n, s, e in zip(
            opened.sentences.chunk, opened.sentences.start, opened.sentences.end, strict=True
        )
    ]
    assert "It also keeps moisture near the roots." in texts
    assert "| Tomato | 25 | rolled leaves |" in texts  # a row is one sentence
    assert not any("your own soil" in text for text in texts)  # a question is no evidence
    assert {content.chunks[n].kind for n in opened.sentences.chunk} <= EVIDENCE_KINDS
    opened.close()


def test_an_unchanged_course_keeps_its_version_and_embeds_nothing(tmp_path: Path) -> None:
    first = build(tmp_path, course())
    embedder = WordsEmbedder()
    assert build(tmp_path, course(), embedder).version == first.version
    assert embedder.embedded == []


@pytest.mark.parametrize(
    ("texts", "new"),
    [
        ({**GARDEN, "light.md": "# Light\n\nFerns burn at noon."}, ["Light. Ferns burn at noon."]),
        ({**GARDEN, "pests.md": "# Pests\n\nSlugs avoid copper tape. Collect them at dusk."}, []),
        (
            {**GARDEN, "soil.md": GARDEN["soil.md"].replace("coarse sand into it", "in gravel")},
            ["Soil. Clay soil drains badly. Dig in gravel before winter."],
        ),
        (
            {**GARDEN, "water.md": GARDEN["water.md"].replace("# Water", "# Drought")},
            [
                "Drought. Water early in the morning. Leaves that stay wet overnight invite mildew.",
                "Drought. A drip line saves half of the water a sprinkler needs.",
            ],
        ),
        ({name: text for name, text in GARDEN.items() if name != "water.md"}, []),
    ],
    ids=["add", "shorten", "replace", "new heading", "remove"],
)
def test_only_new_passages_are_embedded(
    tmp_path: Path, texts: dict[str, str], new: list[str]
) -> None:
    build(tmp_path, course())
    content, embedder = course(texts), WordsEmbedder()
    build(tmp_path, content, embedder)
    passages = {passage_of(chunk).text for chunk in content.chunks}
    assert [text for text in embedder.embedded if text in passages] == sorted(new, key=len)
    rest = [text for text in embedder.embedded if text not in passages]
    assert all(any(text.lower() in passage.lower() for passage in new) for text in rest)
    fresh = tmp_path / "fresh"
    build(fresh, content)
    assert_same_index(tmp_path, fresh, content)


def assert_same_index(one: Path, other: Path, content: CourseContent) -> None:
    """An index that took vectors over answers as one built from nothing."""
    a, b = open_version(one, content.id), open_version(other, content.id)
    np.testing.assert_allclose(a.vectors, b.vectors, atol=1e-6)
    np.testing.assert_allclose(a.sentences.vectors, b.sentences.vectors, atol=1e-6)
    np.testing.assert_allclose(a.words.vectors, b.words.vectors, atol=1e-6)
    a.close()
    b.close()


def test_another_embedding_model_takes_nothing_over(tmp_path: Path) -> None:
    first = build(tmp_path, course())
    other = WordsEmbedder("others")
    second = build(tmp_path, course(), other)
    assert second.version != first.version
    assert len([text for text in other.embedded if " " in text]) >= len(course().chunks)


def test_the_serving_version_and_the_one_before_stay(tmp_path: Path) -> None:
    versions = [build(tmp_path, many(n)).version for n in (3, 4, 5, 6)]
    folder = course_folder(tmp_path, "many")
    assert sorted(p.name for p in folder.glob("v-*")) == sorted(versions[-2:])
    assert current_version(tmp_path, "many") == versions[-1]


def test_an_empty_course_can_be_built_and_asked(tmp_path: Path) -> None:
    build(tmp_path, course({"empty.md": "# Nothing\n"}))
    opened = open_version(tmp_path, "garden")
    assert opened.nearest(WordsEmbedder().embed(["soil"])[0], 5) == []
    opened.close()


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_version(tmp_path: Path) -> None:
    old = build(tmp_path, many(20)).version
    goal = build(tmp_path / "whole", many(1500)).version
    chance = random.Random(5)
    killed = 0
    for _ in range(8):
        child = subprocess.Popen(
            [sys.executable, str(HERE / "building_child.py"), str(tmp_path), "1500"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == "started\n"
            time.sleep(chance.uniform(0.0, 1.2))
            killed += child.poll() is None
            child.kill()
        serving = current_version(tmp_path, "many")
        assert serving in {old, goal}
        opened = open_version(tmp_path, "many")  # whatever serves is whole
        assert len(opened.content.chunks) == opened.manifest.chunks
        assert opened.nearest(opened.vectors[3], 1)[0][1] == pytest.approx(1.0, abs=1e-5)
        opened.close()
        if serving == goal:
            break
    assert killed
    assert build(tmp_path, many(1500)).version == goal
    folder = course_folder(tmp_path, "many")
    assert not list(folder.glob("building-*"))
    assert (read_manifest(tmp_path, "many") or pytest.fail("no manifest")).version == goal


def test_a_second_process_reads_the_arrays_and_ranks_alike(tmp_path: Path) -> None:
    build(tmp_path, course())
    first = open_version(tmp_path, "garden")
    assert first.store == "chroma"
    query = "what saves water"
    while_held = _search_elsewhere(tmp_path, query)
    first.close()
    alone = _search_elsewhere(tmp_path, query)
    assert while_held[0] == "arrays"
    assert alone[0] == "chroma"
    assert while_held[1] == alone[1]
    assert while_held[1]


def _search_elsewhere(data_dir: Path, query: str) -> tuple[str, list[str]]:
    run = subprocess.run(
        [sys.executable, str(HERE / "searching_child.py"), str(data_dir), query],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    store, ids = json.loads(run.stdout)
    return store, ids


def test_a_broken_chroma_folder_costs_chroma_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = build(tmp_path, course())
    folder = course_folder(tmp_path, "garden") / manifest.version / "chroma"
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"no database")
    opened = open_version(tmp_path, "garden")
    assert opened.store == "arrays"
    assert "Chroma cannot be opened" in caplog.text
    assert opened.nearest(opened.vectors[0], 1)[0][0] == 0
    embedder = WordsEmbedder()
    assert build(tmp_path, course(), embedder).version == manifest.version
    assert embedder.embedded == []  # the vectors are in the arrays
    healed = open_version(tmp_path, "garden")
    assert healed.store == "chroma"
    healed.close()


def test_chroma_that_fails_while_serving_costs_chroma_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build(tmp_path, course())
    opened = open_version(tmp_path, "garden")
    assert opened.chroma is not None
    opened.chroma.close()  # what a closed or broken client raises, Chroma's own classes included
    assert opened.nearest(opened.vectors[1], 1)[0][0] == 1
    assert "Chroma failed" in caplog.text


FILES = (
    "manifest.json",
    "content.json",
    "vectors.npy",
    "sentences.npz",
    "sentence-vectors.npy",
    "words.npz",
    "lexical.npz",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["removed", "emptied", "cut", "overwritten"])
def test_a_damaged_file_is_named_and_healed_by_the_next_run(
    tmp_path: Path, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = build(tmp_path, course())
    path = course_folder(tmp_path, "garden") / manifest.version / name
    whole = path.read_bytes()
    match damage:
        case "removed":
            path.unlink()
        case "emptied":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "overwritten":
            path.write_bytes(b"\x93garbage" * 20)
    with pytest.raises(IndexVersionError, match=manifest.version):
        open_version(tmp_path, "garden")
    assert read_manifest(tmp_path, "garden") is None
    assert manifest.version in caplog.text
    assert build(tmp_path, course()).version == manifest.version
    open_version(tmp_path, "garden").close()
    assert sorted(FILES) == sorted(
        p.name for p in path.parent.iterdir() if p.is_file() and p.suffix != ".lock"
    )


def test_another_format_says_what_to_do(tmp_path: Path) -> None:
    manifest = build(tmp_path, course())
    path = course_folder(tmp_path, "garden") / manifest.version / "manifest.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "format": 99}))
    with pytest.raises(IndexVersionError, match="python -m ingest"):
        open_version(tmp_path, "garden")


def test_courses_are_listed_and_removed(tmp_path: Path) -> None:
    build(tmp_path, course(course_id="b", title="Second"))
    build(tmp_path, course(course_id="a", title="First"))
    assert [m.title for m in list_courses(tmp_path)] == ["First", "Second"]
    assert remove_course(tmp_path, "a") is True
    assert remove_course(tmp_path, "a") is False
    assert [m.course for m in list_courses(tmp_path)] == ["b"]


@pytest.mark.parametrize("name", ["../garden", "a/b", "", ".", "a\x00b", "x" * 200, "\u2603"])
def test_an_id_that_is_no_name_touches_no_path(tmp_path: Path, name: str) -> None:
    build(tmp_path / "index", course())
    for act in (current_version, read_manifest, remove_course, open_version):
        with pytest.raises(CourseError):
            act(tmp_path, name)
