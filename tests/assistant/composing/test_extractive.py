"""Answers without a model, on a course nobody wrote code for: each kind of question, its shape."""

from __future__ import annotations

import re

import pytest

from assistant.types import Answer
from assistant.understanding import MOST_PARTS
from knowledge.library import Course
from tests.assistant.conftest import Ask


def told(answer: Answer) -> str:
    """What is said of the course or computed, without connecting sentences."""
    return "\n".join(claim.text for claim in answer.claims if claim.support != "guidance")


def has(answer: Answer, *phrases: str) -> bool:
    return all(phrase.lower() in told(answer).lower() for phrase in phrases)


def test_list_question_gives_every_item(ask: Ask) -> None:
    answer = ask("What does a good site for an apiary offer?")
    assert answer.status == "answered"
    items = ("morning sun", "north wind", "clean water", "flowering plants", "flight path")
    assert has(answer, *items)
    assert answer.answer.count("\n- ") >= len(items) - 1


def test_asked_for_number_of_items_is_kept(ask: Ask) -> None:
    answer = ask("Name three things a beginner needs to buy first.")
    assert answer.answer.count("- ") == 3


def test_steps_come_in_order(ask: Ask) -> None:
    text = told(ask("What are the steps of an inspection?"))
    steps = ("Smoke the entrance", "Lift out an outer frame", "Look for eggs", "Count the frames")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("What are the early signs of varroa infestation?",
         ["mites on the sugar board", "spotty brood"], ["crippled wings", "queen cups"]),
        ("What are the late signs of swarming?",
         ["half the bees gone", "a silent hive"], ["queen cups", "torn comb"]),
        ("What causes robbing?", ["weak colonies in a dearth"], ["torn comb", "crowding"]),
        ("Which problem shows \"nervous, darting\" flight?", ["robbing"], ["chalkbrood"]),
        ("Which problems have damp as a cause?", ["chalkbrood"], ["swarming", "robbing"]),
        ("Where does spotty brood stand in the table?", ["varroa", "early signs"], ["late signs"]),
    ],
)  # fmt: skip
def test_table_question_gives_the_row_and_the_column(
    ask: Ask, question: str, inside: list[str], outside: list[str]
) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert has(answer, *inside)
    assert not any(has(answer, phrase) for phrase in outside)
    (source,) = {s.quote for s in answer.sources}
    assert source.startswith("|")


def test_who_signs_something_off_asks_for_no_sign(ask: Ask) -> None:
    for question in (
        "Who must sign off a treatment against varroa infestation?",
        "Who treats varroa infestation?",
    ):
        assert not any(s.quote.startswith("|") for s in ask(question).sources), question


@pytest.mark.parametrize(
    ("question", "column", "other"),
    [
        ("Are queen cups an early or late sign?", "early signs", "late signs"),
        ("Is torn comb an early or a late sign?", "late signs", "early signs"),
        ("Are mummies on the landing board an early or a late sign?", "early signs", "late signs"),
    ],
)
def test_indicator_is_classified_by_its_column(
    ask: Ask, question: str, column: str, other: str
) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert has(answer, column)
    assert not has(answer, other)


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("What is foulbrood?", "bacterial disease of bee larvae"),
        ("What is an apiary?", "a place where one or more colonies"),
        ("What is a top-bar hive?", "a long trough with bars"),
        ("What is IPM?", "first watches, then counts"),
        ("What does IPM stand for?", "Integrated Pest Management"),
    ],
)
def test_definition_comes_first(ask: Ask, question: str, phrase: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert phrase in answer.claims[0].text


def test_comparison_tells_both_sides(ask: Ask) -> None:
    answer = ask("What is the difference between a Langstroth hive and a top-bar hive?")
    assert answer.status == "answered"
    assert has(answer, "gives more honey", "needs less lifting")


def test_comparison_of_two_rows(ask: Ask) -> None:
    answer = ask("Compare varroa infestation and chalkbrood.")
    assert has(answer, "mites in the brood", "damp and cold")
    assert len(answer.sources) == 2


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("How often should a colony be inspected?", "every 7 days"),
        ("How long may an inspection last?", "15 minutes"),
        ("How many mites per 100 bees are the threshold?", "3 mites per 100 bees"),
        ("What percent water may ripe honey have?", "below 18%"),
        ("How much honey does a colony need for the winter?", "15 kg"),
        ("Why is feeding honey from unknown sources dangerous?", "spores of foulbrood"),
        ("Why should I write things down?", "slow decline"),
        ("How do I do a mite count?", "powdered sugar"),
        ("How long does lesson 1.2 take?", "40 minutes"),
        ("Should I wrap the hive?", "takes no side"),
        ("varroa infestashun early signs", "spotty brood"),
    ],
)
def test_fact_is_found(ask: Ask, question: str, phrase: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert phrase in told(answer)


def test_summary_goes_through_the_sections_of_the_lesson(ask: Ask) -> None:
    answer = ask("Summarise lesson 1.3")
    assert answer.status == "answered"
    assert {s.lesson for s in answer.sources} == {"1.3"}
    sections = {s.section for s in answer.sources}
    assert {"Taking Honey", "Feeding", "Preparing for Winter"} <= sections


def test_overview_goes_through_the_lessons(ask: Ask) -> None:
    lessons = {s.lesson for s in ask("Give me an overview of the course").sources}
    assert {"1.1", "1.2", "1.3"} <= lessons


def test_takeaways_are_the_course_s_own(ask: Ask) -> None:
    answer = ask("What are the key takeaways?")
    assert has(answer, "Site first", "Count before you treat", "Leave enough")
    assert {s.lesson for s in answer.sources} == {"takeaways"}


def test_templates_are_listed_and_narrowed(ask: Ask, course: Course) -> None:
    everything = told(ask("Which questions can I ask?"))
    assert all(t.template in everything for t in course.content.templates)
    reflective = told(ask("Which reflective prompts are there?"))
    assert "Where would the first hive stand" in reflective
    assert "town councils" not in reflective


def test_statement_is_quoted_word_for_word(ask: Ask) -> None:
    answer = ask("Quote the statement of the course word for word.")
    assert has(answer, "We keep bees so that the land keeps blooming.")


def test_templates_are_never_evidence(ask: Ask, course: Course) -> None:
    asked = course.content.templates[1].template
    answer = ask(f"{asked}")
    assert not any("e.g.," in source.quote for source in answer.sources)


def test_critique_holds_a_draft_against_the_course(ask: Ask) -> None:
    answer = ask("I wrote: 'I treat for mites every spring without counting.' Is that right?")
    assert answer.understood.kinds == ("critique",)
    assert has(answer, "count")
    assert answer.sources


def test_meta_question_is_answered_in_our_own_words(ask: Ask) -> None:
    answer = ask("What can you do?")
    assert answer.status == "answered"
    assert "A Year with Bees" in answer.answer
    assert not answer.sources


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?", "Who won the world cup in 2018?",
        "How do I train a puppy?", "What is 2+2?", "Write me a poem about the sea",
    ],
)  # fmt: skip
def test_off_topic_is_declined_in_one_polite_sentence(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status == "declined"
    assert answer.sources == ()
    assert len(answer.claims) == 1
    assert "A Year with Bees" in answer.answer
    assert len(answer.answer.split()) < 40


@pytest.mark.parametrize(
    "question",
    [
        "How much does a starter kit cost?",  # a placeholder stands for the figure
        "What does a queen bee cost?",
        "What percentage of colonies die from mice?",
        "Who invented the smoker?",
        "What does HONEST stand for?",
        "How long does it take to become a master beekeeper?",
        "Is a Langstroth hive better than a top-bar hive?",
        "In which year was the Langstroth hive patented?",
    ],
)
def test_absent_but_in_scope_is_said_and_no_figure_invented(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status == "declined"
    assert [part.status for part in answer.parts] == ["not_in_course"]
    assert answer.claims[0].support == "guidance"
    assert "course" in answer.claims[0].text
    # One sentence that says so, at most three that point to the nearest places, the nearest first.
    assert len(answer.claims) <= 4
    assert len(answer.sources) <= 3
    nearest = answer.parts[0].nearest
    assert nearest is None or nearest == answer.sources[0].number == 1


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Does the course recommend hives from Dadant?", "Dadant"),
        ("What does it say about Varroa in Brazil?", "Brazil"),
        ("Is Apivar a treatment for mites?", "Apivar"),
    ],
)
def test_unknown_name_is_said_not_to_be_mentioned(ask: Ask, question: str, name: str) -> None:
    answer = ask(question)
    assert answer.status == "declined"
    assert re.search(rf"not mention .*{name}", answer.claims[0].text)


def test_parts_are_reported_one_by_one(ask: Ask) -> None:
    answer = ask(
        "What is foulbrood, and who invented the smoker, and which risks end colonies in winter?"
    )
    assert answer.status == "partial"
    assert [part.status for part in answer.parts] == ["covered", "not_in_course", "covered"]
    assert has(answer, "bacterial disease", "Mice", "Hunger")
    assert "does not name a person" in answer.answer


def test_half_off_topic_answers_the_other_half(ask: Ask) -> None:
    answer = ask("What is foulbrood, and what is the capital of France?")
    assert answer.status == "partial"
    assert has(answer, "bacterial disease")
    assert "Paris" not in answer.answer


def test_typed_numbers_reach_a_calculator(ask: Ask) -> None:
    answer = ask("What is the ROI if the benefit is 21,000 and the cost is 12,000?")
    assert answer.status == "answered"
    (calculation,) = answer.calculations
    assert calculation.calculator == "roi"
    assert answer.claims[0].calculations == (calculation.id,)
    assert answer.claims[0].support == "calculated"
    assert "75%" in answer.claims[0].text


def test_score_table_in_a_sentence(ask: Ask) -> None:
    answer = ask(
        "Score these with RICE: A reach 100 impact 2 confidence 80% effort 1; "
        "B reach 50 impact 3 confidence 50% effort 2"
    )
    assert answer.calculations[0].calculator == "rice"
    assert "160" in answer.claims[0].text


def test_goal_comes_back(ask: Ask) -> None:
    answer = ask("My goal is to cut winter losses by 20% within two years. What should I do first?")
    assert answer.understood.metric == "winter losses"
    assert (answer.understood.direction, answer.understood.amount) == ("down", "20%")
    assert answer.understood.smart_missing == ()


def test_of_too_many_questions_the_first_left_is_named(ask: Ask) -> None:
    asked = [f"How does a keeper treat hive number {n}?" for n in range(1, MOST_PARTS + 3)]
    answer = ask(" ".join(asked))
    assert len(answer.parts) == MOST_PARTS
    assert asked[MOST_PARTS] in answer.answer
    assert asked[MOST_PARTS + 1] not in answer.answer


def test_every_row_that_is_to_be_compared_is_told(ask: Ask) -> None:
    answer = ask("Compare varroa infestation, robbing and chalkbrood.")
    assert has(answer, "mites in the brood", "weak colonies in a dearth", "damp and cold")


def test_a_metric_alone_says_what_a_choice_is_to_serve(ask: Ask) -> None:
    answer = ask("Which problem is best for torn comb?")
    assert has(answer, "torn comb", "Robbing")
    assert "chalkbrood" not in answer.answer.lower()


def test_a_choice_for_what_no_row_holds_serves_no_metric(ask: Ask) -> None:
    answer = ask("Which problem is best for small gardens?")
    assert "small gardens” to" not in answer.answer
    assert "For your goal" not in answer.answer


def test_all_rows_for_a_metric_are_named_where_no_goal_chooses(ask: Ask) -> None:
    answer = ask("Which problems affect the empty stores?")
    assert has(answer, "Robbing")
    assert "For your goal" not in answer.answer


def test_the_table_is_told_where_it_says_of_nothing_that_it_is_best(ask: Ask) -> None:
    answer = ask("Which early sign is best for swarming?")
    assert has(answer, "queen cups")
