"""A real Chroma server in place of the folder: the same results, and nothing lost without it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge import chroma
from knowledge.index import open_version
from knowledge.library import Library
from knowledge.versions import course_folder
from tests.knowledge.made import GARDEN, WordsEmbedder, build, course, many

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that is stopped by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    child = subprocess.Popen(
        [str(command), "run", "--path", str(tmp_path_factory.mktemp("server")),
         "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, child)
        yield url
    finally:
        child.kill()
        child.wait(timeout=10)


def _wait_for(url: str, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert child.poll() is None, "the Chroma server has stopped"
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.2)
    pytest.fail("the Chroma server does not answer")


@contextlib.contextmanager
def _client(url: str) -> Iterator[Any]:
    client = chroma.open_client(Path(), url, timeout=10)
    try:
        yield client
    finally:
        chroma.close_client(client)


def test_a_server_gives_the_same_results_as_a_folder(tmp_path: Path, server: str) -> None:
    build(tmp_path / "folder", many(120))
    build(tmp_path / "server", many(120), chroma_url=server)
    own = Library(tmp_path / "folder", WordsEmbedder()).course()
    remote = Library(tmp_path / "server", WordsEmbedder(), server).course()
    assert (own.opened.store, remote.opened.store) == ("chroma", "chroma")
    version = course_folder(tmp_path / "server", "many") / remote.version
    assert not (version / "chroma").exists()
    for query in ("beans on plot 17", "row 40 is sown", "nothing of the kind"):
        ours, theirs = own.search(query, 30), remote.search(query, 30)
        assert [hit.chunk.id for hit in ours] == [hit.chunk.id for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-5)
    own.close()
    remote.close()


def test_collections_of_removed_versions_are_deleted(tmp_path: Path, server: str) -> None:
    versions = [
        build(tmp_path, many(number, "sheds"), chroma_url=server).version for number in (3, 4, 5)
    ]
    with _client(server) as client:
        names = {collection.name for collection in client.list_collections()}
    held = {name for name in names if name.startswith("sheds-")}
    assert held == {f"sheds-{version}" for version in versions[1:]}


def test_a_collection_lost_on_the_server_is_filled_again(tmp_path: Path, server: str) -> None:
    manifest = build(tmp_path, course(course_id="lost"), chroma_url=server)
    with _client(server) as client:
        client.delete_collection(manifest.collection)
    opened = open_version(tmp_path, "lost", server)
    assert opened.store == "arrays"
    embedder = WordsEmbedder()
    build(tmp_path, course(course_id="lost"), embedder, chroma_url=server)
    assert embedder.embedded == []
    opened = open_version(tmp_path, "lost", server)
    assert opened.store == "chroma"
    opened.close()


def test_two_folders_share_a_server_without_leaking(tmp_path: Path, server: str) -> None:
    build(tmp_path, course(course_id="one"), chroma_url=server)
    build(
        tmp_path,
        course({"cars.md": "# Cars\n\nOil the chain of water pumps."}, "two"),
        chroma_url=server,
    )
    library = Library(tmp_path, WordsEmbedder(), server)
    assert {hit.chunk.document for hit in library.course("one").search("water", 50)} <= set(GARDEN)
    assert {hit.chunk.document for hit in library.course("two").search("water", 50)} == {"cars.md"}
    library.close()


def test_a_server_that_is_not_there_costs_chroma_only(
    tmp_path: Path, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    build(tmp_path, course(course_id="alone"), chroma_url=server)
    opened = open_version(tmp_path, "alone", "http://127.0.0.1:9")
    assert opened.store == "arrays"
    assert "Chroma cannot be opened" in caplog.text
    assert opened.nearest(opened.vectors[0], 1)[0][0] == 0


def test_a_server_that_never_answers_is_given_up(
    tmp_path: Path, server: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, course(course_id="silent"), chroma_url=server)
    with socket.socket() as silent:  # accepts, and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        opened = open_version(tmp_path, "silent", url)
    assert opened.store == "arrays"
    assert time.monotonic() - began < 20
    assert "Chroma cannot be opened" in caplog.text
