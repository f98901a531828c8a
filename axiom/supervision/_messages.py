"""
What a worker and its supervisor tell each other: lines of JSON over the socket between them.
"""

from __future__ import annotations

import msgspec

__all__ = ["Borrow", "GiveBack", "Lent", "Place", "Ready", "Refused", "TCPPlace", "UNIXPlace", "asLine"]


class TCPPlace(msgspec.Struct, frozen=True, tag="tcp"):
    """
    A port of TCP.

    @ivar port: its number; 0 for any.
    @ivar backlog: connections that may wait there.
    @ivar interface: a numeric address; empty for all.
    """

    port: int
    backlog: int
    interface: str


class UNIXPlace(msgspec.Struct, frozen=True, tag="unix"):
    """
    A socket in the file system.

    @ivar address: its path.
    @ivar backlog: connections that may wait there.
    @ivar mode: its permissions.
    @ivar wantPID: whether a lock beside it tells that somebody listens.
    """

    address: str
    backlog: int
    mode: int
    wantPID: bool


Place = TCPPlace | UNIXPlace


class Borrow(msgspec.Struct, frozen=True, tag="borrow"):
    """
    A worker asks for the socket that listens at a place; answered with L{Lent} or L{Refused}.
    """

    place: Place


class GiveBack(msgspec.Struct, frozen=True, tag="give-back"):
    """
    A worker listens there no longer.
    """

    place: Place


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """
    A worker serves.
    """


class Lent(msgspec.Struct, frozen=True, tag="lent"):
    """
    The socket comes with this message.
    """


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """
    Nothing can listen there.

    @ivar code: the C{errno}; 0 if there is none.
    @ivar reason: for people.
    """

    code: int
    reason: str


def asLine(message: msgspec.Struct) -> bytes:
    """
    A message as it is sent.
    """
    return msgspec.json.encode(message) + b"\n"
