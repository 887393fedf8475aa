"""An answer as HTML: pure functions from the public shapes to blocks of a pane."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.ui.answer_actions import actions_block
from assistant.ui.calculation import calculation_card
from assistant.ui.markup import button, markdown, tag, text, with_markers
from assistant.ui.sources import chip, sources_block
from assistant.ui.templates_form import template_button
from assistant.ui.understood import understood_block
from assistant.ui.workspace import workspace_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.types import Answer, Claim, SourceCard
    from assistant.ui.texts import Texts
    from knowledge.types import QuestionTemplate

NO_TEMPLATES: Mapping[str, QuestionTemplate] = MappingProxyType({})


def question_block(question: str, words: Texts) -> str:
    """What the reader asked, as plain text."""
    label = tag("span", text(words("you_asked")), class_="sr-only")
    return tag("div", label + tag("p", text(question), class_="question"), class_="asked")


def claim_block(claim: Claim, sources: Sequence[SourceCard], words: Texts) -> str:
    """One checked sentence with its numbers, while the answer is still being written."""
    known = {source.number: source for source in sources}
    chips = "".join(chip(known[number], words) for number in claim.sources if number in known)
    body = markdown(claim.text)
    if chips:
        chips = f'<span class="chips">{chips}</span>'
        for end in ("</p>", "</li>\n</ul>", "</li>\n</ol>"):
            if body.endswith(end):
                body = body.removesuffix(end) + chips + end
                break
        else:
            body += chips
    return tag("div", body, class_=f"claim prose-text {claim.support}", data_claim=claim.text)


def answer_text(answer: Answer, words: Texts) -> str:
    """The whole answer: its Markdown with a link for every marker that has a source."""
    known = {source.number: source for source in answer.sources}
    body = with_markers(
        markdown(answer.answer),
        lambda number: chip(known[number], words) if number in known else None,
    )
    claims = json.dumps([claim.text for claim in answer.claims])
    return tag("div", body, class_="answer-text prose-text", data_claims=claims)


def status_line(answer: Answer, words: Texts) -> str:
    """How far the answer can be trusted, in words."""
    phrases: list[str] = []
    cited = {number for claim in answer.claims for number in claim.sources}
    missing = sum(part.status == "not_in_course" for part in answer.parts)
    if answer.status == "declined":
        phrases.append(words("status_declined" if not missing else "status_single_missing"))
    if answer.status == "needs_input":
        phrases.append(words("status_needs_input"))
    if cited and answer.status != "declined":
        one = len(cited) == 1
        phrases.append(
            words("status_supported_one" if one else "status_supported_many", count=len(cited))
        )
    if any(result.values for result in answer.calculations):
        phrases.append(words("status_calculated"))
    if missing and answer.status != "declined":
        if len(answer.parts) == 1:
            phrases.append(words("status_single_missing"))
        else:
            key = "status_parts_one" if missing == 1 else "status_parts_many"
            phrases.append(words(key, count=missing, total=len(answer.parts)))
    if answer.composer == "model":
        phrases.append(words("status_model", model=answer.model or "model"))
    elif answer.fallback_reason:
        phrases.append(words("status_fallback"))
    else:
        phrases.append(words("status_extractive"))
    line = " · ".join(phrases)
    return tag("p", text(line[:1].upper() + line[1:]), class_="status")


def parts_block(answer: Answer, words: Texts) -> str:
    """What the question asked, part by part; one part is listed only for its nearest section."""
    if len(answer.parts) < 2 and all(
        part.status == "covered" or part.nearest is None for part in answer.parts
    ):
        return ""
    known = {source.number: source for source in answer.sources}
    items = []
    for part in answer.parts:
        near = known.get(part.nearest) if part.nearest is not None else None
        coverage = tag("span", text(words(f"part_{part.status}")), class_=f"coverage {part.status}")
        nearest = ""
        if near is not None and part.status != "covered":
            nearest = tag("span", text(words("part_nearest")) + " " + chip(near, words))
        items.append(tag("li", tag("span", text(part.text), class_="part") + coverage + nearest))
    heading = tag("h3", text(words("parts")), class_="label")
    return tag("section", heading + tag("ul", "".join(items)), class_="parts")


def suggestions_block(
    suggestions: Sequence[str], words: Texts, templates: Mapping[str, QuestionTemplate]
) -> str:
    """What to ask next: buttons that ask it, or open its form where it is a template."""
    if not suggestions:
        return ""
    heading = tag("h3", text(words("suggestions")), class_="label")
    buttons = "".join(
        template_button(templates[suggestion])
        if suggestion in templates
        else button(suggestion, "ask", "suggestion", data_question=suggestion)
        for suggestion in suggestions
    )
    return tag("section", heading + tag("div", buttons, class_="row"), class_="suggestions")


def turn_blocks(
    answer: Answer,
    words: Texts,
    *,
    last: bool,
    templates: Mapping[str, QuestionTemplate] = NO_TEMPLATES,
) -> list[str]:
    """A finished turn: the question, its sources, the answer and what can be done with it.

    `templates` are the course's, by their text; what to ask next is offered at the `last` turn.
    """
    return [
        question_block(answer.question, words),
        understood_block(answer, words),
        sources_block(answer.sources, words),
        tag("h2", text(words("answer")), class_="sr-only"),
        answer_text(answer, words),
        *(calculation_card(result, words) for result in answer.calculations),
        workspace_link(answer.id, words) if answer.calculations else "",
        parts_block(answer, words),
        status_line(answer, words),
        actions_block(answer, words, last=last),
        suggestions_block(answer.suggestions, words, templates) if last else "",
    ]
