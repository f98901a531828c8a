"""
Accounts: addresses, finding and making accounts, and moving them between sites.
"""

from mantissa_like.accounts._address import Address
from mantissa_like.accounts._creation import createAccount
from mantissa_like.accounts._deletedaccount import DeletedAccount, deletedAccounts, deletionOf
from mantissa_like.accounts._deleting import KEPT_DAYS, deleteAccount, restoreAccount
from mantissa_like.accounts._disabling import setDisabled
from mantissa_like.accounts._lookups import (
    accountAddresses,
    accountStates,
    findAccount,
    findSubStore,
    ownerAddresses,
)
from mantissa_like.accounts._moving import extractAccount, insertAccount
from mantissa_like.accounts._secondfactors import (
    RECOVERY_CODES,
    CodeGenerator,
    codeGeneratorOf,
    codeGeneratorURI,
    makeCodeGenerator,
    makeRecoveryCodes,
    recoveryCodesLeft,
    removeSecondFactors,
    takeCode,
)
from mantissa_like.accounts._strength import LEAST_CHARACTERS, checkPassword
from mantissa_like.accounts._throttle import Target, Throttle, networkOf
from mantissa_like.accounts.errors import (
    AccountDeleted,
    AccountError,
    AccountExists,
    InvalidAddress,
    NoSuchAccount,
    NotAnAccount,
    NotDeleted,
    TooManyFailures,
    WeakPassword,
)
from mantissa_like.accounts.interfaces import INewAccount

__all__ = [
    "KEPT_DAYS",
    "LEAST_CHARACTERS",
    "RECOVERY_CODES",
    "AccountDeleted",
    "AccountError",
    "AccountExists",
    "Address",
    "CodeGenerator",
    "DeletedAccount",
    "INewAccount",
    "InvalidAddress",
    "NoSuchAccount",
    "NotAnAccount",
    "NotDeleted",
    "Target",
    "Throttle",
    "TooManyFailures",
    "WeakPassword",
    "accountAddresses",
    "accountStates",
    "checkPassword",
    "codeGeneratorOf",
    "codeGeneratorURI",
    "createAccount",
    "deleteAccount",
    "deletedAccounts",
    "deletionOf",
    "extractAccount",
    "findAccount",
    "findSubStore",
    "insertAccount",
    "makeCodeGenerator",
    "makeRecoveryCodes",
    "networkOf",
    "ownerAddresses",
    "recoveryCodesLeft",
    "removeSecondFactors",
    "restoreAccount",
    "setDisabled",
    "takeCode",
]
