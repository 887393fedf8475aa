"""The courses of a data folder, opened once and exchanged when a new version is switched in."""

from __future__ import annotations

import base64
import hashlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import versions
from knowledge.errors import CourseError, IndexVersionError
from knowledge.index import OpenVersion, open_version
from knowledge.models import Embedder, Vectors, model_path
from knowledge.neighbours import BEST, joined, supported
from knowledge.pairs import in_place
from knowledge.query import Query, QueryReader, Relatives
from knowledge.query_encoder import QueryEncoder
from knowledge.search import HybridSearcher
from knowledge.types import Chunk, CourseContent, Document, Hit, Place
from knowledge.verifier import Verifier

logger = logging.getLogger(__name__)

REACH = 120  # hits among which neighbours are looked for
READ, READ_WEIGHT = 24, 0.5  # passages that the verifier reads, and what its word is worth
DEFAULT_COURSE = "ai-ecommerce-strategy"


class Course:
    """One course, open for questions: its content, its search, its places."""

    def __init__(
        self,
        opened: OpenVersion,
        embedder: Embedder,
        verifier: Verifier | None = None,
        encoder: QueryEncoder | None = None,
    ) -> None:
        self.opened = opened
        self.embedder = embedder
        self.verifier = verifier  # reads a question with a sentence; None: likeness alone ranks
        self.lexical = opened.lexical
        self._encoder = encoder
        self.searcher = HybridSearcher(opened, self.lexical, embedder, encoder)
        self.vocabulary = opened.lexical.word_counts
        self.reader = QueryReader(
            self.vocabulary,
            opened.content.terms,
            common_words(embedder.name),
            Relatives(opened.words, embedder),
        )
        self._documents = {d.name: d for d in opened.content.documents}

    @property
    def id(self) -> str:
        return self.opened.manifest.course

    @property
    def title(self) -> str:
        return self.opened.manifest.title

    @property
    def version(self) -> str:
        return self.opened.manifest.version

    @property
    def content(self) -> CourseContent:
        return self.opened.content

    @cached_property
    def chunk_by_id(self) -> dict[str, Chunk]:
        return {chunk.id: chunk for chunk in self.content.chunks}

    @cached_property
    def lists(self) -> dict[tuple[str, str, str], tuple[Chunk, ...]]:
        """The items of each list in order, by (document, section, lead-in)."""
        found: dict[tuple[str, str, str], list[Chunk]] = {}
        for chunk in self.content.chunks:
            if chunk.lead_in and chunk.row is None:
                found.setdefault((chunk.document, chunk.section, chunk.lead_in), []).append(chunk)
        return {key: tuple(items) for key, items in found.items()}

    def list_of(self, chunk: Chunk) -> tuple[Chunk, ...]:
        """The list a chunk is an item of, in order; () if it is none."""
        return self.lists.get((chunk.document, chunk.section, chunk.lead_in), ())

    @cached_property
    def rows(self) -> tuple[Chunk, ...]:
        """All table rows of the course."""
        return tuple(chunk for chunk in self.content.chunks if chunk.row is not None)

    @cached_property
    def _first_sentence(self) -> NDArray[np.int64]:
        count = len(self.content.chunks)
        return np.searchsorted(self.opened.sentences.chunk, np.arange(count + 1))

    def sentences_of(self, chunk: Chunk) -> list[tuple[int, int, Vectors]]:
        """The sentences of an evidence chunk: range in its text, and vector."""
        number = self.opened.number(chunk.id)
        if number is None:
            raise KeyError(chunk.id)
        first, last = int(self._first_sentence[number]), int(self._first_sentence[number + 1])
        found = self.opened.sentences
        return [
            (int(found.start[i]), int(found.end[i]), found.vectors[i]) for i in range(first, last)
        ]

    def read(self, text: str) -> Query:
        """A query as retrieval needs it."""
        return self.reader.read(text)

    def search(self, query: str | Query, k: int = 10) -> list[Hit]:
        """The ``k`` best passages for a query, best first; score in 0..1 within the query.

        Neighbours support each other and found together are one passage, so a passage may be
        several chunks; whoever wants the chunks themselves asks ``searcher``.
        """
        if k <= 0:
            return []
        form = query if isinstance(query, Query) else self.read(query)
        # As many more as joining may take away, and enough that neighbours are among them: a
        # larger k only adds to the end.
        hits = self._verified(form, self.searcher.search(form, max(REACH, k + BEST)))
        return joined(supported(hits), self.document_text)[:k]

    def _verified(self, query: Query, hits: list[Hit]) -> list[Hit]:
        """The hits where the verifier, if there is one, has read the best with the query."""
        if self.verifier is None or not hits:
            return hits
        first, rest = hits[:READ], hits[READ:]
        texts = [in_place(hit.chunk, hit.chunk.text) for hit in first]
        probable = self.verifier.scores(query.text, texts)
        whole = 1 + READ_WEIGHT
        read = [
            replace(
                hit,
                score=(hit.score + READ_WEIGHT * float(p)) / whole,
                signals={**hit.signals, "answers": float(p)},
            )
            for hit, p in zip(first, probable, strict=True)
        ]
        return sorted(
            [*read, *(replace(hit, score=hit.score / whole) for hit in rest)],
            key=lambda hit: -hit.score,
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors in the space of the index."""
        return self.embedder.embed(texts)

    def encoded(self, question: str) -> Vectors:
        """A question's vector as it is compared with sentences that may answer it; without a query
        encoder that of the embedding model."""
        if self._encoder is None:
            return np.asarray(self.embedder.embed([question])[0], dtype=np.float32)
        return self._encoder.encode(question)

    def document(self, name: str) -> Document:
        """A document by name. Raises CourseError."""
        try:
            return self._documents[name]
        except KeyError:
            raise CourseError(f"course {self.id!r} has no such document") from None

    def document_text(self, name: str) -> str:
        """The text that offsets into a document refer to. Raises CourseError."""
        return self.document(name).text

    def permalink(self, document: str, start: int, end: int) -> str:
        """A URL-safe address of a passage; it survives a re-ingest that leaves the text alone."""
        text = self.document_text(document)[start:end]
        check = hashlib.sha256(text.encode()).hexdigest()[:8]
        plain = f"{self.id}|{document}|{start}|{end}|{check}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    def resolve(self, permalink: str) -> Place:
        """The place a permalink names. Raises CourseError when it names none of this course."""
        course, document, start, end, check = split_permalink(permalink)
        if course != self.id:
            raise CourseError("that passage belongs to another course")
        text = self.document_text(document)
        if not 0 <= start < end <= len(text):
            raise CourseError("no such passage")
        if hashlib.sha256(text[start:end].encode()).hexdigest()[:8] != check:
            raise CourseError("that passage has changed since the link was made")
        return Place(document, start, end)

    def close(self) -> None:
        self.opened.close()


class Library:
    """All courses of a data folder. Opens a course at its first use."""

    def __init__(
        self,
        data_dir: Path,
        embedder: Embedder,
        chroma_url: str | None = None,
        verifier: Verifier | None = None,
        encoder: QueryEncoder | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._embedder = embedder
        self._verifier = verifier
        self._encoder = encoder
        self._chroma_url = chroma_url
        self._open: dict[str, Course] = {}
        self._lock = threading.Lock()

    def courses(self) -> list[versions.Manifest]:
        """What can be asked about; the default course first."""
        found = versions.list_courses(self._data_dir)
        return sorted(found, key=lambda m: (m.course != DEFAULT_COURSE, m.course))

    def course(self, course_id: str | None = None) -> Course:
        """A course, freshly opened if a new version was switched in.

        None means the default: the shipped course if it is there, else the only or first one.
        Raises CourseError if it is unknown or nothing has been ingested, IndexVersionError if it
        is damaged; while an older version is open, a damaged one does not take its place.
        """
        if course_id is None:
            available = self.courses()
            if not available:
                raise CourseError("no course has been ingested yet; run: python -m ingest")
            course_id = available[0].course
        current = versions.current_version(self._data_dir, course_id)
        if current is None:
            raise CourseError(f"there is no course {course_id!r}")
        opened = self._open.get(course_id)
        if opened is not None and opened.version == current:
            return opened
        with self._lock:
            opened = self._open.get(course_id)
            if opened is not None and opened.version == current:
                return opened
            try:
                fresh = open_version(self._data_dir, course_id, self._chroma_url)
            except IndexVersionError as error:
                if opened is None:
                    raise
                logger.error("%s; version %s goes on serving", error, opened.version)
                return opened
            if fresh.manifest.embedding_model != self._embedder.name:
                fresh.close()
                raise CourseError(
                    f"course {course_id!r} was ingested with embedding model "
                    f"{fresh.manifest.embedding_model!r}; run: python -m ingest --rebuild"
                )
            course = Course(fresh, self._embedder, self._verifier, self._encoder)
            self._open[course_id] = course
            # A question may still be reading the old version; it closes with its last reader.
            return course

    def by_permalink(self, permalink: str) -> tuple[Course, Place]:
        """The course and place a permalink names. Raises CourseError."""
        course = self.course(split_permalink(permalink)[0])
        return course, course.resolve(permalink)

    def close(self) -> None:
        with self._lock:
            courses = list(self._open.values())
            self._open.clear()
        for course in courses:
            course.close()


def split_permalink(permalink: str) -> tuple[str, str, int, int, str]:
    """Course, document, start, end and check of a permalink. Raises CourseError."""
    try:
        padded = permalink + "=" * (-len(permalink) % 4)
        plain = base64.urlsafe_b64decode(padded.encode("ascii")).decode("utf-8")
        course, rest = plain.split("|", 1)
        document, start, end, check = rest.rsplit("|", 3)
        return course, document, int(start), int(end), check
    except (ValueError, UnicodeError):
        raise CourseError("no such passage") from None


def common_words(model: str) -> frozenset[str]:
    """Whole words of the embedding model's own vocabulary: real words, not to be 'corrected'."""
    path = model_path(model) / "vocab.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(word for word in lines if len(word) > 3 and word.isalpha())
