"""What every calculator of money shares: currency and exchange rates."""

from decimal import Decimal
from typing import TypeVar

from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Inputs, quantity

COURSE_COSTS = {
    "software": "software and platform fees",
    "implementation": "implementation",
    "data_integration": "data integration",
    "training": "training",
    "maintenance": "ongoing maintenance",
    "internal_resources": "internal resource allocation",
}


Number = TypeVar("Number", float, Decimal)


def in_period(value: Number, per: str | None, wanted: str | None) -> Number:
    """An amount per one period as one per another: 30k a year is 2,500 a month.

    Where either period is not said, the two are taken to be the same.
    """
    if per is None or wanted is None or per == wanted:
        return value
    return value * PERIODS_PER_YEAR[per] / PERIODS_PER_YEAR[wanted]


class MoneyInputs(Inputs):
    """Inputs that hold money: the currency of the result and rates for other currencies."""

    currency: str | None = quantity("text", "the currency of the result", aliases="in currency")
    rates: dict[str, float] | None = quantity(
        "rates",
        "what one unit of another currency is worth, such as EUR=1.08",
        aliases=(
            "rate of exchange, exchange rate, exchange rates, fx, fx rate, fx rates, "
            "conversion rates"
        ),
    )
