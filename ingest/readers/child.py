"""The child process that parses files: the parent's side, with a clock on every answer."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import ingest
from ingest.problems import Unreadable

WALL_SECONDS = 60.0
CPU_SECONDS = 30
MEMORY_BYTES = 1536 * 1024 * 1024
_FILES_PER_CHILD = 40
_MAX_ANSWER = 120 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader made of a file."""

    title: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What the child unpacked: (name, stored file, title) and (name, reason)."""

    files: tuple[tuple[str, str, str], ...]
    problems: tuple[tuple[str, str], ...]


class Child:
    """One parsing process at a time, started when first needed and replaced when it dies.

    Its limits on CPU time, memory and wall time hold for every single file.
    """

    def __init__(
        self, *, wall: float = WALL_SECONDS, cpu: int = CPU_SECONDS, memory: int = MEMORY_BYTES
    ) -> None:
        self._wall, self._cpu, self._memory = wall, cpu, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._end()

    def read(self, path: Path) -> ReadFile:
        """The title and text of a file. Raises Unreadable with the reason."""
        answer = self._ask({"do": "read", "path": str(path)})
        return ReadFile(str(answer["title"]), str(answer["media_type"]), str(answer["text"]))

    def unpack(self, path: Path, folder: Path) -> Unpacked:
        """Unpack an archive into ``folder``. Raises Unreadable with the reason."""
        answer = self._ask({"do": "unpack", "path": str(path), "folder": str(folder)})
        return Unpacked(
            tuple((str(a), str(b), str(c)) for a, b, c in answer["files"]),
            tuple((str(a), str(b)) for a, b in answer["problems"]),
        )

    def _ask(self, request: dict[str, str]) -> dict[str, Any]:
        if self._asked >= _FILES_PER_CHILD:
            self._end()
        process = self._process or self._start()
        self._asked += 1
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = self._answer(process)
        except (BrokenPipeError, EOFError) as error:
            code = self._end()
            raise Unreadable(_reason_of_death(code, self._cpu)) from error
        except TimeoutError as error:
            self._end()
            raise Unreadable(f"reading it took longer than {self._wall:.0f} seconds") from error
        answer: dict[str, Any] = json.loads(line)
        if "reason" in answer:
            if answer.get("spent"):
                self._end()
            raise Unreadable(str(answer["reason"]))
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        """A child with a bare environment: no setting and no key of ours reaches a parser."""
        root = str(Path(ingest.__file__).resolve().parent.parent)
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": root, "LANG": "C.UTF-8"}
        if "TMPDIR" in os.environ:
            environment["TMPDIR"] = os.environ["TMPDIR"]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "ingest.readers.worker",
                str(self._cpu),
                str(self._memory),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._asked = 0
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None
        handle = process.stdout.fileno()
        deadline = time.monotonic() + self._wall
        parts: list[bytes] = []
        size = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([handle], [], [], left)[0]:
                raise TimeoutError
            data = os.read(handle, 1 << 20)
            size += len(data)
            if not data or size > _MAX_ANSWER:
                raise EOFError
            parts.append(data)
            if data.endswith(b"\n"):
                return b"".join(parts)

    def _end(self) -> int:
        """End the process, whatever it is doing; its exit status (negative: the signal)."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        try:
            code = process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return code


def _reason_of_death(code: int, cpu: int) -> str:
    if code == -24:  # SIGXCPU
        return f"reading it took more than {cpu} seconds of computing"
    return "its reader broke down on it (memory, or a damaged file)"
