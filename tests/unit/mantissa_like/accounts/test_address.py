"""
Tests for addresses.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import Address, InvalidAddress


class AddressTests(SynchronousTestCase):
    """
    Tests for L{Address}.
    """

    def test_parsed(self) -> None:
        """
        The text of an address parses to an equal one.
        """
        address = Address.parse("alice@example.com")
        self.assertEqual(Address("alice", "example.com"), address)
        self.assertEqual("alice@example.com", str(address))

    def test_lowerCase(self) -> None:
        """
        Addresses that differ in case alone are equal.
        """
        self.assertEqual(Address("alice", "example.com"), Address("Alice", "EXAMPLE.com"))

    def test_composed(self) -> None:
        """
        Addresses that differ in how an accent is encoded are equal.
        """
        self.assertEqual(Address("jos\u00e9", "localhost"), Address("jose\u0301", "localhost"))

    def test_defaultDomain(self) -> None:
        """
        A name alone has the default domain, where there is one.
        """
        self.assertEqual(Address("bob", "localhost"), Address.parse("bob", "localhost"))
        with self.assertRaises(InvalidAddress) as caught:
            Address.parse("bob")
        self.assertEqual("the domain is missing", caught.exception.problem)

    def test_hostile(self) -> None:
        """
        What could leave its directory, hide, or be mistaken for something else is no address.
        """
        for part in ("", "..", ".hidden", "a/b", "a\\b", "a\0b", "a@b", "a b", "a\n", "\u202ea", "\udcff"):
            self.assertRaises(InvalidAddress, Address, part, "localhost")
            self.assertRaises(InvalidAddress, Address, "alice", part)

    def test_length(self) -> None:
        """
        The length is counted in bytes of UTF-8, of what is stored.
        """
        self.assertEqual("x" * 64, Address("X" * 64, "localhost").localpart)
        self.assertRaises(InvalidAddress, Address, "x" * 65, "localhost")
        self.assertRaises(InvalidAddress, Address, "\u00fc" * 33, "localhost")
        self.assertEqual("d" * 253, Address("x", "d" * 253).domain)
        self.assertRaises(InvalidAddress, Address, "x", "d" * 254)

    def test_problem(self) -> None:
        """
        The error says which part is wrong, and how.
        """
        error = self.assertRaises(InvalidAddress, Address, ".x", "localhost")
        self.assertEqual("'.x@localhost' is not an address: the localpart begins with a dot", str(error))
