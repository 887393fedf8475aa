"""The human-review rule for price changes."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import listed, number, percent


class PriceChange(Row):
    """One proposed price change."""

    name: str = quantity("text", "the product", aliases="product, sku, item", default="")
    old_price: Decimal | None = quantity(
        "money",
        "the price now",
        aliases="old, current price, price before, from, current, previous price",
    )
    new_price: Decimal | None = quantity(
        "money",
        "the price proposed",
        aliases="new, proposed price, price after, to, proposed, price",
    )
    change: Decimal | None = quantity(
        "change",
        "the relative change, if no prices are given",
        aliases="price change, change pct, relative change, delta",
    )
    key_segment: bool | None = quantity(
        "flag",
        "whether a key customer segment is affected",
        aliases=(
            "segment, key customer segment, affects key segment, vip, is key segment, "
            "impacts key segment, key customer, key segment affected"
        ),
    )
    unit_cost: Decimal | None = quantity(
        "money", "the cost per unit", aliases="cost, cost per unit", ge=0
    )
    margin_after: Decimal | None = quantity(
        "share", "the margin after the change", aliases="margin, new margin, margin after change"
    )
    cumulative_change: Decimal | None = quantity(
        "change",
        "the change over the window so far, this one included",
        aliases="cumulative, cumulative pct, total change, change over window",
    )
    confidence: Decimal | None = quantity(
        "share", "the model's confidence", aliases="model confidence, model certainty", ge=0, le=1
    )


class HitlInputs(Inputs):
    """Price changes and the person's own thresholds."""

    items: list[PriceChange] = quantity(
        "rows", "the changes", aliases="changes, rows, table, data, price changes", default=...
    )
    threshold: Decimal | None = quantity(
        "change",
        "review when the change exceeds this",
        aliases=(
            "change threshold, limit, max change, maximum change, review threshold, "
            "threshold pct, change limit"
        ),
        ge=0,
    )
    margin_floor: Decimal | None = quantity(
        "share",
        "review when the margin after falls below this",
        aliases="min margin, minimum margin, floor",
    )
    cumulative_threshold: Decimal | None = quantity(
        "change",
        "review when the change over the window exceeds this",
        aliases="cumulative limit, window threshold, max cumulative change",
        ge=0,
    )
    min_confidence: Decimal | None = quantity(
        "share",
        "review when the model is less sure than this",
        aliases=(
            "confidence threshold, minimum confidence, confidence minimum, min model confidence"
        ),
        ge=0,
        le=1,
    )
    days: Decimal | None = quantity(
        "duration",
        "how many days the rows cover, for the review load",
        aliases="period days",
        unit="days",
        gt=0,
    )


def _fraction(value: Decimal) -> Fraction:
    return Fraction(value)


def _size(item: PriceChange) -> Fraction | None:
    """|change| relative to the old price, exact; None when it cannot be told."""
    if item.old_price is not None and item.new_price is not None and item.old_price > 0:
        return abs(_fraction(item.new_price) - _fraction(item.old_price)) / _fraction(
            item.old_price
        )
    if item.change is not None and item.old_price is None and item.new_price is None:
        return abs(_fraction(item.change))
    return None


def _fired(item: PriceChange, inputs: HitlInputs) -> list[str]:
    """Every rule that sends the change to a person, in the words of the rule."""
    fired = [problem.message for problem in item.unread]
    size = _size(item)
    if size is None:
        fired.append("old price missing or 0, or new price missing: always a person")
    elif inputs.threshold is not None and size > _fraction(inputs.threshold):
        fired.append(f"change {percent(size, 2)} exceeds {percent(inputs.threshold, 2)}")
    if item.new_price is not None and item.new_price < 0:
        fired.append("the new price is negative")
    if item.key_segment:
        fired.append("a key customer segment is affected")
    margin = _fraction(item.margin_after) if item.margin_after is not None else None
    if (
        margin is None
        and item.unit_cost is not None
        and item.new_price is not None
        and item.new_price > 0
    ):
        margin = 1 - _fraction(item.unit_cost) / _fraction(item.new_price)
    if (
        margin is not None
        and inputs.margin_floor is not None
        and margin < _fraction(inputs.margin_floor)
    ):
        fired.append(
            f"margin after {percent(margin, 2)} is below {percent(inputs.margin_floor, 2)}"
        )
    if (
        item.cumulative_change is not None
        and inputs.cumulative_threshold is not None
        and abs(item.cumulative_change) > inputs.cumulative_threshold
    ):
        fired.append(
            f"cumulative change {percent(abs(item.cumulative_change), 2)} exceeds "
            f"{percent(inputs.cumulative_threshold, 2)}"
        )
    if (
        item.confidence is not None
        and inputs.min_confidence is not None
        and item.confidence < inputs.min_confidence
    ):
        fired.append(
            f"model confidence {percent(item.confidence, 2)} is below {percent(inputs.min_confidence, 2)}"
        )
    return fired


def hitl(inputs: HitlInputs) -> Outcome:
    """Does a price change go to a person? Every rule that fires is named.

    Review if |change| > threshold, or a key segment is affected, or margin after < floor, or the
    cumulative change > its threshold, or the model's confidence < minimum. Strictly "exceeds", as
    the course says; Decimal and fractions, so exactly the threshold passes. An old price of 0 or a
    missing price always goes to a person.

    Errors: without a threshold there is no rule: it is asked for. Source: the course (dynamic
    pricing); the threshold values are the user's.
    """
    if not inputs.items:
        return refused(
            Problem(
                kind="missing_input",
                field="items",
                message="Which price change: old and new price?",
            )
        )
    rows = []
    undecided: list[Problem] = []
    for item in inputs.items:
        fired = _fired(item, inputs)
        size = _size(item)
        rows.append(
            {
                "name": item.name,
                "review": bool(fired),
                "change": float(size) if size is not None else None,
                "reasons": fired,
            }
        )
    if inputs.threshold is None and not all(row["review"] for row in rows):
        undecided.append(
            Problem(
                kind="missing_input",
                field="threshold",
                message="Above which change must a person look (for example 10%)? The course leaves the value to you.",
            )
        )
        return refused(*undecided)
    reviewed = [row for row in rows if row["review"]]
    values: dict[str, Any] = {
        "rows": rows,
        "reviews": len(reviewed),
        "share_reviewed": len(reviewed) / len(rows),
    }
    if len(rows) == 1:
        values |= {
            "review": rows[0]["review"],
            "human_review": rows[0]["review"],
            "change": rows[0]["change"],
            "reasons": rows[0]["reasons"],
        }
    if inputs.days is not None:
        values["reviews_per_day"] = len(reviewed) / float(inputs.days)
    reasons = rows[0]["reasons"]
    assert isinstance(reasons, list)
    if len(rows) == 1:
        headline = (
            f"A person must review it: {'; '.join(reasons)}."
            if reasons
            else "No rule fires: it can go through without review."
        )
    else:
        headline = f"{len(reviewed)} of {len(rows)} changes go to a person" + (
            f": {listed([str(row['name']) for row in reviewed[:6]])}." if reviewed else "."
        )
        if inputs.days is not None:
            headline += f" That is {number(values['reviews_per_day'])} a day."
    limit = (
        f"|change| > {percent(inputs.threshold, 2)}"
        if inputs.threshold is not None
        else "rules without a change threshold"
    )
    return Outcome(
        headline=headline,
        values=values,
        units={"change": "share", "reviews": "changes", "reviews_per_day": "changes per day"},
        formula="; ".join(
            f"{row['name']}: "
            + (
                percent(float(str(row["change"])), 2)
                if row["change"] is not None
                else "unknown change"
            )
            + (" -> review" if row["review"] else " -> pass")
            for row in rows[:6]
        ),
        assumptions=(
            f"Review if {limit} or a key segment is affected; exactly the threshold passes.",
            *(
                ["Not said whether a key segment is affected; taken as no."]
                if all(item.key_segment is None for item in inputs.items)
                else []
            ),
        ),
    )
