"""Train the verifier: does this sentence answer this question?

Nothing is fetched: the data are public sets in a folder, the weights the installed embedding
model's. One thread, a fixed seed. The file is written only where it beats the product's own
ranking on articles that training has not seen.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path

from evals.errors import EvalsError
from evals.training.examples import load, split
from evals.training.groups import to_learn, whole
from knowledge.errors import KnowledgeError
from knowledge.verifier import SHIPPED

EPOCHS = 2


def main(arguments: list[str] | None = None) -> int:
    """0: trained, better and written. 1: not better, or it failed. 2: called wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.verifier",
        description=__doc__,
        epilog="example: python -m evals.training.verifier --data ../bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE")
    parser.add_argument("--epochs", type=int, default=EPOCHS, metavar="N")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keeps the token states")
    options = parser.parse_args(arguments)
    if options.epochs < 1:
        parser.error("--epochs must be 1 or more")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        return _run(options.data, options.out, options.epochs, options.cache)
    except (EvalsError, KnowledgeError) as error:
        print(f"verifier: {error}", file=sys.stderr)
        return 1


def _run(data: Path, out: Path, epochs: int, kept: Path | None) -> int:
    learn, held = split(load(data))
    # What takes seconds to import comes after what can be wrong with the call.
    import torch

    from evals.training.exporting import export
    from evals.training.judging import better, judge
    from evals.training.learning import SEED, train
    from evals.training.network import upper_layers
    from evals.training.states import StateCache
    from knowledge.embedding import ensure_export, reference_embedder
    from knowledge.exported import UPPER_LAYERS, OnnxEmbedder
    from knowledge.models import DEFAULT_MODEL, model_path
    from knowledge.pairs import MOST_TOKENS
    from knowledge.verifier import Verifier

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    groups = [to_learn(example, chance) for example in learn]
    with tempfile.TemporaryDirectory() as scratch:
        lower = ensure_export(reference_embedder(), kept or Path(scratch))
        if lower is None:
            raise EvalsError("the embedding model cannot be exported; see the log")
        embedder = OnnxEmbedder(DEFAULT_MODEL, lower)
        cache = StateCache(embedder, MOST_TOKENS, kept)
        _tell(f"{len(learn)} questions to learn from, {len(held)} held out; reading their texts")
        all_groups = (*groups, *map(whole, held))
        cache.read(text for group in all_groups for text in (group.question, *group.texts))
        network = upper_layers(model_path(DEFAULT_MODEL), UPPER_LAYERS)
        train(network, groups, cache, epochs, _tell)
        candidate = Path(scratch) / "verifier.onnx"
        export(network, candidate)
        figures = judge(held, cache, Verifier(embedder, candidate))
        for name, ways in figures.items():
            for way, judged in ways.items():
                print(f"{name:8} {way:24} {judged}  n {judged.questions}")
        best = better(figures)
        if best is None:
            print("not better than the product's own ranking on unseen articles: nothing written")
            return 1
        out.write_bytes(candidate.read_bytes())
        print(f"best: {best}; written to {out}, {out.stat().st_size / 1e6:.1f} MB")
        return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
