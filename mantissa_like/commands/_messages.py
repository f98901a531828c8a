"""
The command C{messages}: what the stores of a site have sent to each other, and what became of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand, printable
from axiom.store import Store
from mantissa_like.audit import recordAct
from mantissa_like.commands._sitecommand import jsonFlag, writeListing
from mantissa_like.commands._workingstores import OwnerCommand, OwnersCommand, allFlag
from mantissa_like.messaging import (
    DEAD,
    DONE,
    DUE,
    WAITING,
    OutboxWork,
    OutgoingMessage,
    deadLetters,
    dropMessage,
    failingMessages,
    findMessage,
    kindOf,
    outgoingMessages,
    receivedMessages,
    retryMessage,
)
from mantissa_like.web import momentOf

__all__ = ["Messages"]


class _List(OwnersCommand):
    """
    List the messages that are not answered, of one owner or of all.
    """

    synopsis = "[OWNER]"
    longdesc = (
        "An OWNER is USER@DOMAIN, the name of an application, or site. Without one, those stores are looked"
        " into that are known to have messages."
    )
    optFlags = (
        allFlag,
        ("received", None, "List from whom messages came, instead, and those that failed there."),
        jsonFlag,
    )
    optParameters = (("state", None, None, f"Only those in this state: {WAITING}, {DUE} or {DEAD}."),)

    def parseArgs(self, owner: str | None = None) -> None:
        self["owner"] = owner

    def postOptions(self) -> None:
        if self["state"] not in (None, WAITING, DUE, DEAD):
            raise UsageError(f"{self['state']} is none of {WAITING}, {DUE}, {DEAD}")
        if self["received"] and self["owner"] is None and not self["all"]:
            raise UsageError("say whose messages, or --all: nobody knows beforehand who has received some")

    def perform(self, store: Store, out: TextIO) -> None:
        into = _received if self["received"] else self._sent
        found: Any = self.look(OutboxWork.name, into)
        if self["json"]:
            writeListing(out, found, True)
        elif found:
            writeListing(out, [_shortened(each) for each in found], False)
        else:
            out.write("No messages\n")

    def _sent(self, owner: str, store: Store) -> Iterator[dict[str, object]]:
        for message in outgoingMessages(store, self["state"]):
            if message.state != DONE:
                yield {"owner": owner, **_factsOf(message)}


def _received(owner: str, store: Store) -> Iterator[dict[str, object]]:
    for channel in receivedMessages(store):
        failing = [
            {"number": each.number, "attempts": each.attempts, "error": _lastLine(each.lastError)}
            for each in failingMessages(channel)
            if each.lastError
        ]
        yield {
            "owner": owner,
            "last": channel.last,
            "sender": channel.sender,
            "target": channel.target,
            "received": momentOf(channel.received),
            "failing": failing,
        }


class _OnMessage(OwnerCommand):
    """
    A command on one message.
    """

    synopsis = "OWNER NUMBER"

    def parseArgs(self, owner: str, number: str) -> None:  # type: ignore[override]
        self["owner"], self["number"] = owner, _numberFrom(number)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Find the message.
        """
        with self.storeOfOwner() as userStore:
            self.act(findMessage(userStore, self["number"]), out)

    def act(self, message: OutgoingMessage, out: TextIO) -> None:
        """
        Do something with it.
        """
        raise NotImplementedError


class _Show(_OnMessage):
    """
    Show a message, with the traceback of its last attempt.
    """

    optFlags = (("json", None, "Print one JSON object."),)

    def act(self, message: OutgoingMessage, out: TextIO) -> None:
        facts = {
            "owner": self["owner"],
            **_factsOf(message),
            "messageID": str(message.messageID),
            "bytes": len(message.data),
            "files": len(message.files or ()),
            "error": message.lastError,
        }
        if self["json"]:
            out.write(f"{json.dumps(facts, ensure_ascii=False)}\n")
            return
        error = str(facts.pop("error"))
        width = max(map(len, facts))
        out.writelines(f"{name.ljust(width)}  {value}\n" for name, value in _shortened(facts).items())
        out.writelines(f"{printable(line)}\n" for line in ["", *error.splitlines()] if error)


class _Decide(OwnerCommand):
    """
    A command on one message, or on all dead letters of one owner.

    @cvar action: how the audit log calls it.
    @cvar done: what was done, in a sentence.
    """

    action: str
    done: str
    synopsis = "OWNER NUMBER | --dead OWNER"
    optFlags = (("dead", None, "All messages of this owner that were given up."),)

    def parseArgs(self, owner: str, number: str | None = None) -> None:  # type: ignore[override]
        if (number is None) != bool(self["dead"]):
            raise UsageError("say which message, or --dead for all that were given up")
        self["owner"], self["number"] = owner, None if number is None else _numberFrom(number)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Decide about each.
        """
        with self.storeOfOwner() as userStore:
            chosen = (
                list(deadLetters(userStore)) if self["dead"] else [findMessage(userStore, self["number"])]
            )
            store.transact(self._act, store, userStore, chosen)
        out.write(f"{self.done} {len(chosen)} {'message' if len(chosen) == 1 else 'messages'}\n")

    def _act(self, siteStore: Store, userStore: Store, chosen: list[OutgoingMessage]) -> None:
        details = {"messages": len(chosen), "number": self["number"]}
        recordAct(siteStore, self.action, self["owner"], details=details)
        userStore.transact(self._decideAll, chosen)

    def _decideAll(self, chosen: list[OutgoingMessage]) -> None:
        for message in chosen:
            self.decide(message)

    def decide(self, message: OutgoingMessage) -> None:
        """
        Do it with one, in a transaction.
        """
        raise NotImplementedError


class _Retry(_Decide):
    """
    Try a message now; while the site runs, at once. It takes effect once, as ever.
    """

    action, done = "message.retried", "retried"

    def decide(self, message: OutgoingMessage) -> None:
        retryMessage(message)


class _Drop(_Decide):
    """
    Forget a message, which can't be undone. Whether it took effect stays unknown.
    """

    action, done = "message.dropped", "dropped"

    def decide(self, message: OutgoingMessage) -> None:
        dropMessage(message)


class Messages(AxiomaticCommand):
    """
    Look at messages between stores, and decide about those that were given up.
    """

    name = "messages"
    description = "Look at the messages between stores, and retry or drop those that were given up."
    subCommands = (
        ("list", None, _List, "List the messages that are not answered."),
        ("show", None, _Show, "Show one, with its traceback."),
        ("retry", None, _Retry, "Try one now, or all dead letters of an owner."),
        ("drop", None, _Drop, "Forget one, or all dead letters of an owner."),
    )


def _factsOf(message: OutgoingMessage) -> dict[str, object]:
    return {
        "number": message.storeID,
        "state": message.state,
        "attempts": message.attempts,
        "queued": momentOf(message.queued),
        "due": None if message.nextAttempt is None else momentOf(message.nextAttempt),
        "sender": message.sender,
        "target": message.target,
        "type": kindOf(message.value),
        "error": _lastLine(message.lastError),
    }


def _shortened(facts: dict[str, Any]) -> dict[str, object]:
    """
    The same for a line.
    """
    failing = facts.get("failing")
    if isinstance(failing, list):
        facts = {**facts, "failing": "; ".join(f"{each['number']}: {each['error']}" for each in failing)}
    return {name: "-" if value is None else printable(str(value)) for name, value in facts.items()}


def _lastLine(error: str) -> str:
    return error.strip().rpartition("\n")[2]


def _numberFrom(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 19):
        raise UsageError(f"{word} is no number of a message")
    return int(word)
