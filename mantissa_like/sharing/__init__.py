"""
Sharing: roles, what each may see of the items of a store, and why.
"""

from mantissa_like.sharing._defaults import getDefaultShareID, setDefaultShareID
from mantissa_like.sharing._explanations import Explanation, Reason, explain
from mantissa_like.sharing._identifiers import Identifier
from mantissa_like.sharing._primaryroles import (
    getAccountRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getPrimaryRole,
    getSelfRole,
    roleOf,
)
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED, SharedProxy, itemFromProxy, shareIDFromProxy
from mantissa_like.sharing._roles import Role, RoleRelationship
from mantissa_like.sharing._shares import Share
from mantissa_like.sharing._sharing import asAccessibleTo, getShare, shareItem, unShare
from mantissa_like.sharing.errors import (
    InterfaceNotProvided,
    InvalidShareID,
    NoSuchShare,
    ShareIDTaken,
    SharingError,
)

__all__ = [
    "ALL_IMPLEMENTED",
    "Explanation",
    "Identifier",
    "InterfaceNotProvided",
    "InvalidShareID",
    "NoSuchShare",
    "Reason",
    "Role",
    "RoleRelationship",
    "Share",
    "ShareIDTaken",
    "SharedProxy",
    "SharingError",
    "asAccessibleTo",
    "explain",
    "getAccountRole",
    "getAuthenticatedRole",
    "getDefaultShareID",
    "getEveryoneRole",
    "getPrimaryRole",
    "getSelfRole",
    "getShare",
    "itemFromProxy",
    "roleOf",
    "setDefaultShareID",
    "shareIDFromProxy",
    "shareItem",
    "unShare",
]
