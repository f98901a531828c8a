"""
The vault of a site: secrets that are in its database only sealed, with a key that is not.
"""

from mantissa_like.vault._secrets import StoredSecret, deleteSecret, getSecret, secretNames, setSecret
from mantissa_like.vault._vault import KeyVault, vaultOf
from mantissa_like.vault.errors import (
    BadKeyFile,
    InvalidSecret,
    NoSuchSecret,
    SealBroken,
    VaultError,
    WrongKey,
)
from mantissa_like.vault.interfaces import IVault

__all__ = [
    "BadKeyFile",
    "IVault",
    "InvalidSecret",
    "KeyVault",
    "NoSuchSecret",
    "SealBroken",
    "StoredSecret",
    "VaultError",
    "WrongKey",
    "deleteSecret",
    "getSecret",
    "secretNames",
    "setSecret",
    "vaultOf",
]
