"""The naive pipeline everybody starts from: split, embed, top 4, the passages as the answer.

RecursiveCharacterTextSplitter 1000/200, all-MiniLM through sentence-transformers, Chroma through
langchain-chroma. It is the yardstick beside every figure. As a program (``python -m
evals.naive``) it measures its own start, speed and memory in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.dataset import Case
from evals.replies import Reply
from knowledge.embedding import DEFAULT_MODEL, Embedder, ReferenceEmbedder

TOP = 4
PIECE = 1000
OVERLAP = 200


class SentenceEmbeddings(Embeddings):
    """Our reference embedder as LangChain wants it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class NaivePipeline:
    """Pieces of texts in Chroma, in memory or in ``folder``; the nearest are the answer."""

    def __init__(self, texts: Sequence[str], folder: Path | None = None) -> None:
        from langchain_chroma import Chroma

        self._store = Chroma(
            collection_name="naive" if folder else f"naive-{uuid.uuid4().hex}",
            embedding_function=SentenceEmbeddings(ReferenceEmbedder(DEFAULT_MODEL)),
            persist_directory=str(folder) if folder else None,
        )
        splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
        pieces = [piece for text in texts for piece in splitter.split_text(text)]
        if pieces:
            self._store.add_texts(pieces)

    def search(self, query: str, k: int) -> list[str]:
        """The ``k`` nearest pieces, nearest first."""
        return [found.page_content for found in self._store.similarity_search(query, k)]

    def confidence(self, question: str) -> float:
        """Nearness of the best piece: 1 less half its squared distance, the cosine."""
        found = self._store.similarity_search_with_score(question, 1)
        return 1 - found[0][1] / 2 if found else 0.0

    def ask(self, case: Case) -> Reply:
        """The pieces nearest to the question as typed; this pipeline has no memory."""
        begun = time.perf_counter()
        pieces = self.search(case.question, TOP)
        ms = 1000 * (time.perf_counter() - begun)
        return Reply("\n\n".join(pieces), tuple(pieces), ms)


def main() -> int:
    """Measure the pipeline on a stored index: first passages, then as many as asked for."""
    parser = argparse.ArgumentParser(prog="python -m evals.naive", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="a Chroma folder written before")
    parser.add_argument("questions", type=Path, help="JSON list of questions")
    parser.add_argument("--rounds", default="1:20,8:40,32:64", help="clients:questions, ...")
    options = parser.parse_args()
    questions: list[str] = json.loads(options.questions.read_text(encoding="utf-8"))
    pipeline = NaivePipeline((), options.folder)
    pipeline.search(questions[0], TOP)
    print(json.dumps({"first": True}), flush=True)
    times = []
    for question in questions[1:41]:
        begun = time.perf_counter()
        pipeline.search(question, TOP)
        times.append(1000 * (time.perf_counter() - begun))
    rates: dict[str, float] = {}
    left = iter(questions[41:])
    for part in options.rounds.split(","):
        clients, count = (int(number) for number in part.split(":"))
        asked = list(islice(left, count))
        begun = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda q: pipeline.search(q, TOP), asked))
        rates[str(clients)] = count / (time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": times, "per_s": rates, "peak_mb": peak}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
