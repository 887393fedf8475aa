"""``python -m evals``: how good the product is, beside the naive pipeline and the baseline."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.evaluations import EvaluationFigure, keep_evaluation
from assistant.settings import load_settings
from evals import baseline, report, suites
from evals.baseline import Comparison
from evals.errors import EvalsError
from evals.figures import SuiteResult
from knowledge.errors import KnowledgeError
from knowledge.library import DEFAULT_COURSE
from knowledge.versions import read_manifest

EXAMPLES = """examples:
  python -m evals                                           every suite, on the reported half
  python -m evals --suite answers --split tune --details    what fails, on the half to tune on
  python -m evals --check                                   exit code 1 if a figure fell
  python -m evals --suite scale --lessons 20                a made library, many vectors
  python -m evals --cases mine.jsonl --course ID            your own questions and course
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suites asked for. 0: done; 1: it failed, or a figure fell; 2: called wrongly."""
    parser = _parser()
    options = parser.parse_args(arguments)
    half: str = options.split or ("all" if options.cases else "report")
    _refuse_contradictions(parser, options, half)
    _quiet()
    accepted_path: Path | None = options.baseline
    if accepted_path is None and options.cases is None and options.course is None:
        accepted_path = baseline.BASELINE
    if options.accept and accepted_path is None:
        parser.error("--accept with your own cases or course needs --baseline FILE")
    try:
        accepted = baseline.load(accepted_path).get(half, {}) if accepted_path else {}
        results = suites.run(
            options.suite or suites.default(own_cases=options.cases is not None),
            suites.Choice(
                half,
                options.cases,
                options.course,
                options.corpus,
                options.lessons,
                options.vectors,
            ),
        )
        figures = [figure for result in results for figure in result.figures]
        if options.accept and accepted_path is not None:
            baseline.accept(figures, half, accepted_path)
    except (EvalsError, KnowledgeError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1
    comparisons = baseline.compare(figures, accepted)
    _keep(comparisons, half, options.course)
    visible = half != "report"
    if options.json:
        print(report.as_json(results, comparisons, half, with_rows=visible))
    else:
        print(report.table(comparisons))
        for text in (text for result in results for text in result.tables):
            print("\n" + text)
        if options.details:
            print("\n" + report.details(results))
    _print_notes(results, visible)
    crashed = [result.suite for result in results if result.failures and not result.figures]
    if crashed:
        print(f"evals: no figures from: {', '.join(crashed)}", file=sys.stderr)
        return 1
    if options.check and not any(one.accepted for one in comparisons):
        print("evals: no accepted figure to check against; see --accept", file=sys.stderr)
        return 1
    fell = [one.figure.name for one in comparisons if one.fell]
    fell += baseline.missing(figures, accepted)
    if options.check and fell:
        print(f"evals: below the accepted baseline: {', '.join(fell)}", file=sys.stderr)
        return 1
    return 0


def _keep(comparisons: Sequence[Comparison], half: str, course: str | None) -> None:
    """Keep the figures beside the index, where the page for authors finds them."""
    try:
        data_dir = load_settings().data_dir
        manifest = read_manifest(data_dir, course or DEFAULT_COURSE)
        if manifest is None or not comparisons:
            return
        figures = [
            EvaluationFigure(
                name=one.figure.name,
                value=one.figure.value,
                unit=one.figure.unit,
                better=one.figure.better,
                n=one.figure.n,
                accepted=one.accepted.value if one.accepted else None,
                fell=one.fell,
            )
            for one in comparisons
        ]
        keep_evaluation(data_dir, figures, half, course=manifest.course, index=manifest.version)
    except (OSError, AssistantError, KnowledgeError) as error:
        print(f"evals: the figures were not kept: {error}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Quality and speed figures, beside the naive pipeline and the baseline.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--suite", action="append", choices=suites.NAMES, help="repeatable; default: all but scale"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--check", action="store_true", help="exit 1 if a figure fell")
    parser.add_argument("--accept", action="store_true", help="write these figures as baseline")
    parser.add_argument(
        "--split",
        choices=("tune", "report", "all"),
        help="which half of the cases; default: report (all with --cases)",
    )
    parser.add_argument(
        "--details", action="store_true", help="print failing cases (never of the reported half)"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help="JSON lines of your own cases")
    parser.add_argument("--course", metavar="ID", help="an ingested course; default: the shipped")
    parser.add_argument(
        "--corpus",
        choices=("edition", "original"),
        help="which anchors name the evidence; default: edition for the shipped course",
    )
    parser.add_argument(
        "--lessons", type=_size, default=200, metavar="N", help="suite scale: made lessons"
    )
    parser.add_argument(
        "--vectors", type=_size, default=100_000, metavar="N", help="suite scale: made vectors"
    )
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="accepted figures")
    return parser


def _size(text: str) -> int:
    if text.isdecimal() and 10 <= int(text) <= 1_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 10 to 1,000,000")


def _refuse_contradictions(
    parser: argparse.ArgumentParser, options: argparse.Namespace, half: str
) -> None:
    if options.details and half == "report":
        parser.error("the reported half is not looked at; use --details with --split tune")
    if options.details and half == "all" and options.cases is None:
        parser.error("--split all holds the reported half; use --details with --split tune")
    if options.check and options.accept:
        parser.error("--check and --accept exclude each other")


def _print_notes(results: Sequence[SuiteResult], visible: bool) -> None:
    for result in results:
        for note in result.notes:
            print(f"{result.suite}: {note}", file=sys.stderr)
        for failure in result.failures if visible else result.failures[:5]:
            print(f"{result.suite}: failed: {failure[:300]}", file=sys.stderr)


def _quiet() -> None:
    """Libraries that talk to the terminal, and torch that takes every core, are held back."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
