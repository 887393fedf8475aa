"""Work measured in a process of its own: wall time, processor time and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.errors import EvalsError


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process took. ``cpu_s`` and ``peak_mb`` count its own children in; the peak is that
    of the largest one process among them."""

    result: dict[str, Any]  # the JSON object it printed
    wall_s: float
    cpu_s: float
    peak_mb: float


def measured(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run ``python -m module`` to its end. EvalsError if it fails or prints no JSON object."""
    command = [sys.executable, "-m", module, *arguments]
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=printed, stderr=said
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)  # wait4 has collected it
        printed.seek(0)
        said.seek(0)
        last = said.read().decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        if process.returncode:
            raise EvalsError(f"python -m {module} ended with {process.returncode}: {last[0]}")
        try:
            result = json.loads(printed.read())
        except ValueError:
            raise EvalsError(f"python -m {module} printed no JSON object") from None
    return Measured(result, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
