"""Train the query adapter, a linear map that brings a question's vector nearer to its answers.

One command reads our own questions and, of the labelled cases, the half to tune on; compares each
question with every sentence of its course; and writes the file that the product ships. It takes
about a minute, on a CPU.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from evals.dataset import Split
from evals.errors import EvalsError
from knowledge.adapter import SHIPPED, QueryAdapter
from knowledge.errors import KnowledgeError


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done. 1: it failed, said why. 2: called wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.adapter",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="what is written")
    parser.add_argument(
        "--hold-out", action="store_true",
        help="learn without the second course and the everyday questions, and tell how good it is "
        "on them; nothing is written",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        if not options.out.parent.is_dir():
            raise EvalsError(f"cannot write {options.out}: there is no such folder")
        _run(options)
    except (EvalsError, KnowledgeError) as error:
        print(f"adapter: {error}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace) -> None:
    # What takes seconds to import comes after what can be wrong with the call.
    from evals.training import courses
    from evals.training.examples import own
    from evals.training.mapping import WITHIN, fitted, recall
    from evals.training.workshop import Workshop

    with ExitStack() as stack:
        workshop = Workshop(stack)
        compared = workshop.compared([*own(), *workshop.learned(options.hold_out)])
        matrix = fitted(compared)
        adapter = QueryAdapter(matrix)
        print(f"learned from {len(compared)} questions; answers among the first {WITHIN} sentences")
        for one in courses.SETS:
            if options.hold_out and not (one.held_out or one is courses.SHIPPED):
                continue
            half: Split | None = None if options.hold_out and one.held_out else "report"
            judged = workshop.compared(workshop.judged_examples(one, half))
            if judged:
                before, after = recall(judged, None), recall(judged, adapter)
                told = "  ".join(f"{b:.1%} -> {a:.1%}" for b, a in zip(before, after, strict=True))
                print(f"{one.name:16} {len(judged):5} questions  {told}", flush=True)
        if not options.hold_out:
            try:
                np.save(options.out, matrix.astype(np.float16), allow_pickle=False)
            except OSError as error:
                raise EvalsError(f"cannot write {options.out}: {error.strerror}") from None
            print(f"written to {options.out}")


if __name__ == "__main__":
    sys.exit(main())
