"""The reader's past conversations: listed, found by a word, renamed, taken away, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.store import TITLE_LENGTH
from assistant.ui.markup import button, tag, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.store import ConversationHead
    from assistant.ui.texts import Texts

KEPT_IN_REACH = 5_000  # conversations that can be found; more than a person has
LATEST = 6  # shown at once; the next ones are a click away, the rest by a word
LISTED = 40


def conversation_blocks(
    heads: Sequence[ConversationHead], current: str, words: Texts, wanted: str = ""
) -> list[str]:
    """The reader's conversations, the latest first; with `wanted`, those whose title holds it.

    The field to find with is a block of its own, so that it keeps what is typed into it while
    the list below changes.
    """
    find = words("find_conversation")
    field = (
        f'<div class="find"><input type="search" id="find-conversation" autocomplete="off"'
        f' maxlength="{TITLE_LENGTH}" aria-label="{text(find)}" placeholder="{text(find)}"></div>'
    )
    return [
        button(words("new_conversation"), "new", "primary wide"),
        tag("h2", text(words("conversations")), class_="zone-heading"),
        field if len(heads) > LATEST else "",
        _list(heads, current, words, wanted),
    ]


def _list(heads: Sequence[ConversationHead], current: str, words: Texts, wanted: str) -> str:
    if not heads:
        return tag("p", text(words("no_conversations")), class_="muted")
    needle = wanted.strip().casefold()
    found = [head for head in heads if needle in head.title.casefold()]
    latest = found[: LISTED if needle else LATEST]
    older = [] if needle else found[LATEST:LISTED]
    shown = tag(
        "ul",
        "".join(_conversation(head, current, words) for head in latest),
        class_="conversations",
    )
    if older:
        more = tag("summary", text(words("older_conversations", count=len(older))))
        items = "".join(_conversation(head, current, words) for head in older)
        shown += tag(
            "details",
            more + tag("ul", items, class_="conversations"),
            class_="older",
            open=any(head.id == current for head in older),
        )
    said = ""
    if not found:
        said = words("none_found")
    elif len(found) > LISTED:
        said = words("more_conversations", count=len(found) - LISTED)
    note = tag("p", text(said), class_="muted") if said else ""
    return tag("div", shown + note, class_="found", data_wanted=wanted.strip())


def _conversation(head: ConversationHead, current: str, words: Texts) -> str:
    opener = button(
        head.title,
        "conversation",
        "title",
        data_conversation=head.id,
        title=head.title,
        aria_label=words("open_conversation", title=head.title),
        aria_current="true" if head.id == current else None,
    )
    exports = "".join(
        tag(
            "a",
            text(words(f"export_{kind}")),
            href=f"/v1/conversations/{head.id}/export?format={kind}",
            download=True,
        )
        for kind in ("md", "docx", "json")
    )
    new_title = words("new_title")
    rename = tag(
        "div",
        f'<input type="text" class="new-title" maxlength="{TITLE_LENGTH}" autocomplete="off"'
        f' data-new-title="{text(head.id)}" value="{text(head.title)}"'
        f' aria-label="{text(new_title)}">'
        + button(words("rename"), "rename", "small", data_conversation=head.id),
        class_="rename",
    )
    more = tag(
        "details",
        tag(
            "summary",
            '<span aria-hidden="true">⋯</span>',
            aria_label=words("conversation_menu", title=head.title),
        )
        + rename
        + tag("div", tag("span", text(words("export"))) + exports, class_="exports")
        + button(
            words("delete"),
            "delete",
            "quiet danger",
            data_conversation=head.id,
            aria_label=words("delete_conversation", title=head.title),
        ),
        class_="more",
    )
    return tag("li", opener + more)
