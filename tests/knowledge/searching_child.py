"""Searches a made course in a process of its own: DATA_DIR QUERY. Prints store and ranking."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from knowledge import library
from tests.knowledge.made import WordsEmbedder

if __name__ == "__main__":
    library.common_words = lambda model: frozenset()
    opened = library.Library(Path(sys.argv[1]), WordsEmbedder())
    course = opened.course()
    hits = course.search(sys.argv[2])
    print(json.dumps([course.opened.store, [hit.chunk.id for hit in hits]]))
    opened.close()
