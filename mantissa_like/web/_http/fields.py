"""
Reading what was sent: forms, and the JSON objects that programs send instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import msgspec
from twisted.web import http
from twisted.web.server import Request

from mantissa_like.web._http.uploads import MultipartBody
from mantissa_like.web._http.values import Values, parseValues
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["readFields"]

_Sent: TypeAlias = str | int | bool | list[str] | None
_JSON = dict[str, _Sent]


def readFields(request: Request) -> Values:
    """
    The fields of the form in a request's body; none if there is no body.

    JSON has texts, numbers, booleans, or lists of texts for values.

    @raise BadInput: it is malformed, or JSON other than that.
    @raise RequestRefused: it is of another type.
    """
    multipart = getattr(request, "multipart", None)
    if isinstance(multipart, MultipartBody):
        return multipart.values()
    body = b"" if request.content is None else request.content.read()
    if not body:
        return Values()
    contentType = (request.getHeader(b"Content-Type") or b"").partition(b";")[0].strip().lower()
    if contentType == b"application/x-www-form-urlencoded":
        return parseValues(body)
    if contentType == b"application/json":
        try:
            return Values(_pairs(msgspec.json.decode(body, type=_JSON)))
        except (msgspec.MsgspecError, UnicodeDecodeError) as e:
            raise BadInput("A JSON object with texts, or lists of them, for values was expected.") from e
    raise RequestRefused(http.UNSUPPORTED_MEDIA_TYPE)


def _pairs(sent: dict[str, _Sent]) -> Iterator[tuple[str, str]]:
    for name, value in sent.items():
        for each in value if isinstance(value, list) else (value,):
            yield name, _written(each)


def _written(value: str | int | bool | None) -> str:
    # As a form would send it.
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
