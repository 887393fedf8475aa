"""Takes out of a text what may name a person: addresses, numbers, accounts, names.

What a learner typed is shown to authors only after it went through `mask`. It rather takes out a
product number too many than leaves a telephone number in. Figures of a business stay: amounts
with thousands separators, shares, and whole numbers of up to six digits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from knowledge.text import clean_message

LONGEST = 600
READ = 2_000  # characters looked at: more than that is no question, and patterns take their time
LONG_NUMBER = 7  # digits from which a number counts as somebody's

_W = r"[^\W\d_]"  # a letter of any script
_NAME = rf"{_W}[\w'’.-]*"
_CAP = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶŁĻŃŇŅŌŐŘŚŞŠŤŪŮŰŲŹŻŽА-ЯΑ-Ω]"
_PROPER = rf"{_CAP}[\w'’-]*[^\W\d_A-Z]"  # Jane, O'Neil, Müller; not KPI
_INTRODUCED = (
    r"my name is|my name's|my name:|call me|i go by|ich hei(?:ß|ss)e|mein name ist|ich nenne mich"
    r"|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo|meu nome é|mijn naam is|jag heter"
)
_PERSON = (
    r"boss|manager|supervisor|colleague|co-?worker|teacher|tutor|trainer|professor|student|friend"
    r"|customer|client|assistant|partner|wife|husband|brother|sister|son|daughter|ceo|cto|cfo|coo|cmo"
    r"|founder|chef(?:in)?|kolleg(?:e|in)|kund(?:e|in)|lehrer(?:in)?|freund(?:in)?|frau|mann"
)
_HONORIFIC = r"mr|mrs|ms|miss|mx|dr|prof|professor|herrn?|frau|señora?|monsieur|madame|signora?"
_CLOSING = (
    r"(?:kind |best |warm )?regards|sincerely|cheers|(?:viele |liebe |beste )?grü(?:ß|ss)e|mfg"
)
_FIRM = r"GmbH|mbH|AG|KG|OHG|UG|Inc|Ltd|LLC|LLP|PLC|Corp|S\.?A\.?R\.?L|B\.?V|Pty|ApS|Oy|S\.?r\.?l"
_ACCOUNT = (
    r"(?:customer|client|order|student|member|employee|invoice|booking|ticket|account|user|tax|passport"
    r"|matriculation|licen[cs]e|card|iban|ssn|vat|kunden|bestell|matrikel|rechnungs|personal|konto"
    r"|mitglieds|steuer)[ -]?(?:number|num|nummer|no|nr|id|#)?|(?:id|nr|no)\b"
)
_PHONE = r"phone|tel(?:ephone|efon)?|mobile?|cell|whatsapp|fax|handy|call me (?:at|on)|ruf\w*"
_TOP = (
    r"com|org|net|edu|gov|info|biz|shop|store|online|site|app|dev|io|co|ai|me|tv|eu|uk|de|at|ch|fr|es|it"
    r"|nl|be|pl|se|no|dk|fi|ie|pt|cz|us|ca|au|nz|in|jp|cn|br|mx|za|example|test"
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE if fold else 0), replacement)
    for pattern, fold, replacement in (
        (r"[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|\b(?:mailto|tel):\S+", True, "[link]"),
        (r"[^\s@<>()\[\]{}\"',;:]+\s?@\s?[^\s@<>()\[\]{}\"',;:]+\.[^\W\d_]{2,}", True, "[e-mail]"),
        (r"[\w.+-]+\s*[\[({]\s*at\s*[\])}]\s*[\w-]+(?:\s*(?:[\[({]\s*dot\s*[\])}]|\.|\sdot\s)\s*[\w-]+)+",
         True, "[e-mail]"),
        (rf"[\w.+-]+\s+at\s+[\w-]+(?:\s+dot\s+|\.)(?:{_TOP})\b", True, "[e-mail]"),
        (rf"\b[\w-]+(?:\.[\w-]+)*\.(?:{_TOP})\b(?:/\S*)?", True, "[link]"),
        (r"(?<![\w])@[\w.]{2,}", True, "[account]"),
        (r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", True, "[number]"),
        (r"\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}|\b(?:\d{1,3}\.){3}\d{1,3}\b", True, "[number]"),
        (r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b", False, "[number]"),
        (rf"\b(?:{_PHONE})\b(\D{{0,15}}?)[+(]?\d[\d\s()./-]{{2,}}\d", True, r"[phone]"),
        (rf"\b({_ACCOUNT})(\W{{0,3}}(?:is|ist|:|=)?\s?#?)(?=[a-z-]*\d)[a-z0-9-]{{4,}}\b", True,
         r"\1 [number]"),
        (r"\b(?=\w*\d)(?=\w*[A-Za-z])(?!\d+(?:px|ms|rd|th|st|nd)\b)[A-Za-z0-9_]{10,}\b", False, "[number]"),
        (rf"\b({_INTRODUCED})\s+{_NAME}(?:\s+(?-i:{_CAP}){_NAME}){{0,3}}"
         rf"(?:\s+(?!and\b|und\b|from\b|at\b|i\b|we\b|how\b|what\b){_NAME}(?=\s*(?:[,.;!?]|$|and\b|from\b)))?",
         True, r"\1 [name]"),
        (rf"\b((?i:i am|i'm|i’m|this is|here is|it's|ich bin|hier ist))\s+{_PROPER}\s+{_PROPER}", False,
         r"\1 [name]"),
        (rf"\b((?i:i am|i'm|i’m|this is|ich bin|hier ist))\s+{_PROPER}"
         r"(?=\s*(?:,|\.|!|$|from\b|at\b|von\b|aus\b|and\b|here\b))", False, r"\1 [name]"),
        (rf"\b((?i:{_HONORIFIC})\.?)\s+{_PROPER}(?:\s+{_PROPER}){{0,2}}", False, r"\1 [name]"),
        (rf"\b((?i:my|our|mein|meine|unser|unsere)\s+(?i:{_PERSON})),?\s+{_PROPER}(?:\s+{_PROPER}){{0,2}}",
         False, r"\1 [name]"),
        (rf"\b((?i:{_CLOSING}|thanks|thank you|danke)),?\s+{_PROPER}(?:\s+{_PROPER}){{0,2}}\s*[.!]?\s*$",
         False, r"\1 [name]"),
        (rf"\b((?i:shop|store|company|business|brand|startup|firm|agency|laden|firma|unternehmen|marke)"
         rf"(?:\s*,)?\s+(?i:is called|called|named|namens|heißt|is))\s+[\"'“„]?{_PROPER}"
         rf"(?:\s+(?:&\s+)?{_PROPER}){{0,2}}[\"'”“]?", False, r"\1 [company]"),
        (rf"(?:\b{_CAP}[\w&'’-]*\s+(?:&\s+)?){{1,4}}(?:{_FIRM})\b\.?", False, "[company]"),
        (r"\b\d{1,5}[A-Za-z]?\s+(?:[A-Z][\w'’-]+\s+){1,3}"
         r"(?i:street|st|road|rd|avenue|ave|lane|drive|square|way|boulevard)\b\.?"
         r"|\b[A-ZÄÖÜ]\w*(?:straße|strasse|str\.|weg|allee|platz|gasse)\s+\d{1,4}[a-z]?\b", False,
         "[address]"),
    )
)  # fmt: skip
_NUMBER = re.compile(r"\+?\(?\d(?:[\d\s().,/–‑-]*\d)?")
# An amount as people write it: 1,500,000 or 1.500.000,00 or 1500000.5 would be read otherwise.
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){1,4}(?:\.\d{1,4})?|(?:\.\d{3}){1,4}(?:,\d{1,2})?)")


def mask(text: str) -> str:
    """The text on one line without what may name a person, at most `LONGEST` characters."""
    plain = unicodedata.normalize("NFKC", clean_message(text))
    plain = " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())
    if len(plain) > READ:  # half an address would not be known as one
        plain = plain[:READ].rpartition(" ")[0]
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    plain = _NUMBER.sub(_number, plain)
    plain = _given_name().sub("[name]", plain)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"


def _number(match: re.Match[str]) -> str:
    """A figure stays; a run of numbers with the digits of a telephone number goes."""
    found = match[0]
    if sum(c.isdigit() for c in found) < LONG_NUMBER or _AMOUNT.fullmatch(found):
        return found
    parts = re.split(r"(\s+|,\s)", found)
    # Several figures of a business, each with its separator, are no telephone number.
    if len(parts) > 1 and all(
        _AMOUNT.fullmatch(part) or re.fullmatch(r"[1-9]\d{0,5}(?:\.\d+)?", part)
        for part in parts[::2]
    ) and any(separator.strip() or _AMOUNT.fullmatch(part)
              for part, separator in zip(parts[::2], [*parts[1::2], ""], strict=True)):  # fmt: skip
        return found
    return "[number]"


@cache
def _given_name() -> re.Pattern[str]:
    lines = files(__package__).joinpath("given_names.md").read_text("utf-8").splitlines()
    names = sorted({n for line in lines if not line.startswith("#") for n in line.split()})
    family = rf"(?:\s+{_CAP}\.)?(?:\s+{_PROPER}){{0,2}}"
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b{family}")
