"""What can be done with an answer: copy, ask again, take away, and whether it was useful."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from assistant.types import MemoReader
from assistant.ui.markup import button, readable, tag, text
from assistant.ui.sources import place_of

if TYPE_CHECKING:
    from assistant.types import Answer
    from assistant.ui.texts import Texts

_SHORTER = "Make it shorter"  # the words that ask for it, in the language of the course
_REASONS = ("wrong_source", "wrong_number", "not_in_course", "not_helpful")
_THUMB = (
    '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" focusable="false">'
    '<path fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" '
    'd="M7 11v9H4v-9zm0 0 4-7c1.6 0 2.4 1 2.2 2.4L12.7 10H18a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 '
    '16.8 20H7"/></svg>'
)


def actions_block(answer: Answer, words: Texts, *, last: bool) -> str:
    """The row below an answer, with what opens from it."""
    row = (
        button(words("copy"), "copy", data_copy=plain_copy(answer, words))
        + button(words("retry"), "ask", data_question=answer.question)
        + (button(words("shorter"), "ask", data_question=_SHORTER) if last else "")
        + tag(
            "button",
            text(words("take_away")),
            type="button",
            class_="quiet",
            data_do="take-away",
            aria_expanded="false",
        )
        + tag("span", text(words("feedback")), class_="spacer muted")
        + _votes(answer, words)
    )
    note = tag("p", class_="note", role="status")
    return tag(
        "footer",
        tag("div", row, class_="row") + _take_away(answer, words) + _reasons(answer, words) + note,
        class_="actions",
    )


def plain_copy(answer: Answer, words: Texts) -> str:
    """The answer with its sources as Markdown, for the clipboard."""
    lines = [answer.answer]
    if answer.sources:
        lines += ["", words("sources") + ":"]
        lines += [
            f"[{s.number}] {place_of(s, words)}: “{readable(s.quote)}”" for s in answer.sources
        ]
    return "\n".join(lines)


def _votes(answer: Answer, words: Texts) -> str:
    return "".join(
        tag(
            "button",
            _THUMB,
            type="button",
            class_=f"quiet icon {verdict}",
            data_do=f"feedback-{verdict}",
            data_answer=answer.id,
            aria_label=words(verdict),
            title=words(verdict),
            aria_pressed="false",
            aria_expanded="false" if verdict == "down" else None,
        )
        for verdict in ("up", "down")
    )


def _take_away(answer: Answer, words: Texts) -> str:
    """This answer as a file, and the conversation so far as one page for somebody who decides."""
    conversation = f"/v1/conversations/{answer.conversation_id}"
    lines = [
        _files(
            words("this_answer"),
            f"{conversation}/export?answer={answer.id}",
            words,
        )
    ]
    lines += [
        _files(words(f"memo_{reader}"), f"{conversation}/memo?reader={reader}", words)
        for reader in get_args(MemoReader)
    ]
    note = tag("p", text(words("memo_note")), class_="muted")
    return tag("div", tag("ul", "".join(lines)) + note, class_="take-away", hidden=True)


def _files(name: str, address: str, words: Texts) -> str:
    links = "".join(
        tag(
            "a",
            text(words(f"export_{form}")),
            href=f"{address}&format={form}",
            download=True,
            aria_label=f"{name}: {words(f'export_{form}')}",
        )
        for form in ("docx", "md")
    )
    return tag("li", tag("span", text(name)) + tag("span", links, class_="forms"))


def _reasons(answer: Answer, words: Texts) -> str:
    boxes = "".join(
        tag("label", f'<input type="checkbox" value="{reason}"> {text(words(f"reason_{reason}"))}')
        for reason in _REASONS
    )
    comment = text(words("feedback_comment"))
    return tag(
        "fieldset",
        tag("legend", text(words("feedback_reasons")))
        + boxes
        + f'<input type="text" class="comment" maxlength="2000" aria-label="{comment}"'
        f' placeholder="{comment}">'
        + button(words("feedback_send"), "feedback-send", "small", data_answer=answer.id),
        class_="reasons",
        hidden=True,
    )
