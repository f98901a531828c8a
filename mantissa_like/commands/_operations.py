"""
The command C{operations}: what the asynchronous items of a site wait for, and which of them are stuck.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from epsilon.extime import Time
from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand, printable
from axiom.store import Store
from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AsynchronousItem,
    AsyncWork,
    NotDurable,
    OperationTree,
    cancelOperation,
    historyOf,
    operationNumbered,
    operationsOf,
    restartRun,
    retryOperation,
    stuckOperations,
    treeOf,
)
from mantissa_like.audit import recordAct
from mantissa_like.commands._sitecommand import jsonFlag, writeListing
from mantissa_like.commands._workingstores import OwnerCommand, OwnersCommand, allFlag
from mantissa_like.web import momentOf

__all__ = ["Operations"]

_STUCK = "stuck"
_STATES = (PENDING, _STUCK, RESOLVED, REJECTED, CANCELLED, TIMED_OUT)


class _List(OwnersCommand):
    """
    List the operations that are pending or stuck, of one owner or of all.
    """

    synopsis = "[OWNER]"
    longdesc = (
        "An OWNER is USER@DOMAIN, the name of an application, or site. Without one, those stores are looked"
        " into that are known to have operations."
    )
    optFlags = (allFlag, jsonFlag)
    optParameters = (
        ("state", None, None, f"Only those that are {', '.join(_STATES[:-1])} or {_STATES[-1]}."),
    )

    def parseArgs(self, owner: str | None = None) -> None:
        self["owner"] = owner

    def postOptions(self) -> None:
        if self["state"] not in (None, *_STATES):
            raise UsageError(f"{self['state']} is none of {', '.join(_STATES)}")

    def perform(self, store: Store, out: TextIO) -> None:
        found: Any = self.look(AsyncWork.name, self._found)
        if self["json"]:
            writeListing(out, found, True)
        elif found:
            words = [{name: _word(value) for name, value in each.items()} for each in found]
            writeListing(out, words, False)
        else:
            out.write("No operations\n")

    def _found(self, owner: str, store: Store) -> Iterator[dict[str, object]]:
        state = self["state"]
        if state in (None, _STUCK):
            chosen = list(stuckOperations(store))
            if state is None:
                chosen += [each for each in operationsOf(store, PENDING) if not each.problem]
        else:
            chosen = list(operationsOf(store, state))
        for operation in chosen:
            yield {"owner": owner, **_factsOf(operation)}


class _OnOperation(OwnerCommand):
    """
    A command on one operation.
    """

    synopsis = "OWNER NUMBER"

    def parseArgs(self, owner: str, number: str) -> None:  # type: ignore[override]
        number = number.partition("-")[0]
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            raise UsageError(f"{number} is no number of an operation")
        self["owner"], self["number"] = owner, int(number)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Find the operation.
        """
        with self.storeOfOwner() as userStore:
            self.act(store, operationNumbered(userStore, self["number"]), out)

    def act(self, siteStore: Store, operation: AsynchronousItem, out: TextIO) -> None:
        """
        Do something with it.
        """
        raise NotImplementedError


class _Show(_OnOperation):
    """
    Show an operation, what it has recorded, and the tree of what waits for what.
    """

    optFlags = (("json", None, "Print one JSON object."),)

    def act(self, siteStore: Store, operation: AsynchronousItem, out: TextIO) -> None:
        facts = {"owner": self["owner"], "operationID": operation.operationID, **_factsOf(operation)}
        facts["settled"], facts["deadline"] = _moment(operation.settled), _moment(operation.deadline)
        facts["due"], facts["target"] = _moment(operation.due), _targetOf(operation)
        steps, tree = _stepsOf(operation), treeOf(operation)
        error = operation.error or operation.lastError
        if self["json"]:
            traceback = error.traceback if error is not None else ""
            whole = {**facts, "traceback": traceback, "steps": steps, "tree": _treeAsData(tree)}
            out.write(f"{json.dumps(whole, ensure_ascii=False)}\n")
            return
        width = max(map(len, facts))
        out.writelines(f"{name.ljust(width)}  {_word(value)}\n" for name, value in facts.items())
        if error is not None and error.traceback:
            out.writelines(f"{printable(line)}\n" for line in ["", *error.traceback.splitlines()])
        if steps:
            out.write("\nsteps\n")
            out.writelines(f"  {each['number']}. {printable(str(each['call']))}\n" for each in steps)
        out.write("\ntree\n")
        out.writelines(f"{line}\n" for line in _treeAsLines(tree, operation))


class _Decide(_OnOperation):
    """
    A command that changes what becomes of an operation.

    @cvar action: what was done, for people; with C{operation.} before it, how the audit log calls it.
    """

    action: str

    def act(self, siteStore: Store, operation: AsynchronousItem, out: TextIO) -> None:
        """
        Do it, and write down that it was done.
        """
        siteStore.transact(self._act, siteStore, operation)
        out.write(f"{self.action} operation {operation.storeID}\n")

    def _act(self, siteStore: Store, operation: AsynchronousItem) -> None:
        details = {"operation": operation.storeID}
        recordAct(siteStore, f"operation.{self.action}", self["owner"], details=details)
        self.decide(operation)

    def decide(self, operation: AsynchronousItem) -> None:
        """
        Do it.
        """
        raise NotImplementedError


class _Retry(_Decide):
    """
    Try again what is stuck or waits for its next attempt; while the site runs, at once.
    """

    action = "retried"

    def decide(self, operation: AsynchronousItem) -> None:
        retryOperation(operation)


class _Cancel(_Decide):
    """
    Cancel an operation, with what it waits for; or say that an error which nobody handled is no problem.
    """

    action = "cancelled"

    def decide(self, operation: AsynchronousItem) -> None:
        cancelOperation(operation)


class _Restart(_Decide):
    """
    Begin a run of a durable function anew. What it did before is not undone, and done again.
    """

    action = "restarted"
    optParameters = (("step", None, 1, "The first step that is done again; those before are kept.", int),)

    def decide(self, operation: AsynchronousItem) -> None:
        restartRun(operation, self["step"])


class Operations(AxiomaticCommand):
    """
    Look at operations, and help those that are stuck.
    """

    name = "operations"
    description = "Look at asynchronous items, and help those that are stuck."
    subCommands = (
        ("list", None, _List, "List the operations that are pending or stuck."),
        ("show", None, _Show, "Show one, and what waits for what."),
        ("retry", None, _Retry, "Try one again."),
        ("cancel", None, _Cancel, "Cancel one, or forget its error."),
        ("restart", None, _Restart, "Begin a run of a durable function anew."),
    )


def _factsOf(operation: AsynchronousItem) -> dict[str, object]:
    error = operation.error or operation.lastError
    return {
        "number": operation.storeID,
        "state": operation.state,
        "created": momentOf(operation.created),
        "attempts": operation.attempts,
        "title": operation.title,
        "problem": operation.problem,
        "error": "" if error is None else str(error),
    }


def _targetOf(operation: AsynchronousItem) -> str | None:
    target = operation.target
    return None if target is None else f"{target.typeName} {target.storeID}"


def _stepsOf(operation: AsynchronousItem) -> list[dict[str, object]]:
    try:
        history = historyOf(operation)
    except NotDurable:
        return []
    return [
        {"number": each.number, "call": each.call, "recorded": momentOf(each.recorded)} for each in history
    ]


def _treeAsData(tree: OperationTree) -> dict[str, object]:
    # Bottom up, since a chain may be longer than calls may be nested.
    operations = list(tree.all())
    built: dict[int, dict[str, object]] = {}
    for _, each in reversed(operations):
        children = [built[child.operation.storeID] for child in each.children]
        built[each.operation.storeID] = {**_factsOf(each.operation), "children": children}
    return built[tree.operation.storeID]


def _treeAsLines(tree: OperationTree, marked: AsynchronousItem) -> Iterator[str]:
    for depth, each in tree.all():
        operation = each.operation
        mark = "*" if operation is marked else "-"
        state = _STUCK if operation.problem else operation.state
        line = f"{mark} {operation.storeID} {state} {operation.title}".rstrip()
        yield f"{'  ' * (depth + 1)}{printable(line)}"


def _moment(when: Time | None) -> str | None:
    # What is due at once waits for no moment.
    return None if when is None or not when.asPOSIXTimestamp() else momentOf(when)


def _word(value: object) -> str:
    return "-" if value is None or value == "" else printable(str(value))
