"""
What the site did over time, as small charts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.observing import Point, series
from mantissa_like.web._console.failures import operationsOf
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.charts import Line, chart
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.wording import bytesInWords, momentOf
from mantissa_like.web.errors import BadInput

__all__ = ["MetricsPage"]

_HOUR = 3600.0
# By the value of span in the URL: what people read, and how many hours.
_SPANS = {"hour": ("Hour", 1), "day": ("Day", 24), "week": ("Week", 24 * 7)}
_POINTS = 60

_Value = Callable[[Point], float | None]


def _seconds(value: float) -> str:
    return f"{value * 1000:,.3g} ms" if value < 1 else f"{value:,.3g} s"


def _perSecond(value: float) -> str:
    return f"{_count(value)}/s"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


def _bytes(value: float) -> str:
    return bytesInWords(round(value))


_CHARTS: tuple[tuple[str, Callable[[float], str], tuple[tuple[str, _Value], ...]], ...] = (
    (
        "Requests",
        _perSecond,
        (("all", lambda point: point.requests), ("failed", lambda point: point.failures)),
    ),
    (
        "Time to answer",
        _seconds,
        (("half within", lambda point: point.median), ("95 of 100 within", lambda point: point.slow)),
    ),
    ("Commits", _perSecond, (("commits", lambda point: point.commits),)),
    (
        "Shared pages",
        _perSecond,
        (("from memory", lambda point: point.hits), ("made", lambda point: point.misses)),
    ),
    (
        "Open at once",
        _count,
        (("stores", lambda point: point.stores), ("live connections", lambda point: point.connections)),
    ),
    ("Memory", _bytes, (("memory", lambda point: point.memory),)),
    ("Mail that waits", _count, (("mails", lambda point: point.mail),)),
)


class MetricsPage:
    """
    The last hour, day or week, all processes together.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The charts.
        """
        span, start, end, points = self._read(visit)
        moments = [point.when for point in points]
        charts = [
            chart(
                title,
                moments,
                [Line(label, [value(point) for point in points]) for label, value in lines],
                inWords,
                start,
                end,
            )
            for title, inWords, lines in _CHARTS
        ]
        note = "All processes of the server together. Each minute is one number."
        return consolePage(
            "Metrics",
            "Metrics",
            _choice(span),
            tags.p(note),
            tags.div(*charts, class_="charts"),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The points of the charts.
        """
        span, start, end, points = self._read(visit)
        return {
            "span": span,
            "start": momentOf(start),
            "end": momentOf(end),
            "points": [{**asdict(point), "when": momentOf(point.when)} for point in points],
        }

    def _read(self, visit: SiteVisit) -> tuple[str, float, float, list[Point]]:
        span = visit.arguments.get("span", "hour")
        if span not in _SPANS:
            raise BadInput(f"The span is one of {', '.join(_SPANS)}, not {span[:40]!r}.")
        length = _SPANS[span][1] * _HOUR
        # Only what is over is shown: of a span that goes on, nobody knows yet how much will be in it.
        step = length / _POINTS
        end = visit.clock.seconds() // step * step
        return span, end - length, end, series(operationsOf(self._context), end - length, end, _POINTS)


def _choice(span: str) -> Tag:
    links = tags.nav(class_="tabs", **{"aria-label": "How long"})
    for name, (label, _) in _SPANS.items():
        link = tags.a(label, href=f"/console/metrics?span={name}")
        links(link(**{"aria-current": "page"}) if name == span else link)
    return links
