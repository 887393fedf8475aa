"""Slots: the gaps of a question that the reader fills with their own situation. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.types import Slot

_CUE = r"(?:e\.\s?g\.?|eg\.?|for example|for instance|such as|like|z\.\s?B\.|ex\.)\s*[,:]?\s*"
_SQUARE = re.compile(r"\[(?P<inner>[^\[\]]{1,400})\](?!\()")
_ROUND = re.compile(rf"\(\s*{_CUE}(?P<inner>(?:[^()]|\([^()]*\)){{1,400}})\)", re.IGNORECASE)
_CURLY = re.compile(r"\{\{?\s*(?P<inner>[^{}]{1,200}?)\s*\}?\}")
_BLANK = re.compile(r"_{3,}(?P<inner>)|<(?P<angle>[a-z][a-z _-]{1,60})>")
_OPEN, _CLOSE = "'\"\u2018\u201c\u00ab\u201e", "'\"\u2019\u201d\u00bb\u201c"
_QUOTED = re.compile(
    rf"[{_OPEN}](?P<words>(?:[^'\"\u2018\u2019\u201c\u201d\u00ab\u00bb]|(?<=\w)['\u2019](?=\w))+)[{_CLOSE}]"
)
_OWN = re.compile(
    r"\b(?:my|our|mine|ours|i|we|us|me|i'm|we're|your|you|[a-z-]+ (?:business|company|team|shop|school))\b",
    re.I,
)
_LINKING = frozenset(
    """of in on at for with to by as is are was be from about into than like such which that who whom where
    when and or the a an my our your their its this these those some any sells sell selling sold called
    named using use uses making makes targeting target offering offers offer within around over under
    via through between e.g i.e named titled should can could
    would will shall must may might do does did have has had""".split()  # noqa: SIM905
)
_PREPOSITIONS = frozenset("of for in on at with within to as by".split())  # noqa: SIM905
_DESCRIBING = frozenset(
    """primary main current own new specific key overall existing typical next first latest chosen
    important smart general available given certain e-commerce ecommerce online small large single
    following top best most""".split()  # noqa: SIM905
)


def slots_of(template: str) -> tuple[Slot, ...]:
    """The slots of a template text in order, each with a name unique within it."""
    found = sorted((*_required(template), *_optional(template)), key=lambda slot: slot.start)
    named: list[Slot] = []
    used: set[str] = set()
    for slot in found:
        if named and slot.start < named[-1].end:
            continue
        name = _unique(_name(template, slot), used)
        used.add(name)
        named.append(Slot(name, slot.example, slot.required, slot.start, slot.end))
    return tuple(named)


def _required(template: str) -> Iterator[Slot]:
    for pattern in (_SQUARE, _CURLY, _BLANK):
        for match in pattern.finditer(template):
            inner = (match.group("inner") or match.groupdict().get("angle") or "").strip()
            if re.fullmatch(r"\d{1,3}|[xX ]", inner):  # a reference mark or a tick box
                continue
            cue = re.match(_CUE, inner, re.IGNORECASE)
            yield Slot(
                "", _example(inner[cue.end() :] if cue else inner), True, match.start(), match.end()
            )


def _optional(template: str) -> Iterator[Slot]:
    """Round brackets count only around a quoted situation: a bare list in them is prose."""
    for match in _ROUND.finditer(template):
        inner = match.group("inner").strip()
        quoted = [m.group("words") for m in _QUOTED.finditer(inner)]
        left = re.sub(r"\b(?:or|and)\b|[\s,;/]", "", _QUOTED.sub("", inner))
        if not quoted or left.strip("."):
            continue
        if len(quoted) > 1 and not _OWN.search(template[: match.start()]):
            continue
        yield Slot("", _example(inner), False, match.start(), match.end())


def _example(inner: str) -> str:
    """The example's words; of several quoted ones the first, so that the sentence still reads."""
    inner = inner.strip()
    if len(inner) > 1 and inner[0] in _OPEN and inner[-1] in _CLOSE:
        quoted = [match.group("words").strip() for match in _QUOTED.finditer(inner)]
        left = _QUOTED.sub("", inner)
        if len(quoted) > 1 and not re.search(r"\w{4,}", left):
            return quoted[0]
        return inner[1:-1].strip(" ,.")
    return inner.strip(" .,;:")


def _name(template: str, slot: Slot) -> str:
    """The noun before the slot: ``business goal of [`` gives goal, ``data infrastructure (`` both words."""
    inner = template[slot.start : slot.end].strip("[]{}<>_ ()")
    if inner and not re.match(_CUE, inner, re.IGNORECASE) and inner[0] not in _OPEN:
        own = [word for word in _words(inner) if word not in _LINKING | {"insert", "enter", "name"}]
        if own:
            return "_".join(own[:3])
    before = re.split(r"[.!?;:]\s", template[: slot.start])[-1]
    words = _words(before)
    if re.search(r"\b(?:is|are|was|be)\W*$", before, re.IGNORECASE):
        words = _subject(words)
    linked = False
    while words and (words[-1] in _LINKING or (words[-1].endswith("ing") and len(words) > 1)):
        words.pop()
        linked = True
    if not words:
        return "situation"
    head = [words[-1]]
    if not linked and len(words) > 1 and words[-2] not in _LINKING | _DESCRIBING:
        head.insert(0, words[-2])
    return "_".join(head)


def _subject(words: list[str]) -> list[str]:
    """``my goal for my business is``: what is said to be something stands before the first preposition."""
    for i, word in enumerate(words):
        if i and word in _PREPOSITIONS and words[i - 1] not in _LINKING:
            return words[:i]
    return words


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*", text.lower())
    return [
        re.sub(r"\W+", "_", word.replace("e-commerce", "ecommerce"))
        for word in found
        if len(word) > 1 or word == "a"
    ]


def _unique(name: str, used: set[str]) -> str:
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
