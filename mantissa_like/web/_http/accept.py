"""
What a client would rather read: a page or data.
"""

from __future__ import annotations

__all__ = ["prefersJSON"]


def prefersJSON(accept: bytes | None) -> bool:
    """
    Whether an C{Accept} header puts JSON before HTML.

    A browser, and a client that says nothing or does not care, get HTML.

    @param accept: the header's value, C{None} if there is none; anything malformed in it is ignored.
    """
    if accept is None:
        return False
    ranges = dict(_mediaRange(item) for item in accept.lower().split(b","))
    return _quality(ranges, b"application/json") > _quality(ranges, b"text/html")


def _mediaRange(item: bytes) -> tuple[bytes, float]:
    """
    The name of one media range and its quality, from 0 to 1.
    """
    name, *parameters = (part.strip() for part in item.split(b";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition(b"=")
        if key == b"q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name, quality


def _quality(ranges: dict[bytes, float], mediaType: bytes) -> float:
    """
    What the most specific of the ranges says of one media type.
    """
    family = mediaType.partition(b"/")[0] + b"/*"
    return next((ranges[name] for name in (mediaType, family, b"*/*") if name in ranges), 0.0)
