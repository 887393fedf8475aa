"""What happens when the reader does something: one function per act, all of them short.

The page's script sends acts as small JSON objects; everything in them is checked here. What is
shown as history is read from the store, by the owner that the caller's cookie names: nothing the
browser holds is believed.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import anyio.to_thread
import gradio as gr

from assistant.api.callers import Caller, caller_of
from assistant.errors import RequestError, Unauthorized
from assistant.store import Feedback, Reason
from assistant.types import Turn
from assistant.ui.chat import Unanswered, answering, past_blocks
from assistant.ui.history import KEPT_IN_REACH, conversation_blocks
from assistant.ui.links import Opening, read_opening
from assistant.ui.markup import pane, tag, text
from assistant.ui.reading import passage_blocks
from assistant.ui.sidebar import course_blocks, welcome_blocks
from assistant.ui.templates_form import by_text, filled_question, find_template, form_blocks
from assistant.ui.texts import Texts, texts_for
from assistant.ui.top import empty_reading, top_blocks
from knowledge.errors import KnowledgeError
from knowledge.text import clean_message

if TYPE_CHECKING:
    from assistant.api.limits import Limits
    from assistant.bootstrap import Product
    from assistant.store import ConversationHead
    from knowledge.library import Course
    from knowledge.types import QuestionTemplate

MESSAGE_LENGTH = 20_000
_REASONS: tuple[Reason, ...] = get_args(Reason)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Desk:
    """The acts of the page over one product."""

    product: Product
    limits: Limits | None = None

    async def open_page(self, request: gr.Request) -> Row:
        """Everything a fresh page shows: top, course, conversations, past, live, form, box, ids."""
        words = _words(request)
        opening = read_opening(dict(request.query_params))
        return await anyio.to_thread.run_sync(self._open, words, _owner(request), opening)

    def _open(self, words: Texts, owner: str, opening: Opening) -> Row:
        heads = self._heads(owner)
        try:
            course = self._course(opening.course)
        except KnowledgeError:
            past = pane([tag("p", text(words("error_library")), class_="failed")])
            listed = pane(conversation_blocks(heads, "", words))
            return (
                top_blocks(words),
                "",
                listed,
                past,
                "",
                "",
                opening.question,
                "",
                "",
                _empty(words),
            )
        conversation = self.product.store.conversation(owner, opening.conversation)
        form = ""
        template = find_template(course.content, opening.template)
        if template is not None:
            form = pane(form_blocks(template, opening.slots, words))
        if conversation is not None:
            past = pane(
                past_blocks(conversation.turns, words, last=True, templates=by_text(course.content))
            )
        else:
            past = "" if template is not None else pane(welcome_blocks(course, words))
        current = conversation.id if conversation else ""
        return (
            top_blocks(words, course.title),
            pane(course_blocks(course, self.product.library.courses(), words)),
            pane(conversation_blocks(heads, current, words)),
            past,
            "",
            form,
            opening.question,
            current,
            course.id,
            _empty(words),
        )

    async def ask_box(
        self, question: str, conversation: str, course: str, request: gr.Request
    ) -> AsyncIterator[Row]:
        """Ask what stands in the question box."""
        turn = self._turn(question, conversation, course, request)
        async for row in self._converse(turn, request):
            yield row

    async def ask_this(
        self, payload: str, conversation: str, course: str, request: gr.Request
    ) -> AsyncIterator[Row]:
        """Ask a starter, a suggestion or a filled form."""
        act = _read(payload)
        question = _text(act, "question")
        template_id = _text(act, "template")
        given = act.get("slots")
        slots = {
            str(name): clean_message(str(value)).strip()
            for name, value in (given.items() if isinstance(given, dict) else ())
        }
        if template_id:
            content = await anyio.to_thread.run_sync(lambda: self._course(course).content)
            template = find_template(content, template_id)
            if template is None:
                template_id = ""
            else:
                names = {slot.name for slot in template.slots}
                slots = {name: value for name, value in slots.items() if name in names and value}
                question = filled_question(template, slots)
        # A template is filled in by the assistant, which says where it took the course's example.
        asked = "" if template_id else question
        turn = self._turn(asked, conversation, course, request, template_id, slots)
        async for row in self._converse(turn, request, question):
            yield row

    async def _converse(
        self, turn: Turn, request: gr.Request, shown: str = ""
    ) -> AsyncIterator[Row]:
        """Rows of past, live, conversations, form, box, conversation id."""
        same = gr.skip()
        shown = shown or turn.question
        if not shown:
            yield (same,) * 6
            return
        words, store = _words(request), self.product.store
        past = await anyio.to_thread.run_sync(
            store.conversation, turn.owner, turn.conversation_id or ""
        )
        box = turn.question
        templates = await anyio.to_thread.run_sync(self._templates, turn.course or "")
        before = pane(past_blocks(past.turns, words, last=False)) if past else ""
        try:
            if self.limits is not None:
                self.limits.spend_ask(_caller(request))
            with self.limits.slot() if self.limits else nullcontext():
                first = True
                async for blocks, answer in answering(
                    self.product.assistant, turn, shown, words, templates
                ):
                    if answer is None:
                        kept = (before, same, same, "", "", same) if first else (same,) * 6
                        yield (kept[0], pane(blocks), *kept[2:])
                        first = False
                        continue
                    heads = await anyio.to_thread.run_sync(self._heads, turn.owner)
                    listed = pane(conversation_blocks(heads, answer.conversation_id, words))
                    yield same, pane(blocks), listed, same, same, answer.conversation_id
        except Unanswered as failed:
            yield same, pane(failed.blocks), same, same, box, same
        except RequestError as error:
            refused = tag("p", text(error.detail), class_="failed", role="alert")
            yield before, pane([refused]), same, same, box, same

    async def stop(self, payload: str, conversation: str, course: str, request: gr.Request) -> Row:
        """Rows of past, live, conversations, box once the reader has stopped an answer.

        A stopped answer is not kept, and its question goes back into the box. One that was kept
        a moment before is shown: what stands in the store is what happened.
        """
        question, words = _text(_read(payload), "question"), _words(request)
        past, _, listed, _, _ = await anyio.to_thread.run_sync(
            self._show, conversation, course, _owner(request), words, False
        )
        said = tag("p", text(words("stopped")), class_="stopped muted", role="status")
        return past if conversation else "", pane([said]), listed, question

    async def open_passage(self, payload: str, request: gr.Request) -> str:
        """The reading pane for a passage."""
        words = _words(request)
        permalink = _text(_read(payload), "passage")

        def read() -> str:
            course, place = self.product.library.by_permalink(permalink)
            return pane(passage_blocks(course, place, permalink, words))

        try:
            return await anyio.to_thread.run_sync(read)
        except KnowledgeError:
            return pane([tag("p", text(words("reading_gone")), class_="muted")])

    async def open_template(self, payload: str, course: str, request: gr.Request) -> str:
        """The form of a question template."""
        words = _words(request)
        content = await anyio.to_thread.run_sync(lambda: self._course(course).content)
        template = find_template(content, _text(_read(payload), "template"))
        return pane(form_blocks(template, {}, words)) if template else ""

    async def open_conversation(self, payload: str, course: str, request: gr.Request) -> Row:
        """A past conversation, or a new one: past, live, conversations, form, conversation id."""
        wanted = _text(_read(payload), "conversation")
        return await anyio.to_thread.run_sync(
            self._show, wanted, course, _owner(request), _words(request), False
        )

    async def delete_conversation(
        self, payload: str, current: str, course: str, request: gr.Request
    ) -> Row:
        """Delete a conversation; what is shown stays, unless it was the one deleted."""
        gone = _text(_read(payload), "conversation")
        owner, words = _owner(request), _words(request)
        await anyio.to_thread.run_sync(self.product.store.delete_conversation, owner, gone)
        keep = gone != current
        return await anyio.to_thread.run_sync(
            self._show, current if keep else "", course, owner, words, keep
        )

    def _show(self, wanted: str, course: str, owner: str, words: Texts, keep: bool) -> Row:
        heads = self._heads(owner)
        if keep:
            same = gr.skip()
            return same, same, pane(conversation_blocks(heads, wanted, words)), same, same
        found = self.product.store.conversation(owner, wanted) if wanted else None
        current = found.id if found else ""
        if found is not None:
            templates = by_text(self._course(found.course).content)
            past = past_blocks(found.turns, words, last=True, templates=templates)
        elif wanted:
            past = [tag("p", text(words("error_gone")), class_="failed", role="alert")]
        else:
            past = welcome_blocks(self._course(course), words)
        return pane(past), "", pane(conversation_blocks(heads, current, words)), "", current

    async def give_feedback(self, payload: str, request: gr.Request) -> str:
        """Store a verdict; the line that thanks for it."""
        act, words = _read(payload), _words(request)
        given = act.get("reasons")
        feedback = Feedback(
            answer_id=_text(act, "answer"),
            verdict="down" if act.get("verdict") == "down" else "up",
            reasons=tuple(
                reason for reason in _REASONS if isinstance(given, list) and reason in given
            ),
            comment=_text(act, "comment")[:2000],
        )
        save, owner = self.product.store.save_feedback, _owner(request)
        try:
            await anyio.to_thread.run_sync(save, owner, feedback)
        except RequestError:
            return pane([tag("p", text(words("feedback_failed")), data_nonce=_text(act, "nonce"))])
        return pane([tag("p", text(words("feedback_thanks")), data_nonce=_text(act, "nonce"))])

    async def rename_conversation(self, payload: str, current: str, request: gr.Request) -> str:
        """Give a conversation another title; the list of conversations."""
        act, owner, words = _read(payload), _owner(request), _words(request)
        wanted = _text(act, "conversation"), _text(act, "title")
        await anyio.to_thread.run_sync(self.product.store.rename_conversation, owner, *wanted)
        heads = await anyio.to_thread.run_sync(self._heads, owner)
        return pane(conversation_blocks(heads, current, words, _text(act, "wanted")))

    async def find_conversation(self, payload: str, current: str, request: gr.Request) -> str:
        """The conversations whose title holds what was typed."""
        heads = await anyio.to_thread.run_sync(self._heads, _owner(request))
        wanted = _text(_read(payload), "wanted")
        return pane(conversation_blocks(heads, current, _words(request), wanted))

    def _heads(self, owner: str) -> list[ConversationHead]:
        return self.product.store.conversations(owner, KEPT_IN_REACH)

    def _templates(self, course_id: str) -> Mapping[str, QuestionTemplate]:
        try:
            return by_text(self._course(course_id).content)
        except KnowledgeError:
            return {}

    def _course(self, course_id: str) -> Course:
        try:
            return self.product.library.course(course_id or None)
        except KnowledgeError:
            return self.product.library.course(None)

    def _turn(
        self,
        question: str,
        conversation: str,
        course: str,
        request: gr.Request,
        template_id: str = "",
        slots: dict[str, str] | None = None,
    ) -> Turn:
        return Turn(
            question=clean_message(question or "")[:MESSAGE_LENGTH].strip(),
            course=course or None,
            conversation_id=conversation or None,
            question_id=template_id or None,
            slots=slots or {},
            owner=_owner(request),
        )


def _words(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language", ""))


def _caller(request: gr.Request) -> Caller:
    if request.request is None:
        raise Unauthorized("The page cannot tell who is asking.")
    return caller_of(request.request)


def _owner(request: gr.Request) -> str:
    return _caller(request).owner


def _empty(words: Texts) -> str:
    return empty_reading(words)


def _read(payload: str) -> dict[str, Any]:
    try:
        act = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return act if isinstance(act, dict) else {}


def _text(act: dict[str, Any], name: str) -> str:
    value = act.get(name)
    return clean_message(value) if isinstance(value, str) else ""
