"""One thing asked about under several aspects: "Dynamic pricing: benefits, risks, and who owns it?". Pure.

Each aspect becomes a question of its own under the thing, since sentences that answer one of them
seldom answer another. What is listed to be chosen among ("a chatbot, search or pricing?") is no aspect.
"""

from __future__ import annotations

import re

from knowledge.text import content_stems

MOST = 5  # aspects of one thing
LONGEST_TOPIC = 12  # words of the thing
_ASKING = r"(?:what(?:['’]?s)?|which|how|why|who(?:m|se)?|when|where|whether)"
_AUX = r"(?:is|are|was|were|do|does|did|can|could|should|will|would|must|has|have)"
_BEFORE = r"(?:(?:to|with|for|by|from|in|on|at|under) )?"
_COLON = re.compile(r"^(?P<lead>[^:?]{3,160}?)\s*(?::|\s[–—-])\s+(?P<rest>[^:]+)$")
_NEXT_QUESTION = re.compile(
    rf"\s*[,;]\s*(?:(?:and|or|plus)\s+)?(?={_BEFORE}(?:{_ASKING}|{_AUX})\s)|\s+(?:and|plus)\s+(?={_BEFORE}{_ASKING}\s)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"^{_BEFORE}(?:{_ASKING}|{_AUX})\s+\S", re.IGNORECASE)
_NEXT = re.compile(r"\s*[,;]\s*(?:(?:and|or|plus)\s+)?|\s+(?:and|plus|&)\s+", re.IGNORECASE)
# What any thing has: words that ask for a part of what is told of it.
_ASPECT = re.compile(
    r"^(?:the |its |their |any |an? |some )?(?:[\w-]+ ){0,2}?(?:benefits?|advantages?|pros|cons|drawbacks?|disadvantages?|downsides?|upsides?|risks?|dangers?|challenges?"
    r"|difficult(?:y|ies)|problems?|limits?|limitations?|pitfalls?|opportunit(?:y|ies)|costs?|kpis?|metrics?|indicators?|measures?|numbers?|figures?|signals?|effects?|impacts?"
    r"|consequences?|examples?|steps?|requirements?|prerequisites?|conditions?|data(?: needs)?|skills?|roles?|owners?|responsibilit(?:y|ies)|goals?|purposes?|definitions?|meaning"
    r"|use cases?|uses|applications?|tools?|methods?|types?|kinds?|ethics|governance|trends?|outlook|alternatives?|preparations?|safeguards?|mitigations?|remed(?:y|ies))"
    r"(?: (?:of|on|for|to|in|with|from) (?:the |our |a )?[\w-]+(?: [\w-]+)?| to \w+)?$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"^\W*(?P<opens>what|which)(?:['’]?s| is| are) (?P<list>[^?:]{3,160}?) (?P<of>(?:of|with|for|in) (?!(?:the )?(?:same|each)\b)[^?:,;]{2,80}?)\W*$",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"^(?P<lead>[^:?,]{3,120}?)[,;:]\s+(?:and |incl(?:uding|\.) )?(?:its|their)\s+(?P<rest>[^:?]+)\W*$",
    re.IGNORECASE,
)
# "Paint me the picture of generative AI", "I have one slide about demand forecasting".
_TOPIC = re.compile(
    r"^\W*(?:(?:please|so|and|ok(?:ay)?|can you|could you)\s+)*(?:(?:tell|show|teach|give|paint|walk|brief|explain|describe|cover|summari[sz]e|outline|discuss|take|pull|gather|collect|bring|put|sum|compile|find|list|i (?:have|need|want|am)|we (?:have|need|want|are))\b[^:]*?\b(?:about|of|on|through|regarding|for|with)\s+(?:the (?:topic|subject|area|case|story) of )?|(?:explain|describe|cover|summari[sz]e|outline|discuss|follow|trace)\s+|(?:for|about|on|regarding|with)\s+)(?P<topic>\S.*?)\W*$",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\s+(?:through|across|over|in) (?:the |this )?(?:whole |entire )?(?:course|module)\b.*$",
    re.IGNORECASE,
)
_ASKS_OF_IT = re.compile(rf"^\W*(?:{_ASKING}|{_AUX})\b", re.IGNORECASE)
# "My question: …", "We sell shoes online: …": a label or a story, no thing that is asked about.
_NO_TOPIC = re.compile(
    r"^\W*(?:(?:i|we|you|they|he|she|it|this|that|there|my|our|your|their|if|when|after|since|because)\b"
    r"|(?:(?:the|an?|one|two|three|four|some|a few|quick|last|next|another|follow-?up|other|homework|exam|short)\s+)*"
    r"(?:questions?|tasks?|context|background|situation|goals?|asks?|things?|help|notes?|p\.?s\.?|hi|hello|hey|thanks|thank you|assignments?|topics?|exercise|please)\b)",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|this|that|them|there|these)\b", re.IGNORECASE)


def aspects(sentence: str, context: str = "") -> tuple[str, ...]:
    """The questions of a sentence, each under what it is about ("About dynamic pricing: risks?").

    ``context``: what was said before it. () where a sentence asks one thing, or things that have
    nothing in common.
    """
    sentence = sentence.strip()
    its = _ITS.match(sentence)
    if its:
        listed = _listed(its["rest"])
        if len(listed) > 1:
            return _under(_topic(its["lead"], context), listed)
    colon = _COLON.match(sentence.rstrip(" ?.!"))
    if colon:
        topic = _topic(colon["lead"], context)
        asked = [piece.strip() for piece in _NEXT_QUESTION.split(colon["rest"])]
        if len(asked) > 1 and all(_ASKS.match(piece) for piece in asked):
            return _under(topic, asked)
        listed = _listed(colon["rest"])
        if len(listed) > 1:
            return _under(topic, listed)
    of_one = _OF_ONE.match(sentence)
    if of_one:
        listed = _listed(of_one["list"])
        if len(listed) > 1:
            some = listed[:MOST]
            return tuple(
                f"{of_one['opens']} are {_with_article(one)} {of_one['of']}?" for one in some
            )
    return ()


def is_aspect(words: str) -> bool:
    """Whether words name what any thing has: "the main risks", "costs"."""
    return bool(_ASPECT.match(words.strip()))


def _listed(text: str) -> list[str]:
    """The aspects that are listed; [] where anything else is listed among them."""
    pieces = [
        piece.strip(" ?.!,") for piece in _NEXT.split(text.strip(" ?.!")) if piece.strip(" ?.!,")
    ]
    fine = all(_ASPECT.match(piece) or _ASKS.match(piece) for piece in pieces)
    return pieces if fine and any(_ASPECT.match(piece) for piece in pieces) else []


def _topic(lead: str, context: str) -> str:
    """What a lead-in is about: its own thing, or that of the context where it only points at it."""
    if _ASKS_OF_IT.match(lead) or not content_stems(lead):
        lead = context if _POINTS.search(lead) else lead
    found = _TOPIC.match(lead.strip())
    if found is None and _NO_TOPIC.match(lead):
        return ""
    topic = _THROUGH.sub("", found["topic"] if found else lead).strip(" .,;:?!")
    fits = len(topic.split()) <= LONGEST_TOPIC and content_stems(topic)
    return "" if not fits or _ASKS_OF_IT.match(topic) or _POINTS.search(topic) else topic


def _under(topic: str, asked: list[str]) -> tuple[str, ...]:
    return tuple(f"About {topic}: {one}?" for one in asked[:MOST]) if topic else ()


def _with_article(aspect: str) -> str:
    return (
        aspect
        if re.match(r"(?:the|an?|its|any|some)\s", aspect, re.IGNORECASE)
        else f"the {aspect}"
    )
