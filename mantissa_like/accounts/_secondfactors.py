"""
Second factors: codes that an app shows for half a minute, and recovery codes for when that is lost.

They belong to the account in the site store and go with it. The secret of the app is sealed; of recovery
codes only hashes are kept. No code works twice.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Callable
from hmac import compare_digest

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from axiom.attributes import boolean, integer, reference, text
from axiom.attributes import bytes as binary
from axiom.item import Item
from axiom.userbase import LoginAccount
from mantissa_like.vault import vaultOf

__all__ = [
    "RECOVERY_CODES",
    "CodeGenerator",
    "RecoveryCode",
    "codeGeneratorOf",
    "codeGeneratorURI",
    "makeCodeGenerator",
    "makeRecoveryCodes",
    "recoveryCodesLeft",
    "removeSecondFactors",
    "takeCode",
]

RECOVERY_CODES = 10

_SECRET_BYTES = 20
_RECOVERY_BYTES = 10
_DIGITS, _STEP_SECONDS = 6, 30
_CODE = re.compile(r"[0-9]{6}")


class CodeGenerator(Item):
    """
    What an app on somebody's telephone shares with the site: a secret from which both make codes.

    @ivar account: whose.
    @ivar sealedSecret: sealed by the site's vault.
    @ivar isOn: whether logging in takes its codes; not before one was entered.
    @ivar lastStep: the half minute, counted from the epoch, of the latest code that was used; no earlier one
        is good any more.
    """

    typeName = "accounts_code_generator"

    account = reference(allowNone=False, unique=True, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    sealedSecret = binary(allowNone=False)
    isOn = boolean(allowNone=False, default=False)
    lastStep = integer(allowNone=False, default=0)

    @property
    def secret(self) -> bytes:
        """
        Twenty bytes.

        @raise VaultError: the vault has another key.
        """
        opened: bytes = vaultOf(self.presentStore()).open(self.sealedSecret, _purpose(self.account))
        return opened

    def take(self, code: str, now: float) -> bool:
        """
        Whether C{code} is good now, or was or will be half a minute from now; it is used up then.

        @param now: in seconds since the epoch.
        """
        generator = TOTP(self.secret, _DIGITS, SHA1(), _STEP_SECONDS)
        step = int(now) // _STEP_SECONDS
        for candidate in (step - 1, step, step + 1):
            expected = generator.generate(candidate * _STEP_SECONDS)
            if candidate > self.lastStep and compare_digest(expected, code.encode()):
                self.lastStep = candidate
                return True
        return False


class RecoveryCode(Item):
    """
    A code that works once in place of one of the app's.

    @ivar account: whose.
    @ivar codeHash: SHA-256 of its letters and digits, in hexadecimal.
    """

    typeName = "accounts_recovery_code"

    account = reference(allowNone=False, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    codeHash = text(allowNone=False, caseSensitive=True)


def makeCodeGenerator(account: LoginAccount, randomBytes: Callable[[int], bytes]) -> CodeGenerator:
    """
    Begin to set up an app for an account: with a new secret, and not on yet. The one before is off.
    """
    store = account.presentStore()
    sealed = vaultOf(store).seal(randomBytes(_SECRET_BYTES), _purpose(account))
    found = store.findFirst(CodeGenerator, CodeGenerator.account == account)
    if found is None:
        return CodeGenerator(store=store, account=account, sealedSecret=sealed)
    found.sealedSecret, found.isOn, found.lastStep = sealed, False, 0
    return found


def codeGeneratorOf(account: LoginAccount) -> CodeGenerator | None:
    """
    The app of an account, on or about to be set up; None if it has none.
    """
    found: CodeGenerator | None = account.presentStore().findFirst(
        CodeGenerator, CodeGenerator.account == account
    )
    return found


def codeGeneratorURI(generator: CodeGenerator, address: str, site: str) -> str:
    """
    What an app reads from a picture.

    @param address: C{user@domain}.
    @param site: the site's title.
    """
    return TOTP(generator.secret, _DIGITS, SHA1(), _STEP_SECONDS).get_provisioning_uri(address, site)


def makeRecoveryCodes(account: LoginAccount, randomBytes: Callable[[int], bytes]) -> list[str]:
    """
    New recovery codes in place of the old ones.

    @return: for the owner's eyes, who sees them this once: such as C{abcd-efgh-ijkl-mnop}.
    """
    store = account.presentStore()
    store.query(RecoveryCode, RecoveryCode.account == account).deleteFromStore()
    codes = [b32encode(randomBytes(_RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY_CODES)]
    for code in codes:
        RecoveryCode(store=store, account=account, codeHash=_hashed(code))
    return ["-".join(re.findall("....", code)) for code in codes]


def recoveryCodesLeft(account: LoginAccount) -> int:
    """
    How many recovery codes an account still has.
    """
    return account.presentStore().count(RecoveryCode, RecoveryCode.account == account)


def takeCode(account: LoginAccount, code: str, now: float) -> bool:
    """
    Whether a code, of the app or a recovery code, is good; it is used up then.

    @param code: as somebody typed it: spaces, dashes and the case of letters make no difference.
    @param now: in seconds since the epoch.
    """
    plain = re.sub(r"[\s-]", "", code).lower()
    store = account.presentStore()
    generator = codeGeneratorOf(account)
    if generator is None or not generator.isOn:
        return False
    if _CODE.fullmatch(plain):
        return store.transact(generator.take, plain, now)
    return store.transact(_takeRecoveryCode, account, plain)


def removeSecondFactors(account: LoginAccount) -> None:
    """
    From now on the password is enough.
    """
    store = account.presentStore()
    for each in (CodeGenerator, RecoveryCode):
        store.query(each, each.account == account).deleteFromStore()


def _purpose(account: LoginAccount) -> str:
    return f"second factor of account {account.storeID}"


def _takeRecoveryCode(account: LoginAccount, code: str) -> bool:
    store = account.presentStore()
    condition = (RecoveryCode.account == account) & (RecoveryCode.codeHash == _hashed(code))
    found = store.findFirst(RecoveryCode, condition)
    if found is None:
        return False
    found.deleteFromStore()
    return True


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode(errors="replace")).hexdigest()
