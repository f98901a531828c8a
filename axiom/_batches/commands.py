"""
What a process and its batch process say to each other, by AMP over the batch process's standard input and
output.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.protocol import connectionDone
from twisted.protocols.amp import AMP, BinaryBoxProtocol, Command, Integer, Unicode
from twisted.python.failure import Failure

from axiom.errors import BatchCallFailed

__all__ = ["CallItemMethod", "Pipe", "Ready", "Resume", "Suspend", "Work"]

_ERRORS: dict[type[Exception], bytes] = {BatchCallFailed: b"FAILED"}
_LISTENER: list[tuple[bytes, Any]] = [(b"storepath", Unicode()), (b"storeid", Integer())]


class Ready(Command):
    """
    Said by the batch process when the site store is open.
    """

    requiresAnswer = False


class Work(Command):
    """
    Do the work of a store's batch processors; answered when it is done.
    """

    arguments = _LISTENER[:1]
    errors = _ERRORS


class CallItemMethod(Command):
    """
    Call a method of an item; answered when that is done.
    """

    arguments = [*_LISTENER, (b"method", Unicode())]
    errors = _ERRORS


class Suspend(Command):
    """
    Show a listener nothing for now; answered when it knows.
    """

    arguments = _LISTENER
    errors = _ERRORS


class Resume(Command):
    """
    Undo L{Suspend}; answered when the listener knows.
    """

    arguments = _LISTENER
    errors = _ERRORS


class Pipe(AMP):
    """
    One end of the connection. Unlike others, it has no addresses that could be logged.
    """

    def makeConnection(self, transport: Any) -> None:
        """
        Begin.
        """
        BinaryBoxProtocol.makeConnection(self, transport)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        Let what is not answered fail.
        """
        BinaryBoxProtocol.connectionLost(self, reason)
