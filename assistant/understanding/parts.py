"""A message cut into the questions it asks, and the sentences that only give context."""

from __future__ import annotations

import itertools
import re

from assistant.understanding.aspects import aspects
from assistant.understanding.plain import only_polite, unframed
from knowledge.text import sentences

_ASKS = (
    r"(?:what|which|how|why|who|whom|whose|when|where|should|is|are|was|were|do|does|did|can|could"
    r"|will|would|must|may|has|have)"
)
_LEAD = re.compile(
    rf"^\W*(?:(?:and|but|so|also|then|ok|okay|please|hi|hello|well|now)\W+)*(?:{_ASKS}\b|(?:name|list"
    r"|give|show|tell|explain|describe|define|compare|summari[sz]e|quote|outline|suggest|recommend"
    r"|help|rank|prioriti[sz]e|calculate|compute|critique|review|walk)\b)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r",\s+(?:please\s+)?(?:name|list|give|suggest|explain|describe|outline|recommend|compare|rank)\b",
    re.IGNORECASE,
)
# "…, and what …": a second question inside one sentence. A statement's "and which" or ", who is
# interested" is a relative clause, so a comma alone splits only before a question's word order.
_ASKING = r"(?:what(?:'s|’s)?|which|how|why|who|when|where)"
_IN_ORDER = r"(?:is|are|do|does|did|can|could|should|would|will|must|was|were)"
_SPLIT = re.compile(
    rf"(?:,|;|\s[-–—])?\s+(?:and|but|or|plus|as well as)\s+(?:also\s+)?(?=(?:(?:in|on|for|by|with|at|to|from|under)\s+)?(?:{_ASKING}|whom)\s+\w+\s+\w+)"
    r"|(?:,|;)?\s+and\s+(?=(?:tell|give|show) (?:me|us)\b|(?:name|list|compare|describe|explain)\s+\w+)"
    rf"|\s*[,;]\s+(?=(?:what|why|how|when|where)(?:'s|’s)?\s+{_IN_ORDER}?\b\s*(?:i|we|you|it|they|the|an?|our|my|\w+)\b)"
    r"|(?:,|;)?\s+and\s+(?=(?:its|their|his|her)\s+(?:[\w-]+\s+){0,3}?(?:prices?|costs?|fees?|salar(?:y|ies)|wages?|budgets?"
    r"|share|rate|uplift|gain|increase|margin)\s*[?.]?\s*$)"
    r"|(?:,|;)?\s+and\s+(?=(?:is|are|was|were)\s+(?:it|they|these|those|this|that)\b.{0,30}\b(?:leading|lagging|early|late)\b)",
    re.IGNORECASE,
)
# "Goal: …", "Question: …", and lists typed as a), 2. or with dashes: each begins something new.
_LABEL = re.compile(
    r"(?:^|(?<=[.;!?\n])|(?<=[.;!?]\s))(?:my |our |the )?(?:context|background|situation|goal|target|question|ask|task)\s*:",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\(?[a-h1-9]\)|[1-9][.)](?=\s+[A-Za-z]))\s+")
_BULLET = re.compile(r"(?m)^\s*[-*•–]\s+")
_ABOUT = re.compile(
    r"^(?:i|we) have (?:a|one|another|some) (?:quick |short )?questions? (?:about|on|regarding|concerning)\s+(?P<topic>[^:?.]{3,80})[:.]\s*(?P<rest>\S.+)$",
    re.IGNORECASE,
)
# "Where do I begin? I have no idea where to look.": said beside a question, it asks nothing more.
_AT_A_LOSS = re.compile(
    r"^\W*(?:(?:and|but|because|since)\s+)?(?:i|we)(?:'m| am|'re| are)?\s+(?:really |just |simply |still )?(?:do not|don[’']?t"
    r"|have no (?:idea|clue)|(?:not|un)\s?sure|wonder|can(?:no|')t (?:tell|say|decide))\b[^?]*$",
    re.IGNORECASE,
)
# "what gains and what losses go into it": one question about two things.
_ONE_VERB = re.compile(
    r"\W*(?P<ask>what|which)(?!\s+(?:is|are|was|were|do|does|did|can|could|should|would|will|must|has|have|about)\b)"
    r"(?:\s+[\w-]+){1,2}\W*",
    re.IGNORECASE,
)
_WHAT_FIRST = re.compile(r"\W*(?:what|which) (?:first|next)\W*$", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\([^()]*\)|'[^'\n]{4,160}'|\"[^\"\n]{4,200}\"|“[^”\n]{4,200}”|‘[^’\n]{4,200}’"
)


def split_parts(text: str) -> tuple[list[str], str]:
    """The questions of a message in order, and its context: the sentences that ask nothing.

    A message that asks nothing formally (a fragment, an instruction) is one part.
    """
    asked: list[str] = []
    context: list[str] = []
    for piece in _pieces(text):
        for start, end in _sentences(piece):
            sentence = piece[start:end].strip()
            about = _ABOUT.match(sentence)
            if about:
                context.append(about["topic"])
                sentence = about["rest"]
            core = unframed(sentence)
            if "?" in text and _AT_A_LOSS.match(sentence):
                context.append(sentence)
            elif sentence.endswith("?") or _LEAD.search(core) or _IMPERATIVE.search(core):
                several = aspects(sentence, " ".join(context))
                asked.extend(several or _split_sentence(sentence))
            elif re.search(r"\w", sentence):
                context.append(sentence)
    text = " ".join(text.split())
    if not asked:
        return ([*(aspects(text) or (text,))] if text else []), ""
    return asked, " ".join(context)


def told(context: str) -> str:
    """A context less the sentences that only greet, thank or sign."""
    spans = _sentences(context)
    return " ".join(c for start, end in spans if not only_polite(c := context[start:end]))


def _pieces(text: str) -> list[str]:
    """The message cut where its writer began something new: items of a list, labels."""
    marks = [match.start() for match in _NUMBERED.finditer(text)]
    cuts = {match.start() for match in _LABEL.finditer(text)}
    cuts |= {match.start() for match in _BULLET.finditer(text)}
    if len(marks) > 1:
        cuts.update(marks)
    edges = [0, *sorted(cuts), len(text)]
    pieces = (text[here:there] for here, there in itertools.pairwise(edges))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, where people who type no capitals also end them with a full stop."""
    raised = re.sub(r"(?<=[a-z0-9%)][.!?]\s)[a-z]", lambda m: m.group().upper(), text)
    return sentences(raised if len(raised) == len(text) else text)


def _split_sentence(sentence: str) -> list[str]:
    # Quoted and bracketed text is the reader's own: a conjunction inside it splits nothing.
    masked = _BRACKETED.sub(lambda m: "x" * len(m.group()), sentence)
    pieces: list[str] = []
    start = 0
    for match in _SPLIT.finditer(masked):
        piece = sentence[start : match.start()]
        joined = re.search(r"[a-z]", match.group(), re.IGNORECASE)
        # "If I build a chatbot, what do I track?" is one question: only a question goes on so.
        asks = bool(pieces) or _LEAD.search(unframed(piece))
        short = len(piece.split()) < 3 and not _WHAT_FIRST.match(piece)
        if (
            short
            or _one_verb(piece, sentence[match.end() :])
            or only_polite(piece)
            or not (joined or asks)
        ):
            continue
        pieces.append(piece)
        start = match.end()
    pieces.append(sentence[start:])
    return [piece.strip(" ,;") for piece in pieces if re.search(r"\w", piece)]


def _one_verb(piece: str, rest: str) -> bool:
    """Whether a piece waits for the verb of what follows it: "what gains" and "what losses count"."""
    alone = _ONE_VERB.fullmatch(piece)
    return alone is not None and rest.lower().startswith(alone["ask"].lower())
