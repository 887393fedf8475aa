"""Train the query encoder, which brings a question's vector nearer to its answers.

One command reads our own questions and, of the labelled cases, the half to tune on; compares each
question with every sentence of its course; and writes the file that the product ships. It takes
some minutes, on a CPU. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from evals.dataset import Split
from evals.errors import EvalsError
from knowledge.errors import KnowledgeError
from knowledge.query_encoder import SHIPPED


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done. 1: it failed, said why. 2: called wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.query_encoder",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="what is written")
    parser.add_argument("--epochs", type=int, metavar="N", help="default: as shipped")
    parser.add_argument(
        "--hold-out", action="store_true",
        help="learn without the second course and the everyday questions, and tell how good it is "
        "on them; nothing is written",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.epochs is not None and options.epochs < 1:
        parser.error("--epochs: a number from 1")
    try:
        if not options.out.parent.is_dir():
            raise EvalsError(f"cannot write {options.out}: there is no such folder")
        _run(options)
    except (EvalsError, KnowledgeError) as error:
        print(f"query encoder: {error}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace) -> None:
    # What takes seconds to import comes after what can be wrong with the call.
    from evals.training import courses
    from evals.training.asking import WITHIN
    from evals.training.besides import with_things
    from evals.training.examples import own
    from evals.training.workshop import Workshop

    with ExitStack() as stack:
        workshop = Workshop(stack)
        learned = [*own(), *workshop.learned(options.hold_out)]
        compared = workshop.compared([*learned, *with_things(learned)])
        network = workshop.trained_to_ask(compared, options.epochs)
        print(f"learned from {len(compared)} questions; answers among the first {WITHIN} sentences")
        for one in courses.SETS:
            if options.hold_out and not (one.held_out or one is courses.SHIPPED):
                continue
            half: Split | None = None if options.hold_out and one.held_out else "report"
            judged = workshop.compared(workshop.judged_examples(one, half))
            if judged:
                before, after = workshop.recalls(network, judged)
                told = "  ".join(f"{b:.1%} -> {a:.1%}" for b, a in zip(before, after, strict=True))
                print(f"{one.name:16} {len(judged):5} questions  {told}", flush=True)
        if not options.hold_out:
            workshop.export_query_encoder(network, options.out)
            print(f"written to {options.out}")


if __name__ == "__main__":
    sys.exit(main())
