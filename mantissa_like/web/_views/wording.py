"""
How numbers of bytes and moments are written for people.
"""

from __future__ import annotations

from datetime import UTC, datetime

from epsilon.extime import Time
from twisted.web.template import Tag, tags

__all__ = ["bytesInWords", "momentOf", "timeTag"]

_STEP = 1024
_UNITS = ("KiB", "MiB", "GiB", "TiB")


def bytesInWords(count: int) -> str:
    """
    A number of bytes, such as C{1.5 MiB}.
    """
    if count < _STEP:
        return "1 byte" if count == 1 else f"{count:,} bytes"
    power = min((count.bit_length() - 1) // 10, len(_UNITS))
    return f"{count / _STEP**power:,.1f} {_UNITS[power - 1]}"


def momentOf(when: Time | float) -> str:
    """
    A moment for programs: ISO 8601, in UTC, to the second.

    @param when: a float is seconds since the epoch.
    """
    seconds = when.asPOSIXTimestamp() if isinstance(when, Time) else when
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def timeTag(when: Time | float | None) -> Tag | str:
    """
    A moment for people, to the minute; a dash for none. It is in UTC until a script of the page puts it into
    their time zone.

    @param when: a float is seconds since the epoch.
    """
    if when is None:
        return "–"
    moment = momentOf(when)
    return tags.time(f"{moment[:10]} {moment[11:16]} UTC", datetime=moment)
