"""Suite "scale": a library of lessons, a hundred thousand passages, many courses side by side.

Not among the suites of a plain run: at full size it takes the better part of an hour.

``ingest_of_encode``: passages a second of ``python -m ingest`` over a made library, start to end,
as a share of those of bare ``encode()`` on the same texts; half of them are encoded before the
ingest and half after it, so that a machine that grows slower favours neither. ``…_cpu`` is the
same by processor time, which neighbours on the machine hardly touch. ``ingest_peak_mb``: the
largest process of the ingest, beside that of the bare encode. ``ingest_growth``: peak memory over
the peak of an ingest of a tenth of the lessons. ``ann_recall_10``: share of the ten exactly
nearest passages among the ten that Chroma gives, over that library and our real embeddings; a
passage just as near as the tenth counts. ``search_p95_ratio``: 95th percentile of a search among
made vectors, as a multiple of that in the course the suites run on, new questions asked of both
in turn; with the query encoder, without the verifier, which reads as many passages of either and
would hide the difference. ``leaks``: hits, permalinks and documents of one course that another one gave away.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.bench import Bench
from evals.errors import EvalsError
from evals.figures import Figure, SuiteResult, quantile
from evals.generated import MadeVectors, Writer, course_of, write_lessons
from evals.processes import Measured, measured
from knowledge.errors import CourseError
from knowledge.index import build_version
from knowledge.library import Course, Library
from knowledge.passages import passage_of
from knowledge.query_encoder import shipped_query_encoder

NEAREST = 10
SEARCHES = 200
COURSES = 12
_EACH = 40  # passages of each of the courses side by side


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large what is made is."""

    lessons: int = 200  # about a hundred passages each
    vectors: int = 100_000


def run(bench: Bench, sizes: Sizes) -> SuiteResult:
    """Measure all of it in a folder that is thrown away."""
    questions = [case.whole_question for case in bench.cases]
    writer = Writer(bench.course.content.chunks)
    with tempfile.TemporaryDirectory(prefix="evals-scale-") as folder:
        root = Path(folder)
        figures = _ingest(bench, writer, sizes.lessons, questions, root)
        figures += _search(bench, writer, sizes.vectors, questions, root)
        figures.append(_side_by_side(bench, root))
    note = f"{sizes.lessons} lessons, {sizes.vectors:,} made vectors, {COURSES} courses"
    return SuiteResult("scale", tuple(figures), notes=(note,))


def _ingest(
    bench: Bench, writer: Writer, lessons: int, questions: Sequence[str], root: Path
) -> list[Figure]:
    few = max(1, lessons // 10)
    write_lessons(writer, few, root / "few")
    write_lessons(writer, lessons, root / "all")
    data_dir = root / "data"
    model = bench.course.embedder.name
    environment = {
        "ASSISTANT_DATA_DIR": str(data_dir),
        "ASSISTANT_EMBEDDING_MODEL": model,
        "ASSISTANT_CHROMA_URL": "",
    }

    def ingest(name: str) -> Measured:
        arguments = [str(root / name), "--course", f"made-{name}", "--json"]
        return measured("ingest", arguments, environment)

    small = ingest("few")
    library = Library(data_dir, bench.course.embedder)
    try:
        # The texts as the index will embed them, each once, known before the ingest is timed.
        texts = _texts(writer, lessons, root)
        before = _encode(texts[::2], model, root)
        large = ingest("all")
        after = _encode(texts[1::2], model, root)
        course = library.course("made-all")
        passages = len(course.content.chunks)
        recall = _recall(course, questions)
    finally:
        library.close()
    encode_s = sum(one.result["wall_s"] for one in (before, after))
    encode_cpu = sum(one.result["cpu_s"] for one in (before, after))
    count = len(texts)
    return [
        Figure("scale.ingest_per_s", passages / large.wall_s, "per s", n=passages),
        Figure("scale.encode_per_s", count / encode_s, "per s", n=count),
        Figure("scale.ingest_of_encode", (passages / large.wall_s) / (count / encode_s), n=count),
        Figure(
            "scale.ingest_of_encode_cpu", (passages / large.cpu_s) / (count / encode_cpu), n=count
        ),
        Figure(
            "scale.ingest_peak_mb", large.peak_mb, "MB", "lower", max(before.peak_mb, after.peak_mb)
        ),
        Figure("scale.ingest_growth", large.peak_mb / small.peak_mb, "times", "lower", n=lessons),
        Figure("scale.ann_recall_10", recall, n=len(questions)),
    ]


def _texts(writer: Writer, lessons: int, root: Path) -> list[str]:
    """What an ingest of the lessons embeds: every distinct passage once."""
    from ingest.course import read_course

    content, _, problems = read_course([root / "all"], "made-all", "")
    if problems:
        raise EvalsError(f"{lessons} made lessons: {problems[0]}")
    return list({(p := passage_of(chunk)).key: p.text for chunk in content.chunks}.values())


def _encode(texts: Sequence[str], model: str, root: Path) -> Measured:
    path = root / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    return measured("evals.encoding", [str(path), model], {})


def _recall(course: Course, questions: Sequence[str]) -> float:
    """Share of the exactly nearest passages that the store's approximate search finds."""
    if course.opened.store != "chroma":
        raise EvalsError("the approximate search cannot be measured: Chroma does not serve")
    vectors = course.opened.vectors
    found = 0
    for vector in course.embed(list(questions)):
        cosines = vectors @ vector
        least = np.partition(cosines, -NEAREST)[-NEAREST] - 1e-6
        found += sum(
            cosines[number] >= least for number, _ in course.opened.nearest(vector, NEAREST)
        )
    return float(found / (NEAREST * len(questions)))


def _search(
    bench: Bench, writer: Writer, count: int, questions: Sequence[str], root: Path
) -> list[Figure]:
    embedder = bench.course.embedder
    made = MadeVectors(embedder.name, embedder.dimension)
    data_dir = root / "many"
    build_version(
        data_dir, course_of(list(writer.passages(count)), "made-many"),
        file_hashes={}, recipe="made", embedder=made,
    )  # fmt: skip
    encoder = shipped_query_encoder(embedder)
    library = Library(data_dir, embedder, encoder=encoder)
    try:
        large, small = library.course(), Course(bench.course.opened, embedder, encoder=encoder)
        times: dict[str, list[float]] = {"large": [], "small": []}
        for number in range(-5, SEARCHES):  # a few first, that nothing cold is measured
            for name, course in (("large", large), ("small", small)):
                # A question that neither has seen: remembered embeddings would be measured else.
                question = f"{questions[number % len(questions)]} {name} {number}"
                begun = time.perf_counter()
                course.search(question, NEAREST)
                if number >= 0:
                    times[name].append(1000 * (time.perf_counter() - begun))
    finally:
        library.close()
    found = {name: quantile(values, 0.95) or 0.0 for name, values in times.items()}
    middle = {name: quantile(values, 0.5) or 0.0 for name, values in times.items()}
    return [
        Figure("scale.search_p50_ms", middle["large"], "ms", "lower", n=SEARCHES),
        Figure("scale.search_p95_ms", found["large"], "ms", "lower", n=SEARCHES),
        Figure("scale.small_p95_ms", found["small"], "ms", "lower", n=SEARCHES),
        Figure(
            "scale.search_p95_ratio", found["large"] / found["small"], "times", "lower", n=SEARCHES
        ),
    ]


def _side_by_side(bench: Bench, root: Path) -> Figure:
    """How much of another course any of many courses gives away; each knows words of its own."""
    embedder = bench.course.embedder
    data_dir = root / "side-by-side"
    names = [f"made-{number:02d}" for number in range(COURSES)]
    made = MadeVectors(embedder.name, embedder.dimension)
    for number, name in enumerate(names):
        writer = Writer(bench.course.content.chunks, seed=number + 1)
        passages = [f"{_secret(number)} {text}" for text in writer.passages(_EACH)]
        build_version(
            data_dir, course_of(passages, name), file_hashes={}, recipe="made", embedder=made
        )
    library = Library(data_dir, embedder)
    leaks = 0
    try:
        for name in names:
            course = library.course(name)
            text = course.content.documents[0].text
            for number, other in enumerate(names):
                hits = course.search(f"What is {_secret(number)}?", NEAREST)
                leaks += sum(text[h.chunk.start : h.chunk.end] != h.chunk.text for h in hits)
                if other == name:
                    if not any(_secret(number) in hit.chunk.text for hit in hits):
                        raise EvalsError(f"course {name} does not find its own words")
                    continue
                leaks += sum(_secret(number) in hit.chunk.text for hit in hits)
                strange = library.course(other).content.chunks[0]
                link = library.course(other).permalink(strange.document, strange.start, strange.end)
                leaks += _resolves(course, link)
    finally:
        library.close()
    return Figure("scale.leaks", float(leaks), "count", "lower", n=COURSES * COURSES)


def _secret(number: int) -> str:
    return "Quor" + "".join(chr(ord("a") + int(digit)) * 2 for digit in f"{number:02d}")


def _resolves(course: Course, permalink: str) -> bool:
    try:
        course.resolve(permalink)
    except CourseError:
        return False
    return True
