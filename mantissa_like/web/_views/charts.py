"""
Charts: lines over time, drawn on the server.

A chart is a picture for who sees, and below it a table with the same numbers for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twisted.web.template import Tag, tags

from mantissa_like.web._views.wording import timeTag

__all__ = ["Line", "chart"]

_WIDTH, _HEIGHT = 600.0, 120.0
_MOST_ROWS = 12
_MOST_LINES = 3


@dataclass(frozen=True)
class Line:
    """
    One line of a chart.

    @ivar label: what it is.
    @ivar values: one for each moment of the chart; None where there is none, and the line has a gap.
    """

    label: str
    values: Sequence[float | None]


def chart(
    title: str,
    moments: Sequence[float],
    lines: Sequence[Line],
    inWords: Callable[[float], str],
    start: float,
    end: float,
) -> Tag:
    """
    Draw a chart from C{start} to C{end}.

    @param title: plain text.
    @param moments: seconds since 1970, in order; may be empty.
    @param lines: at most three.
    @param inWords: how people read a value.
    """
    top = max((value for line in lines for value in line.values if value is not None), default=0.0)
    last = ", ".join(
        f"{line.label} {inWords(known[-1])}" if len(lines) > 1 else inWords(known[-1])
        for line in lines
        if (known := [value for value in line.values if value is not None])
    )
    picture = Tag(
        "svg",
        attributes={
            "viewBox": f"0 0 {_WIDTH:g} {_HEIGHT:g}",
            "preserveAspectRatio": "none",
            "role": "img",
            "aria-label": f"{title}: {last or 'nothing yet'}",
        },
    )
    for number, line in enumerate(lines[:_MOST_LINES], 1):
        path = _path(moments, line.values, start, end, top)
        picture(Tag("path", attributes={"d": path, "class": f"line-{number}"}))
    legend = tags.p(class_="legend")
    for number, line in enumerate(lines[:_MOST_LINES], 1):
        legend(tags.span(line.label, class_=f"key-{number}"), " ")
    return tags.figure(
        tags.figcaption(tags.strong(title), " ", tags.span(last, class_="faint")),
        tags.div(f"{inWords(top)}" if top else "", class_="top"),
        picture,
        tags.div(tags.span(timeTag(start)), tags.span(timeTag(end)), class_="ends"),
        legend if len(lines) > 1 else "",
        _table(moments, lines, inWords),
        class_="chart",
    )


def _path(
    moments: Sequence[float], values: Sequence[float | None], start: float, end: float, top: float
) -> str:
    """
    The line as SVG describes it; a single point is a short stroke.
    """
    steps: list[str] = []
    isDrawing = False
    for moment, value in zip(moments, values, strict=True):
        if value is None:
            isDrawing = False
            continue
        x = _WIDTH * (moment - start) / (end - start)
        y = _HEIGHT - 2 - (_HEIGHT - 4) * (value / top if top else 0.0)
        steps.append(f"{'L' if isDrawing else 'M'}{x:.1f} {y:.1f}")
        if not isDrawing:
            steps.append("h0.1")
        isDrawing = True
    return "".join(steps)


def _table(moments: Sequence[float], lines: Sequence[Line], inWords: Callable[[float], str]) -> Tag:
    """
    The latest of the numbers.
    """
    rows = []
    for index in range(len(moments) - 1, max(-1, len(moments) - 1 - _MOST_ROWS), -1):
        cells = (line.values[index] for line in lines)
        shown = (tags.td("–" if value is None else inWords(value), class_="number") for value in cells)
        rows.append(tags.tr(tags.th(timeTag(moments[index]), scope="row"), *shown))
    heading = tags.tr(
        tags.th("Until", scope="col"), *(tags.th(line.label, scope="col", class_="number") for line in lines)
    )
    return tags.details(
        tags.summary("Numbers"),
        tags.table(tags.thead(heading), tags.tbody(*rows))
        if rows
        else tags.p("Nothing yet.", class_="empty"),
    )
