"""
Answers that may have to be waited for, and what is told of the failures that are nobody's fault.
"""

from __future__ import annotations

import errno
from collections.abc import Coroutine
from inspect import isawaitable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.server import NOT_DONE_YET, Request

from axiom.errors import DiskFull, StoreBusy
from mantissa_like.mail.errors import MailQueueFull
from mantissa_like.sharing.errors import NoSuchShare
from mantissa_like.stores.errors import TooManyStores
from mantissa_like.web.errors import RequestRefused

__all__ = ["answerWith", "isDiskFull", "settled"]

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

_log = Logger()


def answerWith(request: Request, answer: Coroutine[Any, Any, bytes | int]) -> bytes | int:
    """
    Run C{answer} and send what it returns, unless it sends it itself; what it raises becomes a failure page.

    What was begun is brought to its end even if the client goes away.

    @return: what a resource's C{render} does: the body if nothing had to be waited for.
    """
    results: list[bytes | int | Failure] = []
    answered = Deferred.fromCoroutine(_translated(answer)).addBoth(results.append)
    if results:
        if isinstance(results[0], Failure):
            results[0].raiseException()
        return results[0]
    departures: list[Failure] = []
    request.notifyFinish().addErrback(departures.append)

    def send(_: object) -> None:
        (result,) = results
        if isinstance(result, Failure):
            request.processingFailed(result)
        elif isinstance(result, bytes) and not departures:
            request.setHeader(b"Content-Length", b"%d" % len(result))
            request.write(result)
            request.finish()

    answered.addCallback(send)
    return NOT_DONE_YET


def isDiskFull(error: Exception) -> bool:
    """
    Whether what could not be written had no room.
    """
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in _NO_ROOM)


async def _translated(answer: Coroutine[Any, Any, bytes | int]) -> bytes | int:
    try:
        return await answer
    except NoSuchShare as e:
        raise RequestRefused(http.NOT_FOUND) from e
    except (MailQueueFull, StoreBusy, TooManyStores) as e:
        _log.warn("{error}. {error.hint}", error=e)
        raise RequestRefused(http.SERVICE_UNAVAILABLE) from e
    except (DiskFull, OSError) as e:
        if not isDiskFull(e):
            raise
        _log.error("there is no room on the disk: {error}", error=e)
        raise RequestRefused(http.INSUFFICIENT_STORAGE_SPACE) from e


async def settled(answer: Any) -> Any:
    """
    What a view answers, whether or not it has to be waited for.
    """
    return await answer if isawaitable(answer) else answer
