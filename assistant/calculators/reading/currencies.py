"""Amounts in two currencies are brought to one with the person's own rate, never silently."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.reading.amounts import CURRENCIES, plain, read_amount
from assistant.calculators.reading.columns import field_extra
from assistant.calculators.reading.draft import Draft
from assistant.calculators.reading.quantities import Reading
from assistant.calculators.reading.series import read_rates
from assistant.calculators.record import Inputs, Problem

_MONEY_TEXT = re.compile(
    r"[$\u20ac\u00a3\u20b9\u00a5]|\b(?:" + "|".join(w for w in CURRENCIES if w.isalpha()) + r")\b",
    re.I,
)


def _currency(value: object) -> str | None:
    if not isinstance(value, str) or not _MONEY_TEXT.search(value):
        return None
    return read_amount(value).currency


def _named(raw: object) -> str | None:
    text = str(raw).strip().casefold()
    return CURRENCIES.get(text, text.upper() or None) if raw is not None else None


def _money_cells(model: type[Inputs], cells: Mapping[str, object]) -> dict[str, object]:
    kinds = {"money", "numbers", "weights", "amounts"}
    return {
        name: value
        for name, value in cells.items()
        if field_extra(model.model_fields[name]).get("quantity") in kinds
    }


def _leaves(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, str) and _MONEY_TEXT.search(value):
        return re.split(r"[;\n]|,\s", value)
    return [value]


def convert(model: type[Inputs], cells: dict[str, object], draft: Draft) -> dict[str, object]:
    """The cells with every amount in one currency; a problem where a rate is missing.

    A rate says what one unit of a currency is worth in the base currency. The base is the
    `currency` input if given, else the currency without a rate.
    """
    money = _money_cells(model, cells)
    converted, base = _in_one_currency(money, cells.get("currency"), cells.get("rates"), draft)
    cells = {**cells, **converted}
    if "currency" in model.model_fields and base:
        cells["currency"] = base
    return cells


def convert_rows(
    row_class: type[Inputs],
    rows: list[dict[str, object]],
    given: Mapping[str, object],
    draft: Draft,
) -> list[dict[str, object]]:
    """The rows of a table with every amount in the one currency of the request.

    `given` are the cells beside the table: the currency found there, and the rates.
    """
    money = {
        f"{index}:{name}": value
        for index, cells in enumerate(rows)
        for name, value in _money_cells(row_class, cells).items()
    }
    converted, base = _in_one_currency(money, given.get("currency"), given.get("rates"), draft)
    if base:
        draft.currency = base
    return [
        {name: converted.get(f"{index}:{name}", value) for name, value in cells.items()}
        for index, cells in enumerate(rows)
    ]


def _in_one_currency(
    money: Mapping[str, object], currency: object, given: object, draft: Draft
) -> tuple[dict[str, object], str | None]:
    """The amounts that a rate converts, and the currency all are in (None: none is named)."""
    found = list(
        dict.fromkeys(c for leaf in _leaves(list(money.values())) if (c := _currency(leaf)))
    )
    wanted = _named(currency) if currency else None
    rates = read_rates(given, "Rates") if given else {}
    if isinstance(rates, Reading):
        return {}, None
    known = list(dict.fromkeys([*found, *([wanted] if wanted else [])]))
    if "" in rates:
        others = [code for code in known if code != wanted]
        rates = {(others[-1] if others else "EUR"): rates[""]}
    base = wanted or next((code for code in found if code not in rates), None)
    if len(known) < 2 and not (rates and wanted is None and base is None):
        return {}, known[0] if known else None
    factors: dict[str, Decimal] = {}
    for code in found:
        if code == base:
            continue
        if code in rates:
            factors[code] = rates[code]
        elif base in rates and len(known) == 2:
            factors[code] = 1 / rates[base]
        elif base is not None:
            draft.problems.append(
                Problem(
                    kind="mixed_units",
                    field="rates",
                    message=f"Amounts are in {' and '.join(known)}: what is one {code} in {base}, "
                    "and of which date is the rate?",
                )
            )
    if base is None and rates and found:
        draft.warnings.append("The rate was not needed: every amount is in the same currency.")
        base = found[0]
        factors = {}
    return {name: _times(value, factors, draft, name) for name, value in money.items()}, base


def _times(value: object, factors: Mapping[str, Decimal], draft: Draft, name: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _times(item, factors, draft, f"{name}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_times(item, factors, draft, name) for item in value]
    code = _currency(value)
    if code is None or code not in factors or not isinstance(value, str):
        return value
    amount = read_amount(value)
    if amount.value is None:
        return value
    result = amount.value * factors[code]
    draft.warnings.append(
        f"{value.strip()} read as {plain(round(result, 2))} at {plain(round(factors[code], 6))}."
    )
    return f"{result:f}" + (f" per {amount.per}" if amount.per else "")
