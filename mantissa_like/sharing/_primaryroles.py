"""
The roles that every store knows, and those with which people come.

Everybody is whoever comes; Authenticated is a member of it, and Self and the roles of accounts and of the
site's applications are members of Authenticated. C{get...} functions make the role, in a transaction, if
there is none; L{roleOf} only reads.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.accounts import Address, ownerAddresses, ownerApplications
from mantissa_like.sharing._identifiers import APPLICATION
from mantissa_like.sharing._roles import ActingRoles, Role

__all__ = [
    "AUTHENTICATED",
    "EVERYBODY",
    "SELF",
    "actingFor",
    "getAccountRole",
    "getApplicationRole",
    "getAuthenticatedRole",
    "getEveryoneRole",
    "getPrimaryRole",
    "getSelfRole",
    "roleOf",
]

# Their external IDs.
EVERYBODY, AUTHENTICATED, SELF = "Everybody", "Authenticated", "Self"


def getEveryoneRole(store: Store) -> Role:
    """
    The role of whoever comes, logged in or not.
    """
    return _getRole(store, EVERYBODY)


def getAuthenticatedRole(store: Store) -> Role:
    """
    The role of whoever is logged in.
    """
    return _getRole(store, AUTHENTICATED)


def getSelfRole(store: Store) -> Role:
    """
    The role of the account whose store this is.
    """
    return _getRole(store, SELF)


def getAccountRole(store: Store, localpart: str, domain: str) -> Role:
    """
    The role of one account; that is L{getSelfRole} where the store is this account's.

    @raise InvalidAddress: nobody can have this address.
    """
    return _getRole(store, _ownName(store, Address(localpart, domain)))


def getApplicationRole(store: Store, name: str) -> Role:
    """
    The role of one application of the site; that is L{getSelfRole} in its own store.
    """
    return _getRole(store, _ownName(store, f"{APPLICATION}{name}"))


def getPrimaryRole(store: Store, name: str, createIfNotFound: bool = False) -> Role:
    """
    The role with this external ID.

    @param name: of a group, C{user@domain} of an account, C{application:NAME} of an application, or empty for
        whoever is not logged in.
    @param createIfNotFound: make one that is missing, a member of Authenticated, which else stands for it.
    """
    if not name:
        return getEveryoneRole(store)
    if "@" in name or name.startswith(APPLICATION):
        name = _ownName(store, name)
    found = _storedRole(store, name)
    if found is not None:
        return found
    return _getRole(store, name) if createIfNotFound else getAuthenticatedRole(store)


def roleOf(store: Store, viewer: Address | str | None) -> Role:
    """
    The role with which C{viewer} acts in C{store}; only reads.

    Where the viewer's own role was never made, so that nothing was granted to it, this is the next wider one;
    where none was ever made, it is one that is in no store.

    @param viewer: the address of who is logged in, or C{application:NAME}; None if nobody is.
    """
    own = _ownNames(store, viewer)
    found = {role.externalID: role for role in store.query(Role, Role.externalID.oneOf(own))}
    for name in own:
        if name in found:
            return found[name]
    return Role(externalID=EVERYBODY, name=EVERYBODY)


def actingFor(store: Store, viewer: Address | str | None) -> ActingRoles:
    """
    The roles of whoever acts with L{roleOf} C{viewer}.
    """
    own = _ownNames(store, viewer)
    sql = (
        f"SELECT oid FROM {Role.getTableName(store)} WHERE externalID IN ({', '.join('?' * len(own))})"
        f" ORDER BY externalID = '{EVERYBODY}', externalID = '{AUTHENTICATED}' LIMIT 1"
    )
    return ActingRoles(sql, tuple(own))


def _ownNames(store: Store, viewer: Address | str | None) -> list[str]:
    """
    The external IDs of which the first one that is a role's is the viewer's.
    """
    if viewer is None:
        return [EVERYBODY]
    return [_ownName(store, viewer), AUTHENTICATED, EVERYBODY]


def _ownName(store: Store, name: Address | str) -> str:
    """
    The external ID of the role of one account or application, whose store this may be.
    """
    if isinstance(name, str) and name.startswith(APPLICATION):
        return SELF if name.removeprefix(APPLICATION) in ownerApplications(store) else name
    address = str(Address.parse(name) if isinstance(name, str) else name)
    return SELF if address in ownerAddresses(store) else address


def _storedRole(store: Store, externalID: str) -> Role | None:
    found: Role | None = store.findFirst(Role, Role.externalID == externalID)
    return found


def _getRole(store: Store, externalID: str) -> Role:
    found = _storedRole(store, externalID)
    return store.transact(_findOrMakeRole, store, externalID) if found is None else found


def _findOrMakeRole(store: Store, externalID: str) -> Role:
    found = _storedRole(store, externalID)
    if found is not None:
        return found
    role = Role(store=store, externalID=externalID, name=externalID)
    if externalID == AUTHENTICATED:
        role.becomeMemberOf(getEveryoneRole(store))
    elif externalID != EVERYBODY:
        role.becomeMemberOf(getAuthenticatedRole(store))
    return role
