"""The Chroma half of an index version: filled, verified, opened. The only importer of chromadb.

Vectors only: never an embedding function, never query texts, so that Chroma loads no model.
One Chroma folder belongs to one process, held by a lock beside it; a second process (a command
line beside a running server) reads the version's arrays instead.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from knowledge.errors import IndexVersionError
from knowledge.models import Vectors
from knowledge.types import Chunk, CourseContent
from knowledge.versions import FORMAT, Manifest

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

BATCH = 1000  # below Chroma's limit of 5461 rows a call


class ChromaHalf:
    """An open Chroma collection of one index version."""

    def __init__(self, client: ClientAPI, collection: Collection, lock: IO[str] | None) -> None:
        self._client = client
        self._collection = collection
        self._lock = lock

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest chunk ids with their cosine, best first. Raises what Chroma raises."""
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=k, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Give the folder back to whoever asks next."""
        close_client(self._client)
        if self._lock is not None:
            self._lock.close()


def fill(
    folder: Path,
    manifest: Manifest,
    content: CourseContent,
    vectors: Vectors,
    chroma_url: str | None,
) -> None:
    """Write every chunk into a new collection and verify it; raises IndexVersionError."""
    client = open_client(folder / "chroma", chroma_url, timeout=120)
    try:
        names = [c.name for c in client.list_collections()]
        if manifest.collection in names:  # left by an interrupted run on a shared server
            client.delete_collection(manifest.collection)
        collection = client.create_collection(
            manifest.collection,
            embedding_function=None,
            metadata={
                "format": FORMAT,
                "embedding_model": manifest.embedding_model,
                "dimension": manifest.dimension,
                "course": manifest.course,
            },
            configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
        )
        siblings: dict[str, int] = {}
        for chunk in content.chunks:
            siblings[chunk.document_id] = siblings.get(chunk.document_id, 0) + 1
        for i in range(0, len(content.chunks), BATCH):
            batch = content.chunks[i : i + BATCH]
            collection.upsert(
                ids=[c.id for c in batch],
                embeddings=vectors[i : i + BATCH],
                documents=[c.text for c in batch],
                metadatas=[
                    {
                        "document": c.document, "source": c.document_id, "kind": c.kind,
                        "lesson": c.lesson, "section": c.section, "start": c.start, "end": c.end,
                        "recipe": manifest.recipe, "siblings": siblings[c.document_id],
                    }
                    for c in batch
                ],
            )  # fmt: skip
        _verify(collection, content.chunks, vectors)
    finally:
        close_client(client)


def _verify(collection: Collection, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Every id is stored, and a sample of vectors finds its own chunk."""
    stored = set(collection.get(include=[])["ids"])
    wanted = {chunk.id for chunk in chunks}
    if stored != wanted or len(wanted) != len(chunks):
        raise IndexVersionError(
            f"verification failed: {len(wanted - stored)} of {len(chunks)} chunks are not stored"
        )
    step = max(1, len(chunks) // 20)
    for i in range(0, len(chunks), step):
        found = collection.query(
            query_embeddings=[vectors[i].tolist()], n_results=min(3, len(chunks)),
            include=["distances"],
        )  # fmt: skip
        nearest = (found["distances"] or [[1.0]])[0]
        if chunks[i].id not in found["ids"][0] and nearest[0] > 1e-4:
            raise IndexVersionError(f"verification failed: chunk {chunks[i].id} is not found")


def drop(collections: Sequence[str], chroma_url: str | None) -> None:
    """Delete collections of versions that are gone from a server; a folder goes by itself."""
    if not chroma_url or not collections:
        return
    with ExitStack() as stack:
        try:
            client = open_client(Path(), chroma_url, timeout=30)
            stack.callback(close_client, client)
            known = {collection.name for collection in client.list_collections()}
            for name in known.intersection(collections):
                client.delete_collection(name)
        except Exception as error:  # they take room there, and harm nobody
            logger.warning("old collections stay on the Chroma server (%s)", error)


def attach(folder: Path, manifest: Manifest, chroma_url: str | None) -> ChromaHalf | None:
    """Open the Chroma half of a version; None where it is another process's or broken."""
    try:
        return _opened(folder, manifest, chroma_url)
    except _Held as held:
        logger.info("the Chroma folder is not free (%s); the arrays serve", held)
    except Exception as error:  # a full disk, a dead server, a damaged folder: one feature, not all
        logger.warning("Chroma cannot be opened (%s); the arrays serve", error)
    return None


def is_whole(folder: Path, manifest: Manifest, chroma_url: str | None) -> bool:
    """Whether the Chroma half of a version is there, as far as can be seen while it serves."""
    try:
        _opened(folder, manifest, chroma_url).close()
    except _Held:
        return True
    except Exception as error:
        logger.warning("the Chroma half of %s is built again (%s)", manifest.version, error)
        return False
    return True


class _Held(Exception):
    """The Chroma folder is another process's, or may not be written."""


def _opened(folder: Path, manifest: Manifest, chroma_url: str | None) -> ChromaHalf:
    """Raises _Held, IndexVersionError, and whatever Chroma raises."""
    with ExitStack() as undo:
        lock = None
        if not chroma_url:
            try:
                lock = undo.enter_context((folder / "chroma.lock").open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise _Held(error.strerror) from None
        client = open_client(folder / "chroma", chroma_url, timeout=5)
        undo.callback(close_client, client)
        collection = client.get_collection(manifest.collection, embedding_function=None)
        found = collection.metadata or {}
        expected = (FORMAT, manifest.embedding_model, manifest.dimension, manifest.course)
        names = ("format", "embedding_model", "dimension", "course")
        if tuple(found.get(n) for n in names) != expected or collection.count() != manifest.chunks:
            raise IndexVersionError("the Chroma collection is not the one this version was made of")
        undo.pop_all()
        return ChromaHalf(client, collection, lock)


def open_client(path: Path, chroma_url: str | None, timeout: float) -> ClientAPI:
    """A client of the server at ``chroma_url``, else of the folder. Raises what Chroma raises.

    ``timeout`` (seconds) is for one request to a server: left alone, Chroma would wait for ever.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not chroma_url:
        return chromadb.PersistentClient(path=str(path), settings=settings)
    parts = urlsplit(chroma_url)
    with urlopen(f"{chroma_url.rstrip('/')}/api/v2/heartbeat", timeout=timeout):
        pass  # the client's own first request has no limit
    client = chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 8000),
        ssl=parts.scheme == "https",
        settings=settings,
    )
    for session in _sessions(client):
        session.timeout = timeout
    return client


def close_client(client: ClientAPI) -> None:
    """Close a client with its connections, which Chroma itself leaves open."""
    sessions = _sessions(client)
    if hasattr(client, "close"):
        client.close()
    for session in sessions:
        session.close()


def _sessions(client: ClientAPI) -> list[Any]:
    """The HTTP sessions of a client: its own and that of the client it checks names with."""
    owners = (client, getattr(client, "_admin_client", None))
    servers = [getattr(owner, "_server", None) for owner in owners]
    return [s for server in servers if (s := getattr(server, "_session", None)) is not None]
