"""Scenarios side by side: what differs in what went in, and what that does to what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.calculators import CalculatorResult, run
from assistant.calculators import compare as compare_results
from assistant.workspace.columns import column_meanings
from assistant.workspace.document import Document, titles_of
from assistant.workspace.figures import Table, is_number, label, shown

MOST = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was written otherwise: where, before and after."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A document against an earlier one: what was changed, what moved, and the whole in a sentence."""

    differences: tuple[Difference, ...]
    moves: tuple[Difference, ...]
    headline: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two to four scenarios: what differs between them, and their results in one table."""

    headlines: tuple[tuple[str, str], ...]
    inputs: Table
    results: Table


def change(before: Document, after: Document, result: CalculatorResult) -> Change:
    """What an edit did: the cells that differ, the ranks that moved."""
    earlier = run(before.calculator, before.raw_inputs())
    told = compare_results(earlier, result)
    ranks_before, ranks_after = _ranks(earlier), _ranks(result)
    moves = [
        Difference(name, str(ranks_before[name]), str(ranks_after[name]))
        for name in ranks_after
        if name in ranks_before and ranks_before[name] != ranks_after[name]
    ]
    return Change(tuple(differences(before, after)), tuple(moves), told.headline)


def differences(before: Document, after: Document) -> list[Difference]:
    """Every input written otherwise, by row and column; rows are known by their names."""
    found: list[Difference] = []
    if before.calculator != after.calculator:
        found.append(Difference("Method", before.entry.title, after.entry.title))
    old, new = _written(before), _written(after)
    for where in dict.fromkeys((*old, *new)):
        if old.get(where, "") != new.get(where, ""):
            found.append(Difference(where, old.get(where, "") or "–", new.get(where, "") or "–"))
    return found


def side_by_side(scenarios: Sequence[tuple[str, Document]]) -> SideBySide:
    """Scenarios beside each other, in the order given."""
    names = tuple(name for name, _ in scenarios)
    results = [run(document.calculator, document.raw_inputs()) for _, document in scenarios]
    written = [{"Method": document.entry.title, **_written(document)} for _, document in scenarios]
    places = dict.fromkeys(place for each in written for place in each)
    inputs = tuple(
        (place, *(each.get(place, "") or "–" for each in written))
        for place in places
        if len({each.get(place, "") for each in written}) > 1
    )
    figures = [_figures(result) for result in results]
    rows = tuple(
        (name, *(each.get(name, "–") for each in figures))
        for name in dict.fromkeys(name for each in figures for name in each)
    )
    return SideBySide(
        tuple((name, result.headline) for name, result in zip(names, results, strict=True)),
        Table("What differs in the inputs", ("Input", *names), inputs),
        Table("Results side by side", ("Name", *names), rows),
    )


def _written(document: Document) -> Mapping[str, str]:
    """Every filled cell and input under a name a person knows it by."""
    rows = document.filled_rows()
    meanings = column_meanings(document.entry, document.columns, rows, document.fields)
    at = meanings.index("name") if "name" in meanings else None
    titles = titles_of(document)
    written = {
        f"{title} · {header.strip() or label(meaning)}": cell
        for title, (_, row) in zip(titles, rows, strict=True)
        for place, (header, meaning, cell) in enumerate(
            zip(document.columns, meanings, row, strict=True)
        )
        if place != at
    }
    if at is not None:
        written |= {f"{title} (row)": "there" for title in titles}
    for name, value in document.inputs.items():
        if isinstance(value, str):
            written[label(name)] = value.strip()
        elif isinstance(value, list):
            written[label(name)] = ", ".join(value)
        else:
            written |= {f"{label(name)} · {key}": cell.strip() for key, cell in value.items()}
    return written


def _ranks(result: CalculatorResult) -> dict[str, int]:
    order = result.values.get("order")
    return (
        {str(name): place for place, name in enumerate(order, 1)} if isinstance(order, list) else {}
    )


def _figures(result: CalculatorResult) -> dict[str, str]:
    """What is worth a line of the comparison: ranks and scores, or the single values."""
    ranks = _ranks(result)
    rows = [
        row for row in result.values.get("rows") or [] if isinstance(row, dict) and "name" in row
    ]
    if ranks and rows:
        return {
            str(row["name"]): f"{ranks.get(str(row['name']), '–')}. ({shown(row.get('score'))})"
            if is_number(row.get("score"))
            else f"{ranks.get(str(row['name']), '–')}."
            for row in rows
        }
    if not result.values:
        return {"Result": result.headline}
    return {
        label(key): shown(value, result.units.get(key))
        for key, value in result.values.items()
        if (is_number(value) or isinstance(value, str | bool)) and value is not None
    }
