"""
Accounts: addresses, finding and making accounts, and moving them between sites.
"""

from mantissa_like.accounts._address import Address
from mantissa_like.accounts._creation import createAccount
from mantissa_like.accounts._disabling import setDisabled
from mantissa_like.accounts._lookups import (
    accountAddresses,
    accountStates,
    findAccount,
    findSubStore,
    ownerAddresses,
)
from mantissa_like.accounts._moving import extractAccount, insertAccount
from mantissa_like.accounts._strength import LEAST_CHARACTERS, checkPassword
from mantissa_like.accounts._throttle import Target, Throttle, networkOf
from mantissa_like.accounts.errors import (
    AccountError,
    AccountExists,
    InvalidAddress,
    NoSuchAccount,
    NotAnAccount,
    TooManyFailures,
    WeakPassword,
)
from mantissa_like.accounts.interfaces import INewAccount

__all__ = [
    "LEAST_CHARACTERS",
    "AccountError",
    "AccountExists",
    "Address",
    "INewAccount",
    "InvalidAddress",
    "NoSuchAccount",
    "NotAnAccount",
    "Target",
    "Throttle",
    "TooManyFailures",
    "WeakPassword",
    "accountAddresses",
    "accountStates",
    "checkPassword",
    "createAccount",
    "extractAccount",
    "findAccount",
    "findSubStore",
    "insertAccount",
    "networkOf",
    "ownerAddresses",
    "setDisabled",
]
