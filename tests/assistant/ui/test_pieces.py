"""Texts, links, forms."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
import yaml

from assistant.store import ConversationHead
from assistant.ui.history import LATEST, LISTED, conversation_blocks
from assistant.ui.links import read_opening
from assistant.ui.sidebar import course_blocks, starters, welcome_blocks
from assistant.ui.templates_form import filled_question, find_template, form_blocks, segments
from assistant.ui.texts import catalogue, texts_for
from tests.browser.course import SmallCourse, SmallLibrary, small_content


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("fr,de;q=0.5,en;q=0.4", "de"),
        ("fr;q=1, it", "en"),
        ("en;q=0.5, de;q=0", "en"),
        ("de;q=nonsense", "en"),
        (",,;;", "en"),
    ],
)
def test_the_best_language_wins(header: str, language: str) -> None:
    assert texts_for(header).language == language


def test_translations_use_the_same_placeholders() -> None:
    english = catalogue()["en"].entries
    for words in catalogue().values():
        for name, text in words.entries.items():
            assert text.count("{") == english[name].count("{"), (words.language, name)


def test_german_is_complete() -> None:
    folder = files("assistant.ui").joinpath("catalogue")
    for file in folder.iterdir():
        read = yaml.safe_load(file.read_text("utf-8"))
        assert set(read["de"]) == set(read["en"]), file.name


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        texts_for("en")("no such text")


def test_links_are_read_and_cleaned() -> None:
    opening = read_opening({"q": "a\u202eb\x00", "question": "t", "slot.goal": "x" * 999, "z": "1"})
    assert (opening.question, opening.template) == ("ab", "t")
    assert opening.slots == {"goal": "x" * 300}


def test_a_template_falls_apart_and_comes_together_again() -> None:
    template = find_template(small_content(), "t-pilot")
    assert template is not None
    assert [kind for kind, _ in segments(template)] == [
        "text", "slot", "text", "slot", "text", "slot", "text",
    ]  # fmt: skip
    assert filled_question(template, {"product": "tea"}).startswith(
        "We sell tea and want to answer customers faster within six months."
    )
    assert find_template(small_content(), "nope") is None


def test_examples_are_placeholders_never_values() -> None:
    template = find_template(small_content(), "t-pilot")
    assert template is not None
    (html,) = form_blocks(template, {"goal": '"><b>'}, texts_for("en"))
    assert 'placeholder="garden tools" value=""' in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert html.count("optional") == 1
    assert json.dumps(segments(template)).replace('"', "&quot;").replace("'", "&#x27;") in html


def test_starters_come_from_the_course() -> None:
    assert starters(small_content(), texts_for("en"))[:3] == [
        "What does the course say about Choosing a pilot?",
        "What does the course say about Total cost?",
        "What does the course say about total cost?",
    ]
    (html,) = welcome_blocks(SmallCourse(), texts_for("en"))  # type: ignore[arg-type]
    assert html.count('data-do="template"') == 2


def test_the_course_zone_lists_every_template_and_section() -> None:
    course = SmallCourse()
    html = "".join(course_blocks(course, SmallLibrary().courses(), texts_for("en")))  # type: ignore[arg-type]
    assert html.count('data-do="template"') == len(course.content.templates)
    assert html.count('data-do="passage"') == len(course.content.outline)


def test_titles_of_conversations_are_escaped() -> None:
    head = ConversationHead('a"b', "<script>1</script>", "2026")
    html = "".join(conversation_blocks([head], 'a"b', texts_for("en")))
    assert "<script" not in html
    assert 'aria-current="true"' in html
    assert 'data-conversation="a&quot;b"' in html


def test_many_conversations_are_a_short_list() -> None:
    heads = [ConversationHead(f"c{number}", f"Title {number}", "2026") for number in range(100)]
    html = "".join(conversation_blocks(heads, "c0", texts_for("en")))
    latest, older = html.split('class="older"')
    assert latest.count('data-do="conversation"') == LATEST
    assert older.count('data-do="conversation"') == LISTED - LATEST
    assert "60 more; type a word to find them" in html


def test_a_conversation_is_found_by_a_word_of_its_title() -> None:
    heads = [ConversationHead(f"c{n}", f"Größe {n}", "2026") for n in range(100)]
    html = "".join(conversation_blocks(heads, "", texts_for("en"), "  GRÖSSE 9 "))
    assert html.count('data-do="conversation"') == 11, "9 and 90 to 99"
    html = "".join(conversation_blocks(heads, "", texts_for("en"), "größe 99"))
    assert html.count('data-do="conversation"') == 1
    html = "".join(conversation_blocks(heads, "", texts_for("en"), "nowhere"))
    assert "No conversation of that name." in html
