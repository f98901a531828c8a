"""
Explanations: why a role may see a shared item, or why it may not.

They are for the owner of a store; who asks for a share is never told.
"""

from __future__ import annotations

from dataclasses import dataclass

from epsilon.extime import Time

from axiom.errors import BrokenReference, UnknownItemType
from axiom.store import Store
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED
from mantissa_like.sharing._roles import Role, membershipsFrom
from mantissa_like.sharing._shares import Share

__all__ = ["Explanation", "Reason", "explain"]


@dataclass(frozen=True)
class Reason:
    """
    One share of the item, as it concerns a role.

    @ivar sharedTo: the external ID of the role that it was shared with.
    @ivar path: the external IDs of the roles on the way there, the asking one first; empty if there is none.
    @ivar interfaceNames: the stored names of the interfaces that the share shows; may be empty.
    @ivar lostNames: those that it was to show, which the item does not provide any more.
    @ivar suspended: whether it is suspended.
    @ivar hasExpired: whether it is over.
    @ivar isProtected: whether it takes a password, too.
    @ivar created: when it was made.
    @ivar createdBy: by whom; may be None.
    """

    sharedTo: str
    path: tuple[str, ...]
    interfaceNames: tuple[str, ...]
    lostNames: tuple[str, ...]
    suspended: bool
    hasExpired: bool
    isProtected: bool
    created: Time
    createdBy: str | None

    @property
    def isGrant(self) -> bool:
        """
        Whether the role sees something of the item by this share, without a password.
        """
        isInForce = not (self.suspended or self.hasExpired or self.isProtected)
        return bool(self.path and self.interfaceNames and isInForce)

    def __str__(self) -> str:
        who = f"{self.sharedTo} by {self.createdBy}" if self.createdBy else self.sharedTo
        if not self.path:
            return f"no: it is shared with {who}, to which the role does not belong"
        way = " > ".join(self.path)
        if self.suspended:
            return f"no: its share with {who} ({way}) is suspended"
        if self.hasExpired:
            return f"no: its share with {who} ({way}) has expired"
        if not self.interfaceNames:
            return f"no: its share with {who} ({way}) shows nothing that the item has"
        if self.isProtected:
            return f"no: its share with {who} ({way}) takes a password"
        return f"yes: it is shared with {who} ({way}): {', '.join(self.interfaceNames)}"


@dataclass(frozen=True)
class Explanation:
    """
    Whether a role may see what has a share ID, and why; C{str()} of it is for people.

    @ivar role: the role's external ID.
    @ivar shareID: the share ID.
    @ivar reasons: one for each share; those that let the role see something first; may be empty.
    """

    role: str
    shareID: str
    reasons: tuple[Reason, ...]

    @property
    def isVisible(self) -> bool:
        """
        Whether the role may see something of it.
        """
        return any(reason.isGrant for reason in self.reasons)

    def __str__(self) -> str:
        verb = "sees" if self.isVisible else "does not see"
        lines = [str(reason) for reason in self.reasons] or ["no: nothing is shared under this name"]
        return "\n  ".join([f"{self.role} {verb} {self.shareID}", *lines])


def explain(role: Role, shareID: str) -> Explanation:
    """
    Why C{role} may see what has this share ID in its store, or why not; only reads.
    """
    store = role.store
    if store is None:
        return Explanation(role.externalID, shareID, ())
    with store.snapshot():
        paths = _pathsFrom(role, store)
        reasons = [_reason(share, paths) for share in store.query(Share, Share.shareID == shareID)]
    reasons.sort(key=lambda reason: (not reason.isGrant, not reason.path, len(reason.path)))
    return Explanation(role.externalID, shareID, tuple(reasons))


def _pathsFrom(role: Role, store: Store) -> dict[int, tuple[str, ...]]:
    memberships = membershipsFrom(role)
    groups = [group for _, group in memberships]
    names = {each.storeID: each.externalID for each in store.query(Role, Role.storeID.oneOf(groups))}
    paths: dict[int, tuple[str, ...]] = {role.storeID: (role.externalID,)}
    for member, group in memberships:
        paths.setdefault(group, (*paths[member], names[group]))
    return paths


def _reason(share: Share, paths: dict[int, tuple[str, ...]]) -> Reason:
    try:
        shown = share.interfaceNamesShown()
    except (BrokenReference, UnknownItemType):
        shown = []
    lost = [name for name in share.sharedInterfaceNames if name not in shown and name != ALL_IMPLEMENTED]
    return Reason(
        share.sharedTo.externalID,
        paths.get(share.sharedTo.storeID, ()),
        tuple(shown),
        tuple(lost),
        share.suspended,
        share.hasExpired(),
        share.passwordHash is not None,
        share.created,
        share.createdBy,
    )
