"""An index version built: aside, verified, switched in by one atomic pointer."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from knowledge import chroma
from knowledge.arrays import (
    CHUNK_VECTORS,
    SENTENCE_VECTORS,
    new_array,
    save_places,
    save_words,
)
from knowledge.contents import dump_content
from knowledge.lexical import LexicalIndex
from knowledge.models import Embedder, PartsEmbedder, Vectors
from knowledge.passages import Passage, passage_of
from knowledge.reuse import KnownVectors, known_vectors
from knowledge.text import STOPWORDS, tokens
from knowledge.types import EVIDENCE_KINDS, CourseContent
from knowledge.versions import (
    FORMAT,
    Manifest,
    course_folder,
    is_complete,
    manifest_of,
    remove_old,
    sizes_of,
    write_durably,
)

logger = logging.getLogger(__name__)

ProgressFn = Callable[[int, int], None]
_BATCH = 64


def build_version(
    data_dir: Path,
    content: CourseContent,
    *,
    file_hashes: Mapping[str, str],
    recipe: str,
    embedder: Embedder,
    chroma_url: str | None = None,
    progress: ProgressFn | None = None,
) -> Manifest:
    """Build, verify and switch to the index version of ``content``; return its manifest.

    Vectors of passages that the serving version already holds are taken over. A kill at any
    moment leaves the old version serving; the next run removes what was half built. A second run
    on the same course waits for the first. Raises IndexVersionError when the built version does
    not hold what it should.
    """
    body = dump_content(content)
    digest = hashlib.sha256(body)
    digest.update(f"|{FORMAT}|{embedder.name}|{recipe}|{chroma_url or ''}".encode())
    digest.update(json.dumps(dict(file_hashes), sort_keys=True).encode())
    version = f"v-{digest.hexdigest()[:12]}"
    folder = course_folder(data_dir, content.id)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        course=content.id, title=content.title, version=version, format=FORMAT,
        embedding_model=embedder.name, dimension=embedder.dimension, recipe=recipe,
        documents=dict(file_hashes), chunks=len(content.chunks),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        collection=f"{content.id}-{version}",
    )  # fmt: skip
    with _only_builder(folder):
        final = folder / version
        if not (is_complete(final, manifest) and chroma.is_whole(final, manifest, chroma_url)):
            scratch = folder / f"building-{version}-{os.getpid()}"
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            try:
                (scratch / "content.json").write_bytes(body)
                known = known_vectors(data_dir, content.id, embedder.name)
                vectors = _write_vectors(scratch, content, embedder, known, progress)
                LexicalIndex.of(content.chunks).save(scratch)
                words = vocabulary(content)
                save_words(scratch, words, _word_vectors(words, embedder, known))
                chroma.fill(scratch, manifest, content, vectors, chroma_url)
                manifest = replace(manifest, files=sizes_of(scratch))
                write_durably(scratch / "manifest.json", json.dumps(asdict(manifest), indent=1))
                shutil.rmtree(final, ignore_errors=True)
                scratch.rename(final)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        write_durably(folder / "CURRENT", version)
        gone = remove_old(folder, keep=version)
        chroma.drop([f"{content.id}-{name}" for name in gone], chroma_url)
    return manifest_of(final)


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    with (folder / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def vocabulary(content: CourseContent) -> list[str]:
    """The words of a course that carry meaning, the most frequent first, at most 20,000."""
    counts: dict[str, int] = {}
    for chunk in content.chunks:
        if chunk.kind in EVIDENCE_KINDS:
            for word in tokens(" ".join((*chunk.headings, chunk.text))):
                if word.isalpha() and len(word) > 2 and word not in STOPWORDS:
                    counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda w: (-counts[w], w))[:20_000]


def _write_vectors(
    folder: Path,
    content: CourseContent,
    embedder: Embedder,
    known: KnownVectors,
    progress: ProgressFn | None,
) -> Vectors:
    """Write the vectors of all chunks and sentences; returns those of the chunks."""
    passages = [passage_of(chunk) for chunk in content.chunks]
    # Copies of one passage (the same row under the same heading) are embedded once.
    wanted: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        wanted.setdefault(passage.key, []).append(number)
    counts = [len(passage.sentences) for passage in passages]
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    chunks = new_array(folder / CHUNK_VECTORS, len(passages), embedder.dimension)
    sentences = new_array(folder / SENTENCE_VECTORS, int(first[-1]), embedder.dimension)

    def put(key: str, whole: Vectors, parts: Vectors) -> None:
        for number in wanted[key]:
            chunks[number] = whole
            sentences[first[number] : first[number + 1]] = parts

    missing: list[Passage] = []
    for key, numbers in wanted.items():
        found = known.get(key)
        if found is None:
            missing.append(passages[numbers[0]])
        else:
            put(key, *found)
    missing.sort(key=lambda passage: len(passage.text))  # padding to the longest is what costs
    for i in range(0, len(missing), _BATCH):
        batch = missing[i : i + _BATCH]
        for passage, (whole, parts) in zip(batch, _embedded(batch, embedder), strict=True):
            put(passage.key, whole, parts)
        if progress is not None:
            progress(min(i + _BATCH, len(missing)), len(missing))
    places = [
        (number, start, end)
        for number, passage in enumerate(passages)
        for start, end in passage.sentences
    ]
    save_places(folder, np.array(places, dtype=np.int32))
    for array in (chunks, sentences):
        if isinstance(array, np.memmap):
            array.flush()
    return chunks


def _embedded(batch: list[Passage], embedder: Embedder) -> Iterator[tuple[Vectors, Vectors]]:
    """Per passage its vector and those of its sentences, in one pass over the text if it can be.

    A sentence's vector is the mean of its tokens as read in their passage: as good at finding
    the sentence that answers as a vector of the sentence alone, at no cost.
    """
    texts = [passage.text for passage in batch]
    if isinstance(embedder, PartsEmbedder):
        yield from embedder.embed_parts(texts, [passage.parts for passage in batch])
        return
    wholes = embedder.embed(texts)
    for passage, whole in zip(batch, wholes, strict=True):
        if len(passage.parts) < 2:
            yield whole, np.repeat(whole[None], len(passage.parts), axis=0)
        else:
            yield whole, embedder.embed([passage.text[s:e] for s, e in passage.parts])


def _word_vectors(words: list[str], embedder: Embedder, known: KnownVectors) -> Vectors:
    vectors = np.empty((len(words), embedder.dimension), dtype=np.float32)
    missing = [i for i, word in enumerate(words) if word not in known.words]
    for i, word in enumerate(words):
        if word in known.words:
            vectors[i] = known.words[word]
    if missing:
        vectors[missing] = embedder.embed([words[i] for i in missing])
    return vectors
