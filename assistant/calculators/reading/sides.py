"""Flat inputs that belong to one of two rows, such as `mean_a` and `mean_b`."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.reading.columns import (
    match_field,
    normalised,
)


def is_row(value: Mapping[Any, object], row_names: Mapping[str, str]) -> bool:
    known = [key for key in value if match_field(str(key), dict(row_names), fuzzy=False)]
    return len(known) >= 2


_SIDE = re.compile(
    r"^(?:(?P<head>control|baseline|exposed|variant|treatment|holdout|test|a|b)_(?P<rest>\w+)"
    r"|(?P<base>\w+?)_?(?P<tail>control|baseline|exposed|variant|treatment|holdout|test|(?<=_)[abct]|[12]))$"
)


def side_of(
    key: str, row_names: Mapping[str, str], extra: Mapping[str, Any]
) -> tuple[int, str] | None:
    """Which of two rows a flat input such as `sd_b` or `control_mean` belongs to, and its field."""
    match = _SIDE.match(normalised(key)) if "sides" in extra else None
    if match is None:
        return None
    field_name = row_names.get(match["rest"] or match["base"])
    if field_name is None:
        return None
    side = match["head"] or match["tail"]
    titles = [str(title) for title in extra["sides"]]
    if side in titles:
        return titles.index(side), field_name
    return (0 if side in {"a", "1", "control", "baseline", "c"} else 1), field_name
