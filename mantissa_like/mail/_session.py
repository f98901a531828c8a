"""
One conversation with a relay.

Importing it installs a reactor, as C{twisted.mail.smtp} does.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.protocol import connectionDone
from twisted.mail.smtp import ESMTPSender, ESMTPSenderFactory, SMTPClientError, SMTPDeliveryError
from twisted.python.failure import Failure

from mantissa_like.mail.errors import MailRefused, RelayTrouble

__all__ = ["SenderFactory", "converse"]

_PERMANENT = range(500, 600)


class _Sender(ESMTPSender):
    """
    Tells its factory when the connection is lost, as endpoints don't, and keeps all dots.
    """

    _isAtLineStart = True

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        Whoever waits for the answer waits no longer.
        """
        super().connectionLost(reason)
        self.factory.clientConnectionLost(None, reason)

    def transformChunk(self, chunk: bytes) -> bytes:
        """
        Double each dot that begins a line, also if the line begins with a chunk.
        """
        made: bytes = super().transformChunk(chunk)
        if self._isAtLineStart and chunk.startswith(b"."):
            made = b"." + made
        self._isAtLineStart = chunk.endswith(b"\n")
        return made


class SenderFactory(ESMTPSenderFactory):
    """
    Makes the one conversation.
    """

    protocol = _Sender


async def converse(endpoint: IStreamClientEndpoint, factory: Any, result: Deferred[object]) -> None:
    """
    Connect, and wait for the answer.

    @param result: which C{factory} fires.
    @raise MailRefused: the relay will never take it.
    @raise RelayTrouble: anything else that went wrong.
    """
    try:
        sender: Any = await endpoint.connect(factory)
    except CancelledError:
        raise
    except Exception as e:
        raise RelayTrouble(f"the relay can't be reached: {e}") from e
    try:
        await result
    except CancelledError:
        sender.transport.abortConnection()
        raise
    except SMTPClientError as e:
        error = MailRefused if _isPermanent(e) else RelayTrouble
        raise error(_answer(e)) from None


def _isPermanent(error: Exception) -> bool:
    # What is wrong with the connection or the password says nothing about the message.
    return isinstance(error, SMTPDeliveryError) and error.code in _PERMANENT


def _answer(error: Any) -> str:
    """
    What the relay said last. The text of the error has what was said before that, too, the password among it.
    """
    # If the recipient was refused, the answer is with that.
    addresses = getattr(error, "addresses", None) or ()
    refused = [answer for _, code, answer in addresses if code == error.code]
    said = refused[0] if refused else error.resp
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{error.code} {text}" if error.code > 0 else text
