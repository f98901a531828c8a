"""
Sharing: roles, what each may see of the items of a store, and why.
"""

from mantissa_like.sharing._acting import (
    Member,
    MembershipEntry,
    actsAsOwner,
    addMember,
    artificialUsersOf,
    isManager,
    membersActingIn,
    removeMember,
    renewMemberships,
    replaceMembers,
)
from mantissa_like.sharing._defaults import getDefaultShareID, setDefaultShareID
from mantissa_like.sharing._descriptions import (
    Described,
    describedInterfaces,
    describeInterface,
    interfacesNamed,
    titleOf,
)
from mantissa_like.sharing._explanations import Explanation, Reason, explain
from mantissa_like.sharing._grants import nextExpiry
from mantissa_like.sharing._groups import accountsIn, findGroup, groupsOf, isGroup, makeGroup, membersOf
from mantissa_like.sharing._identifiers import Identifier
from mantissa_like.sharing._lookups import unlockingToken
from mantissa_like.sharing._primaryroles import (
    AUTHENTICATED,
    EVERYBODY,
    SELF,
    getAccountRole,
    getApplicationRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getPrimaryRole,
    getSelfRole,
    roleOf,
)
from mantissa_like.sharing._proxies import (
    ALL_IMPLEMENTED,
    SharedProxy,
    isLinkProxy,
    itemFromProxy,
    shareIDFromProxy,
)
from mantissa_like.sharing._received import (
    BlockedSharer,
    ReceivedShare,
    blockSharer,
    receivedShares,
    receiveNotice,
    unblockSharer,
)
from mantissa_like.sharing._revocations import RevokedShare, restoreShare, revokedShares, revokeShares
from mantissa_like.sharing._roles import Role, RoleRelationship
from mantissa_like.sharing._shares import Share
from mantissa_like.sharing._sharing import (
    asAccessibleTo,
    getLockedShares,
    getShare,
    getShareFor,
    shareItem,
    unShare,
)
from mantissa_like.sharing.errors import (
    InterfaceNotProvided,
    InvalidShareID,
    NoSuchShare,
    ShareIDTaken,
    SharePasswordNeeded,
    SharingError,
    TooManyMembers,
)
from mantissa_like.sharing.interfaces import IContacts, ITitled

__all__ = [
    "ALL_IMPLEMENTED",
    "AUTHENTICATED",
    "EVERYBODY",
    "SELF",
    "BlockedSharer",
    "Described",
    "Explanation",
    "IContacts",
    "ITitled",
    "Identifier",
    "InterfaceNotProvided",
    "InvalidShareID",
    "Member",
    "MembershipEntry",
    "NoSuchShare",
    "Reason",
    "ReceivedShare",
    "RevokedShare",
    "Role",
    "RoleRelationship",
    "Share",
    "ShareIDTaken",
    "SharePasswordNeeded",
    "SharedProxy",
    "SharingError",
    "TooManyMembers",
    "accountsIn",
    "actsAsOwner",
    "addMember",
    "artificialUsersOf",
    "asAccessibleTo",
    "blockSharer",
    "describeInterface",
    "describedInterfaces",
    "explain",
    "findGroup",
    "getAccountRole",
    "getApplicationRole",
    "getAuthenticatedRole",
    "getDefaultShareID",
    "getEveryoneRole",
    "getLockedShares",
    "getPrimaryRole",
    "getSelfRole",
    "getShare",
    "getShareFor",
    "groupsOf",
    "interfacesNamed",
    "isGroup",
    "isLinkProxy",
    "isManager",
    "itemFromProxy",
    "makeGroup",
    "membersActingIn",
    "membersOf",
    "nextExpiry",
    "receiveNotice",
    "receivedShares",
    "removeMember",
    "renewMemberships",
    "replaceMembers",
    "restoreShare",
    "revokeShares",
    "revokedShares",
    "roleOf",
    "setDefaultShareID",
    "shareIDFromProxy",
    "shareItem",
    "titleOf",
    "unShare",
    "unblockSharer",
    "unlockingToken",
]
