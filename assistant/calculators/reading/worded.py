"""Words that people write for figures become figures: "five looks" is "5 looks"."""

import re

_COUNTS = {
    word: str(number)
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
} | {"twenty": "20", "thirty": "30", "fifty": "50", "a dozen": "12", "a couple of": "2"}
_COUNTED = (
    r"(?:times|looks?|peeks?|checks?|people|persons?|engineers?|developers?|devs?|ftes?|variants?|groups?|arms?"
    r"|days?|weeks?|months?|quarters?|years?|minutes?|hours?|person-?(?:months?|weeks?|days?)|points?|pp)"
)
_WORDED = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_COUNTS, key=len, reverse=True))})(?=[\s-]{_COUNTED}\b)", re.I
)
_PARTS = re.compile(rf"\b(?P<part>half|a quarter of) an? (?={_COUNTED}\b)", re.I)
_TIMES = re.compile(
    r"\b(?P<verb>peeked|looked|checked|peeking|peek|look|check)(?P<rest>(?: at \w+(?: \w+)?)?) (?P<word>once|twice)\b",
    re.I,
)


def with_figures(text: str) -> str:
    """The text with counted words as digits; names such as "One-click checkout" stay as they are."""
    text = _PARTS.sub(lambda match: "0.5 " if match["part"].lower() == "half" else "0.25 ", text)
    text = _TIMES.sub(
        lambda m: f"{m['verb']}{m['rest']} {1 if m['word'].lower() == 'once' else 2} times", text
    )
    return _WORDED.sub(lambda match: _COUNTS[match["word"].casefold()], text)
