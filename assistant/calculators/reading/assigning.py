"""Which input each key of a request means, in whatever shape the rows of it come."""

from collections.abc import Mapping

from assistant.calculators.reading.columns import field_extra, field_names, match_field, nearest
from assistant.calculators.reading.draft import Draft
from assistant.calculators.reading.records import (
    _kind,
    label_of,
    rows_field,
    transposed,
    with_hint,
)
from assistant.calculators.reading.sides import is_row, side_of
from assistant.calculators.record import Inputs, Problem


def assign(model: type[Inputs], raw: Mapping[str, object], draft: Draft) -> dict[str, object]:
    """The cells by field; a key that means none is reported with the nearest name."""
    names = field_names(model)
    table = rows_field(model)
    row_names = field_names(table[1]) if table else {}
    assigned: dict[str, object] = {}
    single: dict[str, object] = {}
    sides: dict[int, dict[str, object]] = {}
    named: dict[str, object] = {}
    for key, value in raw.items():
        found = match_field(str(key), names, fuzzy=False)
        if (
            table and found is None and isinstance(value, Mapping) and is_row(value, row_names)
        ) or (
            table
            and isinstance(value, Mapping)
            and found
            and found[0] != table[0]
            and is_row(value, row_names)
        ):
            named[str(key)] = value
        elif found is not None:
            name, hint = found
            value = with_hint(value, hint, _kind(model, name))
            if name in assigned and assigned[name] != value:
                draft.problems.append(
                    Problem(
                        kind="mismatch", field=name, message=f"{label_of(name)} is given twice."
                    )
                )
            assigned[name] = value
        elif table and (
            side := side_of(str(key), row_names, field_extra(model.model_fields[table[0]]))
        ):
            sides.setdefault(side[0], {})[side[1]] = value
        elif table and match_field(str(key), row_names, fuzzy=False):
            single[str(key)] = value
        else:
            close = nearest(str(key), [*names, *row_names])
            hint = f" Did you mean {close!r}?" if close else ""
            draft.problems.append(
                Problem(
                    kind="mismatch",
                    field=str(key)[:80],
                    message=f"Unknown input {str(key)[:80]!r}.{hint}",
                )
            )
    if named and table:
        assigned.setdefault(table[0], named)
    if sides and table:
        titles = field_extra(model.model_fields[table[0]])["sides"]
        assigned.setdefault(table[0], [{"name": titles[n], **sides.get(n, {})} for n in (0, 1)])
    if single and table:
        if table[0] in assigned:
            stray = ", ".join(single)
            draft.problems.append(
                Problem(
                    kind="mismatch",
                    field=stray,
                    message=f"{stray}: give it inside {table[0]!r}, not beside it.",
                )
            )
        else:
            assigned[table[0]] = transposed(single)
    return assigned
