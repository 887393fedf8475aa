"""What clients send, as strict models: unknown fields are refused, nothing is converted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.store import Reason, Verdict
from assistant.types import MemoReader
from assistant.workspace.document import Document

QUESTION_LENGTH = 8_000
QUERY_LENGTH = 2_000
SLOT_LENGTH = 2_000
COMMENT_LENGTH = 4_000

# Identifiers reach file names and queries; they never hold a separator or begin with a dot.
CourseId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")]
SlotName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SlotText = Annotated[str, StringConstraints(max_length=SLOT_LENGTH)]
Slots = Annotated[dict[SlotName, SlotText], Field(max_length=32)]
TemplateKind = Literal["suggested", "alternative", "reflective", "discussion"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AskRequest(_Strict):
    """A question. With ``question_id`` the question may be left out: the template is used."""

    question: Annotated[str, StringConstraints(max_length=QUESTION_LENGTH)] = ""
    course: CourseId | None = None
    conversation_id: Identifier | None = None
    question_id: Identifier | None = None
    slots: Slots = Field(default_factory=dict)
    stream: bool = False


class RenderRequest(_Strict):
    """The reader's own words for the slots of a question template."""

    slots: Slots = Field(default_factory=dict)


class FeedbackRequest(_Strict):
    """A verdict on an answer of the caller's own."""

    answer_id: Identifier
    verdict: Verdict
    reasons: Annotated[list[Reason], Field(max_length=4)] = Field(default_factory=list)
    comment: Annotated[str, StringConstraints(max_length=COMMENT_LENGTH)] = ""


class ViewRequest(_Strict):
    """A document to compute; with ``before``, what was changed since then is told, too."""

    document: Document
    before: Document | None = None


class SaveRequest(_Strict):
    """A document to keep; with ``id`` in the place of an own scenario."""

    document: Document
    id: Identifier | None = None


class CompareRequest(_Strict):
    """Own scenarios to lay side by side, and the document that is open, if it is to be among them."""

    scenarios: Annotated[list[Identifier], Field(max_length=4)] = Field(default_factory=list)
    current: Document | None = None


class _Query(BaseModel):
    # Query values arrive as text, so these models convert.
    model_config = ConfigDict(extra="forbid", frozen=True)


class SearchQuery(_Query):
    """What to search for, how many passages, in which course."""

    q: Annotated[str, StringConstraints(max_length=QUERY_LENGTH)]
    k: Annotated[int, Field(ge=1, le=50)] = 10
    course: CourseId | None = None


class QuestionsQuery(_Query):
    """Which question templates: of a course, a lesson, a kind."""

    course: CourseId | None = None
    lesson: Annotated[str, StringConstraints(max_length=32)] | None = None
    kind: TemplateKind | None = None


class CourseQuery(_Query):
    """The course to look in."""

    course: CourseId | None = None


class ExportQuery(_Query):
    """The form of an exported conversation; with ``answer`` only that one of its answers."""

    format: Literal["md", "json", "docx"] = "md"
    answer: Identifier | None = None


class MemoQuery(_Query):
    """For whom a decision memo is, its form, and the one answer it is about, if not all."""

    reader: MemoReader
    format: Literal["md", "docx"] = "md"
    answer: Identifier | None = None


class SheetQuery(_Query):
    """The form of an exported workspace document."""

    format: Literal["csv", "xlsx", "md", "json"] = "csv"


class ReadQuery(_Query):
    """The method a table is for, while its columns do not say another."""

    calculator: Annotated[str, StringConstraints(max_length=64)] = "rice"


class AuthorsQuery(_Query):
    """Whose figures, over how many days up to today."""

    course: CourseId | None = None
    days: Annotated[int, Field(ge=1, le=366)] = 28


class UncoveredQuery(AuthorsQuery):
    """The same, and the form of the list."""

    format: Literal["json", "csv"] = "json"


class LinkRequest(_Strict):
    """A question template to link to, with words for its slots."""

    question_id: Identifier
    course: CourseId | None = None
    slots: Slots = Field(default_factory=dict)


class NoQuery(_Query):
    """For routes that take no query at all."""


class ChatMessage(BaseModel):
    """A message as OpenAI clients send it: text, or a list of text parts."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None


class StreamOptions(BaseModel):
    """``include_usage`` asks for a last chunk with token counts."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: bool = False


class ChatRequest(BaseModel):
    """The part of OpenAI's chat request we act on. Sampling parameters change nothing here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    model: Annotated[str, StringConstraints(max_length=200)]
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=500)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    tools: list[Any] | None = None
    functions: list[Any] | None = None
    conversation_id: Identifier | None = None


FIELD_NAMES = frozenset(
    name
    for model in (
        AskRequest, RenderRequest, FeedbackRequest, SearchQuery, QuestionsQuery, CourseQuery,
        ExportQuery, MemoQuery, ChatMessage, StreamOptions, ChatRequest, Document, ViewRequest,
        SaveRequest, CompareRequest, SheetQuery, ReadQuery, UncoveredQuery, LinkRequest,
    )
    for name in model.model_fields
)  # fmt: skip
