"""How a follow-up is put into words, on conversations about anything: ``python -m evals.rewrites FOLDER``.

FOLDER holds public conversations with their passages, outside this repository (the form of MTRAG):
``passages.jsonl`` (_id, title, text), ``tasks.jsonl`` (turns, relevant) and, if there, ``rewrites.jsonl``
(user_turns, relevant, and the rewrite of a person). The passages that answer the last turn are looked
for three times: with the turn as typed, with our standalone question, and with the person's. Printed
is the recall among the first five and ten, each turn's share of its passages averaged over the turns.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.contextualise import contextualise
from assistant.settings import load_settings
from evals.errors import EvalsError
from knowledge.embedding import query_embedder
from knowledge.lexical import LexicalIndex
from knowledge.models import Embedder
from knowledge.query import QueryReader
from knowledge.text import content_stems
from knowledge.types import Chunk

DEPTHS = (5, 10)
FUSED = 60  # the constant of reciprocal rank fusion


class Passages:
    """Passages found by meaning and by words, the two rankings fused."""

    def __init__(self, rows: Sequence[Mapping[str, str]], embedder: Embedder) -> None:
        self.ids = [row["_id"] for row in rows]
        texts = [f"{row.get('title', '')} {row['text']}".strip() for row in rows]
        chunks = [
            Chunk(name, name, name, 0, len(text), text, "prose", "", "", ())
            for name, text in zip(self.ids, texts, strict=True)
        ]
        self._embedder = embedder
        self._lexical = LexicalIndex.of(chunks)
        self._vectors = np.asarray(embedder.embed(texts))
        self.reader = QueryReader(self._lexical.word_counts, (), frozenset())

    def find(self, query: str) -> list[str]:
        """Ids of all passages, best first."""
        likeness = self._vectors @ np.asarray(self._embedder.embed([query]))[0]
        words = self._lexical.scores(dict.fromkeys(content_stems(query), 1.0))
        fused = np.zeros(len(self.ids))
        for scores in (likeness, words):
            ranks = np.empty(len(scores))
            ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
            fused += 1.0 / (FUSED + ranks)
        return [self.ids[i] for i in np.argsort(-fused, kind="stable")]

    def standalone(self, turns: Sequence[str], answer: str) -> str:
        """Our standalone question for the last of ``turns``; earlier ones are resolved in their order."""
        asked: list[str] = []
        for at, turn in enumerate(turns):
            said = answer if at == len(turns) - 1 else ""
            found = contextualise(turn, asked, self.reader, said, self._embedder.embed)
            asked.append(found.leaning or found.text)
        return asked[-1]


def recall(found: Sequence[str], relevant: Sequence[str], depth: int) -> float:
    """Share (0..1) of the relevant ids among the first ``depth`` found."""
    return len(set(found[:depth]) & set(relevant)) / len(set(relevant))


def measure(
    passages: Passages, rows: Sequence[Mapping[str, object]]
) -> list[tuple[str, int, list[float]]]:
    """For each wording its name, over how many turns, and the recall at each depth.

    Only turns that follow others and have a relevant passage among the passages count.
    """
    known = set(passages.ids)
    wordings: list[tuple[str, Callable[[Mapping[str, object]], str]]] = [
        ("as typed", lambda row: _turns(row)[0][-1]),
        ("ours", lambda row: passages.standalone(*_turns(row))),
    ]
    if rows and all("rewrite" in row for row in rows):
        wordings.append(("a person's", lambda row: str(row["rewrite"])))
    usable = [row for row in rows if len(_turns(row)[0]) > 1 and set(_relevant(row)) & known]
    lines = []
    for name, worded in wordings:
        found = [(passages.find(worded(row)), _relevant(row)) for row in usable]
        shares = [
            float(np.mean([recall(f, r, d) for f, r in found])) if found else 0.0 for d in DEPTHS
        ]
        lines.append((name, len(usable), shares))
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comparison; 2 where the folder cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m evals.rewrites", description=__doc__)
    parser.add_argument("folder", type=Path, help="passages.jsonl, tasks.jsonl and rewrites.jsonl")
    folder: Path = parser.parse_args(arguments).folder
    try:
        rows = _rows(folder / "passages.jsonl")
        files = [f for f in ("tasks.jsonl", "rewrites.jsonl") if (folder / f).is_file()]
        sets = [(name, _rows(folder / name)) for name in files]
        if not rows or not sets:
            raise EvalsError(f"{folder}: there are no passages and turns in it")
        settings = load_settings()
        embedder = query_embedder(settings.embedding_model, settings.data_dir)
        passages = Passages(rows, embedder)
        for name, turns in sets:
            for wording, count, shares in measure(passages, turns):
                told = "  ".join(f"recall@{d} {s:.3f}" for d, s in zip(DEPTHS, shares, strict=True))
                print(f"{name:15s} {wording:11s} {count:4d} turns  {told}")
    except (EvalsError, KeyError) as error:
        print(f"evals.rewrites: {error}", file=sys.stderr)
        return 2
    return 0


def _turns(row: Mapping[str, object]) -> tuple[list[str], str]:
    """What the user said, oldest first, and the last answer ("" where the file holds none)."""
    if "user_turns" in row:
        said = row["user_turns"]
        assert isinstance(said, list)
        return [str(turn) for turn in said], ""
    turns = row["turns"]
    assert isinstance(turns, list)
    users = [str(turn["text"]) for turn in turns if turn["role"] == "user"]
    answers = [str(turn["text"]) for turn in turns if turn["role"] == "assistant"]
    return users, answers[-1] if answers else ""


def _relevant(row: Mapping[str, object]) -> list[str]:
    found = row.get("relevant")
    return [str(each) for each in found] if isinstance(found, list) else []


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise EvalsError(f"{path}: cannot be read: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
