"""The child process: reads requests as JSON lines, parses under limits, answers as JSON lines.

Run as ``python -m ingest.readers.worker CPU_SECONDS MEMORY_BYTES``; not meant for people.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.problems import Unreadable

Reader = Callable[[Path], tuple[str, str]]
_MAX_TEXT = 20_000_000


def readers() -> dict[str, tuple[str, Reader]]:
    """Suffix -> media type and the function that reads it."""
    from ingest.readers.cartridge import read_topic
    from ingest.readers.html_page import read_html
    from ingest.readers.pdf import read_pdf
    from ingest.readers.slides import read_pptx
    from ingest.readers.word import read_docx

    page = ("text/html", read_html)
    return {
        ".html": page,
        ".htm": page,
        ".xhtml": page,
        ".mht": page,
        ".mhtml": page,
        ".pdf": ("application/pdf", read_pdf),
        ".docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            read_docx,
        ),
        ".pptx": (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            read_pptx,
        ),
        ".xml": ("application/xml", read_topic),
    }


def read(path: Path) -> dict[str, Any]:
    """The answer to one file. Raises Unreadable with the reason."""
    known = readers().get(path.suffix.lower())
    if known is None:
        raise Unreadable("not a format that is read")
    media_type, reader = known
    title, text = reader(path)
    text = "".join(c for c in text if c in "\n\t" or c >= " ").encode("utf-8", "ignore").decode()
    if len(text) > _MAX_TEXT:
        raise Unreadable("holds too much text; split it")
    return {"title": title[:300], "media_type": media_type, "text": text}


def answer(request: dict[str, str], cpu: int) -> dict[str, Any]:
    """One request to one answer; whatever a parser raises becomes a reason."""
    from ingest.readers.unpacking import unpack

    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + cpu, hard))
    try:
        if request["do"] == "unpack":
            files, problems = unpack(Path(request["path"]), Path(request["folder"]))
            return {"files": files, "problems": problems}
        return read(Path(request["path"]))
    except Unreadable as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": "reading it needs too much memory", "spent": True}
    except RecursionError:
        return {"reason": "nested too deeply", "spent": True}
    except Exception as error:  # a parser may raise anything on a damaged file
        return {"reason": f"damaged or not the format its name says ({type(error).__name__})"}


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    cpu, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not mix with the answers
    for line in sys.stdin.buffer:
        answers.write(json.dumps(answer(json.loads(line), cpu)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
