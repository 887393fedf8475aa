"""What every calculator of money shares: currency and exchange rates."""

from assistant.calculators.record import Inputs, quantity

COURSE_COSTS = {
    "software": "software and platform fees",
    "implementation": "implementation",
    "data_integration": "data integration",
    "training": "training",
    "maintenance": "ongoing maintenance",
    "internal_resources": "internal resource allocation",
}


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
