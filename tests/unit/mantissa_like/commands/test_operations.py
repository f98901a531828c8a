"""
Tests for C{axiomatic operations}.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from axiom.attributes import integer
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.agenda import openAgenda
from mantissa_like.asyncitems import (
    OperationError,
    addHandlers,
    durable,
    makeOperation,
    operationHandler,
    step,
)
from mantissa_like.audit import AuditEntry
from tests.unit.mantissa_like.commands import command_lines


class Parcel(Item):
    """
    Something to be sent.
    """

    typeName = "test_operations_parcel"

    count = integer(default=0)

    @operationHandler
    def pack(self, value: object) -> None:
        """
        Nothing.
        """

    @durable
    async def ship(self) -> str:
        """
        Two steps.
        """
        return await step("weigh", lambda: "heavy")


class OperationsTests(command_lines.CommandLineTestCase):
    """
    Alice waits for somebody, with something that waits for that; and something has failed.
    """

    def setUp(self) -> None:
        """
        Make the operations.
        """
        super().setUp()
        with closing(Store(str(self.path))) as store:
            openAgenda(store)
            subStore = findSubStore(store, "alice", "localhost")
            assert subStore is not None
            with subStore.opened() as alice:
                parcel = Parcel(store=alice)
                paid = makeOperation(alice, "Paid")
                packed = addHandlers(paid, parcel, "pack", title="Packed\tup")
                lost = makeOperation(alice, "Lost")
                lost.fail(OperationError("Theft", "gone", "Traceback\n  on the way"))
                lost.problem = "nobody handled the error"
                shipped = parcel.ship()
                self.paid, self.packed, self.lost, self.shipped = (
                    str(each.storeID) for each in (paid, packed, lost, shipped)
                )

    def listed(self, *argv: str) -> Any:
        """
        The operations, as JSON.
        """
        return json.loads(self.done("operations", "list", "--json", *argv))

    def stateOf(self, number: str) -> tuple[str, str]:
        """
        State and problem of an operation.
        """
        shown = json.loads(self.done("operations", "show", "--json", "alice", number))
        return shown["state"], shown["problem"]

    def test_listed(self) -> None:
        """
        What is stuck comes first, then what is pending; or those of one state.
        """
        listed = [str(each["number"]) for each in self.listed()]
        self.assertEqual([self.lost, self.shipped, self.packed, self.paid], listed)
        self.assertEqual([int(self.lost)], [each["number"] for each in self.listed("--state", "stuck")])
        self.assertEqual([], self.listed("--state", "cancelled", "--all"))
        self.assertIn("is none of", self.refused("operations", "list", "--state", "lost"))

    def test_plain(self) -> None:
        """
        For people it is a line each.
        """
        lines = self.done("operations", "list").splitlines()
        self.assertEqual(4, len(lines))
        self.assertIn("Theft: gone", lines[0])
        self.assertEqual("No operations\n", self.done("operations", "list", "site"))

    def test_shown(self) -> None:
        """
        One is shown with its error, and in its tree.
        """
        self.assertIn("  on the way\n", self.done("operations", "show", "alice", self.lost))
        tree = self.done("operations", "show", "alice@localhost", self.packed).partition("\ntree\n")[2]
        self.assertEqual(f"  - {self.paid} pending Paid\n    * {self.packed} pending Packed\\tup\n", tree)
        data = json.loads(self.done("operations", "show", "--json", "alice", self.packed))
        self.assertEqual(int(self.paid), data["tree"]["number"])
        self.assertEqual(int(self.packed), data["tree"]["children"][0]["number"])

    def test_cancelled(self) -> None:
        """
        One is cancelled, or its problem is forgotten; both are written down.
        """
        self.assertEqual(
            f"cancelled operation {self.packed}\n", self.done("operations", "cancel", "alice", self.packed)
        )
        self.assertEqual(("cancelled", ""), self.stateOf(self.paid))
        self.done("operations", "cancel", "alice", self.lost)
        self.assertEqual(("rejected", ""), self.stateOf(self.lost))
        with closing(Store(str(self.path))) as store:
            acts = list(store.query(AuditEntry).getColumns("action", "subject"))
        self.assertEqual([("operation.cancelled", "alice@localhost")] * 2, acts)

    def test_notStuck(self) -> None:
        """
        What is not stuck is not retried, and nothing is written down.
        """
        self.assertIn("operation", self.refused("operations", "retry", "alice", self.paid))
        with closing(Store(str(self.path))) as store:
            self.assertEqual(0, store.count(AuditEntry))

    def test_restarted(self) -> None:
        """
        A run of a durable function begins anew, and nothing else does.
        """
        self.assertEqual(
            f"restarted operation {self.shipped}\n",
            self.done("operations", "restart", "alice", self.shipped),
        )
        self.assertIn("step", self.refused("operations", "restart", "--step", "5", "alice", self.shipped))
        self.refused("operations", "restart", "alice", self.paid)

    def test_refused(self) -> None:
        """
        What there is not is refused.
        """
        self.assertIn("no operation 999", self.refused("operations", "show", "alice", "999"))
        self.assertIn("is no number", self.refused("operations", "show", "alice", "x"))
