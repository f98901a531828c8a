"""
How much of anything is accepted or kept.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from mantissa_like.config._tables import Count, Seconds, Table

__all__ = ["Limits"]


class Limits(Table, frozen=True):
    """
    How much of anything is accepted or kept.

    @ivar bodyBytes: the largest request body.
    @ivar formBytes: the largest body that is a form; a form is parsed at once, in memory.
    @ivar uploadBytes: the largest form with files, of somebody who is logged in; the files go to the disk.
    @ivar uriBytes: the longest first line of a request: method, address and version.
    @ivar requestSeconds: from the first byte of a request to its last.
    @ivar idleSeconds: how long a connection is kept on which nothing arrives.
    @ivar addressRequests: requests a second that one address may send on average; 0 for any number.
    @ivar accountRequests: requests a second that one account may send on average; 0 for any number.
    @ivar burstRequests: how many of them may come at once.
    @ivar addressConnections: connections that one address may have at once; 0 for any number.
    @ivar drainSeconds: how long a request may still take when the server ends.
    @ivar openStores: user and application stores open at once.
    @ivar sessionDays: how long a login lasts.
    @ivar auditDays: how long it is known who did what.
    @ivar liveConnections: how many follow pages at the same time.
    @ivar liveOfOne: how many of these are of one person, or of one address where nobody is logged in.
    @ivar cachedPages: rendered pages kept in memory; 0 keeps none.
    """

    bodyBytes: Count = 10 * 2**20
    formBytes: Count = 2**20
    uploadBytes: Count = 2**30
    uriBytes: Annotated[int, Meta(ge=256)] = 8192
    requestSeconds: Seconds = 30.0
    idleSeconds: Seconds = 60.0
    addressRequests: Annotated[int, Meta(ge=0)] = 50
    accountRequests: Annotated[int, Meta(ge=0)] = 100
    burstRequests: Count = 1000
    addressConnections: Annotated[int, Meta(ge=0)] = 200
    drainSeconds: Annotated[float, Meta(gt=0, le=45)] = 20.0
    openStores: Count = 200
    sessionDays: Count = 30
    auditDays: Count = 400
    liveConnections: Annotated[int, Meta(ge=0)] = 20_000
    liveOfOne: Count = 100
    cachedPages: Annotated[int, Meta(ge=0)] = 1000
