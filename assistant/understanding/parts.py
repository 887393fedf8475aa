"""A message cut into the questions it asks, and the sentences that only give context."""

from __future__ import annotations

import re

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
# "…, and what …": a second question inside one sentence. Only the open question words split:
# ", and is it …" is usually one thought.
_SPLIT = re.compile(
    r"(?:,|;|\s[-–—])?\s+(?:and|but|or|plus|as well as)\s+(?:also\s+)?(?=(?:(?:in|on|for|by|with|at|to)\s+)?"
    r"(?:what(?:'s)?|which|how|why|who|when|where)\s+\w+\s+\w+)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\([^()]*\)|'[^'\n]{4,160}'|\"[^\"\n]{4,200}\"|“[^”\n]{4,200}”|‘[^’\n]{4,200}’"
)


def split_parts(text: str) -> tuple[list[str], str]:
    """The questions of a message in order, and its context: the sentences that ask nothing.

    A message that asks nothing formally (a fragment, an instruction) is one part.
    """
    text = " ".join(text.split())
    asked: list[str] = []
    context: list[str] = []
    for start, end in sentences(text):
        sentence = text[start:end].strip()
        if sentence.endswith("?") or _LEAD.search(sentence) or _IMPERATIVE.search(sentence):
            asked.extend(_split_sentence(sentence))
        elif re.search(r"\w", sentence):
            context.append(sentence)
    if not asked:
        return ([text] if text else []), ""
    return asked, " ".join(context)


def _split_sentence(sentence: str) -> list[str]:
    # Quoted and bracketed text is the reader's own: a conjunction inside it splits nothing.
    masked = _BRACKETED.sub(lambda m: "x" * len(m.group()), sentence)
    pieces: list[str] = []
    start = 0
    for match in _SPLIT.finditer(masked):
        if len(masked[start : match.start()].split()) < 3:
            continue
        pieces.append(sentence[start : match.start()])
        start = match.end()
    pieces.append(sentence[start:])
    return [piece.strip(" ,;") for piece in pieces if re.search(r"\w", piece)]
