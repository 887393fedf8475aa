"""Page furniture: menus, breadcrumbs, notices. It is kept in the text and never used as evidence."""

from __future__ import annotations

import re

from ingest.markup import clean, strip_pictographs

# Whole lines that pages put around a text; each pattern is matched against the whole line.
_LINES = (
    r"knowledge base|context summary|(?:table of )?contents|toc|index|home(?: ?page)?|(?:main )?menu",
    r"(?:on|in) this page|skip to (?:main )?content|(?:back )?to (?:the )?top|back(?: to .{1,40})?",
    r"(?:go to )?(?:the )?(?:next|previous|prev)(?: (?:lesson|module|page|topic|chapter|section|unit))?"
    r"(?:\s*[:\u2192\u2190»«<>-].{0,80})?",
    r"(?:previous|prev|back)\W+next|next\W+(?:previous|prev|back)",
    r"(?:sign|log)[ -]?(?:in|up|out|on)|register|enroll?(?: now)?|my (?:account|courses|dashboard)|dashboard",
    r"share(?: (?:this|on|via)\b.{0,40})?|(?:print|email|download)(?: (?:this )?(?:page|pdf|lesson))?",
    r"bookmark|search|close|subscribe|continue|loading\W*|read more|view source",
    r"mark (?:as )?completed?|complete (?:and|&) continue|start (?:course|lesson|quiz)",
    r"(?:accept|reject|manage)(?: all)?(?: cookies?)?|cookie (?:settings|preferences|policy|notice)",
    r"privacy(?: policy)?|terms(?: (?:of (?:use|service)|and conditions))?|contact(?: us)?|about(?: us)?",
    r"help(?: cent(?:er|re))?|faqs?|edit (?:this page|on github)|comments?(?: \(\d+\))?",
    r"page \d+(?: (?:of|/) \d+)?|\d{1,4} ?/ ?\d{1,4}|lesson \d+ of \d+|\d+% completed?",
    r"last (?:updated|modified|edited)\b.{0,40}|(?:estimated )?reading time\b.{0,30}|\d+ min(?:ute)?s? read",
    r"(?:copyright|\(c\)|©).{0,100}|.{0,60}\ball rights reserved\.?.{0,40}",
)
_LINE = re.compile("|".join(f"(?:{pattern})" for pattern in _LINES), re.IGNORECASE)
_COOKIES = re.compile(
    r"\b(?:we|this (?:web)?site|our (?:web)?site)\s+(?:and our partners\s+)?uses?\s+(?:\w+\s+)?cookies\b",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\S\s*(?:\.\s?){4,}\s*\d{1,4}\s*$")
_TRAIL = re.compile(r"\s*(?:>|»|›|→|::|/|\|)\s*")
_AROUND_LINK = re.compile(r"[\s|·•,/>»←→<-]+")
_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)")
_CONTENTS_HEADING = re.compile(
    r"(?:table of contents|contents|(?:on|in) this page|navigation|menu|quick links"
    r"|related (?:lessons|pages|links))",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a whole line or block is page furniture rather than something the course says."""
    if len(text) > 600:
        return False
    plain = clean(text)
    words = strip_pictographs(plain).strip(" \u2190\u2192»«<>|·•*")
    if not words:
        return True
    if len(words) <= 140 and (_LINE.fullmatch(words) or _LINE.fullmatch(plain)):
        return True
    if len(words) <= 400 and _COOKIES.search(words):
        return True
    if len(words) <= 160 and _LEADERS.search(words):
        return True
    return _is_breadcrumb(text, words)


def is_contents_heading(title: str) -> bool:
    """Whether what stands under this heading is a list of places, not of facts."""
    return _CONTENTS_HEADING.fullmatch(title.strip()) is not None


def is_link_only(text: str) -> bool:
    """Whether a block holds links and no word of its own."""
    if "](" not in text or len(text) > 4000:
        return False
    return not _AROUND_LINK.sub("", _LINK.sub("", text))


def _is_breadcrumb(text: str, words: str) -> bool:
    if len(words) > 160 or words[-1] in ".!?;:":
        return False
    parts = [part for part in _TRAIL.split(words) if part]
    if len(parts) < 3:
        return False
    if re.match(r"home|courses?|start|all courses|dashboard", parts[0], re.IGNORECASE):
        return all(len(part.split()) <= 9 for part in parts)
    arrows = len(re.findall(r"[>»›]", words))
    return arrows >= 2 and "->" not in text and all(len(part.split()) <= 6 for part in parts)
