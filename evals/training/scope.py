"""``python -m evals.training.scope``: fit the weights by which off topic is told, and show what they cost.

Asked in scope: the cases of the tuning half, on their courses. Elsewhere: everyday utterances from
files of JSON lines with a ``text`` (a public set of assistant requests, say), held against every
course, and the far cases. The threshold lets one in 20 elsewhere through to the checks that look
at what was found; the curve shows, for this and other thresholds, how many questions in scope
would be turned away, on the half that was fitted and on the reported one.

One of the weighed signals is itself learned here, from the same messages and our own questions of
``training/data``: the direction of ``training.at_work``. A message elsewhere is weighed by a
direction that has not learned it, nor any other of its ``intent``, where the file tells that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from assistant.background import background, vectors_of
from assistant.confidence import nearness
from assistant.finding import find
from assistant.scope import DIRECTION, WEIGHTS, Signals, Yardstick, signals
from assistant.settings import load_settings
from assistant.understanding import understand
from evals.dataset import CASES, Case, load_cases, of_split
from evals.declining import is_far
from evals.errors import EvalsError
from evals.training.at_work import fold_of, learned, left_out
from evals.training.examples import asked
from evals.training.logistic import Matrix, balanced
from knowledge.embedding import query_embedder
from knowledge.errors import KnowledgeError
from knowledge.library import DEFAULT_COURSE, Course, Library
from knowledge.models import Embedder

EVERYDAY = CASES[0].with_name("everyday.jsonl")
LET_THROUGH = 0.05  # of what is elsewhere, by these signals alone; other checks see it still
SURE = 0.005  # of what is elsewhere, from where a message is taken to belong
SHARES = (SURE, 0.01, 0.02, LET_THROUGH)
FOLDS = 4  # the directions that weigh what is elsewhere have not learned one of so many groups
NO_INTENT = frozenset({"", "oos"})
OUTSIDE = frozenset({"meta", "hostile"})  # categories that say nothing of a course's scope
RIDGE = 1e-4
EXAMPLE = """example:
  python -m evals.training.scope --elsewhere requests.jsonl --course tours=tours.jsonl --accept
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A message about something else, and the group it is learned or left out with."""

    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message on one course: the signals of its parts, and whether it belongs."""

    group: str
    belongs: bool
    parts: tuple[Signals, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """0: fitted; 1: something cannot be read. Prints the weights and the curve."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.scope", description=(__doc__ or "").partition("\n")[0],
        epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--elsewhere", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument(
        "--course", nargs="*", default=[], metavar="ID=CASES", help="more courses, with their cases"
    )
    parser.add_argument("--accept", action="store_true", help="write the weights")
    options = parser.parse_args(arguments)
    try:
        sets = {DEFAULT_COURSE: [*CASES, EVERYDAY]}
        sets |= {one.partition("=")[0]: [Path(one.partition("=")[2])] for one in options.course}
        said = [line for path in options.elsewhere for line in _said(path)]
        settings = load_settings()
        embedder = query_embedder(settings.embedding_model, settings.data_dir)
        library = Library(settings.data_dir, embedder, settings.chroma_url)
        directions = Directions(embedder, said)
        messages = [
            m
            for name, files in sets.items()
            for m in _messages(library.course(name), files, said, directions)
        ]
        library.close()
    except (EvalsError, KnowledgeError) as error:
        print(f"evals.training.scope: {error}", file=sys.stderr)
        return 1
    fit = [m for m in messages if not m.group.endswith("report")]
    rows = np.array([astuple(part) for m in fit for part in m.parts])
    labels = np.array([float(m.belongs) for m in fit for _ in m.parts])
    weights = logistic_fit(rows, labels)
    others = [score(m, weights) for m in fit if not m.belongs]
    least = threshold(others, LET_THROUGH)
    unsure = threshold(others, SURE) - least
    weights[0] -= least
    print("\n".join(_curve(messages, weights)))
    names = ("bias", *(field.name for field in fields(Signals)))
    kept = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    kept["unsure"] = round(unsure, 3)
    print(json.dumps(kept))
    if options.accept:
        known = json.loads(WEIGHTS.read_text(encoding="utf-8")) | {"scope": kept}
        WEIGHTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
        np.save(DIRECTION, directions.whole)
    return 0


def logistic_fit(rows: Matrix, labels: Matrix) -> Matrix:
    """Bias and weights of a logistic regression in which both labels weigh the same."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(rows), 1)), (rows - middle) / spread])
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = 0.0
    weights = balanced(design, labels, penalty)
    plain = weights[1:] / spread
    return np.array([weights[0] - plain @ middle, *plain])


def score(message: Message, weights: Matrix) -> float:
    """Log odds of the part of a message that belongs most: one such part is answered."""
    return max(float(weights[0] + weights[1:] @ astuple(part)) for part in message.parts)


def threshold(elsewhere: Sequence[float], answered: float) -> float:
    """The score that a share ``answered`` of what is elsewhere exceeds."""
    return float(np.quantile(np.array(elsewhere), 1.0 - answered))


class Directions:
    """The learned direction, and for each fold of what is elsewhere one that has not learned it."""

    def __init__(self, embedder: Embedder, said: Sequence[Said]) -> None:
        work = embedder.embed([*asked(), *background().own_work])
        others = background().elsewhere
        elsewhere = embedder.embed([*(one.text for one in said), *others])
        groups = [*(one.group for one in said), *others]
        self.whole = learned(work, elsewhere)
        self.folds = left_out(work, elsewhere, groups, FOLDS)


def _said(path: Path) -> Iterable[Said]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        texts = [str(row["text"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvalsError(f"{path}: expected JSON lines with a text: {error}") from None
    for row, text in zip(rows, texts, strict=True):
        intent = str(row.get("intent", ""))
        yield Said(text, intent if intent not in NO_INTENT else text)


def _messages(
    course: Course, files: Sequence[Path], said: Sequence[Said], directions: Directions
) -> Iterable[Message]:
    vectors = vectors_of(course.embedder)
    by_fold = [Yardstick(course, vectors, one) for one in directions.folds]
    for one in said:
        parts = _parts(course, one.text, by_fold[fold_of(one.group, FOLDS)])
        if parts:
            yield Message("elsewhere", False, parts)
    measure = Yardstick(course, vectors, directions.whole)
    for path in files:
        for half in ("tune", "report"):
            for case in of_split(load_cases(path), half):
                parts = _parts(course, case.whole_question, measure) if _tells(case) else ()
                if parts:
                    group = "answerable" if case.answerable is not False else "absent"
                    yield Message(f"{path.stem} {group} {half}", not is_far(case), parts)


def _tells(case: Case) -> bool:
    return case.category not in OUTSIDE and not (case.history and not case.standalone)


def _parts(course: Course, text: str, measure: Yardstick) -> tuple[Signals, ...]:
    """The signals of a message's parts; () where it asks about the assistant itself."""
    found = []
    for part in understand(text, course.reader, course.content.templates).parts:
        if part.kind in {"meta", "templates", "takeaways", "summary"}:
            continue
        findings = find(course, part)
        cosine, held = nearness(findings.hits, findings.evidence)
        query = course.read(part.query)
        found.append(signals(course, part, query, cosine, held, measure=measure))
    return tuple(found)


def _curve(messages: Sequence[Message], weights: Matrix) -> Iterable[str]:
    groups = sorted({m.group for m in messages if m.belongs})
    others = [score(m, weights) for m in messages if not m.belongs]
    yield f"{len(others)} messages elsewhere; in scope and turned away, by share elsewhere answered:"
    for answered in SHARES:
        least = threshold(others, answered)
        cells = []
        for group in groups:
            scores = [score(m, weights) for m in messages if m.group == group and m.belongs]
            cells.append(f"{group} {sum(s < least for s in scores)}/{len(scores)}")
        yield f"  {answered:5.1%}: " + "   ".join(cells)


if __name__ == "__main__":
    sys.exit(main())
