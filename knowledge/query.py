"""A query as retrieval needs it: spelling mended, the course's names recognised, synonyms added.

Everything is derived from the course (its vocabulary and terms) but for ``glossary.yaml``, the
field's common synonyms, which an author may edit.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from rapidfuzz.distance import OSA

from knowledge.arrays import WordVectors
from knowledge.models import Embedder, Vectors
from knowledge.text import STOPWORDS, content_stems, stem, tokens
from knowledge.types import Term

EVERYWHERE_SHARE, EVERYWHERE_LEAST = 0.1, 10.0  # of the passages that hold any name


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready for search.

    ``text`` has spelling mended and bare acronyms spelled out; ``stems`` are its content stems;
    ``synonyms`` are stems added with less weight; ``terms`` are the course's names found in it;
    ``related`` gives for a stem the course's words nearest to it in meaning, with their cosine.
    """

    original: str
    text: str
    stems: tuple[str, ...]
    synonyms: tuple[str, ...]
    terms: tuple[Term, ...]
    corrections: Mapping[str, str]
    related: Mapping[str, tuple[tuple[str, float], ...]]


class Relatives:
    """The course's words nearest in meaning to any word, by the embedding of single words."""

    LIKE = 0.58  # below it neighbours share a subject, not a meaning
    MOST = 6

    def __init__(self, words: WordVectors, embedder: Embedder) -> None:
        self._vectors = words.vectors
        self._number = {word: i for i, word in enumerate(words.words)}
        self._stems = [stem(word) for word in words.words]
        self._embedder = embedder
        self._found: OrderedDict[str, tuple[tuple[str, float], ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, words: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        """For each word the stems of its nearest course words with their cosine, best first."""
        if not words or not self._stems:
            return {}
        with self._lock:
            found = {word: self._found[word] for word in words if word in self._found}
        missing = [word for word in dict.fromkeys(words) if word not in found]
        if missing:
            similar = self._embedded(missing) @ self._vectors.T
            new = {
                word: self._nearest(word, row) for word, row in zip(missing, similar, strict=True)
            }
            found |= new
            with self._lock:
                self._found |= new
                while len(self._found) > 4096:
                    self._found.popitem(last=False)
        return found

    def _embedded(self, words: Sequence[str]) -> Vectors:
        """Vectors of words: the course's own are known, others are embedded."""
        unknown = [word for word in words if word not in self._number]
        vectors = np.empty((len(words), self._vectors.shape[1]), dtype=np.float32)
        new = iter(self._embedder.embed(unknown)) if unknown else iter(())
        for i, word in enumerate(words):
            number = self._number.get(word)
            vectors[i] = next(new) if number is None else self._vectors[number]
        return vectors

    def _nearest(self, word: str, similar: Vectors) -> tuple[tuple[str, float], ...]:
        near = np.flatnonzero(similar >= self.LIKE)
        best: dict[str, float] = {}
        for i in near[np.argsort(-similar[near], kind="stable")]:
            if len(best) >= self.MOST:
                break
            if self._stems[i] != stem(word):
                best.setdefault(self._stems[i], float(similar[i]))
        return tuple(best.items())


class QueryReader:
    """Reads queries against one course: its vocabulary, its terms, the glossary."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        terms: Sequence[Term],
        words: Collection[str],
        relatives: Relatives | None = None,
    ) -> None:
        """``vocabulary``: word -> count in the course; ``words``: real words, left as they are."""
        self._relatives = relatives
        self._vocabulary = vocabulary
        self._words = words
        self._stems = frozenset(stem(word) for word in vocabulary)
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        for word in vocabulary:
            if len(word) > 3 and word.isalpha() and word not in STOPWORDS:
                self._by_shape.setdefault((word[0], len(word)), []).append(word)
        passages = len({chunk for term in terms for chunk in term.chunks})
        self._everywhere = max(EVERYWHERE_LEAST, EVERYWHERE_SHARE * passages)
        self._terms: dict[tuple[str, ...], Term] = {}
        self._acronyms: dict[str, str] = {}
        for term in terms:
            for name in (term.name, *term.aliases):
                key = tuple(stem(word) for word in tokens(name))
                if key and not (len(key) == 1 and (key[0] in STOPWORDS or len(key[0]) < 2)):
                    self._terms.setdefault(key, term)
            if term.kind == "acronym" and term.aliases and self._tells_apart(term):
                self._acronyms[term.name.lower()] = term.aliases[0]
        self._longest = max((len(key) for key in self._terms), default=0)
        self._synonyms = _stem_groups()

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of the course's terms of a kind, as the course writes them."""
        return tuple(dict.fromkeys(t.name for t in self._terms.values() if t.kind == kind))

    def read(self, text: str) -> Query:
        """Mend, recognise, expand."""
        corrections = self._corrections(text)
        mended = _replaced(text, corrections)
        spelled = self._spell_out(mended)
        stems = tuple(content_stems(mended))
        terms = self.terms_in(mended)
        extra: list[str] = [w for w in content_stems(spelled) if w not in stems]
        for term in terms:
            if term.kind == "acronym" and self._tells_apart(term):
                extra += [w for alias in (term.name, *term.aliases) for w in content_stems(alias)]
        present = set(tokens_stemmed(mended))
        for word in present:
            for key, group in self._synonyms.get(word, ()):
                if present.issuperset(key):
                    extra += [w for words in group for w in words]
        known = set(stems)
        synonyms = tuple(w for w in dict.fromkeys(extra) if w not in known)
        related = self._related(mended)
        return Query(text, spelled, stems, synonyms, terms, corrections, related)

    def mended(self, text: str) -> str:
        """The text with words that are no words put as the course's words that they are nearest to."""
        return _replaced(text, self._corrections(text))

    def _tells_apart(self, term: Term) -> bool:
        """Whether a name is rare enough for its expansion to find something.

        Spelled out, a name that stands everywhere in the course finds the one passage that
        introduces it, whatever else was asked.
        """
        return len(term.chunks) < self._everywhere

    def _related(self, text: str) -> dict[str, tuple[tuple[str, float], ...]]:
        if self._relatives is None:
            return {}
        words = {stem(w): w for w in tokens(text) if w not in STOPWORDS and not w.isdigit()}
        found = self._relatives.of(list(words.values()))
        return {key: found[word] for key, word in words.items() if found.get(word)}

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The course's names in a text, longest match first, each once."""
        words = tokens_stemmed(text)
        found: list[Term] = []
        i = 0
        while i < len(words):
            for size in range(min(self._longest, len(words) - i), 0, -1):
                term = self._terms.get(tuple(words[i : i + size]))
                if term is not None:
                    if term not in found:
                        found.append(term)
                    i += size
                    break
            else:
                i += 1
        return tuple(found)

    def _spell_out(self, text: str) -> str:
        def expand(match: re.Match[str]) -> str:
            word = match.group()
            if self._plain_word(word):
                return word
            expansion = self._acronyms.get(word.lower())
            if expansion is None and word.endswith("s"):
                expansion = self._acronyms.get(word[:-1].lower())
            # Only where the reader did not spell it out already.
            if expansion is None or expansion.lower() in text.lower():
                return word
            return f"{expansion} ({word})"

        return re.sub(r"\b[A-Za-z][A-Za-z-]{1,7}\b", expand, text)

    def _plain_word(self, word: str) -> bool:
        """Whether a word is everyday English, not the acronym it looks like ("pet", not PET)."""
        return not word.isupper() and word.lower() in self._words

    def _corrections(self, text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in dict.fromkeys(tokens(text)):
            if len(word) < 4 or not word.isalpha() or word in self._vocabulary:
                continue
            if (
                word in STOPWORDS
                or word in self._words
                or stem(word) in self._stems
                or word in self._acronyms
            ):
                continue
            allowed = 1 if len(word) < 8 else 2
            ranks = []
            for length in range(len(word) - allowed, len(word) + allowed + 1):
                for candidate in self._by_shape.get((word[0], length), ()):
                    distance = OSA.distance(word, candidate, score_cutoff=allowed)
                    if distance <= allowed:
                        ranks.append((distance, -self._vocabulary[candidate], candidate))
            if ranks:
                found[word] = min(ranks)[2]
        return found


def _replaced(text: str, corrections: Mapping[str, str]) -> str:
    for wrong, right in corrections.items():
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text, flags=re.IGNORECASE)
    return text


def tokens_stemmed(text: str) -> list[str]:
    """Stems of all tokens, stop words included: for matching names."""
    return [stem(word) for word in tokens(text)]


@lru_cache(maxsize=1)
def _stem_groups() -> dict[str, list[tuple[tuple[str, ...], list[tuple[str, ...]]]]]:
    """The glossary by the first stem of each phrase: the phrase, and the words of its group."""
    path = Path(__file__).with_name("glossary.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is built
    groups: list[list[str]] = yaml.load(path.read_text(encoding="utf-8"), loader)["synonyms"]
    found: dict[str, list[tuple[tuple[str, ...], list[tuple[str, ...]]]]] = {}
    for group in groups:
        for phrase in group:
            key = tuple(tokens_stemmed(phrase))
            others = [tuple(content_stems(other)) for other in group if other != phrase]
            if key:
                found.setdefault(key[0], []).append((key, others))
    return found
