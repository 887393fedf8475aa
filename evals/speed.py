"""Suite "speed": a real server process over HTTP on loopback, and the naive pipeline beside it.

``cold_s``: seconds from starting the process to the first answer. ``p50_ms``/``p95_ms``: one
client, one question after the other, on the warm server. ``per_s_1``, ``per_s_8``,
``per_s_32``: answers per second with that many clients, a bounded number of questions each.
``peak_mb``: the process's largest resident memory (``VmHWM``). The naive pipeline runs without a
server, in a process of its own over a stored index: its figures leave HTTP out and compose
nothing, which is in its favour. Figures of one run compare with each other; between machines
they do not, which is why their tolerances are wide.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import httpx

from evals.bench import Bench
from evals.errors import EvalsError
from evals.figures import Figure, SuiteResult, quantile
from evals.naive import NaivePipeline

ROUNDS = ((1, 20), (8, 40), (32, 64))  # clients, questions in all
WARM = 40
NEEDED = 4 + WARM + sum(count for _, count in ROUNDS)
START_LIMIT = 120.0


def run(bench: Bench) -> SuiteResult:
    """Measure both, one after the other, never at the same time."""
    questions = distinct([case.whole_question for case in bench.cases], NEEDED)
    with tempfile.TemporaryDirectory(prefix="evals-speed-") as folder:
        ours, failures = _server(questions, bench, Path(folder))
        naive = _naive(questions, bench, Path(folder))
    figures = [
        Figure("speed.cold_s", ours["cold_s"], "s", "lower", naive["cold_s"], 1),
        Figure("speed.p50_ms", ours["p50_ms"], "ms", "lower", naive["p50_ms"], WARM),
        Figure("speed.p95_ms", ours["p95_ms"], "ms", "lower", naive["p95_ms"], WARM),
        *(
            Figure(f"speed.{rate}", ours[rate], "per s", naive=naive[rate], n=count)
            for rate, count in [(f"per_s_{clients}", count) for clients, count in ROUNDS]
        ),
        Figure("speed.peak_mb", ours["peak_mb"], "MB", "lower", naive["peak_mb"], 1),
    ]
    return SuiteResult("speed", tuple(figures), failures=tuple(failures))


def distinct(questions: Sequence[str], count: int) -> list[str]:
    """``count`` different questions, so that nobody's memory of an earlier one is measured."""
    openings = ("", "In short: ", "Please tell me: ", "One more: ", "And this: ", "Next: ")
    varied = list(dict.fromkeys(opening + one for opening in openings for one in questions))
    if len(varied) < count:
        raise EvalsError(f"{len(questions)} cases are too few to measure speed with")
    return varied[:count]


def _server(
    questions: Sequence[str], bench: Bench, folder: Path
) -> tuple[dict[str, float | None], list[str]]:
    measured: dict[str, float | None] = {}
    failures: list[str] = []
    with _serving(bench.data_dir, folder) as (process, address, begun):
        _first_answer(process, address, questions[0], bench.course.id)
        measured["cold_s"] = time.perf_counter() - begun
        left = iter(questions[1:])
        _ask(list(islice(left, 3)), address, bench.course.id)
        warm = _ask(list(islice(left, WARM)), address, bench.course.id)
        measured["p50_ms"] = quantile([ms for ms, _ in warm], 0.5)
        measured["p95_ms"] = quantile([ms for ms, _ in warm], 0.95)
        replies = list(warm)
        for clients, count in ROUNDS:
            asked = list(islice(left, count))
            shares = [asked[i::clients] for i in range(clients)]
            started = time.perf_counter()
            with ThreadPoolExecutor(clients) as pool:
                parts = pool.map(lambda s: _ask(s, address, bench.course.id), shares)
                answered = [reply for part in parts for reply in part]
            seconds = time.perf_counter() - started
            good = sum(status == 200 for _, status in answered)
            measured[f"per_s_{clients}"] = good / seconds
            replies += answered
        bad = sorted({status for _, status in replies if status != 200})
        if bad:
            count = sum(status != 200 for _, status in replies)
            failures.append(f"{count} of {len(replies)} requests were refused: {bad}")
        measured["peak_mb"] = peak_memory(process.pid)
    return measured, failures


@contextlib.contextmanager
def _serving(data_dir: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """A server process on a free port of loopback, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {
        **os.environ,
        "ASSISTANT_DATA_DIR": str(data_dir.resolve()),
        "ASSISTANT_DATABASE_URL": f"sqlite:///{folder / 'speed.db'}",
    }
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    begun = time.perf_counter()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        yield process, f"http://127.0.0.1:{port}", begun
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def _first_answer(
    process: subprocess.Popen[bytes], address: str, question: str, course: str
) -> None:
    deadline = time.perf_counter() + START_LIMIT
    with httpx.Client(base_url=address, timeout=START_LIMIT, trust_env=False) as client:
        while time.perf_counter() < deadline:
            if process.poll() is not None:
                raise EvalsError(f"the server stopped by itself with code {process.returncode}")
            with contextlib.suppress(httpx.TransportError):
                body = {"question": question, "course": course}
                if client.post("/v1/ask", json=body).status_code == 200:
                    return
            time.sleep(0.02)
    raise EvalsError(f"the server gave no answer within {START_LIMIT:.0f} s")


def _ask(questions: Sequence[str], address: str, course: str) -> list[tuple[float, int]]:
    """Milliseconds and HTTP status of each question, asked one after the other."""
    found = []
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        for question in questions:
            begun = time.perf_counter()
            reply = client.post("/v1/ask", json={"question": question, "course": course})
            found.append((1000 * (time.perf_counter() - begun), reply.status_code))
    return found


def _naive(questions: Sequence[str], bench: Bench, folder: Path) -> dict[str, float | None]:
    stored = folder / "naive"
    NaivePipeline([document.text for document in bench.course.content.documents], stored)
    listed = folder / "questions.json"
    listed.write_text(json.dumps(list(questions)), encoding="utf-8")
    rounds = ",".join(f"{clients}:{count}" for clients, count in ROUNDS)
    command = [sys.executable, "-m", "evals.naive", str(stored), str(listed), "--rounds", rounds]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        cold = time.perf_counter() - begun
        rest = child.stdout.read()
    if child.returncode:
        raise EvalsError("the naive pipeline's process failed")
    measured = json.loads(rest)
    return {
        "cold_s": cold,
        "p50_ms": quantile(measured["ms"], 0.5),
        "p95_ms": quantile(measured["ms"], 0.95),
        **{f"per_s_{clients}": rate for clients, rate in measured["per_s"].items()},
        "peak_mb": measured["peak_mb"],
    }


def peak_memory(pid: int) -> float | None:
    """Largest resident memory of a running process so far, in MB; None where /proc is missing."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return None
