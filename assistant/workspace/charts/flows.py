"""Cash flows as steps: what comes and goes in each period, the sum so far, and the payback."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from assistant.workspace.charts.svg import (
    WIDTH,
    Chart,
    Scale,
    el,
    line,
    picture,
    rect,
    span_of,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_HEIGHT = 300
_LEFT = 74
_END = WIDTH - 20
_TOP = 26
_BOTTOM = _HEIGHT - 48
_MOST = 60


def cash_steps(
    flows: Sequence[float], payback: float | None, unit: str | None, period: str = "period"
) -> Chart:
    """Bars for the flows, a stepped line for their sum, a mark where the sum reaches zero.

    ``payback`` is in periods, None where it is not reached.
    """
    sums = list(accumulate(flows))
    drawn = min(len(flows), _MOST)
    low, high = span_of([*flows[:drawn], *sums[:drawn]])
    up = Scale(low, high, _BOTTOM, _TOP)
    across = Scale(0.0, float(drawn), _LEFT, _END)
    wide = (_END - _LEFT) / drawn
    body = []
    for tick in ticks(low, high):
        body.append(line(_LEFT, up(tick), _END, up(tick), "grid"))
        body.append(words(_LEFT - 7, up(tick) + 4, shown(tick, unit), "tick", "end"))
    zero = up(0.0)
    for place, flow in enumerate(flows[:drawn]):
        x = across(float(place))
        top, bottom = sorted((zero, up(flow)))
        kind = "bar" if flow >= 0 else "bar out"
        body.append(
            rect(x + wide * 0.18, top, wide * 0.64, bottom - top, kind, data_value=repr(flow))
        )
        if drawn <= 16 or place % (drawn // 12 + 1) == 0:
            body.append(words(x + wide / 2, _BOTTOM + 17, str(place), "tick", "middle"))
    body.append(line(_LEFT, zero, _END, zero, "base"))
    middles = [across(place + 0.5) for place in range(drawn)]
    points = " ".join(f"{x:.1f},{up(total):.1f}" for x, total in zip(middles, sums, strict=False))
    body.append(el("polyline", points=points, class_="sum"))
    if payback is not None and payback <= drawn - 1:
        at = across(payback + 0.5)
        body.append(line(at, _TOP - 8, at, _BOTTOM, "cut"))
        anchor = "end" if at > WIDTH * 0.7 else "start"
        body.append(
            words(at + (-6 if anchor == "end" else 6), _TOP - 2, f"Paid back after {shown(payback)}",
                  "value strong", anchor)
        )  # fmt: skip
    body.append(
        words(
            (_LEFT + _END) / 2,
            _HEIGHT - 10,
            f"{period.capitalize()} (0 is today)",
            "axis",
            "middle",
        )
    )
    rows = tuple(
        (str(place), shown(flow, unit), shown(total, unit))
        for place, (flow, total) in enumerate(zip(flows, sums, strict=True))
    )
    title = "Cash flows and their sum"
    description = f"{len(flows)} flows, in sum {shown(sums[-1], unit)}. "
    description += (
        f"The sum reaches zero after {shown(payback)} {period}s."
        if payback is not None
        else "The sum does not reach zero to stay."
    )
    return Chart(
        "flows", title, description, picture(title, description, _HEIGHT, body),
        Table(title, (period.capitalize(), "Flow", "Sum so far"), rows),
    )  # fmt: skip
