"""``python -m evals.encoding FILE MODEL``: how long bare sentence-transformers takes for some texts.

The yardstick of the ingest: nothing is read, cut, indexed or written, the texts are only embedded,
in one call, with one thread, as our reference embedder does it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from knowledge.embedding import ReferenceEmbedder


def main(arguments: Sequence[str] | None = None) -> int:
    """Embed the texts of a JSON list; print how many, and the wall and processor seconds taken."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    texts: list[str] = json.loads(Path(given[0]).read_text(encoding="utf-8"))
    model = ReferenceEmbedder(given[1]).loaded()
    model.encode(texts[:1], show_progress_bar=False)  # the first call pays for the start
    begun, used = time.perf_counter(), time.process_time()
    model.encode(texts, batch_size=32, show_progress_bar=False)
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    print(json.dumps({"texts": len(texts), "wall_s": wall, "cpu_s": cpu}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
