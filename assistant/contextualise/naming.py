"""A question as a phrase: "How should a pilot be expanded?" is about "how a pilot should be expanded". Pure.

What a follow-up leaves to its conversation is put before it in words a person could have typed:
"About how a pilot should be expanded: why not all at once?".
"""

from __future__ import annotations

import re

from assistant.understanding.parts import split_parts, told
from assistant.understanding.plain import unframed
from assistant.understanding.topic_first import topic_first
from knowledge.text import content_stems

LONGEST_PHRASE = 28  # words of a question that are put before another
_LEADING = re.compile(r"^\W*(?:(?:and|but|so|or|then|also|well|now)\b[\s,]*)+", re.IGNORECASE)
_DEFINED = re.compile(
    r"^\W*(?:what(?:['’]?s| is| are| was| were)|who(?:['’]?s| is| are)|define|explain|describe|meaning of|what is meant by"
    r"|(?:tell|show|teach|give) (?:me|us)(?: (?:a bit |some )?more)?(?: (?:about|on))?|name|list|trace|pull together|compare|summari[sz]e|suggest|recommend|what (?:does|do) (?:the|this|your) \w+ (?:say|teach|tell us) (?:about|on|of))"
    r"\s+(?P<what>\S.*?)(?P<tail>\s+(?:good |useful |used )?for)?\W*$",
    re.IGNORECASE,
)
_PRONOUN = r"(?:i|we|you|they|he|she|it|one|people|this|that|these|those|there)"
_MODAL = r"(?:can|could|should|would|will|must|may|might|shall)"
_BE = r"(?:is|are|was|were)"
_DO = r"(?:do|does|did)"
_WH = r"(?:(?:what|which|whose)(?:\s+(?!do\b|does\b|did\b|can\b|could\b|should\b|would\b|will\b|must\b|may\b|is\b|are\b)[\w-]+){0,3}|how(?:\s+(?!do\b|does\b|did\b|can\b|should\b|is\b|are\b)[\w-]+){0,2}|why|when|where|who|whom)"
_DONE = (
    r"(?:(?!need\b|feed\b|speed\b|seed\b|breed\b)\w+ed|\w+wn|done|gone|made|built|dealt|felt|sent|spent|meant|lent|kept|held|told|sold"
    r"|found|put|set|run|read|\w+tten|\w+ken|given|driven|chosen|won|led|met|lost|left|paid|sought|bought|taught|brought|split|hit|cut)"
)
_READY = (
    r"(?:ready|able|unable|good|bad|right|wrong|worth|safe|risky|possible|impossible|necessary|likely|due|useful|important|too"
    r"|enough|big|small|mature|fair|better|worse|successful|legal|illegal|mandatory|optional|critical|sensible|hard|easy|difficult|relevant|needed|allowed|expensive|cheap|realistic)"
)
_ASKS_PRONOUN = re.compile(
    rf"^(?P<wh>{_WH}\s+)?(?P<aux>{_DO}|{_MODAL}|{_BE}|have|has|had)\s+(?P<subject>{_PRONOUN})\s+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_ASKS_PASSIVE = re.compile(
    rf"^(?P<wh>{_WH}\s+)?(?P<aux>{_MODAL})\s+(?P<subject>(?:[\w'’/-]+\s+){{1,6}}?)(?P<rest>be\b.*)$",
    re.IGNORECASE,
)
_ASKS_STATE = re.compile(
    rf"^(?P<wh>{_WH}\s+)?(?P<aux>{_BE})\s+(?P<subject>(?:(?!to\b|be\b)[\w'’/-]+\s+){{1,6}}?)(?P<rest>(?:(?:an?|the)\s+)?(?:{_READY}|{_DONE})\b.*)$",
    re.IGNORECASE,
)
# "How long does a quick win take?", "How can generative AI help to …?": the verb is one of the
# common ones, or the last word.
_VERBS = (
    r"(?:take|move|help|work|bring|have|need|cost|give|offer|mean|matter|affect|influence|improve|raise|reduce|support|change|create|cause"
    r"|require|measure|do|look|differ|fit|serve|make|pay|fail|contain|cover|say|apply|benefit|contribute|lead|start|run|learn|handle|replace"
    r"|increase|lower|cut|happen|belong|count|use|want|ask|demand|show|track|go|get|come|appear|stand|last|begin|become)"
)
_ASKS_DOING = re.compile(
    rf"^(?P<wh>{_WH}\s+)?(?P<aux>{_DO}|{_MODAL})\s+(?P<subject>(?:[\w&'’/-]+\s+){{1,6}}?)(?P<rest>{_VERBS}|{_VERBS}\b(?!.*\b{_VERBS}$).*|[a-z]*(?:[a-rt-z]|ss))$",
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    rf"^(?:what|who|which(?:\s+[\w-]+){{1,3}})\s+{_MODAL}\s+(?!{_PRONOUN}\b|an?\b|the\b|our\b|my\b|\w+s?\s+do\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    rf"(?:^|[,.;]\s+(?:so |and |but )?)\W*(?:what|which|how|why|when|where|who|whom|(?:{_MODAL}|{_BE}|{_DO}|wo|ca)(?:n['’]t)?)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"^(?:i|we|you|they|my|our|the|an?)\b(?!.*(?:\?|\b(?:what|which|how)\b))[^?]*?\b(?:is|are|was|were|got|get|gets|has|have|had|does|do|did|went|keeps?|dropped|fell|rose|grew|sell|sells|run|use|want|\w{3,}ed)\b",
    re.IGNORECASE,
)
_THEN_ASKS = re.compile(
    r",\s*(?:so |and |but |now )?(?=(?:what|which|how|why|when|where|who)\b)", re.IGNORECASE
)
_BACK = re.compile(r"\b(?:it|its|that|this|they|them|their|those|these)\b", re.IGNORECASE)
_NOT_A_PHRASE = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|which|what|how|why|when|where|who|do|does|did|should|can|could|would|will|must|needs?|have|has|i|we|you)\b",
    re.IGNORECASE,
)


def asked_in(question: str) -> str:
    """What a question asks, less its story, its courtesies and its closing marks."""
    lead, rest = topic_first(question)
    asked, around = split_parts(rest)
    pieces = [p for p in asked if len(content_stems(p)) > 1]
    whole = [p for p in pieces if not _BACK.search(p)] or pieces[:1] * (len(pieces) > 1)
    if whole:
        return unframed(whole[-1]).strip(" ?.!,;:")
    if lead:
        return lead
    # "My model got worse. Is there a name for that?": what it hangs on stands before it.
    told_first = told(around)
    if len(content_stems(told_first)) > 2:
        return told_first.strip(" ?.!,;:")
    return unframed(rest).strip(" ?.!,;:")


def phrase_of(question: str) -> str:
    """What a question is about, as a phrase that can stand after "about"; "" for an empty one."""
    asked = " ".join(_LEADING.sub("", asked_in(question)).split()[:LONGEST_PHRASE])
    if not asked:
        return ""
    defined = _DEFINED.match(asked)
    if defined and content_stems(defined["what"]):
        return defined["what"]
    story, rest = _parted(asked)
    if story:  # "we have a chatbot now, what could go wrong"
        asked = rest if len(content_stems(rest)) > 2 else story
    if _STATEMENT.match(asked):
        return f"the fact that {_lower(asked)}"
    if re.match(
        r"(?:best|right|easiest|fastest|cheapest|quickest|main|biggest)\b", asked, re.IGNORECASE
    ):
        return f"the {_lower(asked)}"
    if _ASKS_ITSELF.match(asked):
        return _lower(asked)  # "what can derail an AI strategy"
    for form in (_ASKS_PRONOUN, _ASKS_PASSIVE, _ASKS_STATE, _ASKS_DOING):
        match = form.match(asked)
        if match:
            return _stated(match)
    return _lower(asked)


def _parted(asked: str) -> tuple[str, str]:
    """A statement and the question that a comma puts after it; two times "" for anything else."""
    found = _THEN_ASKS.search(asked)
    if found is None or not _STATEMENT.match(asked[: found.start()]):
        return "", ""
    return asked[: found.start()], asked[found.end() :]


def thing_of(question: str) -> str:
    """The thing a question asks the meaning of, as typed, or which it only names; "" if neither.

    "Who is GadgetGo?" asks about GadgetGo, "steps against bias please" about steps against bias.
    """
    asked = _LEADING.sub("", asked_in(question))
    defined = _DEFINED.match(asked)
    if not defined and _QUESTION.match(asked):
        return ""
    thing = defined["what"] if defined else asked
    thing = re.sub(
        r"\s+(?:please|exactly|again|then|really|to me|for us)$",
        "",
        thing.strip(" ?.!,"),
        flags=re.IGNORECASE,
    )
    if not content_stems(thing) or len(thing.split()) > 6 or _NOT_A_PHRASE.search(thing):
        return ""
    return thing


def about(phrase: str, message: str) -> str:
    """A message with what it is about put first: "About the ROI formula: who invented it?"."""
    said = _LEADING.sub("", message).strip()
    said = finished(said or message)
    if not phrase:
        return said
    return f"About {phrase}: {_lower(said)}"


def finished(message: str) -> str:
    """A question with its mark, which people leave out."""
    if re.search(r"[?.!]\W*$", message) or not _QUESTION.search(message):
        return message
    return f"{message}?"


def _stated(match: re.Match[str]) -> str:
    """The question in the order of a statement: "how we scale it", "whether a pilot may be long"."""
    aux, rest = f"{match['aux'].lower()} ", match["rest"].strip()
    if aux == "do ":
        aux = ""
    elif aux == "does ":
        verb = re.match(r"[\w'’-]*", rest)
        aux = ""
        rest = f"{_third_person(verb.group())}{rest[verb.end() :]}" if verb else rest
    opening = _lower((match["wh"] or "whether ").strip())
    subject = match["subject"].strip()
    subject = "I" if subject.lower() == "i" else _lower(subject)
    return f"{opening} {subject} {aux}{rest}"


def _third_person(verb: str) -> str:
    if verb in {"have", "do", "go"}:
        return {"have": "has", "do": "does", "go": "goes"}[verb]
    if re.search(r"(?:s|x|z|ch|sh)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


def _lower(text: str) -> str:
    """The first letter small, where the word is no name or acronym."""
    head = text.split(" ", 1)[0]
    plain = head[:1].isupper() and head[1:].islower() and head != "I"
    return text[:1].lower() + text[1:] if plain or head in {"A"} else text
