"""Small rules of reading: lessons, lists, definitions, slots, copies, acronyms."""

from __future__ import annotations

import pytest

from ingest.course import content_of
from ingest.furniture import is_furniture
from ingest.lessons import LessonScope, lesson_mark, lesson_of_name
from ingest.readers.titles import document_of
from ingest.sameness import same_sentence
from ingest.slots import slots_of
from ingest.structure import cell_values, expansions
from knowledge.text import tokens
from knowledge.types import CourseContent


def course_of(*texts: str) -> CourseContent:
    documents = [document_of(f"{i}.md", "", "text/markdown", text) for i, text in enumerate(texts)]
    return content_of(documents, "made", "Made")


@pytest.mark.parametrize(
    ("title", "number", "how"),
    [
        ("Lesson 6.1: Strategy", "6.1", "lesson"),
        ("Week 02 - Soil", "2", "lesson"),
        ("Chapter IV: Wind", "4", "lesson"),
        ("Lesson Three: Yeast", "3", "lesson"),
        ("Module 3", "3", "container"),
        ("Kapitel 5: Wolle", "5", "lesson"),
        ("6.1 Strategy", "6.1", "dotted"),
        ("2. Tools", "2", "plain"),
    ],
)
def test_lesson_numbers_in_headings(title: str, number: str, how: str) -> None:
    mark = lesson_mark(title)
    assert mark is not None
    assert (mark.number, mark.how) == (number, how)


@pytest.mark.parametrize(
    "title", ["Introduction", "Lessons learned", "Day in the life", "Day I met her", "3 ways"]
)
def test_titles_without_a_lesson(title: str) -> None:
    assert lesson_mark(title) is None


def test_a_lesson_ends_at_its_level_and_at_its_modules_summary() -> None:
    scope = LessonScope()
    assert scope.enter(1, "Module 2: Soil") == "2"
    assert scope.enter(2, "Lesson 1: Sand") == "2.1"
    assert scope.enter(3, "Grain size") == "2.1"
    assert scope.enter(2, "Closing words") == "2"
    assert scope.enter(1, "Appendix") == ""
    scope.enter(1, "Lesson 6.4: Frost")
    assert scope.enter(3, "Module 6: Takeaways") == ""


def test_lesson_from_file_name_and_front_matter() -> None:
    assert lesson_of_name("lesson-03-heat") == "3"
    assert lesson_of_name("week_2") == "2"
    assert lesson_of_name("000_66562ac") == ""
    content = course_of(
        "---\ntitle: Oven talk\nlesson: '4.2'\n---\n\n# Heat\n\nStone keeps it best.\n"
    )
    assert content.chunks[0].lesson == "4.2"
    assert content.documents[0].title == "Oven talk"
    assert not any("lesson" in chunk.text for chunk in content.chunks)


def test_plain_numbers_count_only_where_nothing_else_numbers_the_course() -> None:
    numbered = course_of(
        "# Knots\n\n## 1. Bowline\n\nIt never slips.\n\n## 2. Reef knot\n\nIt may slip.\n"
    )
    assert [chunk.lesson for chunk in numbered.chunks] == ["1", "2"]
    worded = course_of("# Lesson 7: Knots\n\n## 1. Bowline\n\nIt never slips.\n")
    assert [chunk.lesson for chunk in worded.chunks] == ["7"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("**Crumb** is the soft inside of a loaf.", "definition"),
        ("A proof is the rest before baking, and bakers mean by it the second one.", "definition"),
        ("**Autolyse:** a rest that flour and water take before salt is added.", "definition"),
        ("This is a step nobody likes.", "prose"),
        ("Bread is important to many.", "prose"),
        ("**Tip:** cover the bowl.", "prose"),
        ("Worked example: 500 g of flour take 350 g of water.", "example"),
        ("**Mission statement:** We feed the street.", "statement"),
        ("In summary: time beats force.", "takeaway"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    content = course_of(f"# Lesson 1: Bread\n\n## The proof\n\n{text}\n")
    assert [chunk.kind for chunk in content.chunks] == [kind]


def test_a_bold_lead_governs_its_whole_paragraph() -> None:
    text = "**Cold proof:** " + "".join(
        f"After {hours} hours in the cold the dough has gained taste. " for hours in range(8, 24)
    )
    chunks = course_of(f"# Proofs\n\n{text}\n").chunks
    assert len(chunks) > 1
    assert all(chunk.headings == ("Proofs", "Cold proof") for chunk in chunks)
    assert all(chunk.section == "Proofs" for chunk in chunks)
    assert all(len(chunk.text) <= 700 for chunk in chunks)


def test_a_label_alone_names_what_follows() -> None:
    content = course_of(
        "# Lesson 2: Tea\n\n**Suggested Question:**\n\n> \"How do I brew [e.g., 'Assam']?\"\n"
    )
    (template,) = content.templates
    assert (template.id, template.template) == ("2-S", "How do I brew [e.g., 'Assam']?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My goal is [e.g., “20 kg by July”].", [("goal", "20 kg by July", True)]),
        ("My goal for my farm is [e.g., 'more milk'].", [("goal", "more milk", True)]),
        ("I farm (e.g., 'ten cows') here.", [("farm", "ten cows", False)]),
        ("Which tools (e.g., a plough, a harrow) do I need?", []),
        ("Avoid noise (e.g., shouting or 'hooting').", []),
        (
            "Sell [your product] to [audience]",
            [("product", "your product", True), ("audience", "audience", True)],
        ),
        ("See [the guide](https://example.org) and [1].", []),
        ("for a shop selling [e.g., 'tea']", [("shop", "tea", True)]),
        (
            "in my town [e.g., 'Bonn'] and my town [e.g., 'Köln']",
            [("town", "Bonn", True), ("town_2", "Köln", True)],
        ),
    ],
)
def test_slots(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(slot.name, slot.example, slot.required) for slot in slots_of(text)] == expected


def test_copies_differ_in_nothing_that_matters() -> None:
    one = tokens(
        "Leading indicators are early signs that suggest success in the months to come for us."
    )
    assert same_sentence(
        one,
        tokens(
            "Leading indicators are early signs which suggest success in the months to come for us."
        ),
    )
    assert not same_sentence(
        one,
        tokens(
            "Lagging indicators are early signs that suggest success in the months to come for us."
        ),
    )
    three = tokens("Wait for 3 months before you scale the pilot to every shop in the country")
    assert not same_sentence(
        three, tokens("Wait for 6 months before you scale the pilot to every shop in the country")
    )


def test_short_items_of_two_lists_both_stay() -> None:
    content = course_of("# A\n\nBake:\n\n- flour\n- water\n\n# B\n\nPaste:\n\n- flour\n- glue\n")
    assert [c.text for c in content.chunks if c.kind == "list_item"] == [
        "flour",
        "water",
        "flour",
        "glue",
    ]


def test_a_passage_repeated_in_one_document_is_kept_once() -> None:
    text = "A calm hand is worth more than a veil of any kind on any day of the year."
    content = course_of(f"# A\n\n{text}\n\n# B\n\n{text}\n")
    (chunk,) = content.chunks
    assert [place.start for place in chunk.also_in] == [content.documents[0].text.rfind(text)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("the Average Order Value (AOV)", ("AOV", "Average Order Value")),
        ("Human-in-the-Loop (HITL) checks", ("HITL", "Human-in-the-Loop")),
        ("RICE (Reach, Impact, Confidence, Effort)", ("RICE", "Reach, Impact, Confidence, Effort")),
        ("Customer Data Platforms - CDPs", ("CDPs", "Customer Data Platforms")),
        ("Customer Satisfaction (CSAT)", ("CSAT", "Customer Satisfaction")),
        ("**Explainable AI (XAI)** helps", ("XAI", "Explainable AI")),
    ],
)
def test_expansions(text: str, pair: tuple[str, str]) -> None:
    assert list(expansions(text)) == [pair]


def test_cell_values_split_outside_quotes_and_brackets() -> None:
    assert cell_values('Rate, Fewer "No Hits," Gain (1,000, 2,000), 1,500 visits') == [
        "Rate", 'Fewer "No Hits"', "Gain (1,000, 2,000)", "1,500 visits",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["Knowledge Base", "📝 Context Summary", "Home > Courses > Tea", "Next lesson: Milk", "← Previous",
     "We use cookies to improve your visit.", "Chapter 2 ........ 14", "© 2024 Tea School"],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Home ovens reach 250 degrees.", "Data -> model -> shop -> customer", "Searching for taste"],
)
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_a_bare_manual_with_glossary_tabs_and_questions() -> None:
    text = (
        "Wool School Manual\n\n1. Introduction\n\nWool is the fibre that grows on sheep, and it is warm even\n"
        "when it is wet.\n\n2. Drying\n\nDry flat.\n\nKey terms\n\nFelting: the matting of fibres.\n"
        "Lanolin: a wax that sheep secrete.\n\nHeat\tUse\n20\trinse\n30\twash\n\nQuestions for discussion\n\n"
        "1. Which jumper felted, and why?\n"
    )
    chunks = content_of([document_of("wool.txt", "", "text/plain", text)], "wool", "").chunks
    assert [(c.lesson, c.section, c.kind) for c in chunks] == [
        ("1", "1. Introduction", "prose"),
        ("2", "2. Drying", "prose"),
        ("2", "Key terms", "definition"),
        ("2", "Key terms", "definition"),
        ("2", "Key terms", "table_row"),
        ("2", "Key terms", "table_row"),
        ("2", "Questions for discussion", "discussion"),
    ]
    row = chunks[4].row
    assert row is not None
    assert [(cell.column, cell.text) for cell in row.cells] == [("Heat", "20"), ("Use", "rinse")]


def test_markdown_of_a_programming_course() -> None:
    content = course_of(
        "Functions\n=========\n\n> **Note:** You need a shell.\n> - install it\n\nCalls\n-----\n\n"
        "```js\n# not a heading\nadd(1);\n```\n\nName | Gives\n--- | ---\n`add` | `a | b`\n\n"
        "[Home](index.md) | [Next](b.md)\n"
    )
    assert [(s.level, s.title) for s in content.outline] == [(1, "Functions"), (2, "Calls")]
    assert [(c.kind, c.text) for c in content.chunks] == [
        ("prose", "**Note:** You need a shell."),
        ("list_item", "install it"),
        ("prose", "# not a heading\nadd(1);"),
        ("table_row", "`add` | `a | b`"),
        ("navigation", "[Home](index.md) | [Next](b.md)"),
    ]
    assert content.chunks[0].headings == ("Functions",)
