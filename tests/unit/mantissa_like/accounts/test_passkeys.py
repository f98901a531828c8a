"""
Tests for L{mantissa_like.accounts._passkeys}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, Passkey, PasskeyRefused, Passkeys, passkeysOf
from tests.unit.mantissa_like.accounts.authenticators import Authenticator

ALICE = Address("alice", "example.com")
SITE, HOST = "https://example.com", "example.com"
NOW = 1_000_000_000.0


class PasskeysTests(SynchronousTestCase):
    """
    Tests for L{Passkeys}.
    """

    def setUp(self) -> None:
        """
        A site with an account, and a device.
        """
        self.store = Store()
        self.account = LoginAccount(store=self.store, disabled=0)
        self.passkeys = Passkeys(self.store, "Example", SITE)
        self.device = Authenticator(SITE, HOST)

    def add(self, device: Authenticator, challenge: bytes = b"c" * 32) -> Passkey:
        """
        Add the device's key.
        """
        options = self.passkeys.registrationOptions(self.account, ALICE, b"c" * 32)
        return self.passkeys.add(self.account, ALICE, "my key", device.create(options), challenge, NOW)

    def use(self, device: Authenticator, asked: float = NOW, challenge: bytes = b"d" * 32) -> Passkey:
        """
        Log in with the device's key, a second after the challenge.
        """
        answer = device.get(self.passkeys.loginOptions(b"d" * 32))
        return self.passkeys.use(answer, challenge, asked, asked + 1)

    def assertRefused(self, device: Authenticator, **changed: object) -> None:
        """
        The device's key logs nobody in.
        """
        self.assertRaises(PasskeyRefused, self.use, device, **changed)

    def test_used(self) -> None:
        """
        A key that was added logs its account in.
        """
        self.add(self.device)
        key = self.use(self.device)
        self.assertEqual(("my key", "alice@example.com"), (key.name, key.address))
        self.assertEqual(Time.fromPOSIXTimestamp(NOW + 1), key.lastUsed)

    def test_addedOnce(self) -> None:
        """
        A key is one account's, and the device is asked not to make another.
        """
        self.add(self.device)
        self.assertRaises(PasskeyRefused, self.add, self.device)
        options = self.passkeys.registrationOptions(self.account, ALICE, b"c" * 32)
        self.assertEqual(1, len(options["excludeCredentials"]))

    def test_otherChallenge(self) -> None:
        """
        The answer to another challenge is none, be it for adding or for logging in.
        """
        self.assertRaises(PasskeyRefused, self.add, self.device, b"x" * 32)
        self.add(self.device)
        self.assertRefused(self.device, challenge=b"x" * 32)

    def test_answeredBefore(self) -> None:
        """
        Whoever has overheard an answer can't give it again; who asks anew can answer anew.
        """
        self.add(self.device)
        self.use(self.device)
        self.assertRefused(self.device)
        self.assertRefused(self.device, asked=NOW + 1)
        self.use(self.device, asked=NOW + 2)

    def test_otherSite(self) -> None:
        """
        A page of another site, or one that has another name, can't make a browser answer for this one.
        """
        self.assertRaises(PasskeyRefused, self.add, Authenticator("https://evil.example", HOST))
        self.assertRaises(PasskeyRefused, self.add, Authenticator(SITE, "evil.example"))

    def test_unverified(self) -> None:
        """
        A device that has not recognized its user is not enough, for it replaces the password.
        """
        self.device.isVerified = False
        self.assertRaises(PasskeyRefused, self.add, self.device)
        self.device.isVerified = True
        self.add(self.device)
        self.device.isVerified = False
        self.assertRefused(self.device)

    def test_forged(self) -> None:
        """
        Who knows a key's name but does not have it is refused.
        """
        self.add(self.device)
        self.assertRefused(Authenticator(SITE, HOST))

    def test_unknown(self) -> None:
        """
        A key that was never added or was removed logs nobody in, nor does one of a disabled account.
        """
        self.assertRefused(self.device)
        key = self.add(self.device)
        self.account.disabled = 1
        self.assertRefused(self.device)
        self.account.disabled = 0
        key.deleteFromStore()
        self.assertRefused(self.device)

    def test_copied(self) -> None:
        """
        A copy of a device, which has counted less than the site, is refused.
        """
        self.add(self.device)
        self.use(self.device)
        self.store.findUnique(Passkey).signCount = 9
        self.assertRefused(self.device, asked=NOW + 2)

    def test_nonsense(self) -> None:
        """
        What is no answer at all is refused.
        """
        for nonsense in ("", "{}", "[]", "null", '{"id": "x"}', "\ud800", '{"id": 1, "rawId": "é"}'):
            self.assertRaises(PasskeyRefused, self.passkeys.use, nonsense, b"d" * 32, NOW, NOW)
            self.assertRaises(
                PasskeyRefused, self.passkeys.add, self.account, ALICE, "x", nonsense, b"c" * 32, NOW
            )

    def test_bounded(self) -> None:
        """
        Nobody has more than twenty.
        """
        for number in range(20):
            self.add(Authenticator(SITE, HOST, b"%d" % number))
        self.assertRaises(PasskeyRefused, self.add, self.device)
        self.assertEqual(20, passkeysOf(self.account).count())

    def test_goesWithTheAccount(self) -> None:
        """
        Nothing is left of a deleted account.
        """
        self.add(self.device)
        self.account.deleteFromStore()
        self.assertEqual(0, self.store.count(Passkey))
