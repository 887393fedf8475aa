"""Names the course uses as names: acronyms, bold terms, table rows and their values, headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

from ingest.labels import is_callout, label_of
from ingest.markup import bold_terms, clean
from knowledge.text import STOPWORDS, tokens
from knowledge.types import EVIDENCE_KINDS, Chunk, Term

Kind = Literal["acronym", "row", "value", "term", "heading"]
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z0-9&/-]{0,9}[A-Z0-9]s?|[A-Z]{2,8}s?)\)")
_REVERSED = re.compile(
    r"\b([A-Z][A-Z0-9&]{1,7}s?)\s*\(((?:[A-Z][\w-]+[,\s/&-]*(?:of|the|and|per|to|for|in)?\s*){2,8})\)"
)
_DASHED = re.compile(r"((?:[A-Z][\w-]+\s+){2,6})[-\u2013\u2014]\s+([A-Z][A-Z0-9]{1,7}s?)\b")
_WORD = re.compile(r"[^\W_][\w'\u2019&-]*")
_SMALL = frozenset("of the and for in to a an on per by at as with".split())  # noqa: SIM905
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,7}s?\b")
_RANK: dict[Kind, int] = {"acronym": 0, "row": 1, "value": 2, "term": 3, "heading": 4}


def terms_of(chunks: Sequence[Chunk]) -> tuple[Term, ...]:
    """Every term of the course with the chunks that hold it, in order of first appearance."""
    evidence = [chunk for chunk in chunks if chunk.kind in EVIDENCE_KINDS]
    found: dict[str, tuple[str, Kind, set[str]]] = {}
    for chunk in evidence:
        for name, kind, aliases in _named_in(chunk):
            key = _key(name)
            if not key or len(name) > 90:
                continue
            known = found.get(key)
            if known is None:
                found[key] = (name, kind, set(aliases))
            else:
                spelled = set(aliases) | ({name} if name != known[0] else set())
                best = kind if _RANK[kind] < _RANK[known[1]] else known[1]
                found[key] = (known[0], best, known[2] | spelled)
    held = _holders(evidence, {key: (name, *aliases) for key, (name, _, aliases) in found.items()})
    return tuple(
        Term(name, tuple(sorted(aliases - {name})), kind, tuple(held[key]))
        for key, (name, kind, aliases) in found.items()
        if held[key]
    )


def expansions(text: str) -> Iterator[tuple[str, str]]:
    """Acronym and expansion pairs: ``Average Order Value (AOV)``, ``RICE (Reach, …)``, ``… - CDPs``."""
    plain = clean(text)
    for match in _ACRONYM.finditer(plain):
        spelled = _spelled_before(plain[: match.start()], match.group(1))
        if spelled:
            yield match.group(1), spelled
    for pattern, short, long in ((_REVERSED, 1, 2), (_DASHED, 2, 1)):
        for match in pattern.finditer(plain):
            words = [w for w in _WORD.findall(match.group(long)) if w.lower() not in _SMALL]
            letters = match.group(short).rstrip("s").lower()
            if pattern is _DASHED:
                words = words[-len(letters) :]
            if "".join(w[0] for w in words).lower() == letters:
                spelled = match.group(long).strip(" ,-\u2013\u2014")
                yield match.group(short), " ".join(words) if pattern is _DASHED else spelled


def _spelled_before(text: str, acronym: str) -> str:
    """The words just before ``(ABC)`` whose beginnings make up ABC, small words passed over."""
    letters = re.sub(r"[^A-Za-z]", "", acronym).lower()
    if acronym.endswith("s") and acronym[:-1].isupper() and len(letters) > 2:
        letters = letters[:-1]
    matches = list(_WORD.finditer(text.rstrip(" \"'\u201d\u2019*")))[-12:]
    for count in range(1, len(matches) + 1):
        words = [m.group() for m in matches[-count:]]
        parts = tuple(
            p.lower() for word in words for p in re.split(r"[-\u2010\u2011/&]", word) if p
        )
        if (
            parts
            and len(parts) * 2 >= len(letters) - 1
            and parts[0] not in _SMALL
            and _spells(letters, parts)
        ):
            return text[matches[-count].start() : matches[-1].end()]
    return ""


def _spells(letters: str, parts: tuple[str, ...]) -> bool:
    """Whether beginnings of ``parts`` in order make up ``letters``: ``c|sat`` for customer satisfaction."""
    if not parts:
        return not letters
    part, rest = parts[0], parts[1:]
    if part in _SMALL and _spells(letters, rest):
        return True
    if part.startswith("ex") and letters[:1] == "x" and _spells(letters[1:], rest):
        return True
    for length in range(1, min(4, len(part), len(letters)) + 1):
        if part[:length] != letters[:length]:
            break
        if _spells(letters[length:], rest):
            return True
    return False


def cell_values(text: str) -> list[str]:
    """The values of a cell that lists some: split at commas outside quotes and brackets."""
    parts: list[str] = []
    depth, quoted, left = 0, False, 0
    plain = clean(text)
    for i, c in enumerate(plain):
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth = max(0, depth - 1)
        elif c in '"\u201c\u201d':
            quoted = not quoted if c == '"' else c == "\u201c"
            if (
                c != "\u201c" and not quoted and plain[i - 1] == ","
            ):  # American style: the comma stands inside
                parts.append(plain[left : i + 1])
                left = i + 1
        elif c in ",;" and depth == 0 and not quoted and not _inside_number(plain, i):
            parts.append(plain[left:i])
            left = i + 1
    parts.append(plain[left:])
    values = [re.sub(r',(["\u201d])$', r"\1", part.strip(" ,;")) for part in parts]
    return [value for value in values if value]


def _inside_number(text: str, i: int) -> bool:
    return text[i] == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _named_in(chunk: Chunk) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    for acronym, spelled in chain.from_iterable(map(expansions, (chunk.text, *chunk.headings))):
        plural = acronym.endswith("s") and len(acronym) > 2 and acronym[:-1].isupper()
        yield (
            acronym[:-1] if plural else acronym,
            "acronym",
            (acronym, spelled) if plural else (spelled,),
        )
    for found in _CAPITALS.findall(clean(chunk.text)):
        if (
            len(found.rstrip("s")) > 1
            and not chunk.text.isupper()
            and found.lower() not in STOPWORDS
        ):
            yield found[:-1] if found.endswith("s") else found, "acronym", ()
    if chunk.row is not None:
        yield from _named_in_row(chunk)
    for term in bold_terms(chunk.text):
        if label_of(f"{term}:") is None and not is_callout(term) and term[-1] not in ".!?":
            yield _without_acronym(term), "term", ()
    for title in chunk.headings:
        yield re.sub(r"^(?:\d[\d.]*[.):]?\s+)", "", title), "heading", ()


def _named_in_row(chunk: Chunk) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    assert chunk.row is not None
    if 1 < len(chunk.row.name) <= 80 and any(c.isalpha() for c in chunk.row.name):
        yield chunk.row.name, "row", ()
    for cell in chunk.row.cells[1:]:
        values = cell_values(cell.text)
        for value in values:
            words = value.split()
            if (
                len(words) <= 7
                and len(value) > 1
                and any(c.isalpha() for c in value)
                and value[-1] not in ".!?"
            ):
                yield _unquoted(value), "value", ()


def _unquoted(value: str) -> str:
    quoted = re.fullmatch(r"[\"'\u201c\u2018]([^\"\u201c\u201d]+)[\"'\u201d\u2019]", value)
    return quoted.group(1) if quoted else value


def _without_acronym(term: str) -> str:
    return re.sub(r"\s*\([A-Z][A-Za-z&/-]{1,9}\)$", "", term) or term


def _holders(chunks: Sequence[Chunk], names: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Which chunks hold which name, by runs of words: one look-up per word, whatever the number of names."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, spellings in names.items():
        for spelling in {tuple(_words(spelling)) for spelling in spellings}:
            if spelling:
                by_first.setdefault(spelling[0], []).append((spelling, key))
    held: dict[str, list[str]] = {key: [] for key in names}
    for chunk in chunks:
        words = _words(" . ".join((*chunk.headings, chunk.text)))
        seen: set[str] = set()
        for i, word in enumerate(words):
            for spelling, key in by_first.get(word, ()):
                if key not in seen and tuple(words[i : i + len(spelling)]) == spelling:
                    seen.add(key)
                    held[key].append(chunk.id)
    return held


def _words(text: str) -> list[str]:
    return tokens(clean(text).replace("-", " "))


def _key(name: str) -> str:
    words = _words(name)
    return " ".join(words) if any(c.isalpha() for c in name) else ""
