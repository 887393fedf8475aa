"""What a message asks, without the ways of asking: shorthand spelled out, courtesies taken off. Pure.

People type "pls", open with "Would you be so kind as to …" and close with their name. None of it
says what they want to know, and all of it is found in a search that takes it for content.
"""

from __future__ import annotations

import re

from assistant.understanding.german import in_english

_SHORTHAND = {
    "pls": "please", "plz": "please", "u": "you", "ur": "your", "wat": "what", "wats": "what is",
    "whats": "what is", "wheres": "where is", "hows": "how is", "whos": "who is",
    "diff": "difference", "diffs": "differences", "abt": "about", "thx": "thanks", "tks": "thanks",
    "ty": "thanks", "idk": "I do not know", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "cant": "cannot", "wont": "will not",
    "im": "I am", "ive": "I have", "bc": "because", "cuz": "because", "coz": "because",
    "n": "and", "w/": "with", "w/o": "without", "gonna": "going to", "wanna": "want to",
    "gimme": "give me", "lemme": "let me", "ppl": "people", "biz": "business", "lol": "",
    "haha": "", "btw": "", "tbh": "", "imo": "", "asap": "soon", "govt": "government",
    "teh": "the", "hte": "the", "adn": "and", "waht": "what", "wich": "which", "taht": "that",
    "hwo": "how", "shoud": "should", "becuase": "because", "explan": "explain", "ques": "question", "eg": "e.g.",
}  # fmt: skip
_SHORT = re.compile(
    r"(?<![\w'’/&.-])(?:" + "|".join(sorted(map(re.escape, _SHORTHAND), key=len, reverse=True))
    + r")(?![\w'’/&-])",
    re.IGNORECASE,
)  # fmt: skip
_HOW_TO = re.compile(r"\bhow 2\b", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(what|why|how|who|when|where) (?:even|exactly|actually|the hell) ", re.IGNORECASE
)

_OPENING = re.compile(
    r"""^[\s,.:;!–—-]*(?:
      (?:just\ curious|quick\ (?:one|question)|(?:an)?other\ question|new\ topic|different\ topic|question)\b\s*[:,;–—-]
    | \(?[a-h1-9][.)](?=\s)|[*•](?=\s)
    |      (?:hi|hello|hey|hallo|moin|good\ (?:morning|afternoon|evening|day)|dear\ \w+|greetings)(?:\ (?:there|all|team))?\b
    | (?:ok(?:ay)?|so|well|hm+|u[hm]+|yeah|alright|right|great|now|and|but|also|then|basically|anyway)\b(?=[\s,.:;!–—-])
    | (?:many\ )?thanks?(?:\ you)?(?:\ (?:so\ much|a\ lot|very\ much))?\b(?=\W)
    | (?:please|kindly|just|quickly|maybe|perhaps)\b
    | asking\ for\ a\ (?:friend|colleague)|(?:if\ you\ do(?:n[o'’]?t|\ not)\ mind|if\ possible|if\ i\ may)
    | for\ (?:an?|my|our|the)\ (?:assignment|exam|essay|homework|class|presentation|group\ discussion)
    | (?:sorry|apologies|excuse\ me|pardon)\b[^,.:;?!]{0,40}(?:[,.:;!]|$)(?:\s*but\b)?
    | (?:could|can|would|will)\ you\ (?:please\ |kindly\ |maybe\ |perhaps\ |quickly\ |also\ )?(?:be\ so\ kind\ (?:as\ )?to\b
        |help\ (?:me|us)\ (?:to\ )?(?:understand|see|find\ out|with)\b|tell\ (?:me|us)\b(?!\ (?:more\ )?about)|let\ (?:me|us)\ know\b
        |explain\ (?:to\ me\ )?(?=what|why|how|whether)|(?=\w+))
    | (?:i|we)(?:['’]d|\ would|\ just|\ really)*\ (?:like|love|want|need|have|trying)\ (?:you\ )?to\ (?:better\ )?(?:know|understand|learn|hear|find\ out|ask|figure\ out|see)(?:\ (?:if|whether))?\b
    | (?:i|we)\ (?:need|have|want|am\ asked|are\ asked)\ to\ (?=name|list|explain|describe|compare|define|give|summari[sz]e)
    | (?:i|we)(?:\ was|\ am|['’]m|\ were|['’]re|\ are)?\ (?:just\ )?wonder(?:ing|ed)?\b(?:\ (?:if|whether))?(?:\ you\ (?:could|can|would|might))?
    | (?:do|would)\ you\ (?:happen\ to\ )?(?:know|mind\ telling\ me)\b(?:\ (?:if|whether))?
    | (?:i|we)\ (?:do(?:n['’]?t|\ not)\ (?:really\ |quite\ )?|cannot\ )(?:know|understand|get|see|remember)\ (?=what|why|how|when|where|who|which|whether)
    | (?:my|the|our|a)\ question\ (?:is|would\ be)\b(?:\ (?:if|whether))?\s*[:,]?
    | tell\ (?:me|us)\ (?=what|why|how|when|where|who|which)
    | (?:two|three|2|3|a\ few|some|several|my|one\ more)\ questions?\s*:
    )[\s,.:;!–—-]*""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_CLOSING = re.compile(
    r"[\s,.;!–—-]*\b(?:please|(?:many )?thanks?(?: you)?(?: (?:so much|a lot|very much|in advance))*|cheers|lol"
    r"|asap|for me|thank you)[\s.!]*(?P<end>\?*)[\s.!]*$",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"^(?:(?:i|we) )?(?:do(?:n['’]?t| not)|cannot) (?:really |quite |fully )?(?:understand|get)\s+(?=\S)",
    re.IGNORECASE,
)
_ONLY_POLITE = re.compile(
    r"^\W*(?:i hope (?:you|this)|hope you|(?:many |best |kind |warm )?(?:thanks|thank you|regards|wishes|greetings)\b"
    r"|have a (?:nice|good|great)|good (?:morning|afternoon|evening|day)\W*$|(?:hi|hello|hey|hallo|dear)\b(?:\W+\w+){0,2}\W*$"
    r"|sorry (?:to|for) (?:bother|disturb|the)|(?:i['’]m|i am|we are|my name is) [A-Z]\w+(?: from [A-Z]\w+)?\W*$"
    r"|let me know\b|looking forward|(?:i have )?(?:two|three|2|3|a few|some|several|one more|a|another)(?: more| quick| short)? questions?\W*$)",
    re.IGNORECASE,
)  # fmt: skip


def plain(text: str) -> str:
    """Shorthand written out and German words in English; a message without either is unchanged."""
    text = _HOW_TO.sub("how to", text)
    text = _SHORT.sub(_written_out, text)
    return in_english(text)


def unframed(text: str) -> str:
    """The request itself: "Would you be so kind as to explain ICE, please?" is "explain ICE?"."""
    for _ in range(6):  # frames stand in a row: "Hi, sorry to ask, but could you tell me …"
        match = _OPENING.match(text)
        if match is None or not match.end() or not re.search(r"\w", text[match.end() :]):
            break
        text = text[match.end() :]
    closed = _CLOSING.sub(r"\g<end>", text)
    if re.search(r"\w", closed):
        text = closed
    return _EXPLAIN.sub("explain ", _FILLER.sub(r"\1 ", text))


def only_polite(sentence: str) -> bool:
    """Whether a sentence greets, thanks or signs, and says nothing else."""
    return bool(_ONLY_POLITE.match(sentence))


def _written_out(match: re.Match[str]) -> str:
    word = match.group()
    if len(word) == 1 and word.isupper():
        return word  # the letter of a name: "What is the U?"
    return _SHORTHAND[word.lower()]
