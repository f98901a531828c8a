"""
Tests for L{mantissa_like.web._console.operations} and L{mantissa_like.web._console.operation}.
"""

from __future__ import annotations

from math import inf
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from mantissa_like.accounts import findSubStore
from mantissa_like.agenda import openAgenda
from mantissa_like.asyncitems import (
    AsynchronousItem,
    AsyncWork,
    OperationError,
    addHandlers,
    durable,
    makeOperation,
    operationHandler,
    step,
)
from tests.unit.mantissa_like.web.console_site import ConsoleSite
from tests.unit.mantissa_like.web.memory_client import Response

JSON = {"Accept": "application/json"}


class Parcel(Item):
    """
    Something to be sent.
    """

    typeName = "test_console_parcel"

    count = integer(default=0)

    @operationHandler
    def pack(self, value: object) -> None:
        """
        Nothing.
        """

    @durable
    async def ship(self, until: AsynchronousItem) -> None:
        """
        Two steps, then wait.
        """
        await step("weigh", self.weigh, 3)
        await until

    def weigh(self, count: int) -> int:
        """
        Count.
        """
        return count


class OperationsTests(SynchronousTestCase):
    """
    Alice waits for a payment, for which three things wait; and something has failed.
    """

    def setUp(self) -> None:
        """
        Log in.
        """
        self.site = ConsoleSite(self.mktemp())
        self.addCleanup(self.site.close)
        self.site.addUser("alice")
        alice = self.site.storeOf("alice")
        parcel = Parcel(store=alice)
        self.paid = makeOperation(alice, "The payment")
        self.packed = addHandlers(self.paid, parcel, "pack", title="Pack <it>")
        self.told = [addHandlers(self.packed, parcel, "pack", title=f"Tell {number}") for number in range(2)]
        self.lost = makeOperation(alice, "Lost")
        self.lost.fail(OperationError("Theft", "gone", "Traceback\n  on the way"))
        self.lost.problem = "Nobody handled its error."
        self.shipped = parcel.ship(self.paid)
        AsyncWork(lambda: 0).work(alice)
        subStore = findSubStore(self.site.store, "alice", "example.com")
        assert subStore is not None
        self.path = f"/console/operations/{subStore.storeID}"
        entries = openAgenda(self.site.store).entries
        entries.hasten(subStore.storeID, 1)
        entries.settle(subStore.storeID, inf, 1, {("operations", "stuck"): 1, ("operations", "pending"): 5})
        client = self.site.logIn("admin")
        assert client is not None
        self.client = client

    def pathOf(self, operation: AsynchronousItem) -> str:
        """
        Where one operation is shown.
        """
        return f"{self.path}/{operation.storeID}"

    def post(self, path: str, **fields: str) -> Response:
        """
        Send a form of a page.
        """
        return self.client.post(path, {"csrfToken": self.client.formToken(path), **fields})

    def data(self, path: str) -> Any:
        """
        What programs get.
        """
        return self.client.get(path, JSON).json()

    def test_stores(self) -> None:
        """
        The stores that have operations are listed, and the overview says that one is stuck.
        """
        [row] = self.data("/console/operations")["rows"]
        self.assertEqual(("alice@example.com", 1, 5), (row["owner"], row["stuck"], row["pending"]))
        self.assertIn(f'href="{self.path}"', self.client.get("/console/operations").text)
        notices = [each["what"] for each in self.data("/console")["attention"]]
        self.assertIn("1 operation is stuck.", notices)

    def test_listed(self) -> None:
        """
        What waits or is stuck in one store is listed; what is done only if somebody asks.
        """
        self.assertEqual(6, self.data(self.path)["total"])
        [row] = self.data(f"{self.path}?state=stuck")["rows"]
        self.assertEqual((self.lost.storeID, "stuck"), (row["number"], row["state"]))
        self.assertEqual(0, self.data(f"{self.path}?state=cancelled")["total"])
        self.assertEqual(400, self.client.get(f"{self.path}?state=nonsense").status)
        self.assertIn("Pack &lt;it&gt;", self.client.get(self.path).text)

    def test_tree(self) -> None:
        """
        The page of one shows what waits for what, and marks itself.
        """
        data = self.data(self.pathOf(self.packed))
        self.assertEqual(
            [self.paid, self.packed, *self.told, self.shipped],
            [self.paid.presentStore().getItemByID(each["number"]) for each in data["tree"]],
        )
        self.assertEqual(self.paid.storeID, data["source"])
        text = self.client.get(self.pathOf(self.packed)).text
        marked = text.partition('aria-current="true"')[2].partition("</li>")[0]
        self.assertIn("Pack &lt;it&gt;", marked)
        self.assertEqual(2, text.count("2 wait for it"))

    def test_longChain(self) -> None:
        """
        A chain of hundreds is drawn as well.
        """
        last = self.told[0]
        for _ in range(300):
            last = addHandlers(last)
        text = self.client.get(self.pathOf(last)).text
        self.assertIn(f"Operation {last.storeID}", text)
        self.assertEqual(4, text.count("<ol") - text.count('<ol class="tree"'))

    def test_failed(self) -> None:
        """
        What failed is shown with its traceback, and its error can be forgotten, after a question.
        """
        path = self.pathOf(self.lost)
        self.assertIn("  on the way", self.client.get(path).text)
        self.assertIn("can’t be undone", self.post(path, act="cancel").text)
        self.assertEqual("stuck", self.data(path)["state"])
        self.post(path, act="cancel", confirmed="yes")
        self.assertEqual("rejected", self.data(path)["state"])
        self.assertIn("operation.cancelled", self.site.actions())

    def test_cancelled(self) -> None:
        """
        What waits is cancelled, after a question.
        """
        path = self.pathOf(self.paid)
        self.assertIn("gets an error", self.post(path, act="cancel").text)
        self.post(path, act="cancel", confirmed="yes")
        self.assertEqual("cancelled", self.paid.state)

    def test_notStuck(self) -> None:
        """
        What can't be retried is refused with the reason.
        """
        response = self.post(self.pathOf(self.lost), act="retry")
        self.assertEqual(400, response.status)
        self.assertNotIn("operation.retried", self.site.actions())

    def test_retried(self) -> None:
        """
        What is parked is tried again.
        """
        self.packed.problem = "changed"
        self.post(self.pathOf(self.packed), act="retry")
        self.assertEqual("", self.packed.problem)
        self.assertIn("operation.retried", self.site.actions())

    def test_restarted(self) -> None:
        """
        A durable function is shown with its steps, and begun anew from one, after a question.
        """
        path = self.pathOf(self.shipped)
        self.assertEqual(["step weigh(3)"], [each["call"] for each in self.data(path)["steps"]][:1])
        self.assertIn("step weigh(3)", self.client.get(path).text)
        self.assertIn("anew from step 1", self.post(path, act="restart", step="1").text)
        self.post(path, act="restart", step="1", confirmed="yes")
        self.assertEqual([], self.data(path)["steps"])
        self.assertIn("operation.restarted", self.site.actions())

    def test_notThere(self) -> None:
        """
        Nothing is where there is no operation.
        """
        for path in (f"{self.path}/999999", "/console/operations/999999", "/console/operations/x"):
            self.assertEqual(404, self.client.get(path).status)
