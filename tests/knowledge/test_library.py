"""The library: versions noticed, courses apart, places addressed."""

from __future__ import annotations

import base64
import gc
import threading
import time
from pathlib import Path

import pytest

from knowledge.errors import CourseError, IndexVersionError
from knowledge.library import DEFAULT_COURSE, Library
from knowledge.types import Place
from knowledge.versions import course_folder
from tests.knowledge.made import GARDEN, WordsEmbedder, build, course, many

LIGHT = {**GARDEN, "light.md": "# Light\n\nFerns burn under noon light."}


def test_a_new_version_is_noticed_and_the_old_object_still_answers(
    garden: Library, tmp_path: Path, embedder: WordsEmbedder
) -> None:
    old = garden.course()
    before = [hit.chunk.id for hit in old.search("ferns and light")]
    build(tmp_path, course(LIGHT), embedder)
    new = garden.course()
    assert new is not old
    assert new.version != old.version
    assert "Ferns" in new.search("ferns and light")[0].chunk.text
    assert [hit.chunk.id for hit in old.search("ferns and light")] == before
    assert garden.course() is new


def test_a_version_is_closed_when_its_last_reader_lets_go(
    garden: Library, tmp_path: Path, embedder: WordsEmbedder
) -> None:
    reader = garden.course()
    half = reader.opened.chroma
    assert half is not None
    lock = course_folder(tmp_path, "garden") / reader.version / "chroma.lock"
    build(tmp_path, course(LIGHT), embedder)
    garden.course()
    assert not _is_free(lock)  # the reader still reads
    assert reader.search("copper tape")
    del reader, half
    assert _is_free(lock)


def _is_free(path: Path) -> bool:
    import fcntl

    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def test_a_damaged_new_version_does_not_take_the_place_of_a_whole_one(
    garden: Library, tmp_path: Path, embedder: WordsEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    old = garden.course("garden")
    version = build(tmp_path, course(LIGHT), embedder).version
    (course_folder(tmp_path, "garden") / version / "lexical.npz").write_bytes(b"")
    assert garden.course("garden") is old
    assert "goes on serving" in caplog.text
    fresh = Library(tmp_path, embedder)
    with pytest.raises(IndexVersionError, match="python -m ingest"):
        fresh.course("garden")
    build(tmp_path, course(LIGHT), embedder)
    assert garden.course("garden").version == version


def test_only_the_serving_version_has_files_open(tmp_path: Path, embedder: WordsEmbedder) -> None:
    opened = Library(tmp_path, embedder)
    for number in range(3, 9):
        version = build(tmp_path, many(number), embedder).version
        assert opened.course().search("beans")
        until = time.monotonic() + 10  # threads of the store may let go a little later
        while not (own := _open_below(tmp_path)) or any(version not in o.parts for o in own):
            assert time.monotonic() < until, own
            time.sleep(0.05)
    opened.close()


def _open_below(folder: Path) -> list[Path]:
    """The files below a folder that this process has open."""
    found = []
    for path in Path("/proc/self/fd").iterdir():
        try:
            found.append(path.readlink())
        except OSError:  # closed meanwhile
            continue
    return [link for link in found if link.is_relative_to(folder)]


def test_closing_gives_every_folder_back(garden: Library, tmp_path: Path) -> None:
    lock = course_folder(tmp_path, "garden") / garden.course().version / "chroma.lock"
    assert not _is_free(lock)
    garden.close()
    assert _is_free(lock)


def test_threads_share_one_opening(garden: Library) -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(garden.course())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1


def test_searches_go_on_while_versions_are_switched(
    garden: Library, tmp_path: Path, embedder: WordsEmbedder
) -> None:
    stop, failures, answers = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                answers.append(garden.course().search("water in the morning")[0].chunk.text)
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for number in range(4):
        text = {**GARDEN, "more.md": f"# More\n\nBed {number} rests this year."}
        build(tmp_path, course(text), WordsEmbedder())
    stop.set()
    thread.join()
    assert not failures
    assert answers
    assert all("Water early in the morning" in text for text in answers)
    gc.collect()


def test_courses_do_not_leak_into_each_other(tmp_path: Path, embedder: WordsEmbedder) -> None:
    build(tmp_path, course(), embedder)
    build(
        tmp_path, course({"cars.md": "# Cars\n\nOil the chain. Water harms it."}, "cars"), embedder
    )
    library = Library(tmp_path, embedder)
    for course_id, other in (("garden", "cars"), ("cars", "garden")):
        own = library.course(course_id)
        names = {document.name for document in own.content.documents}
        for query in ("water", "oil the chain", "copper tape for slugs", "drip line"):
            assert {hit.chunk.document for hit in own.search(query, 50)} <= names
        chunk = own.content.chunks[0]
        link = own.permalink(chunk.document, chunk.start, chunk.end)
        with pytest.raises(CourseError, match="another course"):
            library.course(other).resolve(link)
    library.close()


def test_the_default_is_the_shipped_course_else_the_first(
    tmp_path: Path, embedder: WordsEmbedder
) -> None:
    library = Library(tmp_path, embedder)
    with pytest.raises(CourseError, match="python -m ingest"):
        library.course()
    build(tmp_path, course(course_id="b"), embedder)
    build(tmp_path, course(course_id="a2"), embedder)
    assert library.course().id == "a2"
    build(tmp_path, course(course_id=DEFAULT_COURSE), embedder)
    assert library.course().id == DEFAULT_COURSE
    assert [m.course for m in library.courses()] == [DEFAULT_COURSE, "a2", "b"]
    library.close()


@pytest.mark.parametrize("course_id", ["none", "../garden", "", "a/b", "g\x00", "garden/"])
def test_an_unknown_course_is_refused(garden: Library, course_id: str) -> None:
    with pytest.raises(CourseError):
        garden.course(course_id)


def test_another_embedding_model_is_refused_with_the_command(
    tmp_path: Path, embedder: WordsEmbedder
) -> None:
    build(tmp_path, course(), WordsEmbedder("another"))
    library = Library(tmp_path, embedder)
    with pytest.raises(CourseError, match=r"'another'.*python -m ingest"):
        library.course()
    version = next(course_folder(tmp_path, "garden").glob("v-*"))
    assert _is_free(version / "chroma.lock")


def test_permalinks_resolve_to_their_place(garden: Library) -> None:
    own = garden.course()
    for chunk in own.content.chunks:
        link = own.permalink(chunk.document, chunk.start, chunk.end)
        assert link.isascii()
        assert not set(link) & set("+/=&?#")
        found, place = garden.by_permalink(link)
        assert found is own
        assert place == Place(chunk.document, chunk.start, chunk.end)
        assert own.document_text(place.document)[place.start : place.end] == chunk.text


def test_a_permalink_survives_a_change_elsewhere(
    garden: Library, tmp_path: Path, embedder: WordsEmbedder
) -> None:
    own = garden.course()
    chunk = next(c for c in own.content.chunks if "copper" in c.text)
    link = own.permalink(chunk.document, chunk.start, chunk.end)
    build(tmp_path, course(LIGHT), embedder)
    assert garden.by_permalink(link)[1].start == chunk.start
    shifted = {**GARDEN, "pests.md": GARDEN["pests.md"].replace("# Pests", "# All pests")}
    build(tmp_path, course(shifted), embedder)
    with pytest.raises(CourseError, match="changed"):
        garden.by_permalink(link)


def _link(*parts: object) -> str:
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "link",
    [
        "",
        "x",
        "%%%",
        "\u2603",
        "A" * 5000,
        _link("garden", "soil.md", 0, 5, "00000000"),
        _link("garden", "soil.md", 5, 0, "e3b0c442"),
        _link("garden", "soil.md", -5, 5, "00000000"),
        _link("garden", "soil.md", 0, 10**9, "00000000"),
        _link("garden", "soil.md", "0x1", 5, "00000000"),
        _link("garden", "../../etc/passwd", 0, 5, "00000000"),
        _link("../garden", "soil.md", 0, 5, "00000000"),
        _link("garden", "soil.md"),
        _link("garden"),
        _link("other", "soil.md", 0, 5, "00000000"),
        base64.urlsafe_b64encode(b"\xff\xfe|a|1|2|3").decode(),
    ],
)
def test_a_forged_permalink_is_refused(garden: Library, link: str) -> None:
    with pytest.raises(CourseError):
        garden.by_permalink(link)


def test_a_document_name_may_hold_any_character(tmp_path: Path, embedder: WordsEmbedder) -> None:
    name = "unit 1/a|b ~ \u00fc.md"
    build(tmp_path, course({name: "# A\n\nPlain text here."}), embedder)
    library = Library(tmp_path, embedder)
    own = library.course()
    chunk = own.content.chunks[0]
    link = own.permalink(name, chunk.start, chunk.end)
    assert library.by_permalink(link)[1].document == name
    library.close()


def test_a_chunk_knows_its_sentences_and_list(garden: Library) -> None:
    own = garden.course()
    chunk = own.content.chunks[0]
    parts = own.sentences_of(chunk)
    assert [chunk.text[start:end] for start, end, _ in parts] == [
        "Compost feeds the soil slowly.",
        "It also keeps moisture near the roots.",
    ]
    assert own.list_of(chunk) == ()
    assert [row.row.name for row in own.rows if row.row] == ["Tomato", "Lavender"]
    with pytest.raises(CourseError):
        own.document("none.md")
