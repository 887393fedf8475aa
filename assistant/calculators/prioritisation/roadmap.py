"""Sequencing a roadmap: dependencies and capacity."""

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from assistant.calculators.prioritisation.rice import NAME_ALIASES
from assistant.calculators.reading.columns import normalised
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import exact, listed


class RoadmapItem(Row):
    """One item of a roadmap."""

    name: str = quantity(
        "text", "what the item is called", aliases=", ".join([*NAME_ALIASES, "id"]), default=""
    )
    duration: float | None = quantity(
        "duration",
        "how long it takes, in months",
        aliases="months, length, time, weeks, duration months",
        unit="months",
        gt=0,
    )
    effort: float | None = quantity(
        "effort", "person-months", aliases="person months, work, size", gt=0
    )
    people: float | None = quantity(
        "count",
        "people it occupies while it runs",
        aliases="team, capacity, headcount, fte, team size, resources, load, demand",
        gt=0,
    )
    score: float | None = quantity(
        "number", "its priority, higher first", aliases="priority, value, rice, rice score, points"
    )
    depends_on: list[str] | None = quantity(
        "texts",
        "what must be finished before",
        aliases=(
            "dependencies, depends, requires, prerequisites, after, prerequisite, "
            "predecessors, needs, deps, blocked by, dependency"
        ),
    )


class RoadmapInputs(Inputs):
    """The items and the size of the team."""

    items: list[RoadmapItem] = quantity(
        "rows",
        "the items, each with duration and what it depends on",
        aliases="rows, table, roadmap, initiatives, projects, tasks, list, data, features",
        default=...,
    )
    capacity: float | None = quantity(
        "count",
        "people available at a time",
        aliases=(
            "team, team size, people, team capacity, headcount, slots, parallel, "
            "max parallel, resources"
        ),
        gt=0,
    )
    horizon: float | None = quantity(
        "duration",
        "the time there is, in months",
        aliases="deadline, months, planning horizon",
        unit="months",
        gt=0,
    )


def band_of(months: Fraction) -> str:
    """The course's name for a length of time, or that it has none."""
    if months < 3:
        return "under 3 months: unnamed in the course"
    if months <= 6:
        return "short-term win (3-6 months)"
    if months < 12:
        return "between 6 and 12 months: unnamed in the course"
    return "long-term bet (1-3 years)" if months <= 36 else "over 3 years: unnamed in the course"


def _graph(items: Sequence[RoadmapItem]) -> tuple[dict[str, list[str]], list[Problem]]:
    names = {normalised(item.name): item.name for item in items}
    graph: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for item in items:
        wanted = item.depends_on or []
        joined = names.get(normalised(" and ".join(wanted))) if len(wanted) > 1 else None
        found = []
        for prerequisite in [joined] if joined else wanted:
            known = names.get(normalised(prerequisite))
            if known is None:
                problems.append(
                    Problem(
                        kind="mismatch",
                        field="depends_on",
                        row=item.name,
                        message=f"{item.name} depends on {prerequisite!r}, which is not in the list.",
                    )
                )
            else:
                found.append(known)
        graph[item.name] = found
    return graph, problems


def _cycles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Every loop found by breaking one after the other, each spelled out."""
    edges = {name: list(before) for name, before in graph.items()}
    loops: list[list[str]] = []
    while True:
        sorter = TopologicalSorter(edges)
        try:
            sorter.prepare()
            return loops
        except CycleError as error:
            loop = list(error.args[1])
            loops.append(loop)
            for before, name in itertools.pairwise(loop):
                if before in edges.get(name, []):
                    edges[name] = [other for other in edges[name] if other != before]


def _length_and_people(item: RoadmapItem) -> tuple[Fraction, Fraction]:
    def fraction(value: float) -> Fraction:
        return Fraction(str(value))

    if item.duration is not None:
        length = fraction(item.duration)
        if item.people is not None:
            return length, fraction(item.people)
        return length, fraction(item.effort) / length if item.effort is not None else Fraction(1)
    assert item.effort is not None
    people = fraction(item.people) if item.people is not None else Fraction(1)
    return fraction(item.effort) / people, people


def schedule(
    sizes: Mapping[str, tuple[Fraction, Fraction]],
    graph: Mapping[str, Sequence[str]],
    scores: Mapping[str, float],
    capacity: Fraction,
) -> dict[str, tuple[Fraction, Fraction]]:
    """Start and end per item: at every point in time the highest-scoring ready item that fits."""
    times: dict[str, tuple[Fraction, Fraction]] = {}
    now = Fraction(0)
    while len(times) < len(sizes):
        free = capacity - sum(
            (sizes[name][1] for name, (start, end) in times.items() if start <= now < end),
            Fraction(0),
        )
        ready = [
            name
            for name in sizes
            if name not in times
            and all(before in times and times[before][1] <= now for before in graph[name])
        ]
        for name in sorted(ready, key=lambda name: (-scores[name], name.casefold(), name)):
            length, people = sizes[name]
            if people <= free:
                times[name] = (now, now + length)
                free -= people
        if len(times) < len(sizes):
            now = min(end for _, end in times.values() if end > now)
    return times


def _longest_chain(
    sizes: Mapping[str, tuple[Fraction, Fraction]], graph: Mapping[str, Sequence[str]]
) -> list[str]:
    """The critical path: the chain of dependencies that takes longest."""
    best: dict[str, tuple[Fraction, list[str]]] = {}
    for name in TopologicalSorter(graph).static_order():
        before = max(
            (best[other] for other in graph[name]),
            key=lambda item: (item[0], [*item[1]]),
            default=(Fraction(0), []),
        )
        best[name] = (before[0] + sizes[name][0], [*before[1], name])
    return max(best.values(), key=lambda item: (item[0], item[1]))[1]


def roadmap(inputs: RoadmapInputs) -> Outcome:
    """List scheduling: whenever people are free, start the highest-scoring ready item that fits.

    Units: months and people. Length is the duration, or effort / people. The course's bands (3-6
    months, 1-3 years) label each length; the gaps between them have no name there, and it is said.

    Errors, all together: a cycle (spelled out), an unknown prerequisite, an item larger than the
    team, a missing length. Source: bands and dependencies from the course, list scheduling is
    standard practice. Notes: greedy; an optimal plan can be shorter.
    """
    problems: list[Problem] = []
    if not inputs.items:
        problems.append(
            Problem(
                kind="missing_input",
                field="items",
                message="The list is empty: give at least one item.",
            )
        )
    if inputs.capacity is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="capacity",
                message="How many people can work at a time?",
            )
        )
    for item in inputs.items:
        problems.extend(item.unread)
        if item.duration is None and item.effort is None and not item.unread:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="duration",
                    row=item.name,
                    message=f"{item.name}: how long does it take?",
                )
            )
    graph, unknown = _graph(inputs.items)
    problems.extend(unknown)
    problems.extend(
        Problem(
            kind="cycle",
            field="depends_on",
            row=loop[0],
            message=f"Circular dependency: {' -> '.join(loop)}.",
        )
        for loop in _cycles(graph)
    )
    sizes = {
        item.name: _length_and_people(item)
        for item in inputs.items
        if item.duration is not None or item.effort is not None
    }
    capacity = Fraction(str(inputs.capacity)) if inputs.capacity is not None else None
    for name, (_, people) in sizes.items():
        if capacity is not None and people > capacity:
            problems.append(
                Problem(
                    kind="infeasible",
                    field="people",
                    row=name,
                    message=f"{name} needs {exact(float(people))} people, the team has {exact(float(capacity))}.",
                )
            )
    if problems or capacity is None:
        return refused(*problems)
    unscored = [item.name for item in inputs.items if item.score is None]
    scores = {
        item.name: item.score if item.score is not None else float("-inf") for item in inputs.items
    }
    times = schedule(sizes, graph, scores, capacity)
    rows = [
        {
            "name": name,
            "start": float(start),
            "end": float(end),
            "duration": float(end - start),
            "people": float(sizes[name][1]),
            "band": band_of(end - start),
            "depends_on": list(graph[name]),
        }
        for name, (start, end) in sorted(times.items(), key=lambda entry: (entry[1], entry[0]))
    ]
    total = max(end for _, end in times.values())
    chain = _longest_chain(sizes, graph)
    values: dict[str, Any] = {
        "rows": rows,
        "order": [row["name"] for row in rows],
        "total_months": float(total),
        "makespan": float(total),
        "critical_path": chain,
        "critical_path_months": float(sum((sizes[name][0] for name in chain), Fraction(0))),
    }
    warnings = []
    if inputs.horizon is not None:
        late = [name for name, (_, end) in times.items() if end > Fraction(str(inputs.horizon))]
        values["beyond_horizon"] = late
        if late:
            warnings.append(f"Not finished within {exact(inputs.horizon)} months: {listed(late)}.")
    notes = [
        (
            "Greedy: whenever people are free, the highest-scoring ready item that fits is "
            "started; an optimal plan can be shorter."
        )
    ]
    if unscored:
        notes.append(f"No score for {listed(unscored)}: placed after scored items, by name.")
    if all(item.people is None and item.effort is None for item in inputs.items):
        notes.append("Each item occupies one person unless said otherwise.")
    shown = ", ".join(
        (
            f"{row['name']} (month {exact(round(float(str(row['start'])), 2))} to "
            f"{exact(round(float(str(row['end'])), 2))})"
        )
        for row in rows[:6]
    )
    return Outcome(
        headline=f"{shown}; done after {exact(round(float(total), 2))} months.",
        values=values,
        units={
            "start": "months",
            "end": "months",
            "duration": "months",
            "total_months": "months",
            "people": "people",
        },
        formula=(
            f"capacity {exact(float(capacity))}; longest chain {' -> '.join(chain)} = "
            f"{exact(round(values['critical_path_months'], 2))} months"
        ),
        assumptions=tuple(notes),
        warnings=tuple(warnings),
    )
