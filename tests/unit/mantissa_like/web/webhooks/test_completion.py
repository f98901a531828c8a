"""
Tests for L{mantissa_like.web._webhooks}.
"""

from __future__ import annotations

import json
from dataclasses import replace
from unittest.mock import patch

import msgspec
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.asyncitems import AsynchronousItem, declareSchema, makeOperation
from mantissa_like.config import Limits
from mantissa_like.web import makeSiteFactory, operationPath
from mantissa_like.web._webhooks.addresses import Addresses
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import MemorySite


class Paid(msgspec.Struct):
    """
    What a payment results in.
    """

    francs: int


declareSchema("test.webhooks.paid", Paid)


class CompletionTests(SynchronousTestCase):
    """
    Tests for settling an operation of Alice's from outside.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        self.site = MemorySite()
        self.alice = self.site.addUser("alice")
        self.operation = makeOperation(self.alice)
        self.token = self.operation.makeToken()
        self.path = operationPath(self.operation)
        self.client = self.site.client()

    def send(self, outcome: object, path: str = "", token: str | None = None, **headers: str) -> Response:
        """
        Tell an outcome, with the right token unless there is another.
        """
        sent = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token if token is None else token}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self.client.send("POST", path or self.path, sent, json.dumps(outcome).encode())
        return self.client.response()

    def pathOf(self, operation: AsynchronousItem) -> str:
        """
        Where another one is settled, whose token is the one that is sent.
        """
        self.token = operation.makeToken()
        return operationPath(operation)

    def test_value(self) -> None:
        """
        It gets the value; whoever asks learns its state.
        """
        response = self.send({"value": {"paid": [True, None]}})
        self.assertEqual(200, response.status)
        self.assertEqual({"operation": self.operation.operationID, "state": "resolved"}, response.json())
        self.assertEqual({"paid": [True, None]}, self.operation.value)

    def test_null(self) -> None:
        """
        Nothing is a value, too.
        """
        self.assertEqual(200, self.send({"value": None}).status)
        self.assertEqual("resolved", self.operation.state)

    def test_error(self) -> None:
        """
        Or it gets the error.
        """
        self.assertEqual(
            "rejected", self.send({"error": {"type": "Refused", "message": "no"}}).json()["state"]
        )
        self.assertEqual("Refused: no", str(self.operation.error))

    def test_again(self) -> None:
        """
        To say the same again with the same key does nothing; anything else is a conflict.
        """
        for _ in range(2):
            self.assertEqual(200, self.send({"value": 1}, Idempotency_Key="one").status)
        failed = {"error": {"message": ""}}
        for outcome, key in (({"value": 2}, "one"), ({"value": 1}, "two"), (failed, "one")):
            response = self.send(outcome, Idempotency_Key=key)
            self.assertEqual(409, response.status)
            self.assertEqual("The operation is resolved already. That stays.", response.json()["detail"])
        self.assertEqual(1, self.operation.value)
        self.assertEqual(400, self.send({"value": 1}, Idempotency_Key="x" * 201).status)

    def test_site(self) -> None:
        """
        An operation of the site's own store can be settled, too.
        """
        operation = makeOperation(self.site.store)
        self.assertEqual(200, self.send({"value": 1}, self.pathOf(operation)).status)

    def test_unknown(self) -> None:
        """
        There is one answer to a wrong token, a wrong ID, a wrong store, and to what is none at all.
        """
        store, operationID = self.path.split("/")[2:]
        number, _, signature = store.partition(".")
        bob = self.site.addUser("bob")
        answers = {
            self.send({"value": 1}, path, token).body
            for path, token in (
                ("", "wrong"),
                ("", ""),
                (f"/operations/{store}/{operationID}x", None),
                (f"/operations/{store}/1-", None),
                (f"/operations/{store}/x", None),
                (f"/operations/{store}", None),
                (f"/operations/{number}.{signature[::-1]}/{operationID}", None),
                (f"/operations/{bob.idInParent}.{signature}/{operationID}", None),
                (f"/operations/{number}/{operationID}", None),
                ("/operations/%ff/%00", None),
                ("/operations", None),
            )
        }
        [answer] = answers
        self.assertEqual(404, json.loads(answer)["status"])
        self.assertEqual("pending", self.operation.state)

    def test_withoutToken(self) -> None:
        """
        Whoever has no token learns nothing, nor does a browser that is logged in.
        """
        for client in (self.client, self.site.logIn("alice")):
            self.assertEqual(404, client.post(self.path, {}).status)
            self.assertEqual(405, client.get(self.path).status)

    def test_guessersOpenNothing(self) -> None:
        """
        For an address that this site has not given out no store is opened.
        """
        with patch.object(type(self.site.pool), "lease", side_effect=AssertionError):
            for number in range(20):
                path = f"/operations/{number}.{'0' * 32}/{self.operation.operationID}"
                self.assertEqual(404, self.send({"value": 1}, path).status)

    def test_malformed(self) -> None:
        """
        What is not understood is refused with what was expected.
        """
        both = {"value": 1, "error": {"message": "no"}}
        malformed: list[object] = [{}, [], "x", both, {"value": 1, "more": 2}, {"error": "no"}]
        for outcome in malformed:
            response = self.send(outcome)
            self.assertEqual(400, response.status, outcome)
            self.assertIn('{"value": …}', response.json()["detail"])
        self.assertEqual(415, self.send({"value": 1}, Content_Type="text/plain").status)
        self.assertEqual("pending", self.operation.state)

    def test_schema(self) -> None:
        """
        So is a value that the operation can't have, or one that would be taken for an item of the store.
        """
        path = self.pathOf(makeOperation(self.alice, schema="test.webhooks.paid"))
        self.assertEqual(422, self.send({"value": {"francs": "many"}}, path).status)
        self.assertEqual(200, self.send({"value": {"francs": 20}}, path).status)
        path = self.pathOf(makeOperation(self.alice))
        self.assertEqual(422, self.send({"value": {"$item": 1}}, path).status)

    def test_tooOften(self) -> None:
        """
        Who asks too often has to wait.
        """
        limits = Limits(accountRequests=1, burstRequests=2)
        config = msgspec.structs.replace(self.site.context.config, limits=limits)
        self.client = MemoryClient(makeSiteFactory(replace(self.site.context, config=config)))
        self.assertEqual([404, 404, 429], [self.send({"value": 1}, token="wrong").status for _ in range(3)])

    def test_stable(self) -> None:
        """
        An address stays the same when the server is another one.
        """
        word = self.path.split("/")[2]
        found = Addresses(self.site.store).find(word)
        assert found is not None
        self.assertEqual(self.alice.idInParent, found.storeID)
        self.assertIs(None, Addresses(Store()).find(word))
        self.assertEqual(self.path, operationPath(self.operation))
