"""The workspace tab's block for the head, its words, and the link from a calculation."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from assistant.ui.texts import catalogue, texts_for
from assistant.ui.workspace import head, workspace_link

HERE = files("assistant.ui.workspace")
SCRIPTS = "\n".join(
    entry.read_text("utf-8") for entry in HERE.iterdir() if entry.name.endswith(".js")
)
COMPOSED = ("group_", "status_", "export_")  # the rest of these names comes from data
FIELDS = {"weights", "gates", "lower_is_better"}  # named after the fields of a scorecard


def test_every_word_of_the_script_is_in_the_catalogue_and_none_besides() -> None:
    used = set(re.findall(r"\bt\(\"(\w+)\"", SCRIPTS)) - set(COMPOSED)
    for pair in re.findall(r'\bt\([^()"]*\? "(\w+)" : "(\w+)"', SCRIPTS):
        used |= set(pair)
    known = {
        name.removeprefix("ws_") for name in catalogue()["en"].entries if name.startswith("ws_")
    }
    assert used <= known
    assert {k for k in known - used if not k.startswith(COMPOSED)} - FIELDS <= {"open_here"}


def test_both_languages_are_complete() -> None:
    english, german = catalogue()["en"].entries, catalogue()["de"].entries
    same = {n for n in english if n.startswith("ws_") and english[n] == german[n]}
    assert same <= {"ws_export_md", "ws_group_experiments"}


def test_the_head_is_one_style_and_one_script_that_nothing_ends_early() -> None:
    block = head()
    assert block.count("</script") == 1
    assert block.count("</style") == 1
    data = re.search(r"const TEXTS = (\{.*\});\n", block)
    assert data is not None
    assert json.loads(data[1].replace("<\\/", "</"))["de"]["save"] == "Speichern"


def test_the_script_never_makes_html_from_text() -> None:
    for risky in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert risky not in SCRIPTS
    # Outside addresses: the namespace of SVG is none, and the server is ours.
    assert re.findall(r"https?://[^\s\"']+", SCRIPTS) == []


def test_the_link_carries_the_answer_and_nothing_else() -> None:
    link = workspace_link('a"><b>&x', texts_for("en"))
    assert 'href="/?view=workspace&amp;answer=a%22%3E%3Cb%3E%26x"' in link
    assert "<b>" not in link
