"""Follow-ups on one row of a list: a cell, a new row, one row less, another name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.calculators.conversation.cues import ROW_CUES
from assistant.calculators.conversation.rows import rows_in
from assistant.calculators.conversation.values import changed, is_step
from assistant.calculators.reading.columns import field_extra, field_names, match_field, normalised
from assistant.calculators.record import Inputs

Rows = list[dict[str, Any]]
_DROP = re.compile(
    (
        r"^\s*(?:can you\s+|could you\s+|please\s+|and\s+|now\s+|what if we\s+|ok,?\s+|let'?s\s+)*(?:drop|remove|delete|exclude"
        r"|leave out|without|take out|ignore|skip|kick out)\s+(?P<name>.+?)[.?!\s]*$"
    ),
    re.I,
)
_ADD = re.compile(
    r"^\s*(?:can you\s+|could you\s+|please\s+|and\s+|now\s+|also\s+|ok,?\s+|let'?s\s+|what if we\s+)*(?:add|include)\s+(?P<rest>.+)$",
    re.I | re.S,
)
_RENAME = re.compile(r"\b(?:rename|call)\s+(?P<old>.+?)\s+(?:to|as|into)\s+(?P<new>[^.?!]+)", re.I)
_ALL = re.compile(
    r"\b(?:all|every|each|everything|everyone)\b(?! (?:of )?(?:a|the same)\b)|\bboth\b", re.I
)
_CLAUSES = re.compile(r"\s*(?:[,;]|\band\b|\bbut\b|\bwhile\b)\s+", re.I)


def row_calculator(calculator: str) -> str:
    """The calculator whose words name the columns: a simulation reads RICE rows."""
    return "rice" if calculator == "ranking_robustness" else calculator


def edited_rows(
    text: str, calculator: str, rows: Sequence[Any], row_class: type[Inputs]
) -> Rows | None:
    """The rows after the edit, or None when the text asks for no edit of them."""
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        return None
    copies = [dict(row) for row in rows]
    calculator = row_calculator(calculator)
    names = field_names(row_class)
    key = name_key(copies[0], names) or "name"
    dropped = _DROP.match(text)
    if dropped is not None:
        return _dropped(dropped["name"], copies, key)
    added = _ADD.match(text)
    if added is not None and calculator in ROW_CUES:
        new = rows_in(added["rest"], calculator, least=1)
        return [*copies, *(_in_columns(row, copies[0], names) for row in new)] if new else None
    renamed = _RENAME.search(text)
    if renamed is not None:
        index = find_row(renamed["old"], copies, key)
        if index is None:
            return None
        copies[index] = {**copies[index], key: renamed["new"].strip(" '\"")}
        return copies
    return _cells(text, calculator, copies, row_class, key)


def _dropped(named: str, copies: Rows, key: str) -> Rows | None:
    parts = re.split(r"\s*,\s*|\s+and\s+", named)
    gone = {find_row(part, copies, key) for part in parts}
    if None in gone:
        gone = {find_row(named, copies, key)}
    if None in gone:
        return None
    return [row for index, row in enumerate(copies) if index not in gone]


def _cells(
    text: str, calculator: str, copies: Rows, row_class: type[Inputs], key: str
) -> Rows | None:
    """One cell, or one in each clause: "A's confidence to 50 and B's to 80"."""
    single = _cell(text, calculator, copies, row_class, key, None, None)
    clauses = [part for part in _CLAUSES.split(text) if part.strip()]
    if len(clauses) < 2:
        return single[0] if single else None
    rows, row, field, edits = copies, None, None, 0
    for clause in clauses:
        step = _cell(clause, calculator, rows, row_class, key, row, field)
        if step is None:
            named = find_row(clause, rows, key)
            row = named if named is not None else row
            continue
        rows, row, field = step
        edits += 1
    if edits >= 2 or (edits and single is None):
        return rows
    return single[0] if single else None


def _cell(
    text: str,
    calculator: str,
    copies: Rows,
    row_class: type[Inputs],
    key: str,
    row: int | None,
    field: str | None,
) -> tuple[Rows, int | None, str] | None:
    names = field_names(row_class)
    field = field_in(text, names, calculator) or field
    if field is None:
        return None
    bare = re.sub(rf"\b{field}s?\b", " ", re.sub(r"'s\b", " ", text), flags=re.I)
    index = find_row(bare, copies, key)
    index = row if index is None else index
    everywhere = index is None and _ALL.search(text) is not None and is_step(text)
    if index is None and len(copies) == 1:
        index = 0
    if index is None and not everywhere:
        return None
    kind = str(field_extra(row_class.model_fields[field]).get("quantity"))
    rows = list(copies)
    for place in range(len(rows)) if everywhere else [index]:
        assert place is not None
        column = next(
            (k for k in rows[place] if (found := match_field(k, names)) and found[0] == field),
            field,
        )
        name = str(rows[place].get(key, ""))
        value = changed(text, rows[place].get(column), kind, name)
        if value is None:
            return None
        rows[place] = {**rows[place], column: value}
    return rows, index, field


def _in_columns(
    row: Mapping[str, Any], like: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """A row under the column names of the list it joins."""
    columns = {found[0]: key for key in like if (found := match_field(key, dict(names)))}
    return {columns.get(field, field): value for field, value in row.items()}


def name_key(row: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    """The column that holds the names."""
    return next(
        (key for key in row if (found := match_field(key, dict(names))) and found[0] == "name"),
        None,
    )


def find_row(text: str, rows: Sequence[Mapping[str, Any]], key: str) -> int | None:
    """The row a text names: the whole name first, then its letter, then a word of it."""
    folded = normalised(text)
    padded = f"_{folded}_"
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows):
        name = normalised(str(row.get(key, "")))
        if name == "a" and not re.search(r"\bA\b|^\W*a\W*$", text):
            continue  # "a" is rarely the idea's name when it is written small
        if name and f"_{name}_" in padded:
            best = max(best, (len(name), index)) if best else (len(name), index)
    if best is not None:
        return best[1]
    by_letter = re.findall(r"\b([A-E])\b", text)
    if len(by_letter) == 1 and normalised(str(rows[0].get(key, ""))) == "control":
        place = ord(by_letter[0]) - ord("A")  # A and B of a test whose groups got no other name
        return place if place < len(rows) else None
    letters = [word for word in folded.split("_") if len(word) == 1 and word != "a"] or re.findall(
        r"\bA\b", text
    )
    firsts = [
        i
        for i, row in enumerate(rows)
        if normalised(str(row.get(key, ""))).split("_")[0]
        in {letter.casefold() for letter in letters}
    ]
    if len(firsts) == 1:
        return firsts[0]
    words = [word for word in folded.split("_") if len(word) > 3]
    hits = [
        i
        for i, row in enumerate(rows)
        if any(word in normalised(str(row.get(key, ""))).split("_") for word in words)
    ]
    return hits[0] if len(hits) == 1 else None


def field_in(text: str, names: Mapping[str, str], calculator: str) -> str | None:
    """The field a text names by its name, an alias, or the words of the calculator."""
    folded = f"_{normalised(text)}_"
    hits = [
        (len(alias), field)
        for alias, field in names.items()
        if len(alias) > 2
        and field != "name"
        and (f"_{alias}_" in folded or f"_{alias}s_" in folded)
    ]
    if hits:
        return max(hits)[1]
    for field, cue in ROW_CUES.get(calculator, {}).items():
        if re.search(cue.words, text, re.I):
            return field
    return None
