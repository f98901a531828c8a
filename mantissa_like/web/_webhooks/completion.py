"""
Settling operations from outside: what another server tells is the outcome of what it was asked to do.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import Any

import msgspec
from twisted.web import http
from twisted.web.resource import Resource
from twisted.web.server import Request

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.asyncitems import (
    AlreadySettled,
    AsynchronousItem,
    BadOperationValue,
    NoSuchOperation,
    OperationError,
    completeByToken,
)
from mantissa_like.web._http.answering import answerWith
from mantissa_like.web._http.ratelimits import TokenBuckets
from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._http.sending import send
from mantissa_like.web._markup.representation import dataFor
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._webhooks.addresses import FOLDER, Addresses
from mantissa_like.web.errors import UNPROCESSABLE, BadInput, NotFound, RequestRefused, TooManyRequests

__all__ = ["Completion"]

_PATH = re.compile(rf"/{FOLDER}/([^/]{{1,60}})/([^/]{{1,100}})")
_TOKEN = re.compile(r"Bearer +([A-Za-z0-9_-]{1,100})", re.IGNORECASE)
_LONGEST_KEY = 200


class _Error(msgspec.Struct, forbid_unknown_fields=True):
    """
    Why there is no value.
    """

    message: str
    type: str = "Failed"


class _Outcome(msgspec.Struct, forbid_unknown_fields=True):
    """
    What is sent: one of both.
    """

    value: Any = msgspec.UNSET
    error: _Error | msgspec.UnsetType = msgspec.UNSET


class Completion(Resource):
    """
    C{/operations/STORE/OPERATION}: takes the outcome of one operation from who has its token. Whatever they
    accept, programs are told in JSON what is wrong.
    """

    isLeaf = True

    def __init__(self, context: SiteContext, buckets: TokenBuckets | None) -> None:
        """
        @param buckets: how often something may be settled in one store; None for as often as anybody likes.
        """
        super().__init__()
        self._context, self._buckets = context, buckets
        self._addresses = Addresses(context.siteStore)

    def render_POST(self, request: Request) -> bytes | int:
        """
        Take an outcome, and answer with the state of the operation, when that is on the disk.
        """
        request.requestHeaders.setRawHeaders(b"Accept", [b"application/json"])
        if isinstance(request, GuardedRequest):
            request.loggedPath = b"/%s/..." % FOLDER.encode()
        return answerWith(request, self._settle(request))

    async def _settle(self, request: Request) -> bytes:
        match = _PATH.fullmatch(request.path.decode("latin-1"))
        token = _TOKEN.fullmatch((request.getHeader(b"Authorization") or b"").decode("latin-1"))
        # There is the same answer to all who may not, before any store is opened for most of them.
        place = None if match is None or token is None else self._addresses.find(match[1])
        if match is None or token is None or place is None:
            raise NotFound
        self._wait(match[1])
        with ExitStack() as leases:
            if isinstance(place, SubStore):
                place = leases.enter_context(self._context.pool.lease(place))
            operation = _complete(place, match[2], token[1], _outcomeIn(request), _keyIn(request))
            await place.durable()
            return send(request, dataFor({"operation": operation.operationID, "state": operation.state}))

    def _wait(self, word: str) -> None:
        wait = 0.0 if self._buckets is None else self._buckets.take(word)
        if wait:
            raise TooManyRequests(wait)


def _complete(store: Store, operationID: str, token: str, outcome: _Outcome, key: str) -> AsynchronousItem:
    error = None
    if isinstance(outcome.error, _Error):
        error = OperationError(outcome.error.type, outcome.error.message)
    try:
        return completeByToken(store, operationID, token, outcome.value, error, key)
    except NoSuchOperation as e:
        raise NotFound from e
    except AlreadySettled as e:
        raise RequestRefused(http.CONFLICT, f"The operation is {e.state} already. That stays.") from e
    except BadOperationValue as e:
        raise RequestRefused(UNPROCESSABLE, f"The value is not one that this operation has: {e}.") from e


def _outcomeIn(request: Request) -> _Outcome:
    contentType = (request.getHeader(b"Content-Type") or b"").partition(b";")[0].strip().lower()
    if contentType != b"application/json":
        raise RequestRefused(http.UNSUPPORTED_MEDIA_TYPE, "Send JSON, with Content-Type: application/json.")
    body = b"" if request.content is None else request.content.read()
    try:
        outcome = msgspec.json.decode(body, type=_Outcome)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as e:
        raise BadInput(f"{_FORM} {e}.") from e
    if (outcome.value is msgspec.UNSET) == (outcome.error is msgspec.UNSET):
        raise BadInput(_FORM)
    return outcome


def _keyIn(request: Request) -> str:
    key = (request.getHeader(b"Idempotency-Key") or b"").decode("latin-1")
    if len(key) > _LONGEST_KEY:
        raise BadInput(f"An Idempotency-Key has at most {_LONGEST_KEY} characters.")
    return key


_FORM = 'Send {"value": …}, or {"error": {"type": …, "message": …}}.'
