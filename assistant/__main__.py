"""``python -m assistant``: ask, search, calc, serve.

Results go to stdout, logs to stderr. Exit code 0: done; 1: it failed, one line says why; 2: called
wrongly.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    # Nothing may be fetched at run time, and nothing reported to anybody.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    for stream in (sys.stdout, sys.stderr):  # a terminal that knows no “ must not stop an answer
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s: %(message)s"
    )
    options = _parser().parse_args(arguments)
    from assistant.errors import AssistantError, RequestError
    from knowledge.errors import KnowledgeError

    try:
        return int(_run(options))
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 1
    except (AssistantError, KnowledgeError, OSError) as error:
        print(f"assistant: {' '.join(str(error).split())}", file=sys.stderr)
        # What would be a 4xx over HTTP was called wrongly; the rest failed.
        return 2 if isinstance(error, RequestError) and 400 <= error.status < 500 else 1


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "ask":
            from assistant.commands.ask import run_ask

            return run_ask(options.question, options.course, options.conversation, options.json)
        case "search":
            from assistant.commands.search import run_search

            return run_search(options.query, options.k, options.course, options.json)
        case "calc":
            from assistant.commands.calc import run_calc

            return run_calc(options.name, options.file, options.values, options.json)
        case _:
            from assistant.commands.serve import run_serve

            return run_serve(options.host, options.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Strategy questions on AI in e-commerce, answered from a course.",
        epilog='example: python -m assistant ask "Which KPIs fit an AI chatbot?"',
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="ask|search|calc|serve")

    ask = commands.add_parser(
        "ask",
        help="one answer",
        epilog='example: python -m assistant ask "What is model drift?" --json',
    )
    ask.add_argument("question")
    ask.add_argument(
        "--json", action="store_true", help="print one JSON object, as POST /v1/ask gives"
    )
    ask.add_argument("--course", metavar="ID", help="default: the shipped course")
    ask.add_argument("--conversation", metavar="ID", help="continue a conversation")

    search = commands.add_parser(
        "search", help="the passages behind an answer",
        epilog='example: python -m assistant search "cart abandonment" -k 5',
    )  # fmt: skip
    search.add_argument("query")
    search.add_argument(
        "-k", type=_count, default=8, metavar="N", help="how many, 1 to 100 (default 8)"
    )
    search.add_argument("--json", action="store_true")
    search.add_argument("--course", metavar="ID")

    calc = commands.add_parser(
        "calc", help="one calculator; alone it lists them",
        epilog="example: python -m assistant calc roi benefit=21000 cost=12000",
    )  # fmt: skip
    calc.add_argument("name", nargs="?")
    calc.add_argument("values", nargs="*", metavar="key=value")
    calc.add_argument("--file", metavar="TABLE", help="a table (CSV, TSV, Markdown); - reads stdin")
    calc.add_argument("--json", action="store_true")

    serve = commands.add_parser(
        "serve", help="the chat page and the API",
        epilog="example: python -m assistant serve --port 8080",
    )  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8000)
    return parser


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError("it must be 1 to 100")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("it must be 0 to 65535")
    return number


if __name__ == "__main__":
    sys.exit(main())
