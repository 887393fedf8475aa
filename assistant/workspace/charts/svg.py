"""The parts of which charts are drawn: elements, scales, ticks. Colours come from the page's CSS.

Every text is escaped and stripped of what XML does not allow, so that a hostile name stays a name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.workspace.figures import Table

WIDTH = 560
LEFT = 150
RIGHT = 66
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the same facts as a table. ``kind`` names the form of the picture."""

    kind: str
    title: str
    description: str
    svg: str
    table: Table


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from ``low..high`` to the pixels ``start..end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        width = self.high - self.low or 1.0
        share = (min(max(value, self.low), self.high) - self.low) / width
        return self.start + share * (self.end - self.start)


def plain(text: object) -> str:
    """Text as XML may hold it."""
    return escape(_NOT_XML.sub("", str(text)), quote=True)


def el(name: str, content: str = "", **values: object) -> str:
    """An element around drawn content; underscores in names become hyphens."""
    parts = [name]
    for key, value in values.items():
        if value is None:
            continue
        written = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{plain(written)}"')
    head = " ".join(parts)
    return f"<{head}>{content}</{name}>" if content else f"<{head}/>"


def words(x: float, y: float, text: object, class_: str = "", anchor: str = "start") -> str:
    """A line of text at a point."""
    return el("text", plain(text), x=x, y=y, class_=class_ or None, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A straight line."""
    return el("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str, **values: object) -> str:
    """A rectangle; nothing negative reaches the picture."""
    return el(
        "rect",
        "",
        x=x,
        y=y,
        width=max(width, 0.0),
        height=max(height, 0.0),
        class_=class_,
        **values,
    )


def clipped(name: str, longest: int) -> str:
    """A name cut with an ellipsis where it is longer than there is room."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def name_at(x: float, y: float, name: str, longest: int = 17, anchor: str = "end") -> str:
    """A name beside a mark, cut where it is too long; the whole of it stands in the tooltip."""
    cut = clipped(name, longest)
    return el(
        "text",
        f"<title>{plain(name)}</title>{plain(cut)}" if cut != name else plain(name),
        x=x, y=y, class_="name", text_anchor=anchor,
    )  # fmt: skip


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers from low to high, about as many as wanted."""
    width = high - low
    if not math.isfinite(width) or width <= 0:
        return [low]
    raw = width / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999), 10 * power)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(n * step, 12) for n in range(first, last + 1)]


def span_of(
    values: Sequence[float], *, zero: bool = True, room: float = 0.04
) -> tuple[float, float]:
    """The ends of an axis that holds all values, and 0 where that is wanted."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 1.0, high + 1.0
    width = high - low
    return (
        low if low == 0 and zero else low - room * width,
        high if high == 0 and zero else high + room * width,
    )


def picture(title: str, description: str, height: float, body: Sequence[str]) -> str:
    """The whole picture, named for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height:.0f}"'
        f' class="chart" aria-label="{plain(title)}. {plain(description)}">'
        f"<title>{plain(title)}</title><desc>{plain(description)}</desc>{''.join(body)}</svg>"
    )
