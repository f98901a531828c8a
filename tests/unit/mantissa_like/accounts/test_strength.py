"""
Tests for L{mantissa_like.accounts._strength}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Address, WeakPassword, checkPassword

ALICE = Address("alice.liddell", "example.com")


class CheckPasswordTests(SynchronousTestCase):
    """
    Tests for L{checkPassword}.
    """

    def assertRefused(self, password: str, problem: str) -> None:
        """
        The password is refused, and why.
        """
        error = self.assertRaises(WeakPassword, checkPassword, password, ALICE)
        self.assertIn(problem, error.problem)

    def test_good(self) -> None:
        """
        A few words are a good password, and so are ten random characters.
        """
        for password in ("tea for three hatters", "w8Gq#z1!Lf", "käse und brötchen"):
            checkPassword(password, ALICE)

    def test_length(self) -> None:
        """
        A password has at least ten characters, and no more than a thousand.
        """
        self.assertRefused("w8Gq#z1!L", "at least 10 characters")
        self.assertRefused("w8Gq#z1!L" * 112, "at most 1,000 characters")

    def test_common(self) -> None:
        """
        A common password is refused, also with something added, doubled or spelled in figures.
        """
        for password in (
            "1234567890",
            "password12",
            "Passw0rd123",
            "iloveyou12",
            "qwertyuiop",
            "hunter2hunter2",
        ):
            self.assertRefused(password, "easy to guess")

    def test_address(self) -> None:
        """
        The account's address is no password, and neither are its parts.
        """
        for password in ("alice.liddell@example.com", "Alice.Liddell", "liddell123", "example.com1"):
            self.assertRefused(password, "easy to guess")

    def test_longNonsense(self) -> None:
        """
        What repeats itself is no better for being long.
        """
        self.assertRefused("12" * 400, "easy to guess")
