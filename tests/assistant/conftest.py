"""A whole product over a small course on another subject, built once for the run.

The course is a handbook for beekeepers: what holds for it cannot have been written for the shipped
course. It is read by the real ingest, embedded by the real model and searched in a real index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import bootstrap
from assistant.assistant import answer
from assistant.bootstrap import Product
from assistant.settings import Settings
from assistant.types import Answer, Turn
from ingest.course import read_course
from knowledge.embedding import OnnxEmbedder, ensure_export, reference_embedder
from knowledge.index import build_version
from knowledge.library import Course
from knowledge.models import DEFAULT_MODEL

APIARY = Path(__file__).parent / "apiary"
Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def apiary_dir(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A data folder with the handbook ingested."""
    folder = tmp_path_factory.mktemp("apiary")
    # The export of the model costs ten seconds and follows from the weights alone: it is checked
    # when it is made, and kept from one run of the tests to the next.
    cache = getattr(pytestconfig, "cache", None)
    kept = Path(cache.mkdir("embedding")) if cache else folder
    export = ensure_export(reference_embedder(DEFAULT_MODEL), kept)
    assert export is not None
    if kept != folder:
        (folder / "models").mkdir()
        (folder / "models" / export.name).symlink_to(export)
    content, hashes, problems = read_course([APIARY], "apiary", "A Year with Bees")
    assert problems == []
    build_version(
        folder,
        content,
        file_hashes=hashes,
        recipe="tests",
        embedder=OnnxEmbedder(DEFAULT_MODEL, export),
    )
    return folder


@pytest.fixture(scope="session")
def apiary(apiary_dir: Path) -> Iterator[Product]:
    """The whole product over the handbook, with no model."""
    product = bootstrap.build(Settings(data_dir=apiary_dir))
    yield product
    bootstrap.close(product)


@pytest.fixture(scope="session")
def course(apiary: Product) -> Course:
    """The handbook, open."""
    return apiary.library.course("apiary")


@pytest.fixture(scope="session")
def ask(apiary: Product) -> Ask:
    """Ask the handbook; the same question is asked once a run."""
    known: dict[tuple[str, str | None], Answer] = {}

    def asked(question: str, conversation: str | None = None) -> Answer:
        key = (question, conversation)
        if key not in known or conversation is not None:
            turn = Turn(question, conversation_id=conversation)
            known[key] = asyncio.run(answer(apiary.assistant, turn))
        return known[key]

    return asked
