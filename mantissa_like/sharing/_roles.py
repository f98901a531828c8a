"""
Roles: sets of people and of other roles, as one store sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from epsilon.extime import Time
from zope.interface.interface import InterfaceClass

from axiom.attributes import AND, reference, text
from axiom.item import Item, transacted
from axiom.store import Store
from mantissa_like.sharing._lookups import findShare
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED, SharedProxy
from mantissa_like.sharing._shares import Share, bindShare

__all__ = ["ActingRoles", "Role", "RoleRelationship", "actingAs", "distancesFrom", "membershipsFrom"]


class Role(Item):
    """
    A set of people, or one person, who can be granted something.

    @ivar externalID: unique in its store: C{user@domain} for an account, a name without C{@} for a group.
    @ivar name: what people call it.
    @ivar description: what it is for; may be empty.
    """

    typeName = "sharing_role"
    changesRarely = True

    externalID = text(allowNone=False, indexed=True, caseSensitive=True)
    name = text(allowNone=False)
    description = text(allowNone=False, default="")

    def becomeMemberOf(self, group: Role) -> None:
        """
        From now on this role may do what C{group} may. Repeating it changes nothing; circles are allowed.
        """
        self.presentStore().findOrCreate(RoleRelationship, member=self, group=group)

    def noLongerMemberOf(self, group: Role) -> None:
        """
        Undo L{becomeMemberOf}. Repeating it changes nothing.
        """
        ours = AND(RoleRelationship.member == self, RoleRelationship.group == group)
        self.presentStore().query(RoleRelationship, ours).deleteFromStore()

    def allRoles(self) -> Iterator[Role]:
        """
        This role and every group that it belongs to, directly or by others, each once, the nearest first.
        """
        if self.store is None:
            yield self
            return
        distances = distancesFrom(self)
        found = self.store.query(Role, Role.storeID.oneOf(list(distances)))
        yield from sorted(found, key=lambda role: distances[role.storeID])

    def members(self) -> list[Role]:
        """
        The roles that were made members of this group itself, by name; may be empty.
        """
        store = self.presentStore()
        found = store.query(
            Role,
            AND(RoleRelationship.group == self, RoleRelationship.member == Role.storeID),
            sort=Role.externalID.ascending,
        )
        return list(found.distinct())

    def getShare(self, shareID: str) -> SharedProxy:
        """
        What this role may see of the item that is shared as C{shareID}.

        @raise NoSuchShare: it may see nothing, or there is none.
        """
        return findShare(self.presentStore(), actingAs(self), shareID)

    @transacted
    def shareItem(
        self,
        sharedItem: Item,
        shareID: str,
        interfaces: Iterable[InterfaceClass] | Literal["*"] = ALL_IMPLEMENTED,
        createdBy: str | None = None,
        now: Callable[[], Time] = Time,
        expires: Time | None = None,
        passwordHash: str | None = None,
        isLink: bool = False,
    ) -> Share:
        """
        Let this role see C{sharedItem}; see L{mantissa_like.sharing.shareItem}.
        """
        return bindShare(sharedItem, self, shareID, interfaces, createdBy, now, expires, passwordHash, isLink)


class RoleRelationship(Item):
    """
    The membership of a role in a group.

    @ivar member: who may do what C{group} may.
    @ivar group: in which it is a member.
    """

    typeName = "sharing_relationship"
    changesRarely = True

    member = reference(allowNone=False, reftype=Role, whenDeleted=reference.CASCADE)
    group = reference(allowNone=False, reftype=Role, whenDeleted=reference.CASCADE)


@dataclass(frozen=True)
class ActingRoles:
    """
    The roles that somebody acts with, their own one and all groups that it belongs to, as a part of a
    condition: so what was granted to them is found without asking first who they are.

    @ivar ownSQL: what finds the storeID of their own role, where any role is stored.
    @ivar ownArguments: for that.
    """

    ownSQL: str
    ownArguments: tuple[Any, ...]

    def prepare(self) -> None:
        """
        Called before the query is run: there is nothing to upgrade.
        """

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        What finds their storeIDs in C{store}, and the arguments for it; called inside a read.
        """
        if not store.hasType(Role):
            return "SELECT NULL", []
        if not store.hasType(RoleRelationship):
            return self.ownSQL, list(self.ownArguments)
        table = RoleRelationship.getTableName(store)
        return (
            f"WITH RECURSIVE acting(role) AS (SELECT * FROM ({self.ownSQL})"
            f" UNION SELECT next.[group] FROM acting JOIN {table} AS next ON next.member = acting.role"
            ") SELECT role FROM acting"
        ), list(self.ownArguments)

    def memberships(self, store: Store) -> list[tuple[int | None, int]]:
        """
        How they come to be theirs in C{store}, as storeIDs: None and their own role, if there is one, then
        each member and its group, the nearest first.

        Each comes once, so that circles end.
        """
        with store.snapshot():
            if not store.hasType(Role):
                return []
            sql = f"SELECT NULL, * FROM ({self.ownSQL})"
            if store.hasType(RoleRelationship):
                table = RoleRelationship.getTableName(store)
                sql = (
                    f"WITH RECURSIVE memberships(member, role) AS ({sql}"
                    f" UNION SELECT next.member, next.[group] FROM memberships JOIN {table} AS next"
                    " ON next.member = memberships.role"
                    ") SELECT member, role FROM memberships"
                )
            return [(member, role) for member, role in store.querySQL(sql, self.ownArguments)]

    def distances(self, store: Store) -> dict[int, int]:
        """
        Their storeIDs, with the number of memberships between their own role and each.
        """
        found: dict[int, int] = {}
        for member, role in self.memberships(store):
            found.setdefault(role, 0 if member is None else found[member] + 1)
        return found


def actingAs(role: Role) -> ActingRoles:
    """
    The roles of whoever acts with C{role}.
    """
    return ActingRoles("SELECT ?", (role.storeID,))


def membershipsFrom(role: Role) -> list[tuple[int, int]]:
    """
    The memberships by which C{role} belongs to groups, as storeIDs of member and group, the nearest first.

    Each comes once, so that circles end.
    """
    if role.store is None:
        return []
    found = actingAs(role).memberships(role.store)
    return [(member, group) for member, group in found if member is not None]


def distancesFrom(role: Role) -> dict[int, int]:
    """
    The storeIDs of C{role} and of all its groups, with the number of memberships between.

    Empty for a role that is in no store, to which nothing can be granted.
    """
    return {} if role.store is None else actingAs(role).distances(role.store)
