"""``python -m ingest``: documents into the index."""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.problems import IngestError, UsageError
from ingest.report import as_json, in_words
from ingest.settings import load_settings
from ingest.sync import Order, sync
from knowledge.errors import KnowledgeError
from knowledge.lastrun import keep_last_run

_COURSE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])")
_EXAMPLE = """example:
  python -m ingest                                the shipped course
  python -m ingest ~/my-course --course baking    a folder of your own
  python -m ingest slides.pptx notes.docx --course team --dry-run"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when every file was read, 1 when something failed, 2 when called wrongly."""
    options = _parser().parse_args(arguments)
    bars = _Bars()
    try:
        order = _order(options)
        settings = load_settings()
        outcome = sync(order, settings, bars)
        if not order.dry_run:
            problems = tuple((problem.name, problem.reason) for problem in outcome.problems)
            keep_last_run(settings.data_dir, order.course, problems)
    except UsageError as error:
        return _failed(2, error)
    except (IngestError, KnowledgeError) as error:
        return _failed(1, error)
    except OSError as error:
        return _failed(1, f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
    except KeyboardInterrupt:
        return _failed(1, "interrupted; the index is as it was")
    finally:
        bars.close()
    if options.json:
        print(json.dumps(as_json(order, outcome), ensure_ascii=False))
    else:
        print(in_words(order, outcome))
    return 1 if outcome.problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Read documents (Markdown, text, HTML, PDF, DOCX, PPTX, zip, IMS Common "
        "Cartridge) into a course's index. The course becomes equal to the paths given.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument(
        "--course", metavar="ID", help="the course's id: lower-case letters, digits, hyphens"
    )
    parser.add_argument("--title", default="", help="the course's title")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--rebuild", action="store_true", help="build anew even if nothing changed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _order(options: argparse.Namespace) -> Order:
    paths: list[Path] = options.paths or [_shipped()]
    for path in paths:
        if not path.exists():
            raise UsageError(f"no such file or folder: {path}")
    stated = _stated(paths[0]) if len(paths) == 1 else {}
    course = options.course or stated.get("id") or _slug(paths[0])
    if not _COURSE_ID.fullmatch(course):
        raise UsageError(
            f"{course!r} is no course id: 2 to 40 lower-case letters, digits and hyphens (--course ID)"
        )
    title = " ".join((options.title or stated.get("title", "")).split())[:200]
    return Order(tuple(paths), course, title, options.dry_run, options.rebuild)


def _shipped() -> Path:
    return Path(__file__).resolve().parent.parent / "knowledge" / "course"


def _stated(path: Path) -> dict[str, str]:
    """Id and title of the ``course.yaml`` in a folder, if there is one."""
    for name in ("course.yaml", "course.yml"):
        if path.is_dir() and (path / name).is_file():
            import yaml

            try:
                values: Any = yaml.safe_load((path / name).read_text(encoding="utf-8"))
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise IngestError(f"{path / name} cannot be read as YAML") from error
            if isinstance(values, dict):
                return {key: str(values[key]) for key in ("id", "title") if values.get(key)}
    return {}


def _slug(path: Path) -> str:
    name = path.resolve().name if path.is_dir() else path.stem
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


class _Bars:
    """One progress bar per stage on stderr, with rate and time left."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            from tqdm import tqdm

            self.close()
            self._stage = stage
            unit = " files" if stage == "reading" else " passages"
            quiet = 0.2 if sys.stderr.isatty() else 5.0
            self._bar = tqdm(total=total, desc=stage, unit=unit, mininterval=quiet, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
            if done >= total:
                self._bar.close()
                self._bar = None

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _failed(code: int, reason: object) -> int:
    print(f"python -m ingest: {reason}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
