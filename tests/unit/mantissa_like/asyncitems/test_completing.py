"""
Tests for L{mantissa_like.asyncitems._completing}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import (
    PENDING,
    REJECTED,
    AlreadySettled,
    NoSuchOperation,
    OperationError,
    completeByToken,
    makeOperation,
)
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class CompletingTests(SynchronousTestCase):
    """
    Tests for settling from outside, with a token.
    """

    def setUp(self) -> None:
        self.store = Workbench().store
        self.operation = makeOperation(self.store)
        self.token = self.operation.makeToken()

    def test_value(self) -> None:
        """
        With the ID and the token it gets a value; to give that again is safe.
        """
        for _ in range(2):
            completeByToken(self.store, self.operation.operationID, self.token, {"paid": True})
        self.assertEqual({"paid": True}, self.operation.value)
        self.assertRaises(
            AlreadySettled, completeByToken, self.store, self.operation.operationID, self.token, "other"
        )

    def test_error(self) -> None:
        """
        So it does with an error.
        """
        error = OperationError("Refused", "no money")
        completeByToken(self.store, self.operation.operationID, self.token, error=error)
        self.assertEqual((REJECTED, error), (self.operation.state, self.operation.error))

    def test_wrong(self) -> None:
        """
        A wrong ID, a wrong token, one that was replaced and none at all are refused alike.
        """
        other = makeOperation(self.store)
        wrong = [
            (self.operation.operationID, ""),
            (self.operation.operationID, self.token + "x"),
            ("1-x", self.token),
            (other.operationID, self.token),
            (other.operationID, ""),
        ]
        for operationID, token in wrong:
            self.assertRaises(NoSuchOperation, completeByToken, self.store, operationID, token, 1)
        self.operation.makeToken()
        self.assertRaises(
            NoSuchOperation, completeByToken, self.store, self.operation.operationID, self.token, 1
        )
        self.assertEqual([PENDING, PENDING], [self.operation.state, other.state])

    def test_hashed(self) -> None:
        """
        The token is not kept.
        """
        self.assertNotIn(self.token, repr(self.operation.persistentValues()))
