"""What was answered over time as a drawing and as a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.insights.types import Period
from assistant.ui.markup import tag, text

if TYPE_CHECKING:
    from assistant.ui.texts import Texts

STATUSES = ("answered", "partial", "declined", "needs_input")
_WIDTH, _SHARES, _GAP, _COUNTS = 720.0, 110.0, 16.0, 64.0


def percent(share: float | None) -> str:
    """A share in whole percent; a dash where there is none."""
    return "–" if share is None else f"{share * 100:.0f}%"


def chart(periods: Sequence[Period], words: Texts) -> str:
    """Above, the answered share with its 95% interval; below, the questions by status."""
    step = _WIDTH / max(1, len(periods))
    most = max([one.tally.total for one in periods] + [1])
    drawn = [_line(_SHARES * part, "grid") for part in (0.0, 0.5, 1.0)]
    for place, one in enumerate(periods):
        middle = step * (place + 0.5)
        drawn.append(_share(one, middle, max(2.0, min(4.5, step * 0.3))))
        drawn.append(_bars(one, step * place + step * 0.12, step * 0.76, most))
    whole = _SHARES + _GAP + _COUNTS
    drawing = tag(
        "svg",
        "".join(drawn),
        viewBox=f"0 -4 {_WIDTH:.0f} {whole + 8:.0f}",
        role="img",
        aria_label=words("authors_chart", count=sum(one.tally.total for one in periods)),
        preserveAspectRatio="none",
    )
    legend = "".join(
        tag("li", tag("span", "", class_=f"key {status}") + text(words(f"authors_{status}")))
        for status in STATUSES
    )
    ends = (
        tag("span", text(periods[0].start.isoformat()))
        + tag("span", text(periods[-1].end.isoformat()))
        if periods
        else ""
    )
    scale = tag("span", "100%") + tag("span", "50%") + tag("span", "0%")
    return tag(
        "figure",
        tag("div", scale, class_="scale", aria_hidden="true")
        + tag("div", drawing + tag("div", ends, class_="ends"), class_="drawing")
        + tag("ul", legend, class_="legend"),
        class_="chart",
    )


def table(periods: Sequence[Period], words: Texts) -> str:
    """The same as text, the newest period first; periods without questions are left out."""
    heads = "".join(
        tag("th", text(words(name)), scope="col")
        for name in (
            "authors_period", "authors_questions", *(f"authors_{one}" for one in STATUSES),
            "authors_share", "authors_interval",
        )
    )  # fmt: skip
    rows = "".join(_row(one) for one in reversed(periods) if one.tally.total)
    return tag(
        "div",
        tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows)),
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=words("authors_table"),
    )


def _row(one: Period) -> str:
    tally = one.tally
    days = one.start.isoformat()
    if one.end != one.start:
        days += f" – {one.end.isoformat()}"
    bounds = "–" if one.low is None else f"{percent(one.low)} – {percent(one.high)}"
    cells = [
        tally.total, tally.answered, tally.partial, tally.declined, tally.needs_input,
        percent(tally.share), bounds,
    ]  # fmt: skip
    return tag(
        "tr",
        tag("th", text(days), scope="row") + "".join(tag("td", text(cell)) for cell in cells),
    )


def _share(one: Period, middle: float, radius: float) -> str:
    if one.tally.share is None or one.low is None or one.high is None:
        return ""
    top, bottom = _SHARES * (1 - one.high), _SHARES * (1 - one.low)
    interval = (
        f'<line class="interval" x1="{middle:.1f}" x2="{middle:.1f}" y1="{top:.1f}"'
        f' y2="{bottom:.1f}"/>'
    )
    y = _SHARES * (1 - one.tally.share)
    return (
        interval + f'<ellipse class="share" cx="{middle:.1f}" cy="{y:.1f}" rx="{radius}" ry="3"/>'
    )


def _bars(one: Period, left: float, width: float, most: int) -> str:
    drawn = ""
    bottom = _SHARES + _GAP + _COUNTS
    for status in STATUSES:
        height = _COUNTS * getattr(one.tally, status) / most
        if height:
            bottom -= height
            drawn += (
                f'<rect class="{status}" x="{left:.1f}" y="{bottom:.1f}" width="{width:.1f}"'
                f' height="{height:.1f}"/>'
            )
    return drawn


def _line(y: float, class_: str) -> str:
    return f'<line class="{class_}" x1="0" x2="{_WIDTH:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
