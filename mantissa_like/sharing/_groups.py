"""
Groups: roles that the owner of a store makes, with people and other groups as members.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe

from axiom.attributes import AND
from axiom.store import Store
from mantissa_like.sharing._primaryroles import getPrimaryRole
from mantissa_like.sharing._roles import Role, RoleRelationship

__all__ = ["accountsIn", "findGroup", "groupsOf", "isGroup", "makeGroup", "membersOf"]

_PREFIX = "group:"
_MOST_ACCOUNTS = 1000


def makeGroup(store: Store, name: str, makeID: Callable[[], str] = token_urlsafe) -> Role:
    """
    A new group without members, in a transaction; several may have one name.

    @param name: what its owner calls it.
    """

    def make() -> Role:
        group = getPrimaryRole(store, _PREFIX + makeID(), createIfNotFound=True)
        group.name = name
        return group

    return store.transact(make)


def isGroup(role: Role) -> bool:
    """
    Whether L{makeGroup} made it.
    """
    return role.externalID.startswith(_PREFIX)


def groupsOf(store: Store) -> list[Role]:
    """
    The groups that L{makeGroup} made in C{store}, sorted by name; may be empty.
    """
    found = store.query(Role, Role.externalID.startswith(_PREFIX), sort=Role.name.ascending)
    return list(found)


def findGroup(store: Store, externalID: str) -> Role | None:
    """
    The group with this external ID; None if there is none.
    """
    ours = AND(Role.externalID == externalID, Role.externalID.startswith(_PREFIX))
    found: Role | None = store.findFirst(Role, ours)
    return found


def membersOf(group: Role) -> list[Role]:
    """
    Who is a member of C{group} directly, sorted by name; may be empty.
    """
    members = group.presentStore().query(RoleRelationship, RoleRelationship.group == group)
    return sorted(members.getColumn("member"), key=lambda role: (role.name.lower(), role.storeID))


def accountsIn(role: Role, most: int = _MOST_ACCOUNTS) -> list[str]:
    """
    The addresses of the accounts that C{role} is, or that are its members by whatever way; sorted.

    Empty for everybody.

    @param most: how many of very many.
    """
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [role]
    while waiting and len(found) < most:
        each = waiting.pop()
        if each.storeID in seen:
            continue
        seen.add(each.storeID)
        if "@" in each.externalID:
            found.add(each.externalID)
        elif isGroup(each):
            waiting += membersOf(each)
    return sorted(found)
