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

    member = reference(allowNone=False, reftype=Role, whenDeleted=reference.CASCADE)
    group = reference(allowNone=False, reftype=Role, whenDeleted=reference.CASCADE)


@dataclass(frozen=True)
class ActingRoles:
    """
    The roles that somebody acts with, their own one and all groups that it belongs to, as a part of a
    condition: so what was granted to them is found without asking first who they are.

    @ivar ownSQL: what finds the storeID of their own role, where any role is stored.
    @ivar ownArguments: for that.
    @ivar own: finds the role itself.
    """

    ownSQL: str
    ownArguments: tuple[Any, ...]
    own: Callable[[], Role]

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

    def distances(self) -> dict[int, int]:
        """
        See L{distancesFrom}.
        """
        return distancesFrom(self.own())


def actingAs(role: Role) -> ActingRoles:
    """
    The roles of whoever acts with C{role}.
    """
    return ActingRoles("SELECT ?", (role.storeID,), lambda: role)


def membershipsFrom(role: Role) -> list[tuple[int, int]]:
    """
    The memberships by which C{role} belongs to groups, as storeIDs of member and group, the nearest first.

    Each comes once, so that circles end.
    """
    store = role.store
    if store is None:
        return []
    table = RoleRelationship.getTableName(store)
    with store.snapshot():
        if not store.hasType(RoleRelationship):
            return []
        return [
            (int(member), int(group))
            for member, group in store.querySQL(
                "WITH RECURSIVE memberships(member, parent) AS ("
                f" SELECT member, [group] FROM {table} WHERE member = ?"
                f" UNION SELECT next.member, next.[group] FROM memberships JOIN {table} AS next"
                " ON next.member = memberships.parent"
                ") SELECT member, parent FROM memberships",
                (role.storeID,),
            )
        ]


def distancesFrom(role: Role) -> dict[int, int]:
    """
    The storeIDs of C{role} and of all its groups, with the number of memberships between.

    Empty for a role that is in no store, to which nothing can be granted.
    """
    if role.store is None:
        return {}
    distances: dict[int, int] = {role.storeID: 0}
    for member, group in membershipsFrom(role):
        distances.setdefault(group, distances[member] + 1)
    return distances
