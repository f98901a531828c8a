"""
Receivers of a real site that never return.
"""

from __future__ import annotations

from mantissa_like.asyncitems import REJECTED, operationsOf
from mantissa_like.messaging import deadLetters
from tests.acceptance.relays import CHAIN, HEARD, numbersOf, relayOf
from tests.acceptance.relaysite import RelayTestCase
from tests.acceptance.running import axiomatic, eventually

_PATIENCE = 60.0


class EndlessHandlerTests(RelayTestCase):
    """
    Ben's relay never returns when it hears something.
    """

    def setUp(self) -> None:
        """
        A site that has little patience, and gives up soon.
        """
        super().setUp()
        self.site.set("handler-seconds", 1)
        self.site.set("attempts", 2)

    def assertGivenUp(self, habit: str) -> None:
        """
        What is sent to Ben is in the dead letters soon, and what others send each other arrives before.
        """
        with self.site.stores("ben") as stores:
            relayOf(stores["ben"]).habit = habit
        self.site.order(1, users=("ann", "ben"))
        self.site.order(1, users=("cat", "dan"))
        with self.site.stores("ann", "ben", "cat", "dan") as stores:
            eventually(lambda: numbersOf(stores["dan"], HEARD, "cat") == [1], _PATIENCE)
            eventually(lambda: numbersOf(stores["ann"], HEARD, "ben") == [1], _PATIENCE)
            eventually(lambda: deadLetters(stores["ann"]).count() == 1, _PATIENCE)
            self.assertEqual([], numbersOf(stores["ben"], HEARD, "ann"))
            (dead,) = deadLetters(stores["ann"])
            self.error = dead.lastError
        self.site.order(1, users=("cat", "dan"))
        with self.site.stores("dan") as stores:
            eventually(lambda: numbersOf(stores["dan"], HEARD, "cat") == [1, 2], _PATIENCE)
        self.site.stop()
        axiomatic(self.site.path, "check")

    def test_loop(self) -> None:
        """
        Python code is interrupted, and its traceback is kept.
        """
        self.site.start()
        self.assertGivenUp("loop")
        self.assertIn("TookTooLong", self.error)
        self.assertIn("in _loop", self.error)

    def test_chain(self) -> None:
        """
        So is a handler of an operation, which is rejected with all that wait for it.
        """
        self.site.start()
        with self.site.stores("ben", "dan") as stores:
            relayOf(stores["ben"]).habit = "loop"
            for store in stores.values():
                relayOf(store).order("begin", ("cat", 1))
            eventually(lambda: numbersOf(stores["dan"], CHAIN[-1]) == [1], _PATIENCE)
            rejected = operationsOf(stores["ben"], REJECTED)
            eventually(lambda: rejected.count() == len(CHAIN), _PATIENCE)
            self.assertEqual({"TookTooLong"}, {each.error.type for each in rejected if each.error})
            self.assertEqual([], numbersOf(stores["ben"], CHAIN[0]))

    def test_sleep(self) -> None:
        """
        So is a system call.
        """
        self.site.start()
        self.assertGivenUp("sleep")
        self.assertIn("TookTooLong", self.error)

    def test_call(self) -> None:
        """
        Code in C, which can't be interrupted, costs its process; another one counts that.
        """
        self.site.start("--workers", "2")
        self.assertGivenUp("call")
        self.assertIn("died", self.error)
