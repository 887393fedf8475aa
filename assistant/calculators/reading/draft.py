"""What has been read so far, while one set of inputs is being read."""

from dataclasses import dataclass, field

from assistant.calculators.record import InputRead, Problem


@dataclass(slots=True)
class Draft:
    """What has been read so far; private to one call of `read_inputs`."""

    echoes: list[InputRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    currency: str | None = None
    decimal_comma: bool | None = None
