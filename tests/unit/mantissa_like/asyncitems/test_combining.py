"""
Tests for L{mantissa_like.asyncitems._combining}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyClass

from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    AsynchronousItem,
    IOperationOrigin,
    addHandlers,
    anyOf,
    gather,
    makeOperation,
    race,
)
from mantissa_like.asyncitems._combining import Combination, CombinedOperation
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class CombiningTests(SynchronousTestCase):
    """
    Tests for operations that are decided by others.
    """

    def setUp(self) -> None:
        self.bench = Workbench()
        self.parts = [makeOperation(self.bench.store) for _ in range(3)]

    def test_provides(self) -> None:
        """
        A combination is the origin of its operation.
        """
        verifyClass(IOperationOrigin, Combination)

    def test_gather(self) -> None:
        """
        All values come in the order of the operations, however they were settled.
        """
        gathered = gather(self.parts)
        for value, part in enumerate(reversed(self.parts)):
            self.assertEqual(PENDING, gathered.state)
            part.succeed(value)
            self.bench.workOff()
        self.assertEqual((RESOLVED, [2, 1, 0]), (gathered.state, gathered.value))

    def test_titles(self) -> None:
        """
        People are told what it is, and so are they of what waits for each of the others.
        """
        titles = [make(self.parts).title for make in (gather, anyOf, race)]
        self.assertEqual(["All of 3", "The first value of 3", "The first outcome of 3"], titles)
        self.assertEqual("Invitations", gather(self.parts, title="Invitations").title)
        self.assertEqual("Part 2 of 3", next(iter(self.parts[1].pendingChildren())).title)

    def test_gatherFails(self) -> None:
        """
        The first error decides; what comes after it changes nothing.
        """
        gathered = gather(self.parts)
        self.parts[1].fail(ValueError("x"))
        self.bench.workOff()
        self.assertEqual((REJECTED, self.parts[1].error), (gathered.state, gathered.error))
        self.parts[0].succeed(1)
        self.parts[2].fail(ValueError("y"))
        self.bench.workOff()
        self.assertEqual(self.parts[1].error, gathered.error)

    def test_gatheredTooMuch(self) -> None:
        """
        Values that are too large together are an error, and nobody waits for ever.
        """
        gathered = gather(self.parts)
        for part in self.parts:
            part.succeed("x" * 400_000)
        self.bench.workOff()
        self.assertEqual(REJECTED, gathered.state)
        assert gathered.error is not None
        self.assertEqual("BadOperationValue", gathered.error.type)

    def test_anyOf(self) -> None:
        """
        The first value decides, and no error does.
        """
        found = anyOf(self.parts)
        self.parts[0].fail(ValueError("x"))
        self.bench.workOff()
        self.assertEqual(PENDING, found.state)
        self.parts[2].succeed("third")
        self.parts[1].succeed("second")
        self.bench.workOff()
        self.assertIn(found.value, ("third", "second"))

    def test_anyOfFails(self) -> None:
        """
        If all fail, the error tells why each did.
        """
        found = anyOf(self.parts)
        for name, part in zip("abc", self.parts, strict=True):
            part.fail(ValueError(name))
        self.bench.workOff()
        assert found.error is not None
        self.assertEqual("AllFailed: ValueError: a; ValueError: b; ValueError: c", str(found.error))

    def test_manyErrors(self) -> None:
        """
        Of many long errors as much is kept as of one.
        """
        found = anyOf(self.parts)
        for part in self.parts:
            part.fail(ValueError("x" * 9_000))
        self.bench.workOff()
        assert found.error is not None
        self.assertEqual(10_000, len(found.error.message))

    def test_race(self) -> None:
        """
        The first outcome decides, also if it is an error.
        """
        first = race(self.parts)
        self.parts[1].fail(ValueError("x"))
        self.bench.workOff()
        self.parts[0].succeed(1)
        self.bench.workOff()
        self.assertEqual((REJECTED, self.parts[1].error), (first.state, first.error))

    def test_settledAlready(self) -> None:
        """
        Those that are combined may be settled already.
        """
        for part in self.parts:
            part.succeed("ok")
        found = [combine(self.parts) for combine in (gather, anyOf, race)]
        self.bench.workOff()
        self.assertEqual([["ok"] * 3, "ok", "ok"], [each.value for each in found])

    def test_nothing(self) -> None:
        """
        There is no combination of nothing.
        """
        for combine in (gather, anyOf, race):
            self.assertRaises(ValueError, combine, [])

    def test_cancelled(self) -> None:
        """
        To cancel a combination is to cancel what nothing else waits for.
        """
        addHandlers(self.parts[1])
        gather(self.parts).cancel()
        self.assertEqual([CANCELLED, PENDING, CANCELLED], [each.state for each in self.parts])

    def test_circle(self) -> None:
        """
        A handler can't return a combination that waits for it.
        """
        child = addHandlers(self.parts[0], self.bench.recorder, ok="forward")
        self.bench.recorder.other = gather([self.parts[1], child])
        self.parts[0].succeed(1)
        self.bench.workOff()
        assert child.error is not None
        self.assertEqual("CircularWait", child.error.type)

    def test_forgotten(self) -> None:
        """
        A combination goes with its operation.
        """
        gather(self.parts)
        for part in self.parts:
            part.succeed(1)
        self.bench.workOff()
        self.bench.advance(60)
        kinds = (AsynchronousItem, Combination, CombinedOperation)
        self.assertEqual([0, 0, 0], [self.bench.store.count(kind) for kind in kinds])
