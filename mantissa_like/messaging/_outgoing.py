"""
Messages in the store of their sender, from the transaction that sends them until a little after their answer.

The storeID of a message is its number: no store gives one out twice, and a later one is greater. Of the
messages of one pair, from one sender to one target, the first is due, or is tried again at its time, and the
others wait for it; so they take effect in order. Those that were given up are waited for no more; one of them
that is retried takes its old place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from epsilon.extime import Time

from axiom import attributes
from axiom.attributes import compoundIndex, integer, reference, text, textlist, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.messaging._messagefiles import fileToSend
from mantissa_like.messaging._values import MOST_OPEN, Message, MessageID, Value
from mantissa_like.messaging.interfaces import IDeliveryConsequence, IDropConsequence
from mantissa_like.sharing import Identifier

__all__ = [
    "DEAD",
    "DONE",
    "DUE",
    "READY",
    "TICK",
    "WAITING",
    "Due",
    "OutgoingMessage",
    "dueMessages",
    "hastenRetries",
    "howManyWait",
    "isDue",
    "newestNumber",
    "nextDue",
    "nowIn",
    "promoteNext",
]

WAITING, DUE, DEAD, DONE = "waiting", "due", "dead", "done"

READY = Time.fromPOSIXTimestamp(0)
"""When that is due which waits for nothing: no clock, however wrong, is before it."""

_LONGEST_ERROR = 20_000
TICK = 1e-6
"""To this many seconds a moment is exact when it was stored."""


class OutgoingMessage(Item):
    """
    One message.

    @ivar epoch: the incarnation of the store in which it was sent.
    @ivar sender: the identifier of what sent it, as text.
    @ivar target: that of the item that it is for.
    @ivar valueType: of its content.
    @ivar data: of its content.
    @ivar consequence: what is told the answer; None if nothing is.
    @ivar files: the names of the files that come with it; None if there are none.
    @ivar state: C{waiting} behind others of its pair, C{due}, C{dead} when it was given up, or C{done}.
    @ivar attempts: how many failed.
    @ivar queued: when it was sent, or retried by hand.
    @ivar due: when it is tried next, L{READY} for at once; None unless it is due.
    @ivar lastError: why the last attempt failed, with a traceback if there is one; may be empty.
    """

    typeName = "messaging_outgoing"
    schemaVersion = 1

    epoch = text(allowNone=False, caseSensitive=True)
    sender = text(allowNone=False, caseSensitive=True)
    target = text(allowNone=False, caseSensitive=True)
    valueType = text(allowNone=False, caseSensitive=True)
    data = attributes.bytes(allowNone=False)
    consequence: reference[Any] = reference()
    files = textlist()
    state = text(allowNone=False, caseSensitive=True)
    attempts = integer(allowNone=False, default=0)
    queued = timestamp(allowNone=False)
    due = timestamp(indexed=True)
    lastError = text(allowNone=False, default="")

    compoundIndex(state, target, sender)

    def __repr__(self) -> str:
        """
        What it is and how it stands, without its content.
        """
        error = self.lastError.strip().rpartition("\n")[2]
        facts = [f"{self.sender} to {self.target}", self.state, f"{self.attempts} failed", error]
        return f"<{type(self).__name__} {self.storeID}: {', '.join(filter(None, facts))}>"

    @property
    def pair(self) -> tuple[str, str]:
        """
        Sender and target.
        """
        return self.sender, self.target

    @property
    def nextAttempt(self) -> Time | None:
        """
        When it is tried next, for people: in the past if that is at once. None unless it is due.
        """
        return self.queued if self.due == READY else self.due

    @property
    def messageID(self) -> MessageID:
        """
        What tells it from all others.
        """
        return MessageID(self.presentStore().incarnation.identity, self.epoch, self.storeID)

    @property
    def value(self) -> Value:
        """
        Its content.
        """
        return Value(self.valueType, self.data)

    def message(self, mayBeAmong: bool = True) -> Message:
        """
        What is routed.

        @param mayBeAmong: whether others of its pair may have come to the target before.
        """
        return Message(
            self.messageID,
            Identifier.parse(self.sender),
            Identifier.parse(self.target),
            self.value,
            self._openBeside() if mayBeAmong else (),
            tuple(fileToSend(self.presentStore(), name).path for name in self.files or ()),
        )

    def _openBeside(self) -> tuple[int, ...]:
        store = self.presentStore()
        ofPair = "AND target = ? AND sender = ? AND epoch = ?"
        mine = self.target, self.sender, self.epoch
        found = store.querySQL(
            f"SELECT oid FROM {_table(DUE, DEAD)} {ofPair} AND oid != ?"
            # Of those that wait for others, they may have come that were retried.
            f" UNION ALL SELECT oid FROM {_table(WAITING)} {ofPair}"
            f" AND oid < (SELECT max(oid) FROM {_table(DUE, DEAD)} {ofPair}) AND oid != ? LIMIT ?",
            # A store that came from elsewhere may have more, of which then none is received.
            (*mine, self.storeID, *mine, *mine, self.storeID, MOST_OPEN + 1),
        )
        return tuple(number for (number,) in found)

    def tellConsequence(self, answer: Value) -> None:
        """
        Give C{answer} to whoever wants it; in a transaction.
        """
        consequence: IDeliveryConsequence | None = self.consequence
        if consequence is not None:
            sender, target = Identifier.parse(self.sender), Identifier.parse(self.target)
            consequence.answerReceived(answer, self.value, sender, target)

    def tellDropped(self) -> None:
        """
        Tell whoever waits for an answer, and wants to know, that there will be none; in a transaction.
        """
        consequence = self.consequence
        if IDropConsequence.providedBy(consequence):
            sender, target = Identifier.parse(self.sender), Identifier.parse(self.target)
            consequence.messageDropped(self.value, sender, target)

    def noteError(self, error: str) -> None:
        """
        Remember why an attempt failed.
        """
        self.lastError = error if len(error) <= _LONGEST_ERROR else f"…{error[-_LONGEST_ERROR:]}"


Due = tuple[OutgoingMessage, Message]
"""A message that is due, and what of it is routed. Whoever holds both need not load the first again."""


def nowIn(store: Store) -> Time:
    """
    What time it is for C{store}.
    """
    now: Time = Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
    return now


def isDue(message: OutgoingMessage) -> bool:
    """
    Whether it is to be tried now.
    """
    now = message.presentStore().runtime.clock.seconds()
    return message.due is not None and bool(message.due.asPOSIXTimestamp() <= now + TICK)


def howManyWait(store: Store, pair: tuple[str, str], ofPair: int, ofAll: int) -> tuple[bool, int, int]:
    """
    Whether a message of a pair is to be answered before the next one; how many of the pair are not answered,
    at most C{ofPair}, and how many of all pairs, at most C{ofAll}, with those that were given up. Called in a
    transaction.
    """
    if not store.hasType(OutgoingMessage):
        return False, 0, 0
    sender, target = pair
    # None of these ever looks at more rows than are asked for.
    [(isAnyBefore, waiting, open)] = store.querySQL(
        f"SELECT EXISTS (SELECT 1 FROM {_table(WAITING, DUE)} AND target = ? AND sender = ?),"
        " (SELECT count(*) FROM"
        f" (SELECT 1 FROM {_table(WAITING, DUE, DEAD)} AND target = ? AND sender = ? LIMIT ?)),"
        f" (SELECT count(*) FROM (SELECT 1 FROM {_table(WAITING, DUE, DEAD)} LIMIT ?))",
        (target, sender, target, sender, ofPair, ofAll),
    )
    return bool(isAnyBefore), waiting, open


def dueMessages(
    store: Store, now: float, beside: Collection[tuple[str, str]], most: int
) -> tuple[list[Due], float | None]:
    """
    What is due, at most one message of each pair, in the order in which it became due.

    @param now: seconds since the epoch.
    @param beside: pairs that are left out.
    @return: the messages, and when something will be due next; None if nothing will, or if more is due now.
    """
    schema = OutgoingMessage.schema
    found: dict[tuple[str, str], Due] = {}
    with store.snapshot():
        if not store.hasType(OutgoingMessage):
            return [], None
        # A store with messages is asked this all the time, so the SQL is written down.
        rows = store.querySQL(
            f"SELECT due / 1e6, {schema.selected} FROM {schema.tableName} WHERE due IS NOT NULL"
            " ORDER BY due, oid LIMIT ?",
            (most + len(beside) + 1,),
        )
        for due, *row in rows:
            if due > now + TICK:
                return list(found.values()), due
            outgoing = store.loadRow(OutgoingMessage, tuple(row))
            if outgoing.pair not in beside and outgoing.pair not in found and len(found) < most:
                found[outgoing.pair] = outgoing, outgoing.message()
    return list(found.values()), None


def nextDue(store: Store, after: Time) -> Time | None:
    """
    When something will be due next; None if nothing will.
    """
    later = OutgoingMessage.due > after
    found = store.query(OutgoingMessage, later, sort=OutgoingMessage.due.ascending, limit=1)
    return next(iter(found.getColumn("due")), None)


def newestNumber(store: Store) -> int:
    """
    The greatest number of a message in a store that had some; 0 if there is none now.
    """
    [(number,)] = store.querySQL(f"SELECT max(oid) FROM {OutgoingMessage.schema.tableName}")
    return int(number or 0)


def hastenRetries(store: Store, after: float) -> None:
    """
    Have tried at once what would be tried after a moment, in seconds since the epoch.
    """
    if store.hasType(OutgoingMessage):
        late = store.query(OutgoingMessage, OutgoingMessage.due > Time.fromPOSIXTimestamp(after))
        for message in list(late):
            message.due = READY


def promoteNext(store: Store, pair: tuple[str, str]) -> tuple[OutgoingMessage, bool] | None:
    """
    Let the first message of C{pair} that is not answered be due, instead of a later one that is; in a
    transaction. Those that were given up are not counted.

    @return: the one that is due, and whether others of the pair were given up; None if there is none.
    """
    sender, target = pair
    ofPair = "AND target = ? AND sender = ?"
    schema = OutgoingMessage.schema
    # The first one comes with its row, since every answer asks for it.
    found = store.querySQL(
        f"WITH first(isDue, waits) AS (SELECT (SELECT min(oid) FROM {_table(DUE)} {ofPair}),"
        f" (SELECT min(oid) FROM {_table(WAITING)} {ofPair}))"
        f" SELECT EXISTS (SELECT 1 FROM {_table(DEAD)} {ofPair}), isDue, {schema.selected}"
        f" FROM first CROSS JOIN {schema.tableName}"
        f" ON {schema.tableName}.oid = coalesce(min(isDue, waits), isDue, waits)",
        (target, sender) * 3,
    )
    for areAnyDead, due, *row in found:
        first = store.loadRow(OutgoingMessage, tuple(row))
        if due not in (None, first.storeID):
            later: OutgoingMessage = store.getItemByID(due)
            later.state, later.due = WAITING, None
        if first.state == WAITING:
            first.state, first.due = DUE, READY
        return first, bool(areAnyDead)
    return None


@cache
def _table(*states: str) -> str:
    """
    The table, as it stands before further conditions.
    """
    wanted: Sequence[str] = [f"'{state}'" for state in states]
    return f"{OutgoingMessage.schema.tableName} WHERE state IN ({', '.join(wanted)})"
