"""Builds a made course in a process of its own, to be killed: DATA_DIR CHUNKS."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.knowledge.made import build, many

if __name__ == "__main__":
    print("started", flush=True)
    print(build(Path(sys.argv[1]), many(int(sys.argv[2]))).version, flush=True)
