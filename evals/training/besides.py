"""A thing that a question names beside what it asks: "how do I show the effect … of our chatbot?".

A course answers such a question in general, and has sentences that speak of the thing and answer
nothing. Questions that learn with a thing beside them learn not to be drowned by it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from evals.training.examples import Example
from knowledge.text import content_stems

THINGS = (
    "a chatbot", "our support bot", "a recommendation engine", "product recommendations",
    "dynamic pricing", "the site search", "a personalization engine", "fraud detection",
    "demand forecasts", "email campaigns", "the newsletter", "a voice assistant", "inventory planning",
    "content generation", "the loyalty app", "the website", "the patient portal", "video visits",
    "a phone assistant", "appointment reminders", "heat pumps", "the solar roof", "smart meters",
    "job ads", "the applicant portal", "training videos", "paid search", "social media ads",
    "the learning platform", "tablets", "online booking", "guided tours", "the audio guide",
    "new volunteers", "data sharing", "our dashboards",
)  # fmt: skip
FORMS = (
    "{question} for {thing}", "{question} with {thing}", "{question} when it comes to {thing}",
    "we use {thing}. {question}", "with {thing}, {question}", "we want {thing}, {question}",
    "I mean {thing}: {question}",
)  # fmt: skip
SHARE = 0.35  # of the questions that are asked with a thing beside them too
LONGEST = 120  # characters of a question that takes more


def beside(question: str, texts: Sequence[str], chance: random.Random) -> str:
    """The question with a thing beside it that the texts speak of and the question does not; ""
    where there is none, or the question is long enough. The same for the same ``chance``."""
    if len(question) > LONGEST:
        return ""
    told = _words_of(tuple(texts)) - set(content_stems(question))
    things = [thing for thing in THINGS if set(content_stems(thing)) <= told]
    if not things:
        return ""
    asked = re.sub(r"[\s?.!]+$", "", question)
    form = chance.choice(FORMS)
    asked = asked[:1].lower() + asked[1:] if not form.startswith("{") else asked
    said = form.format(question=asked, thing=chance.choice(things))
    return said + ("?" if question.rstrip().endswith("?") else "")


def with_things(examples: Sequence[Example], share: float = SHARE) -> list[Example]:
    """A share of the questions again, each with a thing beside what it asks."""
    chance = random.Random(11)
    found = []
    for example in examples:
        said = beside(example.question, example.texts, chance) if chance.random() < share else ""
        if said:
            found.append(replace(example, question=said))
    return found


@lru_cache(maxsize=16)
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in content_stems(text))
