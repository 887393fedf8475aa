"""Training: for each question the sentence that answers, or none of them, gets the probability.

    python -m evals.training.learning lesson.json weights.pt --model FOLDER

needs PyTorch, transformers and tokenizers alone, so that it may run where there is a GPU. The
lesson is written by ``python -m evals.training.verifier --lesson``, which also takes the weights
back; without that option it trains by itself. FOLDER holds the embedding model's files.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from evals.training.network import LowerLayers, UpperLayers, load_layers

SEED = 7
UPPER_LAYERS = 3
EPOCHS = 4
QUESTIONS = 48  # in a step
PAIRS = 32  # read at once without a GPU, alike in length so that little is padded
WRONG = 7  # sentences beside the one that answers
RATE, HEAD_RATE = 8e-5, 1e-3
FURTHER_RATE, FURTHER_HEAD_RATE = 5e-5, 5e-4  # of a network that has learned already
FURTHER_EPOCHS = 3
KEPT = 0.5  # of its weights before, in what it becomes
WARM_UP = 0.08  # of the steps
REMOVED_WEIGHT = 0.5  # of the same question without the sentence that answers it
NEAR = 0.75  # share of the wrong sentences drawn from the nearest of them
TOLD_EVERY = 25  # steps
# Whether this processor multiplies in bfloat16, twice as fast; one that does not is slower with it.
_HALVES = any(
    getattr(torch.cpu, name, lambda: False)()  # private, and not in every PyTorch
    for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
)


@dataclass(frozen=True, slots=True)
class Group:
    """A question in its wordings, and texts by number: which answer it, which do not, nearest
    first. ``complete``: all that answers it is known, so that none may be the right answer."""

    wordings: tuple[str, ...]
    gold: tuple[int, ...]
    wrong: tuple[int, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that is learned from; ``light``: ids of tokens that carry no meaning."""

    texts: tuple[str, ...]
    groups: tuple[Group, ...]
    light: tuple[int, ...]
    most_tokens: int

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Lesson:
        told = json.loads(file.read_text(encoding="utf-8"))
        groups = tuple(
            Group(tuple(g["wordings"]), tuple(g["gold"]), tuple(g["wrong"]), g["complete"])
            for g in told["groups"]
        )
        return cls(tuple(told["texts"]), groups, tuple(told["light"]), told["most_tokens"])


class Reader:
    """Texts to token ids and states of the lower layers, each once, kept in half precision where
    the training runs."""

    def __init__(self, folder: Path, lower: LowerLayers, lesson: Lesson, device: str) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(lesson.most_tokens)
        self._lower, self.device = lower.to(device).eval(), device
        self._row: dict[str, int] = {}
        self._lengths: list[int] = []
        width = lower.embeddings.word_embeddings.embedding_dim
        self._ids = torch.zeros(0, lesson.most_tokens, dtype=torch.int64, device=device)
        self._states = torch.zeros(0, lesson.most_tokens, width, dtype=torch.float16, device=device)
        vocabulary = self._tokenizer.get_vocab_size()
        self._heavy = torch.ones(vocabulary, dtype=torch.bool, device=device)
        self._heavy[list(lesson.light)] = False

    @torch.inference_mode()
    def read(self, texts: Sequence[str]) -> None:
        """Read what is not known yet."""
        missing = sorted({t for t in texts if t not in self._row}, key=len)
        known = len(self._lengths)
        self._ids = _longer(self._ids, len(missing))
        self._states = _longer(self._states, len(missing))
        for i in range(0, len(missing), 256):
            some = missing[i : i + 256]
            every = [encoded.ids for encoded in self._tokenizer.encode_batch(some)]
            ids = _padded([torch.tensor(one) for one in every]).to(self.device)
            first, last = known + i, known + i + len(some)
            self._ids[first:last, : ids.shape[1]] = ids
            self._states[first:last, : ids.shape[1]] = self._lower(ids).half()
            self._row.update(zip(some, range(first, last), strict=True))
            self._lengths += [len(one) for one in every]

    def length(self, text: str) -> int:
        """Tokens of a text that was read."""
        return self._lengths[self._row[text]]

    def pairs(self, questions: Sequence[str], texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """States and marks of pairs, as ``knowledge.pairs`` makes them in the product."""
        asked, told = self._rows(questions), self._rows(texts)
        q, t = self._ids[asked], self._ids[told]
        q_length, t_length = ((ids != 0).sum(1)[:, None] for ids in (q, t))
        place = torch.arange(int((q_length + t_length).max()), device=self.device)[None]
        in_q, in_t = place < q_length, (place >= q_length) & (place < q_length + t_length)
        last = q.shape[1] - 1
        at_q, at_t = place.clamp(max=last).expand(len(q), -1), (place - q_length).clamp(0, last)
        same = (q[:, :, None] == t[:, None, :]) & self._heavy[q][:, :, None]
        q_marks = (1 + same.any(2).long()).gather(1, at_q)
        t_marks = (3 + same.any(1).long()).gather(1, at_t)
        marks = torch.where(in_q, q_marks, torch.where(in_t, t_marks, 0))
        states = torch.where(
            in_q[..., None], self._states[asked[:, None], at_q], self._states[told[:, None], at_t]
        )
        return (states * (marks != 0)[..., None]).float(), marks

    def _rows(self, texts: Sequence[str]) -> Tensor:
        return torch.tensor([self._row[text] for text in texts], device=self.device)


def train(
    reader: Reader,
    upper: UpperLayers,
    lesson: Lesson,
    epochs: int,
    tell: Callable[[str], None],
    rates: tuple[float, float],
) -> None:
    """Train ``upper`` in place, its layers and its head at the two ``rates``. The same machine,
    lesson, epochs and rates give the same weights."""
    chance = random.Random(SEED)
    reader.read([*lesson.texts, *(w for g in lesson.groups for w in g.wordings)])
    upper.to(reader.device).train()
    head = [p for name, p in upper.named_parameters() if not name.startswith("layers")]
    parts: list[dict[str, Any]] = [
        {"params": list(upper.layers.parameters()), "lr": rates[0]},
        {"params": head},
    ]
    optimizer = torch.optim.AdamW(parts, lr=rates[1], weight_decay=0.01)
    steps = epochs * math.ceil(len(lesson.groups) / QUESTIONS)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(
            (step + 1) / (WARM_UP * steps), max(0.0, (steps - step) / ((1 - WARM_UP) * steps))
        ),
    )
    step, total = 0, 0.0
    for _ in range(epochs):
        order = list(lesson.groups)
        chance.shuffle(order)
        for i in range(0, len(order), QUESTIONS):
            loss = _loss(reader, upper, lesson, order[i : i + QUESTIONS], chance)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, total = step + 1, total + float(loss.detach())
            if step % TOLD_EVERY == 0:
                tell(f"step {step} of {steps}: loss {total / TOLD_EVERY:.3f}")
                total = 0.0
    upper.eval()


def _loss(
    reader: Reader, upper: UpperLayers, lesson: Lesson, groups: Sequence[Group],
    chance: random.Random,
) -> Tensor:  # fmt: skip
    """Mean over questions of the surprise that a sentence answers, or that none does (logit 0)."""
    questions, texts, held = [], [], []
    for group in groups:
        chosen = [*chance.sample(group.gold, min(1, len(group.gold))), *_wrong(group, chance)]
        chosen = chosen[: WRONG + 1]
        questions += [chance.choice(group.wordings)] * len(chosen)
        texts += [lesson.texts[i] for i in chosen]
        held.append((len(chosen), bool(group.gold), group.complete))
    scores = _scores(reader, upper, questions, texts)
    rows = torch.full((len(groups), WRONG + 2), -1e4, device=scores.device)
    cells = []
    for row, (count, _, _) in enumerate(held):
        cells += [(row, 1 + column) for column in range(count)]
    rows = rows.index_put(tuple(torch.tensor(cells, device=scores.device).T), scores)
    answered = torch.tensor([a for _, a, _ in held], device=scores.device)
    complete = torch.tensor([c for _, _, c in held], device=scores.device)
    none = torch.where(complete, 0.0, -1e4)
    rows = torch.cat([none[:, None], rows[:, 1:]], dim=1)
    every = torch.logsumexp(rows, 1)
    loss = every - torch.where(answered, rows[:, 1], none)
    left = torch.logsumexp(torch.cat([rows[:, :1], rows[:, 2:]], 1), 1) - none
    loss = loss + torch.where(answered & complete, REMOVED_WEIGHT * left, 0.0)
    return loss.mean()


def _scores(
    reader: Reader, upper: UpperLayers, questions: Sequence[str], texts: Sequence[str]
) -> Tensor:
    """A logit for each pair; what is read at once does not change it, but for what drops out."""
    cuda = reader.device == "cuda"
    length = [reader.length(q) + reader.length(t) for q, t in zip(questions, texts, strict=True)]
    order = sorted(range(len(length)), key=length.__getitem__)
    parts = []
    for i in range(0, len(order), len(order) if cuda else PAIRS):
        some = order[i : i + (len(order) if cuda else PAIRS)]
        states, marks = reader.pairs([questions[j] for j in some], [texts[j] for j in some])
        with torch.autocast(reader.device, dtype=torch.bfloat16, enabled=cuda or _HALVES):
            parts.append(upper(states, marks).float())
    back = torch.tensor(order, device=parts[0].device).argsort()
    return torch.cat(parts)[back]


def _wrong(group: Group, chance: random.Random) -> list[int]:
    near = group.wrong[:16]
    chosen = chance.sample(near, min(round(NEAR * WRONG), len(near)))
    rest = [i for i in group.wrong if i not in chosen]
    return chosen + chance.sample(rest, min(WRONG - len(chosen), len(rest)))


def _longer(known: Tensor, rows: int) -> Tensor:
    return torch.cat([known, known.new_zeros(rows, *known.shape[1:])])


def _padded(some: Sequence[Tensor]) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(list(some), batch_first=True)


def trained(
    folder: Path, lesson: Lesson, layers: int, epochs: int, tell: Callable[[str], None]
) -> UpperLayers:
    """The upper layers of the model in ``folder``, trained on the GPU if there is one."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    lower, upper = load_layers(folder, layers)
    tell(f"{len(lesson.groups)} questions, {len(lesson.texts)} texts, on {device}")
    rates = RATE, HEAD_RATE
    train(Reader(folder, lower, lesson, device), upper, lesson, epochs, tell, rates)
    return upper


def trained_further(
    folder: Path, lesson: Lesson, upper: UpperLayers, epochs: int, tell: Callable[[str], None]
) -> UpperLayers:
    """``upper``, which has learned before, after this lesson too.

    Its weights become the mean of those before and after: it keeps what it knew of other subjects
    and gains nearly all there is to gain (Wortsman et al. 2021, https://arxiv.org/abs/2109.01903).
    """
    before = {name: value.clone() for name, value in upper.state_dict().items()}
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    lower, _ = load_layers(folder, len(upper.layers))
    tell(f"{len(lesson.groups)} questions, {len(lesson.texts)} texts, further, on {device}")
    rates = FURTHER_RATE, FURTHER_HEAD_RATE
    train(Reader(folder, lower, lesson, device), upper, lesson, epochs, tell, rates)
    after = upper.state_dict()
    mean = {name: torch.lerp(after[name].cpu(), before[name], KEPT) for name in before}
    upper.load_state_dict(mean)
    return upper


def save_weights(upper: UpperLayers, file: Path) -> None:
    """Write weights, in half precision, for ``load_weights``."""
    torch.save({name: value.half().cpu() for name, value in upper.state_dict().items()}, file)


def load_weights(folder: Path, file: Path) -> UpperLayers:
    """The upper layers of the model in ``folder`` with weights that were trained elsewhere.

    Raises OSError where there is no such file, ValueError where it does not hold such weights.
    """
    try:
        told = torch.load(file, map_location="cpu", weights_only=True)
        layers = 1 + max(int(name.split(".")[1]) for name in told if name.startswith("layers."))
        _, upper = load_layers(folder, layers)
        upper.load_state_dict({name: value.float() for name, value in told.items()})
    except OSError:
        raise
    except Exception as error:  # pickle, zip and torch raise classes of their own
        raise ValueError(f"no weights of the verifier: {error}") from error
    return upper


def main(arguments: list[str] | None = None) -> int:
    """0: trained and written. 1: a file cannot be read or written. 2: called wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training.learning", description=__doc__.splitlines()[0]
    )
    parser.add_argument("lesson", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--model", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--layers", type=int, default=UPPER_LAYERS, metavar="N")
    parser.add_argument("--epochs", type=int, default=EPOCHS, metavar="N")
    options = parser.parse_args(arguments)
    try:
        lesson = Lesson.load(options.lesson)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"learning: cannot read {options.lesson}: {error!r}", file=sys.stderr)
        return 1
    if not (options.model / "tokenizer.json").is_file():
        print(f"learning: no tokenizer.json in {options.model}", file=sys.stderr)
        return 1
    upper = trained(options.model, lesson, options.layers, options.epochs, _tell)
    try:
        save_weights(upper, options.weights)
    except (OSError, RuntimeError) as error:
        print(f"learning: cannot write {options.weights}: {error}", file=sys.stderr)
        return 1
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
