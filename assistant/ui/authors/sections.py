"""The sections of figures: what to do next, what was not covered, feedback, the course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.insights.trend import CHANCE, LEAST_BEFORE, LEAST_RECENT
from assistant.ui.authors.chart import chart, percent, table
from assistant.ui.markup import tag, text
from assistant.ui.texts import lesson_name

if TYPE_CHECKING:
    from assistant.authors import Overview
    from assistant.evaluations import Evaluation, EvaluationFigure
    from assistant.insights.actions import Action
    from assistant.insights.types import Alarm, Group, LessonGroups, Nearest, Remark
    from assistant.ui.texts import Texts

Opens = Callable[[str], bool]  # whether a permalink still leads somewhere
TryLink = Callable[[str], str]  # the chat with a question filled in
SHOWN_GROUPS = 8
SHOWN_REMARKS = 12
_HEADLINE = ("answers.passed", "answers.evidence_recall", "answers.citation_precision",
             "answers.broken_promises", "declining.accuracy", "retrieval.recall@8")  # fmt: skip


def actions(found: Overview, words: Texts) -> str:
    """What to do next, or that nothing stands out."""
    lines = [_action(one, found, words) for one in found.actions]
    body = (
        tag("ol", "".join(lines), class_="actions")
        if lines
        else tag("p", text(words("authors_do_nothing")))
    )
    return section("next", words("authors_next"), body)


def answered(found: Overview, words: Texts) -> str:
    """The answered share over time, and whether it dropped."""
    tally = found.whole.tally
    facts = [
        (words("authors_questions"), str(tally.total)),
        (words("authors_share"), percent(tally.share)),
        *((words(f"authors_{one}"), str(getattr(tally, one)))
          for one in ("partial", "declined", "needs_input")),
    ]  # fmt: skip
    return section(
        "answered",
        words("authors_over_time"),
        _facts(facts)
        + _alarm(found.alarm, words)
        + chart(found.periods, words)
        + _more(words("authors_table"), table(found.periods, words))
        + tag("p", text(words("authors_share_note")), class_="muted"),
    )


def uncovered(found: Overview, opens: Opens, ask: TryLink, csv: str, words: Texts) -> str:
    """The groups by lesson; what nothing in the course is near to stands last."""
    total = sum(one.questions for one in found.groups)
    if not total:
        body = tag("p", text(words("authors_all_covered")))
    else:
        body = tag("p", text(words("authors_uncovered_note"))) + tag(
            "p", tag("a", text(words("authors_csv")), href=csv, class_="button")
        )
        show = partial(_group, found.groups, opens, ask, words)
        body += "".join(_lesson(one, show, words) for one in found.lessons)
    return section("uncovered", words("authors_uncovered", count=total), body)


def feedback(found: Overview, opens: Opens, words: Texts) -> str:
    """Verdicts, reasons, and what was said, with the question and the sources it was about."""
    given = found.feedback
    if not given.up and not given.down:
        return section(
            "feedback", words("authors_feedback"), tag("p", text(words("authors_no_feedback")))
        )
    facts = [
        (words("authors_up"), str(given.up)),
        (words("authors_down"), str(given.down)),
        *((words(f"authors_reason_{name}"), str(n)) for name, n in given.reasons.items()),
    ]
    remarks = [_remark(one, opens, words) for one in given.remarks]
    body = _facts(facts)
    if given.by_lesson:
        lessons = ", ".join(f"{lesson_name(k, words)}: {n}" for k, n in given.by_lesson.items())
        body += tag("p", text(words("authors_down_by_lesson", lessons=lessons)))
    body += _list(remarks[:SHOWN_REMARKS], "remarks")
    if len(remarks) > SHOWN_REMARKS:
        rest = remarks[SHOWN_REMARKS:]
        body += _more(words("authors_more", count=len(rest)), _list(rest, "remarks"))
    return section("feedback", words("authors_feedback"), body)


def course_state(found: Overview, words: Texts) -> str:
    """The index as it serves, and the files that did not make it."""
    course = found.course
    facts = [
        (words("authors_version"), course.version),
        (words("authors_built"), course.built.replace("T", " ")[:16] + " UTC"),
        (words("authors_documents"), str(len(course.documents))),
        (words("authors_lessons"), str(course.lessons)),
        (words("authors_passages"), str(course.passages)),
        (words("authors_templates"), str(course.templates)),
    ]
    kept = found.retention_days
    body = _facts(facts)
    run = course.last_run
    if run is None:
        body += tag("p", text(words("authors_run_unknown")), class_="muted")
    elif run.problems:
        items = [text(f"{name}: {reason}") for name, reason in run.problems]
        body += tag("p", text(words("authors_problems", when=_moment(run.when)))) + _list(items)
    else:
        body += tag("p", text(words("authors_no_problems", when=_moment(run.when))))
    body += _more(words("authors_document_list"), _list([text(name) for name in course.documents]))
    body += tag(
        "p",
        text(words("authors_kept_for", days=kept) if kept else words("authors_kept")),
        class_="muted",
    )
    return section("course", words("authors_course"), body)


def evaluation(found: Overview, words: Texts) -> str:
    """The last evaluation, or the figures that came with the program, said to be those."""
    known = found.evaluation
    if known is None or not known.figures:
        body = tag("p", text(words("authors_no_evaluation")))
        return section("evaluation", words("authors_evaluation"), body)
    fell = [one for one in known.figures if one.fell]
    first = [one for name in _HEADLINE for one in known.figures if one.name == name]
    first = list(dict.fromkeys([*fell, *(first or known.figures[:8])]))
    rest = [one for one in known.figures if one not in first]
    body = tag("p", text(_evaluated(known, found.course.version, words)))
    body += _figures(first, words)
    if rest:
        body += _more(words("authors_more", count=len(rest)), _figures(rest, words))
    return section("evaluation", words("authors_evaluation"), body)


def section(name: str, title: str, body: str) -> str:
    """A section with its heading."""
    heading = tag("h2", text(title), id=f"{name}-title")
    return tag("section", heading + body, id=name, aria_labelledby=f"{name}-title")


def hidden(name: str, value: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{text(name)}" value="{text(value)}">'


def _action(one: Action, found: Overview, words: Texts) -> str:
    alarm = found.alarm
    values: dict[str, object] = dict(one.values)
    if one.kind == "dropped":
        values = {
            "recent": percent(alarm.recent.tally.share),
            "before": percent(alarm.before.tally.share),
            "days": (alarm.recent.end - alarm.recent.start).days + 1,
            "before_days": (alarm.before.end - alarm.before.start).days + 1,
        }
    if one.kind == "reread":
        reasons = found.feedback.reasons.items()
        values["reasons"] = ", ".join(f"{words(f'authors_reason_{k}')} {n}" for k, n in reasons)
        values["lesson"] = lesson_name(str(one.values["lesson"]), words)
    target = {"dropped": "answered", "unreadable": "course", "fell": "evaluation",
              "reread": "feedback"}.get(one.kind, "uncovered")  # fmt: skip
    if one.group is not None:
        values["question"] = one.group.text
        values["place"] = place_name(one.group.nearest, words)
        target = _anchor(found.groups, one.group)
    sentence = tag("p", text(words(f"authors_do_{one.kind}", **values)))
    link = "" if one.kind == "wait" else tag("a", text(words("authors_see")), href=f"#{target}")
    return tag("li", sentence + link, class_=f"do-{one.kind}")


def _alarm(alarm: Alarm, words: Texts) -> str:
    values = {
        "recent": percent(alarm.recent.tally.share),
        "recent_count": alarm.recent.tally.judged,
        "before": percent(alarm.before.tally.share),
        "before_count": alarm.before.tally.judged,
        "days": (alarm.recent.end - alarm.recent.start).days + 1,
        "before_days": (alarm.before.end - alarm.before.start).days + 1,
        "least": LEAST_RECENT,
        "least_before": LEAST_BEFORE,
        "looks": round(1 / CHANCE),
    }
    role = "alert" if alarm.state == "dropped" else None
    return tag(
        "p", text(words(f"authors_alarm_{alarm.state}", **values)),
        class_=f"alarm {alarm.state}", role=role,
    )  # fmt: skip


def _lesson(one: LessonGroups, show: Callable[[Group], str], words: Texts) -> str:
    name = words("authors_near_nothing") if one.lesson is None else lesson_name(one.lesson, words)
    again = [show(g) for g in one.groups if g.questions > 1]
    once = [show(g) for g in one.groups if g.questions == 1]
    body = _list(again[:SHOWN_GROUPS], "groups")
    if len(again) > SHOWN_GROUPS:
        rest = again[SHOWN_GROUPS:]
        body += _more(words("authors_more", count=len(rest)), _list(rest, "groups"))
    if once:
        body += _more(words("authors_once", count=len(once)), _list(once, "groups"))
    heading = tag("h3", text(name) + " " + tag("span", text(one.questions), class_="count"))
    note = tag("p", text(words("authors_near_nothing_note")), class_="muted")
    return tag("div", heading + (note if one.lesson is None else "") + body, class_="lesson")


def _anchor(groups: Sequence[Group], one: Group) -> str:
    return f"group-{groups.index(one) + 1}"


def _group(groups: Sequence[Group], opens: Opens, ask: TryLink, words: Texts, one: Group) -> str:
    facts = [
        words("authors_group_one") if one.questions == 1 else
        words("authors_group", questions=one.questions, conversations=one.conversations)
    ]  # fmt: skip
    if one.partly:
        facts.append(words("authors_partly", count=one.partly))
    facts.append(words("authors_last_asked", day=one.last_day.isoformat()))
    meta = tag("strong", text(facts[0])) + text("".join(f" · {fact}" for fact in facts[1:]))
    if one.words and one.questions > 1:
        meta += text(" · " + words("authors_words", words=", ".join(one.words)))
    links = tag("a", text(words("authors_ask_now")), href=ask(one.text))
    if one.nearest is not None:
        links = (
            text(words("authors_nearest") + " ") + _place(one.nearest, opens, words) + " · " + links
        )
    if one.stale == one.questions:
        links = tag("span", text(words("authors_stale")), class_="badge") + " " + links
    quoted = text(words("authors_quoted", text=one.text))
    body = tag("p", quoted, class_="question", id=_anchor(groups, one)) + tag(
        "p", meta, class_="meta"
    )
    body += tag("p", links, class_="meta")
    if one.others:
        body += _more(words("authors_wordings"), _list([text(other) for other in one.others]))
    return body


def _remark(one: Remark, opens: Opens, words: Texts) -> str:
    reasons = [words(f"authors_reason_{name}") for name in one.reasons]
    verdict = words("authors_up_one" if one.verdict == "up" else "authors_down_one")
    body = tag("p", text(" · ".join([verdict, *reasons, one.day.isoformat()])), class_="meta")
    if one.comment:
        body += tag("blockquote", tag("p", text(one.comment)))
    body += tag("p", text(words("authors_about", question=one.question)))
    if one.sources:
        places = ", ".join(_place(source, opens, words) for source in one.sources)
        body += tag("p", text(words("authors_sources") + " ") + places, class_="meta")
    return body


def place_name(place: Nearest | None, words: Texts) -> str:
    """A section by its lesson and its heading."""
    if place is None:
        return words("authors_near_nothing")
    return " · ".join(part for part in (lesson_name(place.lesson, words), place.section) if part)


def _place(place: Nearest, opens: Opens, words: Texts) -> str:
    name = text(place_name(place, words))
    if place.permalink and opens(place.permalink):
        return tag("a", name, href=f"/passages/{place.permalink}#passage")
    return name


def _evaluated(known: Evaluation, version: str, words: Texts) -> str:
    if known.measured is None:
        return words("authors_accepted_only")
    told = words("authors_measured", when=_moment(known.measured.isoformat()))
    if known.index is not None and known.index != version:
        told += " " + words("authors_measured_before", version=known.index)
    return told


def _figures(figures: Sequence[EvaluationFigure], words: Texts) -> str:
    heads = "".join(
        tag("th", text(words(name)), scope="col")
        for name in ("authors_figure", "authors_value", "authors_accepted")
    )
    rows = "".join(
        tag(
            "tr",
            tag("th", text(one.name), scope="row")
            + tag("td", text(_value(one.value, one.unit)) + _fell(one, words))
            + tag("td", text(_value(one.accepted, one.unit))),
        )
        for one in figures
    )
    return tag(
        "div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows)),
        class_="wide", tabindex="0", role="region", aria_label=words("authors_evaluation"),
    )  # fmt: skip


def _fell(one: EvaluationFigure, words: Texts) -> str:
    return " " + tag("strong", text(words("authors_fell")), class_="badge") if one.fell else ""


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if unit == "share" else f"{value:,.1f} {'' if unit == 'count' else unit}"


def _moment(when: str) -> str:
    return when.replace("T", " ")[:16] + " UTC"


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    return tag(
        "dl",
        "".join(
            tag("div", tag("dt", text(name)) + tag("dd", text(value))) for name, value in pairs
        ),
        class_="facts",
    )


def _list(items: Sequence[str], class_: str = "plain") -> str:
    return tag("ul", "".join(tag("li", item) for item in items), class_=class_) if items else ""


def _more(title: str, body: str) -> str:
    return tag("details", tag("summary", text(title)) + body)
