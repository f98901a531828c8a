"""
Accounts: addresses, finding and making accounts, and moving them between sites.
"""

from mantissa_like.accounts._address import Address
from mantissa_like.accounts._apitokens import TOKEN_SCOPES, APIToken, findToken, makeToken, tokensOf
from mantissa_like.accounts._archive import Manifest
from mantissa_like.accounts._creation import createAccount
from mantissa_like.accounts._deletedaccount import DeletedAccount, deletedAccounts, deletionOf
from mantissa_like.accounts._deleting import KEPT_DAYS, deleteAccount, restoreAccount
from mantissa_like.accounts._disabling import setDisabled
from mantissa_like.accounts._exporting import AccountToExport, exportAccount
from mantissa_like.accounts._formerstores import FORMER_DAYS, FormerStore, formerStoresOf, undoImport
from mantissa_like.accounts._importing import Imported, importAccount
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
    NothingToUndo,
    TooManyFailures,
    TooManyTokens,
    UnfitArchive,
    WeakPassword,
)
from mantissa_like.accounts.interfaces import INewAccount

__all__ = [
    "FORMER_DAYS",
    "KEPT_DAYS",
    "LEAST_CHARACTERS",
    "RECOVERY_CODES",
    "TOKEN_SCOPES",
    "APIToken",
    "AccountDeleted",
    "AccountError",
    "AccountExists",
    "AccountToExport",
    "Address",
    "CodeGenerator",
    "DeletedAccount",
    "FormerStore",
    "INewAccount",
    "Imported",
    "InvalidAddress",
    "Manifest",
    "NoSuchAccount",
    "NotAnAccount",
    "NotDeleted",
    "NothingToUndo",
    "Target",
    "Throttle",
    "TooManyFailures",
    "TooManyTokens",
    "UnfitArchive",
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
    "exportAccount",
    "extractAccount",
    "findAccount",
    "findSubStore",
    "findToken",
    "formerStoresOf",
    "importAccount",
    "insertAccount",
    "makeCodeGenerator",
    "makeRecoveryCodes",
    "makeToken",
    "networkOf",
    "ownerAddresses",
    "recoveryCodesLeft",
    "removeSecondFactors",
    "restoreAccount",
    "setDisabled",
    "takeCode",
    "tokensOf",
    "undoImport",
]
