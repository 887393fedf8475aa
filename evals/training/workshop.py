"""The steps of training and judging, with the model and the courses of this machine at hand."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from assistant.settings import load_settings
from evals.dataset import Split
from evals.errors import EvalsError
from evals.training.asking import EPOCHS as ASKING_EPOCHS
from evals.training.asking import Compared, asked, recall, trained_to_ask
from evals.training.courses import SETS, Courses, Labelled, named
from evals.training.examples import Example, own, split
from evals.training.exporting import export, export_query_encoder, restored
from evals.training.judging import HEADING, Judge, line
from evals.training.learning import (
    EPOCHS,
    FURTHER_EPOCHS,
    SEED,
    UPPER_LAYERS,
    Lesson,
    load_weights,
    trained,
    trained_further,
)
from evals.training.lessons import lesson_of
from evals.training.network import QueryLayers, UpperLayers
from knowledge.embedding import query_embedder
from knowledge.exported import OnnxEmbedder
from knowledge.library import DEFAULT_COURSE, Library
from knowledge.models import DEFAULT_MODEL, Vectors, model_path
from knowledge.query_encoder import MOST_TOKENS, shipped_query_encoder
from knowledge.verifier import Verifier

REMINDER = 1000  # public questions in a lesson of a network that has learned already


class Workshop:
    """Makes lessons of examples, networks of lessons, and judges files. Closed by ``stack``."""

    def __init__(self, stack: ExitStack) -> None:
        settings = load_settings()
        self._folder = model_path(DEFAULT_MODEL)
        self._embedder = query_embedder(DEFAULT_MODEL, settings.data_dir)
        library = Library(settings.data_dir, self._embedder, settings.chroma_url)
        stack.callback(library.close)
        self._courses = Courses(library, _tell)

    def lesson(self, public: Sequence[Example], hold_out: bool, most: int | None = None) -> Lesson:
        """The lesson of the public sets, our small courses and the ingested courses; of ``most``
        questions only if that is given. With ``hold_out`` without what is judged afterwards."""
        learned = split(public)[0] if hold_out else list(public)
        learned += [*own(), *self._courses.learned(held_out=hold_out)]
        if most is not None and most < len(learned):
            learned = random.Random(SEED).sample(learned, most)
        _tell(f"making a lesson of {len(learned)} questions")
        return lesson_of(learned, self._embedder, shipped_query_encoder(self._embedder))

    def further_lesson(self, public: Sequence[Example], most: int | None = None) -> Lesson:
        """What a trained network learns on: the labelled cases, our own questions (``most`` of them
        if that is given), and REMINDER of the public ones so that it forgets nothing."""
        chance = random.Random(SEED)
        learned = chance.sample(public, min(REMINDER, len(public)))
        courses = self._courses.learned(held_out=False)
        cases = [example for example in courses if example.dataset == "cases"]
        ours = [*own(), *(example for example in courses if example.dataset != "cases")]
        if most is not None and most < len(ours):
            ours = chance.sample(ours, most)
        learned += [*cases, *ours]
        _tell(f"making a lesson of {len(learned)} questions")
        return lesson_of(learned, self._embedder, shipped_query_encoder(self._embedder))

    def learned(self, hold_out: bool) -> list[Example]:
        """What is learned from the ingested courses."""
        return self._courses.learned(held_out=hold_out)

    def judged_examples(self, one: Labelled, half: Split | None) -> list[Example]:
        """The labelled questions of a set; none where its course is not ingested."""
        return self._courses.judged(one, half)

    def compared(self, examples: Sequence[Example]) -> list[Compared]:
        """Questions that have an answer beside the vectors of all sentences of their course: those of
        an ingested course as its index has them."""
        found = []
        matrices: dict[tuple[str, tuple[str, ...]], Vectors] = {}
        for example in (one for one in examples if one.gold):
            key = (example.article, example.texts)
            if key not in matrices:
                matrices[key] = self._matrix(*key)
            found.append(Compared(example.question, matrices[key], example.gold))
        return found

    def trained_to_ask(self, compared: Sequence[Compared], epochs: int | None) -> QueryLayers:
        """The query encoder that learned from these questions."""
        chosen = epochs or ASKING_EPOCHS
        return trained_to_ask(self._folder, compared, self._states(compared), _tell, epochs=chosen)

    def export_query_encoder(self, network: QueryLayers, file: Path) -> None:
        """Write the query encoder as the product reads it."""
        export_query_encoder(network, file)

    def recalls(
        self, network: QueryLayers, compared: Sequence[Compared]
    ) -> tuple[list[float], list[float]]:
        """``recall`` by likeness, and with the query encoder."""
        plain = self._embedder.embed([one.question for one in compared])
        states = self._states(compared)
        return recall(compared, list(plain)), recall(compared, asked(network, compared, states))

    def _states(self, compared: Sequence[Compared]) -> dict[str, Vectors]:
        questions = list(dict.fromkeys(one.question for one in compared))
        read = self._reader().read(questions, MOST_TOKENS)
        return {q: one.states for q, one in zip(questions, read, strict=True)}

    def _reader(self) -> OnnxEmbedder:
        if not isinstance(self._embedder, OnnxEmbedder):
            raise EvalsError("training reads with the exported model; run: python -m ingest")
        return self._embedder

    def _matrix(self, article: str, texts: Sequence[str]) -> Vectors:
        if not any(one.course == article for one in SETS):
            return self._embedder.embed(list(texts))
        known = self._courses.vectors(article)
        return np.stack([known[text] for text in texts])

    def trained(self, lesson: Lesson, epochs: int | None) -> UpperLayers:
        """The network that learned the lesson."""
        return trained(self._folder, lesson, UPPER_LAYERS, epochs or EPOCHS, _tell)

    def trained_further(self, file: Path, lesson: Lesson, epochs: int | None) -> UpperLayers:
        """The network of an exported file after the lesson. EvalsError where there is none."""
        begun = restored(self._folder, file)
        return trained_further(self._folder, lesson, begun, epochs or FURTHER_EPOCHS, _tell)

    def trained_elsewhere(self, weights: Path) -> UpperLayers:
        """The network with the weights of a file. EvalsError where it does not hold them."""
        try:
            return load_weights(self._folder, weights)
        except (OSError, ValueError) as error:
            raise EvalsError(f"cannot read {weights}: {error}") from None

    def export(self, network: UpperLayers, file: Path) -> None:
        """Write the network as the product reads it."""
        export(network, file)

    def judged_held_out(self, network: UpperLayers, public: Sequence[Example]) -> Iterator[str]:
        """Figures on everything that ``hold_out`` left out of the lesson, both halves of it."""
        unseen = split(public)[1]
        sets = {
            name: [example for example in unseen if example.dataset == name]
            for name in dict.fromkeys(example.dataset for example in unseen)
        }
        sets |= {one.name: self._courses.judged(one, None) for one in SETS if one.held_out}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "held-out.onnx"
            export(network, file)
            yield from self._lines(file, sets)

    def judged(
        self, file: Path, half: Split | None, cases: Path | None = None, course: str | None = None
    ) -> Iterator[str]:
        """Figures of an exported file on one half of the labelled cases, or on other ``cases``."""
        chosen = [named((cases,), course or DEFAULT_COURSE)] if cases else SETS
        return self._lines(file, {one.name: self._courses.judged(one, half) for one in chosen})

    def _lines(self, file: Path, sets: dict[str, list[Example]]) -> Iterator[str]:
        """A table of figures, each line as soon as it is measured: all take minutes."""
        try:
            verifier = Verifier(self._reader(), file)
        except Exception as error:  # onnxruntime raises its own C++ error classes
            raise EvalsError(f"cannot load {file}: {error}") from None
        judge = Judge(self._embedder, verifier.scores)
        judged = {name: examples for name, examples in sets.items() if examples}
        if not judged:
            raise EvalsError("there is no labelled question to judge on")
        yield HEADING
        for name, examples in judged.items():
            yield line(judge.compare(name, examples))


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
