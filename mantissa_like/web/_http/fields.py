"""
Reading what was sent: forms, and the JSON objects that programs send instead.
"""

from __future__ import annotations

import msgspec
from twisted.web import http
from twisted.web.server import Request

from mantissa_like.web._http.values import Values, parseValues
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["readFields"]


def readFields(request: Request) -> Values:
    """
    The fields of the form in a request's body; none if there is no body.

    @raise BadInput: it is malformed, or JSON other than an object of texts.
    @raise RequestRefused: it is of another type.
    """
    body = b"" if request.content is None else request.content.read()
    if not body:
        return Values()
    contentType = (request.getHeader(b"Content-Type") or b"").partition(b";")[0].strip().lower()
    if contentType == b"application/x-www-form-urlencoded":
        return parseValues(body)
    if contentType == b"application/json":
        try:
            return Values(msgspec.json.decode(body, type=dict[str, str]).items())
        except (msgspec.MsgspecError, UnicodeDecodeError) as e:
            raise BadInput("A JSON object with texts for values was expected.") from e
    raise RequestRefused(http.UNSUPPORTED_MEDIA_TYPE)
