"""Questions with sentences that answer them or not: public sets, and our own.

Public sets are JSON lines in a folder outside the repository: ``squad2/paragraphs.jsonl`` and
``questions.jsonl`` (SQuAD 2.0: questions that their paragraph answers or not), ``selqa/dev.jsonl``
(SelQA: candidate sentences of a section, which of them answer). Our own stand in ``data/``: small
courses with questions (``course-*.json``), and questions on the shipped course
(``questions*.jsonl``), to which the tuning halves of the labelled cases are added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.dataset import Case, Corpus, evidence, load_facts
from evals.errors import EvalsError
from knowledge.pairs import headed
from knowledge.text import sentences

DATA = Path(__file__).with_name("data")
HELD_OUT = 5  # one article of so many is kept for validation


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table row of a course, and as the verifier reads it."""

    text: str
    headed: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question, texts, and which of them answer it.

    ``heading`` stands over all the texts; where each has its own, it is part of the text.
    ``others`` are texts from elsewhere in the article: never an answer. ``complete``: all that
    answers is named in ``gold``.
    """

    dataset: str
    article: str
    question: str
    heading: str
    texts: tuple[str, ...]
    gold: tuple[int, ...]  # empty: none of them answers
    others: tuple[str, ...] = ()
    complete: bool = True


def public(folder: Path) -> list[Example]:
    """The public sets below ``folder``. EvalsError names a file that is missing or broken."""
    return [*_squad(folder / "squad2"), *_selqa(folder / "selqa")]


def own(folder: Path = DATA) -> list[Example]:
    """The questions of the small courses. EvalsError names a file that is missing or broken."""
    return [one for file in sorted(folder.glob("course-*.json")) for one in _small_course(file)]


def quoting(units: Sequence[Unit], article: str, folder: Path = DATA) -> list[Example]:
    """Our own questions on the course whose sentences are ``units``, where they quote it word for
    word. EvalsError names a file that is missing or broken."""
    texts = tuple(unit.headed for unit in units)
    numbers = {unit.text: i for i, unit in enumerate(units)}
    found: list[Example] = []
    for file in sorted(folder.glob("questions*.jsonl")):
        for row in _rows(file, "question", "gold"):
            gold = tuple(numbers[quote] for quote in row["gold"] if quote in numbers)
            if len(gold) == len(row["gold"]):
                found.append(Example("questions", article, row["question"], "", texts, gold))
    return found


def asked(folder: Path = DATA) -> list[str]:
    """All our own questions, whether a course answers them or not. EvalsError names a file that is
    missing or broken."""
    files = sorted(folder.glob("questions*.jsonl"))
    found = [str(row["question"]) for file in files for row in _rows(file, "question")]
    return list(dict.fromkeys([*found, *(example.question for example in own(folder))]))


def labelled(
    units: Sequence[Unit], cases: Sequence[Case], article: str, corpus: Corpus
) -> list[Example]:
    """The labelled cases by their evidence in the course whose sentences are ``units``. One whose
    evidence this course does not hold is left out."""
    facts = load_facts()
    texts = tuple(unit.headed for unit in units)
    found: list[Example] = []
    for case in cases:
        if case.answerable is False or not case.gold:
            continue
        try:
            golds = evidence(case.gold, facts, corpus)
        except EvalsError:  # no anchor in this corpus
            continue
        needed = [gold for gold in golds if gold.grade >= 2] or list(golds)
        right = [i for i, u in enumerate(units) if any(g.held_by(u.text) for g in needed)]
        beside = {i for i, u in enumerate(units) if any(g.supported_by(u.text) for g in golds)}
        kept = [i for i in range(len(units)) if i in right or i not in beside]
        if right:
            places = tuple(kept.index(i) for i in right)
            some = tuple(texts[i] for i in kept)
            found.append(
                Example("cases", article, case.whole_question, "", some, places, complete=False)
            )
    return found


def _small_course(file: Path) -> Iterator[Example]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        texts: list[str] = []
        numbers: dict[str, int] = {}
        for i, section in enumerate(told["sections"]):
            for j, text in enumerate(section["texts"]):
                numbers[f"{i}.{j}"] = len(texts)
                texts.append(headed(section["heading"], section.get("lead", ""), text))
        for row in told["questions"]:
            gold = tuple(numbers[place] for place in row["gold"])
            yield Example("courses", told["title"], row["q"], "", tuple(texts), gold)
    except (OSError, ValueError, KeyError) as error:
        raise EvalsError(f"cannot read {file}: {error!r}") from None


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """For training and for validation, by article: no article is in both."""
    train: list[Example] = []
    held: list[Example] = []
    for example in examples:
        (held if is_held_out(example.article) else train).append(example)
    return train, held


def is_held_out(article: str) -> bool:
    """Whether an article is kept for validation: by its name alone, so that it never changes."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % HELD_OUT == 0


def _squad(folder: Path) -> Iterator[Example]:
    texts: dict[str, str] = {}
    by_article: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(folder / "paragraphs.jsonl", "_id", "text"):
        texts[row["_id"]] = row["text"]
        said = [(row["_id"], row["text"][a:b]) for a, b in sentences(row["text"])]
        by_article.setdefault(row["_id"].split("#")[0], []).extend(said)
    for row in _rows(folder / "questions.jsonl", "para", "text", "answerable", "starts"):
        article = row["para"].split("#")[0]
        if row["para"] not in texts:
            raise EvalsError(f"{folder / 'questions.jsonl'}: no paragraph {row['para']!r}")
        text = texts[row["para"]]
        spans = sentences(text)
        gold: list[int] = []
        if row["answerable"]:
            for start in row["starts"]:  # not always as many as answers: equal texts stand once
                number = _holding(spans, start)
                if number not in gold:
                    gold.append(number)
        yield Example(
            "squad2",
            article,
            row["text"],
            article.replace("_", " "),
            tuple(text[a:b] for a, b in spans),
            tuple(gold),
            tuple(said for para, said in by_article[article] if para != row["para"]),
        )


def _selqa(folder: Path) -> Iterator[Example]:
    fields = ("article", "section", "text", "candidates", "gold")
    for row in _rows(folder / "dev.jsonl", *fields):
        heading = row["article"] if row["section"] in ("", "Abstract") else row["section"]
        yield Example(
            "selqa",
            row["article"],
            row["text"],
            heading,
            tuple(row["candidates"]),
            tuple(row["gold"]),
        )


def _holding(spans: Sequence[tuple[int, int]], position: int) -> int:
    return max(i for i, (start, _) in enumerate(spans) if start <= position or i == 0)


def _rows(path: Path, *fields: str) -> list[dict[str, Any]]:
    """The JSON lines of a file, each with at least these fields."""
    found: list[dict[str, Any]] = []
    number = 0
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            row = json.loads(line)
            missing = [name for name in fields if name not in row]
            if missing:
                raise EvalsError(f"{path}, line {number}: no field {missing[0]!r}")
            found.append(row)
    except OSError as error:
        raise EvalsError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, TypeError) as error:
        raise EvalsError(f"{path}, line {number}: no JSON object: {error}") from None
    return found
