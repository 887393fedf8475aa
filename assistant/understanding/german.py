"""German words between the English ones: enough of them to understand what is asked. Pure.

The course is in English, so teams in German-speaking countries ask in a mix of both. This is a
word list, not a translator: question words, the field's everyday nouns, and the verbs of goals.
"""

from __future__ import annotations

import re

# What tells that a message has German in it: words that English does not have.
_TELLING = frozenset(
    """ist sind wie warum wieso weshalb welche welcher welches welchen bitte danke dankeschön hallo und
    oder für unser unsere unseren unserem wir ich nenne unterschied zwischen wann wer nicht mit von vom
    ein eine einen einem der das zuerst bis monaten wochen jahren kurzfristig langfristig soll sollen
    sollten können kann erkläre vergleiche beispiele steigern erhöhen senken reduzieren ziel""".split()  # noqa: SIM905
)
_ENGLISH = {
    "was ist": "what is", "was sind": "what are", "was bedeutet": "what means", "was": "what",
    "wie viele": "how many", "wie viel": "how much", "wie lange": "how long", "wie": "how",
    "warum": "why", "wieso": "why", "weshalb": "why", "welche": "which", "welcher": "which",
    "welches": "which", "welchen": "which", "wann": "when", "wer": "who", "wo": "where",
    "nenne": "name", "nennen": "name", "zeige": "show", "gib mir": "give me", "erkläre": "explain",
    "erklär": "explain", "erklären": "explain", "vergleiche": "compare", "fasse": "summarise",
    "zusammenfassung": "summary", "unterschied": "difference", "unterschiede": "differences",
    "zwischen": "between", "beispiel": "example", "beispiele": "examples", "schritte": "steps",
    "vorteile": "benefits", "nachteile": "drawbacks", "risiken": "risks", "risiko": "risk",
    "chancen": "opportunities", "kennzahlen": "KPIs", "kennzahl": "KPI", "ziel": "goal",
    "ziele": "goals", "kunden": "customers", "kunde": "customer", "umsatz": "revenue",
    "gewinn": "profit", "kosten": "costs", "daten": "data", "datenschutz": "data privacy",
    "einwilligung": "consent", "strategie": "strategy", "anwendung": "application",
    "anwendungen": "applications", "werkzeuge": "tools", "unternehmen": "company",
    "messen": "measure", "misst": "measure", "gemessen": "measured", "berechnen": "calculate",
    "berechnet": "calculate", "einführen": "introduce", "skalieren": "scale", "vermeiden": "avoid",
    "brauchen": "need", "brauche": "need", "anfangen": "start", "beginnen": "begin",
    "zuerst": "first", "soll": "should", "sollen": "should", "sollte": "should",
    "sollten": "should", "können": "can", "kann": "can", "steigern": "increase",
    "erhöhen": "increase", "verbessern": "improve", "senken": "reduce", "reduzieren": "reduce",
    "kurzfristig": "short-term", "langfristig": "long-term", "lektion": "lesson",
    "kapitel": "chapter", "kurs": "course", "zwei": "two", "drei": "three", "vier": "four",
    "fünf": "five", "ist": "is", "sind": "are", "wir": "we", "ich": "I", "man": "we",
    "unser": "our", "unsere": "our", "unseren": "our", "unserem": "our", "mein": "my",
    "meine": "my", "und": "and", "oder": "or", "für": "for", "von": "of", "vom": "of",
    "mit": "with", "ohne": "without", "bei": "at", "nicht": "not", "bitte": "please",
    "danke": "thanks", "dankeschön": "thanks", "hallo": "hello", "ein": "a", "eine": "a",
    "einen": "a", "einem": "a", "einer": "a", "der": "the", "die": "the", "das": "the",
    "den": "the", "dem": "the", "des": "the", "um": "by", "bis": "by", "monaten": "months",
    "monate": "months", "wochen": "weeks", "jahren": "years", "wollen": "want to",
}  # fmt: skip
_WORD = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _ENGLISH), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)


def in_english(text: str) -> str:
    """German words replaced by English ones; a text without words only German has is unchanged."""
    if not _TELLING & set(re.findall(r"[a-zäöüß]+", text.lower())):
        return text
    return _WORD.sub(lambda match: _ENGLISH[match.group().lower()], text)
