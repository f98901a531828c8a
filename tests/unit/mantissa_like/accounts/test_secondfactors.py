"""
Tests for L{mantissa_like.accounts._secondfactors}.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    RECOVERY_CODES,
    codeGeneratorOf,
    codeGeneratorURI,
    makeCodeGenerator,
    makeRecoveryCodes,
    recoveryCodesLeft,
    removeSecondFactors,
    takeCode,
)
from mantissa_like.accounts._secondfactors import CodeGenerator, RecoveryCode
from mantissa_like.vault import SealBroken

NOW = 1_000_000_000.0


class SecondFactorTests(SynchronousTestCase):
    """
    Tests for codes of an app and recovery codes.
    """

    def setUp(self) -> None:
        """
        An account with an app, which is on, and another account.
        """
        self.store = Store()
        self.account, self.other = (LoginAccount(store=self.store, disabled=0) for _ in range(2))
        self.generator = makeCodeGenerator(self.account, os.urandom)
        self.generator.isOn = True

    def code(self, now: float = NOW) -> str:
        """
        What the app shows.
        """
        return TOTP(self.generator.secret, 6, SHA1(), 30).generate(int(now)).decode()

    def take(self, code: str, now: float = NOW) -> bool:
        """
        Whether a code is good.
        """
        return takeCode(self.account, code, now)

    def test_good(self) -> None:
        """
        The code that the app shows is good, with or without a space in it.
        """
        code = self.code()
        self.assertTrue(self.take(f"{code[:3]} {code[3:]}"))

    def test_once(self) -> None:
        """
        A code is good once, and none from before it afterwards.
        """
        self.assertEqual([True, False], [self.take(self.code()) for _ in range(2)])
        self.assertFalse(self.take(self.code(NOW - 30)))
        self.assertTrue(self.take(self.code(NOW + 30)))

    def test_drift(self) -> None:
        """
        A telephone's clock may be half a minute off, and no more.
        """
        codes = [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
        for offset, expected in codes:
            self.generator.lastStep = 0
            self.assertEqual(expected, self.take(self.code(NOW + offset)), offset)

    def test_wrong(self) -> None:
        """
        Nothing else is good.
        """
        for code in ("", "000000", "12345", "x" * 1_000, "\ud800", "١٢٣٤٥٦"):
            self.assertFalse(self.take(code) and code != self.code(), code)

    def test_off(self) -> None:
        """
        While it is not on, no code is good, and one that was set up anew has another secret.
        """
        code = self.code()
        makeCodeGenerator(self.account, os.urandom)
        self.assertEqual([False, False], [self.take(code), self.take(self.code())])
        self.assertEqual(1, self.store.count(CodeGenerator))

    def test_secretIsSealed(self) -> None:
        """
        The database does not tell the secret, and that of one account is of no use to another.
        """
        sealed = self.generator.sealedSecret
        self.assertNotIn(self.generator.secret, sealed)
        makeCodeGenerator(self.other, os.urandom).sealedSecret = sealed
        other = codeGeneratorOf(self.other)
        assert other is not None
        self.assertRaises(SealBroken, lambda: other.secret)

    def test_uri(self) -> None:
        """
        Apps are told the site and the address.
        """
        uri = codeGeneratorURI(self.generator, "alice@example.com", "Example")
        self.assertTrue(uri.startswith("otpauth://totp/Example:alice%40example.com?"), uri)

    def test_recoveryCodes(self) -> None:
        """
        Each recovery code is good once, in whatever way it is typed.
        """
        codes = makeRecoveryCodes(self.account, os.urandom)
        self.assertEqual(RECOVERY_CODES, len(set(codes)))
        self.assertEqual([True, False], [self.take(codes[0]), self.take(codes[0])])
        self.assertTrue(self.take(codes[1].upper().replace("-", " ")))
        self.assertEqual(RECOVERY_CODES - 2, recoveryCodesLeft(self.account))

    def test_newRecoveryCodes(self) -> None:
        """
        New recovery codes take the place of the old ones, of this account alone.
        """
        others = makeRecoveryCodes(self.other, os.urandom)
        codes = makeRecoveryCodes(self.account, os.urandom)
        makeRecoveryCodes(self.account, os.urandom)
        self.assertEqual([False, False], [self.take(codes[0]), self.take(others[0])])
        self.assertEqual(RECOVERY_CODES, recoveryCodesLeft(self.other))

    def test_hashed(self) -> None:
        """
        The database does not tell recovery codes.
        """
        codes = makeRecoveryCodes(self.account, os.urandom)
        stored = str([code.persistentValues() for code in self.store.query(RecoveryCode)])
        self.assertFalse([code for code in codes if code in stored or code.replace("-", "") in stored])

    def test_removed(self) -> None:
        """
        Nothing is left when the owner does without, and when the account goes.
        """
        makeRecoveryCodes(self.account, os.urandom)
        removeSecondFactors(self.account)
        self.assertIs(None, codeGeneratorOf(self.account))
        makeCodeGenerator(self.account, os.urandom)
        makeRecoveryCodes(self.account, os.urandom)
        self.account.deleteFromStore()
        self.assertEqual((0, 0), (self.store.count(CodeGenerator), self.store.count(RecoveryCode)))
