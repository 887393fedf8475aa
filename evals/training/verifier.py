"""Train the verifier, the small network that says whether a sentence answers a question.

One command reads the public sets below --data, our own questions, and of the labelled cases the
half to tune on; makes them a lesson; trains on the GPU if there is one; and writes the file that
the product ships. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from evals.dataset import Split
from evals.errors import EvalsError
from evals.training.examples import public
from knowledge.errors import KnowledgeError
from knowledge.verifier import SHIPPED

EXAMPLES = """examples:
  python -m evals.training.verifier --data ../bench                    train, export, ship
  python -m evals.training.verifier --data ../bench --hold-out         how good is it on what it
                                                                       has not seen? Writes nothing
  python -m evals.training.verifier --judge                            the shipped file's figures
  python -m evals.training.verifier --further --data ../bench          the shipped file learns on,
                                                                       half an hour on a CPU
to train where there is a GPU, with PyTorch, transformers and tokenizers alone:
  python -m evals.training.verifier --data ../bench --lesson lesson.json
  python -m evals.training.learning lesson.json weights.pt --model FOLDER
  python -m evals.training.verifier --weights weights.pt
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done. 1: it failed, said why. 2: called wrongly."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _refuse_contradictions(parser, options)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        _run(options)
    except (EvalsError, KnowledgeError) as error:
        print(f"verifier: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.verifier",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="squad2/ and selqa/ below it")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=f"what is written; default: {SHIPPED.name}, shipped",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--lesson", type=Path, metavar="FILE", help="write the lesson only, to train elsewhere"
    )
    mode.add_argument(
        "--weights", type=Path, metavar="FILE", help="do not train: take these weights"
    )
    mode.add_argument(
        "--judge", action="store_true", help="do not train: figures of the file of --out"
    )
    mode.add_argument(
        "--further",
        action="store_true",
        help="the shipped file learns on, from our own questions and some of the public ones",
    )
    parser.add_argument(
        "--hold-out", action="store_true",
        help="leave out one public article in five, the second course and the everyday "
        "questions, and judge on them; no file but that of --lesson is written",
    )  # fmt: skip
    parser.add_argument("--epochs", type=_count, metavar="N", help="default: as shipped")
    parser.add_argument(
        "--questions", type=_count, metavar="N", help="learn from N of them only, to try it out"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help="--judge: on these cases")
    parser.add_argument("--course", metavar="ID", help="--cases: of this ingested course")
    parser.add_argument(
        "--split", choices=("tune", "report", "all"), help="--judge: half; default: report"
    )
    return parser


def _count(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")


def _refuse_contradictions(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    learns = options.weights is None and not options.judge
    if options.data is None and (learns or options.hold_out):
        parser.error("the public sets are needed: --data FOLDER")
    if options.judge and options.hold_out:
        parser.error("--judge is of a file that is there; --hold-out trains one")
    if not options.judge and (options.cases or options.split):
        parser.error("--cases and --split go with --judge")
    if options.course and not options.cases:
        parser.error("--course goes with --cases")
    if not learns and (options.epochs or options.questions):
        parser.error("--epochs and --questions are of training")
    if options.lesson and options.epochs:
        parser.error("--epochs goes to where the lesson is learned")
    if options.out and (options.hold_out or options.lesson):
        parser.error("--out is not written with --hold-out or --lesson")
    if options.further and options.hold_out:
        parser.error("--further learns on from a file that has learned from what is held out")
    if options.questions and not (
        options.further or options.out or options.hold_out or options.lesson
    ):
        parser.error("what few questions taught is not to be shipped: --questions needs --out")


def _run(options: argparse.Namespace) -> None:
    judged = (options.out or SHIPPED) if options.judge else None
    begun = SHIPPED if options.further else None
    for needed in (judged, begun, options.weights, options.cases):
        if needed is not None and not needed.is_file():
            raise EvalsError(f"there is no file {needed}")
    written = options.lesson or options.out or SHIPPED
    if not written.parent.is_dir():
        raise EvalsError(f"cannot write {written}: there is no such folder")
    sets = public(options.data) if options.data else []
    # What takes seconds to import comes after what can be wrong with the call.
    from evals.training.workshop import Workshop

    with ExitStack() as stack:
        workshop = Workshop(stack)
        if judged is not None:
            half: Split | None = None if options.split == "all" else options.split or "report"
            _print(workshop.judged(judged, half, options.cases, options.course))
            return
        if options.lesson is not None:
            lesson = workshop.lesson(sets, options.hold_out, options.questions)
            try:
                lesson.save(options.lesson)
            except OSError as error:
                raise EvalsError(f"cannot write {options.lesson}: {error.strerror}") from None
            print(f"{len(lesson.groups)} questions, written to {options.lesson}")
            return
        if options.weights is not None:
            network = workshop.trained_elsewhere(options.weights)
        elif begun is not None:
            lesson = workshop.further_lesson(sets, options.questions)
            network = workshop.trained_further(begun, lesson, options.epochs)
        else:
            lesson = workshop.lesson(sets, options.hold_out, options.questions)
            network = workshop.trained(lesson, options.epochs)
        if options.hold_out:
            _print(workshop.judged_held_out(network, sets))
            return
        workshop.export(network, written)
        print(f"written to {written}, {written.stat().st_size / 1e6:.1f} MB")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
