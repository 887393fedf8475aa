"""Material of any size, made from one course: lessons to ingest, and vectors without a model.

What is made reads like the course it is made from: its sentences, with half of the words that
carry meaning exchanged for others of its words. So the lengths of sentences, the frequencies of
words and the marks of structure stay those of real material, while no two passages are alike.
The same numbers give the same texts.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from knowledge.models import Vectors
from knowledge.text import STOPWORDS, sentences, tokens
from knowledge.types import EVIDENCE_KINDS, Chunk, CourseContent, Document, Section

EXCHANGED = 0.5  # share of the words of meaning that are exchanged
SECTIONS = 10  # of a lesson; each gives about ten passages
TOPIC = 150  # words a lesson exchanges others for
_WORD = re.compile(r"[A-Za-z]{4,}")


class Writer:
    """Writes lessons from the sentences and the words of a course."""

    def __init__(self, chunks: Sequence[Chunk], seed: int = 0) -> None:
        """``chunks`` must hold some evidence; lessons of another ``seed`` share no passage."""
        texts = [c.text for c in chunks if c.kind in EVIDENCE_KINDS and c.row is None]
        self._sentences = [
            re.sub(r"[*_`|#>\n]+", "", text[start:end])
            for text in texts
            for start, end in sentences(text)
            if 30 < end - start < 400
        ]
        words = (word for text in texts for word in tokens(text))
        self._words = sorted({w for w in words if w.isalpha() and len(w) > 3} - STOPWORDS)
        if not self._sentences or not self._words:
            raise ValueError("the course holds no sentences to make lessons from")
        self._seed = seed

    def lesson(self, number: int) -> str:
        """A lesson of about a hundred passages in Markdown: sections, lists, now and then a table."""
        dice = random.Random(f"{self._seed}:{number}")
        topic = dice.sample(self._words, min(TOPIC, len(self._words)))
        parts = [f"# Lesson {number // 20 + 1}.{number % 20 + 1}: {_title(dice, topic)}"]
        for section in range(SECTIONS):
            parts.append(f"## {_title(dice, topic)}")
            parts += [self._paragraph(dice, topic) for _ in range(3)]
            parts.append(f"{self._sentence(dice, topic).rstrip('.:;!?')}:")
            parts.append("\n".join(f"- {self._sentence(dice, topic)}" for _ in range(6)))
            if section % 3 == 2:
                parts.append(_table(dice, topic))
        return "\n\n".join(parts) + "\n"

    def passages(self, count: int) -> Iterator[str]:
        """``count`` short passages, no two alike but by chance."""
        dice = random.Random(f"{self._seed}:passages")
        topic: list[str] = []
        for number in range(count):
            if number % 100 == 0:
                topic = dice.sample(self._words, min(TOPIC, len(self._words)))
            yield f"{self._sentence(dice, topic)} {self._sentence(dice, topic)}"

    def _paragraph(self, dice: random.Random, topic: Sequence[str]) -> str:
        return " ".join(self._sentence(dice, topic) for _ in range(dice.randint(2, 5)))

    def _sentence(self, dice: random.Random, topic: Sequence[str]) -> str:
        def exchange(match: re.Match[str]) -> str:
            word = match.group()
            if word.lower() in STOPWORDS or dice.random() >= EXCHANGED:
                return word
            other = dice.choice(topic)
            return other.capitalize() if word[0].isupper() else other

        return _WORD.sub(exchange, dice.choice(self._sentences))


def write_lessons(writer: Writer, count: int, folder: Path) -> None:
    """Write lessons ``0 … count - 1`` as Markdown files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"lesson-{number:04d}.md").write_text(writer.lesson(number), encoding="utf-8")


def course_of(passages: Sequence[str], course: str) -> CourseContent:
    """A course whose chunks are the passages given: content for an index of any size."""
    text = "\n\n".join(passages)
    document = Document(f"{zlib.crc32(text.encode()):016x}", "made.md", "Made", "text/plain", text)
    chunks, at = [], 0
    for number, passage in enumerate(passages):
        section = f"Section {number // 100 + 1}"
        end = at + len(passage)
        chunks.append(
            Chunk(
                id=f"{number:016x}",
                document=document.name,
                document_id=document.id,
                start=at,
                end=end,
                text=passage,
                kind="prose",
                lesson="",
                section=section,
                headings=(section,),
                ordinal=number,
            )
        )
        at = end + 2
    outline = (Section("Made", 1, "", document.name, 0, len(text)),)
    return CourseContent(course, "Made", (document,), tuple(chunks), (), outline, ())


class MadeVectors:
    """Stands in for a model at ingest: the vector of a text is near one of 500 made centres.

    It bears the name of the model whose queries will be asked, so that a course made with it can
    be opened; what is found in it means nothing, how long finding takes does.
    """

    def __init__(self, name: str, dimension: int, centres: int = 500) -> None:
        self.name = name
        self.dimension = dimension
        self._centres = np.random.default_rng(0).normal(size=(centres, dimension))

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            seed = zlib.crc32(text.encode())
            noise = np.random.default_rng(seed).normal(size=self.dimension)
            mixed = self._centres[seed % len(self._centres)] + 0.7 * noise
            row[:] = mixed / np.linalg.norm(mixed)
        return vectors


def _title(dice: random.Random, topic: Sequence[str]) -> str:
    return " ".join(dice.sample(topic, 3)).capitalize()


def _table(dice: random.Random, topic: Sequence[str]) -> str:
    def cells(count: int) -> str:
        return " | ".join(" ".join(dice.sample(topic, count)) for _ in range(3))

    return "\n".join((f"| {cells(2)} |", "|---|---|---|", *(f"| {cells(3)} |" for _ in range(4))))
