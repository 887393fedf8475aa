"""A decision memo: one page for one reader, put together from a conversation's checked answers.

Nothing is written here. Sentences are the claims of the answers, each with its sources; figures
are the calculators' own lines; what is open is what the answers said is open. The reader's
interests (``prompts/memos.yaml``) only select and order them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from assistant.calculators.record import CalculatorResult
from assistant.prompts import FOLDER, PromptError
from assistant.records import Conversation, StoredTurn
from assistant.types import Claim, MemoReader, SourceCard
from knowledge.text import content_stems

WORDS_ON_A_PAGE = 260  # of sentences; numbers, what is open and sources take the rest
MOST_CALCULATIONS = 3
MOST_OPEN = 4
MOST_INPUTS = 6
LONGEST_LINE = 200  # characters of a question or a part of one
_FILE = "memos.yaml"
_TEXTS = (
    *("question", "goal", "numbers", "also", "open", "not_in_course", "partly", "calculation"),
    *("read", "mind", "missing", "nothing", "sources", "note"),
)


@dataclass(frozen=True, slots=True)
class Interest:
    """A section of a memo, and the stems that a sentence of it is known by."""

    heading: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one reader cares about, the most important first."""

    title: str
    calculators: tuple[str, ...]
    interests: tuple[Interest, ...]


@dataclass(frozen=True, slots=True)
class MemoLine:
    """One line with the numbers of its sources; without any, its text names its owner."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoSection:
    """A heading with its lines."""

    heading: str
    lines: tuple[MemoLine, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo as structure. ``sources`` are numbered in the order in which they are used."""

    title: str
    asked: tuple[str, ...]
    sections: tuple[MemoSection, ...]
    sources: tuple[SourceCard, ...]
    sources_heading: str
    note: str


def compose_memo(
    conversation: Conversation,
    reader: MemoReader,
    course_title: str,
) -> Memo:
    """The memo of a conversation for one reader."""
    profiles, texts = load_memos()
    profile = profiles[reader]
    turns = [turn for turn in conversation.turns if turn.state == "complete"]
    numbers = _numbers(turns, profile, texts)
    grouped, used = _sentences(turns, profile, texts["also"])
    sections = [
        *([MemoSection(texts["numbers"], tuple(numbers))] if numbers else []),
        *(MemoSection(heading, tuple(lines)) for heading, lines in grouped if lines),
    ]
    if not sections:
        sections.append(MemoSection(texts["also"], (MemoLine(texts["nothing"]),)))
    if still_open := _open(turns, texts):
        sections.append(MemoSection(texts["open"], tuple(still_open)))
    return Memo(
        title=profile.title,
        asked=tuple(_asked(turns, texts)),
        sections=tuple(sections),
        sources=tuple(used.values()),
        sources_heading=texts["sources"],
        note=texts["note"].format(course=course_title),
    )


def _asked(turns: Sequence[StoredTurn], texts: Mapping[str, str]) -> Iterable[str]:
    questions = [_short(turn.answer.question, LONGEST_LINE) for turn in turns]
    for question in dict.fromkeys(questions[:1] + questions[-1:]):
        yield texts["question"].format(question=question)
    goals = dict.fromkeys(turn.answer.understood.goal for turn in turns)
    for goal in [goal for goal in goals if goal][-1:]:
        yield texts["goal"].format(goal=goal)


def _numbers(
    turns: Sequence[StoredTurn], profile: Profile, texts: Mapping[str, str]
) -> list[MemoLine]:
    """The calculations, the reader's own kinds first, of one kind the latest first."""
    found: dict[str, CalculatorResult] = {}
    for turn in reversed(turns):
        for result in turn.answer.calculations:
            if result.values:
                found.setdefault(result.headline, result)
    order = {name: place for place, name in enumerate(profile.calculators)}
    ranked = sorted(found.values(), key=lambda result: order.get(result.calculator, len(order)))
    return [MemoLine(_number(result, texts)) for result in ranked[:MOST_CALCULATIONS]]


def _number(result: CalculatorResult, texts: Mapping[str, str]) -> str:
    name = result.calculator.replace("_", " ")
    said = [
        texts["calculation"].format(headline=result.headline, name=name, source=result.source_label)
    ]
    inputs = [
        _input(entry.name.replace("_", " "), str(entry.raw))
        for entry in result.inputs_as_read
        if isinstance(entry.raw, str | int | float) and not entry.name.endswith(".name")
    ]
    if inputs:
        more = ["…"] if len(inputs) > MOST_INPUTS else []
        said.append(texts["read"].format(inputs=", ".join(inputs[:MOST_INPUTS] + more)))
    said += [texts["mind"].format(warning=warning) for warning in result.warnings[:1]]
    return " ".join(said)


def _input(name: str, written: str) -> str:
    return written if name.rpartition(" ")[2] in written else f"{name} {written}"


def _sentences(
    turns: Sequence[StoredTurn], profile: Profile, also: str
) -> tuple[list[tuple[str, list[MemoLine]]], dict[str, SourceCard]]:
    """The checked sentences by section, and their sources by permalink, numbered as used."""
    candidates = _candidates(turns, profile)
    chosen: list[tuple[int, Claim, dict[int, SourceCard]]] = []
    room = WORDS_ON_A_PAGE
    # What speaks to the reader most comes first, here and within its section.
    for _, _, section, claim, known in sorted(candidates, key=lambda item: item[:2]):
        length = len(claim.text.split())
        if length <= room:
            room -= length
            chosen.append((section, claim, known))
    headings = [*(interest.heading for interest in profile.interests), also]
    grouped: list[tuple[str, list[MemoLine]]] = [(heading, []) for heading in headings]
    used: dict[str, SourceCard] = {}
    for section, claim, known in sorted(chosen, key=lambda item: item[0]):
        cited = []
        for number in claim.sources:
            source = known[number]
            place_in_list = len(used) + 1
            card = used.setdefault(
                source.permalink, source.model_copy(update={"number": place_in_list})
            )
            cited.append(card.number)
        grouped[section][1].append(MemoLine(claim.text, tuple(dict.fromkeys(cited))))
    return grouped, used


def _candidates(
    turns: Sequence[StoredTurn], profile: Profile
) -> list[tuple[int, int, int, Claim, dict[int, SourceCard]]]:
    """Every sentence that has sources: minus its hits, its place, its section, itself."""
    found = []
    seen: set[str] = set()
    for turn in turns:
        known = {source.number: source for source in turn.answer.sources}
        for claim in turn.answer.claims:
            sourced = claim.sources and all(number in known for number in claim.sources)
            if not sourced or claim.support == "guidance" or claim.text in seen:
                continue
            seen.add(claim.text)
            heads = " ".join(known[number].section for number in claim.sources)
            stems = set(content_stems(f"{claim.text} {heads}"))
            hits = [len(stems & interest.stems) for interest in profile.interests]
            most = max(hits, default=0)
            section = hits.index(most) if most else len(hits)
            found.append((-most, len(seen), section, claim, known))
    return found


def _open(turns: Sequence[StoredTurn], texts: Mapping[str, str]) -> list[MemoLine]:
    lines: dict[str, None] = {}
    for turn in turns:
        for part in turn.answer.parts:
            if part.status in {"partly", "not_in_course"}:
                lines[texts[part.status].format(part=_short(part.text, LONGEST_LINE))] = None
        for result in turn.answer.calculations:
            if result.next_question:
                name = result.calculator.replace("_", " ")
                said = texts["missing"].format(question=result.next_question, name=name)
                lines[said] = None
    return [MemoLine(line) for line in list(lines)[-MOST_OPEN:]]


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


@cache
def load_memos(folder: Path = FOLDER) -> tuple[Mapping[MemoReader, Profile], Mapping[str, str]]:
    """The readers and texts of ``memos.yaml``. Raises PromptError naming what is wrong."""
    try:
        read: Any = yaml.safe_load((folder / _FILE).read_text("utf-8"))
        profiles = {reader: _profile(read["readers"][reader]) for reader in get_args(MemoReader)}
        texts = {name: str(read["texts"][name]) for name in _TEXTS}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PromptError(f"{_FILE}: cannot be read ({type(error).__name__})") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise PromptError(f"{_FILE}: something is missing or misplaced: {error}") from None
    return profiles, texts


def _profile(read: Mapping[str, Any]) -> Profile:
    return Profile(
        title=str(read["title"]),
        calculators=tuple(read["calculators"]),
        interests=tuple(
            Interest(str(section["heading"]), frozenset(content_stems(" ".join(section["words"]))))
            for section in read["sections"]
        ),
    )
