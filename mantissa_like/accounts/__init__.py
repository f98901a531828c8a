"""
Accounts: addresses, finding and making accounts, and moving them between sites.
"""

from mantissa_like.accounts._address import Address
from mantissa_like.accounts._alerts import alertOwner
from mantissa_like.accounts._apitokens import TOKEN_SCOPES, APIToken, findToken, makeToken, tokensOf
from mantissa_like.accounts._archive import Manifest
from mantissa_like.accounts._archiving import archiving
from mantissa_like.accounts._artificial import (
    createArtificialUser,
    isArtificial,
    isArtificialStore,
    mustBeAPersons,
)
from mantissa_like.accounts._creation import createAccount
from mantissa_like.accounts._deletedaccount import DeletedAccount, deletedAccounts, deletionOf
from mantissa_like.accounts._deleting import KEPT_DAYS, deleteAccount, restoreAccount
from mantissa_like.accounts._disabling import setDisabled
from mantissa_like.accounts._exporting import AccountToExport, exportAccount
from mantissa_like.accounts._formerstores import FORMER_DAYS, FormerStore, formerStoresOf, undoImport
from mantissa_like.accounts._importing import Imported, importAccount
from mantissa_like.accounts._joining import askToJoin, invite, join
from mantissa_like.accounts._lookups import (
    accountAddresses,
    accountStates,
    findAccount,
    findSubStore,
    ownerAddresses,
    ownerApplications,
    ownerOf,
)
from mantissa_like.accounts._mailboxes import (
    addMailbox,
    mailboxesOf,
    ownAddressOf,
    removeMailbox,
    unconfirmedMailboxes,
    verifyMailbox,
)
from mantissa_like.accounts._moving import extractAccount, insertAccount
from mantissa_like.accounts._newpasswords import changePassword
from mantissa_like.accounts._passkeys import Passkey, Passkeys, passkeysOf
from mantissa_like.accounts._resetting import accountOfReset, askForReset, resetPassword
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
from mantissa_like.accounts._tickets import INVITE, JOIN, VERIFY, AccountTicket, findTicket
from mantissa_like.accounts.errors import (
    AccountDeleted,
    AccountError,
    AccountExists,
    AddressReserved,
    ArchiveBusy,
    CannotRemoveAddress,
    InvalidAddress,
    NobodyLogsIn,
    NoSuchAccount,
    NoSuchTicket,
    NotAnAccount,
    NotArtificial,
    NotDeleted,
    NothingToUndo,
    PasskeyRefused,
    TooManyAddresses,
    TooManyFailures,
    TooManyTokens,
    UnfitArchive,
    WeakPassword,
)
from mantissa_like.accounts.interfaces import INewAccount

__all__ = [
    "FORMER_DAYS",
    "INVITE",
    "JOIN",
    "KEPT_DAYS",
    "LEAST_CHARACTERS",
    "RECOVERY_CODES",
    "TOKEN_SCOPES",
    "VERIFY",
    "APIToken",
    "AccountDeleted",
    "AccountError",
    "AccountExists",
    "AccountTicket",
    "AccountToExport",
    "Address",
    "AddressReserved",
    "ArchiveBusy",
    "CannotRemoveAddress",
    "CodeGenerator",
    "DeletedAccount",
    "FormerStore",
    "INewAccount",
    "Imported",
    "InvalidAddress",
    "Manifest",
    "NoSuchAccount",
    "NoSuchTicket",
    "NobodyLogsIn",
    "NotAnAccount",
    "NotArtificial",
    "NotDeleted",
    "NothingToUndo",
    "Passkey",
    "PasskeyRefused",
    "Passkeys",
    "Target",
    "Throttle",
    "TooManyAddresses",
    "TooManyFailures",
    "TooManyTokens",
    "UnfitArchive",
    "WeakPassword",
    "accountAddresses",
    "accountOfReset",
    "accountStates",
    "addMailbox",
    "alertOwner",
    "archiving",
    "askForReset",
    "askToJoin",
    "changePassword",
    "checkPassword",
    "codeGeneratorOf",
    "codeGeneratorURI",
    "createAccount",
    "createArtificialUser",
    "deleteAccount",
    "deletedAccounts",
    "deletionOf",
    "exportAccount",
    "extractAccount",
    "findAccount",
    "findSubStore",
    "findTicket",
    "findToken",
    "formerStoresOf",
    "importAccount",
    "insertAccount",
    "invite",
    "isArtificial",
    "isArtificialStore",
    "join",
    "mailboxesOf",
    "makeCodeGenerator",
    "makeRecoveryCodes",
    "makeToken",
    "mustBeAPersons",
    "networkOf",
    "ownAddressOf",
    "ownerAddresses",
    "ownerApplications",
    "ownerOf",
    "passkeysOf",
    "recoveryCodesLeft",
    "removeMailbox",
    "removeSecondFactors",
    "resetPassword",
    "restoreAccount",
    "setDisabled",
    "takeCode",
    "tokensOf",
    "unconfirmedMailboxes",
    "undoImport",
    "verifyMailbox",
]
