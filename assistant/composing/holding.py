"""Is a sentence held by the passages it is to rest on? Stricter than the check of citations.

``citations.check`` asks whether most words stand in the evidence and every figure has an owner. A
model can pass that and still be wrong: with the reader's own words handed back as fact, with one
passage's figure on another's subject, with a name exchanged. These are the further looks. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from assistant import citations
from assistant.calculators.record import CalculatorResult
from assistant.composing.briefing import Passage
from assistant.composing.changes import changed
from assistant.composing.polarity import turns_round
from knowledge.text import content_stems, normalise, stem, tokens

NOT_HELD = "no passage holds it"
UNOWNED = "nobody gave one of its figures"
MIXED = "it mixes passages in one clause"
TURNED = "it turns a passage round"
HELD_SHARE = 0.5  # of all its content words, the reader's own included, that passages must hold
HEAVY_SHARE = 0.8  # of its words other than light ones, the reader's aims allowed
IN_TEXT_SHARE = 0.35  # of them that must stand in a passage's own text, not only in its headings

# Words that say nothing by themselves: a sentence of only these is ours and needs no source.
_CONNECTING = (
    "answer answers begin begins below briefly consider could final finally first focus follow"
    " following follows goal goals here items key last lastly main next now order overall plan"
    " point points priority priorities recommend recommended second short start starts step steps"
    " suggested summary then therefore third thus"
)
# Words a paraphrase may add: they carry little, so their absence from a passage says little.
_LIGHT = (
    "able across add allow along also around aspect become bring call check choose come compare"
    " consider could course ensure example focus give good go help hold important include involve"
    " key kind keep like list look may mean might must name need offer order part"
    " particular place point provide put relevant require see set should show state step take tell"
    " tie together track treat use useful way well whether within word work would never cannot"
)
# Verbs that open an advice; any other unknown first word is taken for a name.
_OPENERS = (
    "adopt align apply ask assess assign build communicate compare connect count create decide"
    " define describe design develop discuss document encourage engage establish explain explore"
    " gather identify inform link list map measure monitor note observe plan prepare present"
    " prioritise prioritize review run select share study test train translate try understand update"
    " verify watch write once when both each these those several"
)
_VERDICTS = frozenset({"yes", "no", "not", "never", "always", "nothing", "everything", "all"})
_NUMBER_WORDS = frozenset(
    re.findall(
        r"\w+",
        "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty"
        " fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions"
        " billion billions half halve halves halved double doubles doubled doubling triple triples"
        " tripled twice thrice dozen",
    )
)
_AS_OWN = re.compile(
    r"\b(?:goals?|targets?|aims?|objectives?|budget|deadline|horizon|plan|want|need|wrote|gave|said)\b",
    re.IGNORECASE,
)
_FRAMING = re.compile(r"^(?:to|for|with|given|within|towards?|in|as|if)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r";\s|,\s*(?:and|but|so|which|while|whereas)\b|\b(?:while|whereas)\b", re.IGNORECASE
)
_ONE = re.compile(r"\bone[ -](?:minute|hour|day|week|month|quarter|year|half)s?\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:\"'“‘(]\s)(?<!^)\b(?:[A-Z][\w-]*[A-Za-z]|[A-Z])\b")


@dataclass(frozen=True)
class Ground:
    """What sentences may rest on: passages, calculations, and what is the person's own.

    ``person``: their message and earlier questions, whose figures they own. ``aims``: goal and
    product, whose words a sentence may use to frame what it says. ``title``: of the course, whose
    names are at home everywhere. ``terms``: names of the course, which must not be exchanged.
    """

    passages: tuple[Passage, ...]
    calculations: tuple[CalculatorResult, ...] = ()
    person: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    title: str = ""
    terms: tuple[str, ...] = ()

    @cached_property
    def stems(self) -> dict[int, frozenset[str]]:
        """Content stems of each passage with its frame, by number."""
        return {
            p.number: frozenset(content_stems(f"{p.text} {p.lead} {p.frame}"))
            for p in self.passages
        }

    @cached_property
    def at_home(self) -> frozenset[str]:
        """Stems that need no passage: the reader's aims and the course's title."""
        return frozenset(_stems((*self.aims, self.title)))

    @cached_property
    def term_stems(self) -> tuple[frozenset[str], ...]:
        """Stems of each of the course's names."""
        return tuple({name for term in self.terms if (name := frozenset(content_stems(term)))})


def connects(text: str) -> bool:
    """Connecting words and nothing else: no figure, no verdict, no word with content of its own."""
    words = tokens(text)
    if not words or any(ch.isdigit() for ch in text) or {*words} & (_NUMBER_WORDS | _VERDICTS):
        return False
    return set(content_stems(text)) <= _stemmed(_CONNECTING)


def judge(text: str, chosen: Sequence[Passage], ground: Ground) -> tuple[str, citations.Verdict]:
    """Why ``text`` may not rest on these passages ("" if it may), and the verdict of the check."""
    texts = [passage.text for passage in chosen]
    leads = [passage.lead for passage in chosen]
    frames = [passage.frame for passage in chosen]
    around = [*leads, *frames]
    stated = [f"{lead}: {said}" if lead else said for said, lead in zip(texts, leads, strict=True)]
    framing = " ".join((*ground.aims, *frames, _CONNECTING))
    held = _stems(stated)
    # Framing words that the passages hold count for the sentence, so they are no framing.
    framing = " ".join(word for word in tokens(framing) if stem(word) not in held)
    found = citations.check(text, stated, (*ground.person, *frames), (framing,)).verdict
    if found == "unowned_number":
        return UNOWNED, found
    if found == "contradicts" or turns_round(text, list(zip(texts, leads, frames, strict=True))):
        return TURNED, found
    if found == "unsupported":
        return NOT_HELD, found
    fault = (
        changed(text, texts, around, ground.at_home)
        or _thin(text, texts, leads, frames)
        or _strays(text, [*texts, *around], ground)
        or _names(text, [*texts, *around], ground)
        or (_figures(text, chosen[0], ground) if len(chosen) == 1 else _woven(text, chosen, ground))
    )
    if found == "quoted" and citations.check(text, texts).verdict != "quoted":
        found = "supported"  # its words are the passage's and the lead's together
    return fault, found


def ours(text: str, chosen: Sequence[Passage]) -> str:
    """The words of a sentence that ``judge`` accepted and no passage's own text holds: the
    reader's aims, headings and lead-ins, light words. No figures among them.
    """
    held = _stems(passage.text for passage in chosen)
    return " ".join(w for w in tokens(text) if stem(w) not in held and not re.search(r"\d", w))


def _thin(text: str, texts: Sequence[str], leads: Sequence[str], frames: Sequence[str]) -> str:
    """A sentence made of the reader's own words, or a scrap of a passage, says nothing of it."""
    words = set(content_stems(text))
    if not words:
        return "it says nothing"
    stated = words & _stems([*texts, *leads])
    held = words & _stems([*texts, *leads, *frames])
    if len(held) < HELD_SHARE * len(words) or len(stated) < IN_TEXT_SHARE * len(words):
        return NOT_HELD
    if len(stated) < min(2, len(words)) or not words & _stems(texts):
        return NOT_HELD
    if len(words) < 3:
        # A scrap can lose the "not" that stood before it; only a passage's beginning is whole.
        scrap = normalise(text).lower().rstrip(".;:,")
        if not any(re.match(rf"\W*{re.escape(scrap)}\b", normalise(t).lower()) for t in texts):
            return "it is only a scrap of a passage"
    return ""


def _woven(text: str, chosen: Sequence[Passage], ground: Ground) -> str:
    """A sentence of several passages is one clause from each, whole: otherwise one's subject may
    have got another's story.
    """
    if len(chosen) < 2:
        return ""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    used = set()
    for clause in clauses:
        heavy = _heavy(clause) - ground.at_home
        holding = [p.number for p in chosen if heavy <= ground.stems[p.number] and len(heavy) >= 2]
        if not holding:
            return MIXED
        used.add(holding[0])
    return "" if len(used) == len(chosen) else MIXED


def _heavy(text: str) -> set[str]:
    light = _stemmed(_LIGHT) | _stemmed(_CONNECTING)
    return {word for word in content_stems(text) if word not in light}


def _strays(text: str, sources: Sequence[str], ground: Ground) -> str:
    """Few words may be the model's own, and none of them a name of the course."""
    heavy = _heavy(text)
    own = heavy - _stems(sources) - ground.at_home
    said = set(content_stems(text))
    if own and any(name <= said and name & own for name in ground.term_stems):
        return "it names something its passages do not"
    if len(own) > (1 - HEAVY_SHARE) * len(heavy) + 1e-9:
        return NOT_HELD
    first = re.match(r"\W*([A-Z][\w-]*)", text)
    opens = first and (
        first[1].endswith(("ing", "ly")) or stem(first[1].lower()) in _stemmed(_OPENERS)
    )
    if first and not opens and set(content_stems(first[1])) & own:
        return f"no passage names {first[1]!r}"
    return ""


def _figures(text: str, passage: Passage, ground: Ground) -> str:
    """Figures are the passage's; the person's own stand as what they are."""
    said = f"{passage.text} {passage.lead} {passage.frame}"
    foreign = _numbers(text) - _numbers(said)
    if foreign - set().union(*map(_numbers, ground.person)):
        return UNOWNED
    if foreign and not _as_own(text, foreign):
        return "it states the person's own figure as a fact"
    known = set().union(*map(_spelled, (said, *ground.person)))
    return UNOWNED if _spelled(text) - known else ""


def _spelled(text: str) -> set[str]:
    found = {word for word in tokens(text) if word in _NUMBER_WORDS}
    # "One" is a number before a unit of time, and a pronoun elsewhere.
    return found | {"one" for _ in _ONE.finditer(text)}


def _numbers(text: str) -> set[str]:
    return citations.numbers_in(re.sub(r"(?<=\d)\s*per\s?cent\b", "%", text, flags=re.IGNORECASE))


def _as_own(text: str, figures: Iterable[str]) -> bool:
    if _AS_OWN.search(text):
        return True
    opening = text.split(",", 1)[0] if "," in text else ""
    return bool(_FRAMING.match(opening)) and set(figures) <= _numbers(opening)


def _names(text: str, sources: Sequence[str], ground: Ground) -> str:
    """A name in the sentence is a name in its sources, the goal, the product or the title."""
    known = _stems(sources) | ground.at_home
    written = set(re.findall(r"\w+", " ".join(sources)))
    for match in _NAME.finditer(text):
        for word in match.group().split("-"):
            if word[:1].isupper() and word not in written and set(content_stems(word)) - known:
                return f"no passage names {word!r}"
    return ""


@cache
def _stemmed(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


def _stems(texts: Iterable[str]) -> set[str]:
    return set(content_stems(" ".join(texts)))
