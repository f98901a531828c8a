"""
Sending what is in the queue while the site runs.

Every process of the site does: an attempt begins with a transaction, so that each mail is tried by one of
them at a time. If that one dies, or can't reach the relay, the mail is due again after a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from epsilon.extime import Time
from twisted.application.service import Service
from twisted.internet.defer import CancelledError, Deferred, DeferredList
from twisted.internet.interfaces import IDelayedCall
from twisted.internet.task import deferLater
from twisted.logger import Logger

from axiom.errors import StoreBusy, StoreClosed
from axiom.iaxiom import IScheduler
from axiom.store import Store
from mantissa_like.errors import MantissaError
from mantissa_like.mail._message import Mail, Message
from mantissa_like.mail._queue import QueuedMail, clearOld, conclude, nextDue, takeDue
from mantissa_like.mail.errors import RelayTrouble
from mantissa_like.mail.interfaces import IMailRelay

__all__ = ["MailService", "Sender"]

_AT_ONCE = 3
_PATIENCE = 120.0
_LAST_PATIENCE = 5.0
_NOTICED = 0.05
_SOON = 0.5
_LONGEST_WAIT = 60.0
_AN_HOUR = 3600.0


@dataclass(frozen=True)
class Sender:
    """
    Whom a site's mail comes from.

    @ivar address: where answers would go.
    @ivar name: what people read for it.
    """

    address: str
    name: str

    @property
    def domain(self) -> str:
        """
        That of the address.
        """
        return self.address.rpartition("@")[2]


class MailService(Service):
    """
    Sends the mail of one site store.

    @ivar relay: where it goes; None to keep it.
    """

    _log = Logger()

    def __init__(
        self, siteStore: Store, relay: IMailRelay | None, sender: Sender, item: object = None
    ) -> None:
        """
        @param item: what stands for the service in the store, which only refers to it weakly.
        """
        self._siteStore, self.relay, self._sender, self._item = siteStore, relay, sender, item
        self._clock = siteStore.runtime.clock
        self._underWay: set[Deferred[None]] = set()
        self._next: IDelayedCall | None = None
        self._clearedAt = float("-inf")

    def startService(self) -> None:
        """
        Send what is due, now and from now on.
        """
        super().startService()
        self._watch = self._siteStore.onChange(lambda revision: self._lookIn(_NOTICED))
        self._lookIn(0.0)

    def stopService(self) -> Deferred[object]:
        """
        Begin nothing more, and give what is under way a moment.
        """
        super().stopService()
        self._watch.stop()
        self._cancel()
        underWay = list(self._underWay)
        for sending in underWay:
            sending.addTimeout(_LAST_PATIENCE, self._clock)
        stopped: Deferred[object] = DeferredList(underWay)  # type: ignore[assignment]
        return stopped

    def _lookIn(self, wait: float) -> None:
        if not self.running or (
            self._next is not None and self._next.getTime() <= self._clock.seconds() + wait
        ):
            return
        self._cancel()
        self._next = self._clock.callLater(wait, self._look)

    def _cancel(self) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = None

    def _look(self) -> None:
        self._next = None
        try:
            self._clear()
            wait = _LONGEST_WAIT if self.relay is None else self._sendDue(self.relay)
        except StoreClosed:
            return
        except StoreBusy:
            wait = _SOON
        except Exception:
            wait = _LONGEST_WAIT
            self._log.failure("mail can't be sent now")
        self._lookIn(wait)

    def _clear(self) -> None:
        now = self._clock.seconds()
        if self._clearedAt + _AN_HOUR <= now:
            clearOld(self._siteStore)
            self._clearedAt = now

    def _sendDue(self, relay: IMailRelay) -> float:
        """
        @return: the seconds until more is due.
        """
        room = _AT_ONCE - len(self._underWay)
        for mail in takeDue(self._siteStore, room) if room else ():
            self._begin(relay, mail)
        following = nextDue(self._siteStore)
        # Each one that ends has the queue looked at.
        if following is None or len(self._underWay) >= _AT_ONCE:
            return _LONGEST_WAIT
        wait: float = following.asPOSIXTimestamp() - self._clock.seconds()
        return min(max(wait, _NOTICED), _LONGEST_WAIT)

    def _begin(self, relay: IMailRelay, mail: QueuedMail) -> None:
        sending = Deferred.fromCoroutine(self._send(relay, mail))
        self._underWay.add(sending)

        def done(result: object) -> object:
            self._underWay.discard(sending)
            self._lookIn(_NOTICED)
            return result

        sending.addBoth(done).addErrback(
            lambda failure: self._log.failure("what came of a mail can't be noted", failure)
        )

    async def _send(self, relay: IMailRelay, queued: QueuedMail) -> None:
        messageID = queued.messageID
        try:
            mail = queued.mail()
            if mail is not None:
                await self._handOver(relay, self._messageOf(queued, mail))
        except CancelledError:
            # It is due again after a while.
            return
        except RelayTrouble as e:
            reason = str(e)
            await self._conclude(messageID, lambda mail: mail.failed(reason))
        except MantissaError as e:
            # It was refused for good, or its text can't be opened.
            reason = str(e)
            await self._conclude(messageID, lambda mail: mail.givenUp(self._now(), reason))
        except Exception as e:
            self._log.failure("mail {id} can't be sent", id=messageID)
            reason = f"{type(e).__name__}: {e}"
            await self._conclude(messageID, lambda mail: mail.failed(reason))
        else:
            await self._conclude(messageID, lambda mail: mail.succeeded(self._now()))

    def _messageOf(self, queued: QueuedMail, mail: Mail) -> Message:
        return Message(
            mail=mail,
            messageID=f"<{queued.messageID}@{self._sender.domain}>",
            sender=self._sender.address,
            senderName=self._sender.name,
            written=queued.queued.asDatetime(),
        )

    async def _handOver(self, relay: IMailRelay, message: Message) -> None:
        sending: Deferred[None] = relay.send(message)
        await sending.addTimeout(_PATIENCE, self._clock, onTimeoutCancel=_tookTooLong)

    async def _conclude(self, messageID: str, f: Callable[[QueuedMail], object]) -> None:
        while True:
            try:
                return conclude(self._siteStore, messageID, f)
            except StoreBusy:
                await deferLater(self._clock, _SOON)

    def _now(self) -> Time:
        return IScheduler(self._siteStore).now()


def _tookTooLong(result: object, seconds: float) -> None:
    raise RelayTrouble(f"the relay took longer than {seconds:.0f} seconds")
