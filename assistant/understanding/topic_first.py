"""A message that says first what it is about: "About the pilot: why not all at once?". Pure."""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"^\W*(?:about|regarding|concerning|as for)\s+(?P<topic>[^:?!\n]{2,240}?)\s*:\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def topic_first(text: str) -> tuple[str, str]:
    """What a message names as its topic before a colon, and the rest; ("", text) if it does not."""
    match = _ABOUT.match(text)
    return (match["topic"], match["rest"]) if match else ("", text)
