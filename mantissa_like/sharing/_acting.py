"""
Who acts as an artificial user: the members of the role Self of its store.

So they may do there what its owner could, each share and each group being as for the owner, and nothing else
in that store has to know of them. Managers, who besides decide who the members are, are members by way of a
role of their own. The site store only has an index of them, by which people find whom they can act as; it is
written after what it tells of, and any change to the members of a store makes it true again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from axiom.attributes import AND, reference, text
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    Address,
    NoSuchAccount,
    NotArtificial,
    deletionOf,
    findAccount,
    isArtificialStore,
    mustBeAPersons,
    ownAddressOf,
    ownerAddresses,
)
from mantissa_like.sharing._primaryroles import SELF, getAccountRole, getPrimaryRole, getSelfRole, roleOf
from mantissa_like.sharing._roles import Role, RoleRelationship
from mantissa_like.sharing.errors import TooManyMembers

__all__ = [
    "Member",
    "MembershipEntry",
    "actsAsOwner",
    "addMember",
    "artificialUsersOf",
    "isManager",
    "membersActingIn",
    "removeMember",
    "renewMemberships",
    "replaceMembers",
]

_MANAGERS = "acting:managers"
_MOST = 1000


@dataclass(frozen=True, order=True)
class Member:
    """
    Somebody who acts as an artificial user.

    @ivar address: theirs, C{user@domain}.
    @ivar isManager: whether they decide who else does.
    """

    address: str
    isManager: bool = False


class MembershipEntry(Item):
    """
    An entry of the index in the site store: somebody is a member of one artificial user.

    @ivar account: that of the artificial user.
    @ivar member: the address, C{user@domain}, of who acts as it.
    """

    typeName = "sharing_membership_entry"

    account = reference(allowNone=False, indexed=True, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    member = text(allowNone=False, indexed=True, caseSensitive=True)


def addMember(userStore: Store, address: Address, isManager: bool = False) -> None:
    """
    From now on the account with this address acts as the artificial user whose store this is. Repeating it
    changes nothing but whether they are a manager.

    Called outside of transactions of the user's store, or in one of the site store.

    @raise NotArtificial: the store is that of a person or of an application.
    @raise NoSuchAccount: nobody has the address.
    @raise NobodyLogsIn: it is that of an artificial user.
    @raise TooManyMembers: there are 1,000.
    """
    if not isArtificialStore(userStore):
        raise NotArtificial(", ".join(sorted(ownerAddresses(userStore))) or str(userStore))
    siteStore = userStore.parent
    if siteStore is not None:
        account = findAccount(siteStore, address.localpart, address.domain)
        if account is None:
            raise NoSuchAccount(str(address))
        mustBeAPersons(account)

    def add() -> None:
        role = getAccountRole(userStore, address.localpart, address.domain)
        _withdraw(userStore, role)
        if len(membersActingIn(userStore)) >= _MOST:
            raise TooManyMembers(_MOST)
        _admit(userStore, role, isManager)

    _change(userStore, add)


def removeMember(userStore: Store, address: Address) -> None:
    """
    From now on the account with this address does not act as the one whose store this is. Repeating it
    changes nothing; called as L{addMember} is.
    """

    def remove() -> None:
        role = userStore.findFirst(Role, Role.externalID == str(address))
        if role is not None:
            _withdraw(userStore, role)

    _change(userStore, remove)


def membersActingIn(userStore: Store) -> list[Member]:
    """
    Who acts as the artificial user whose store this is, sorted by address; may be empty.
    """
    found = set()
    for externalID in (SELF, _MANAGERS):
        group = userStore.findFirst(Role, Role.externalID == externalID)
        members = () if group is None else group.members()
        found |= {
            Member(role.externalID, externalID == _MANAGERS) for role in members if "@" in role.externalID
        }
    return sorted(found)


def actsAsOwner(userStore: Store, viewer: str | None) -> bool:
    """
    Whether C{viewer} is the owner of a store, or acts as the owner does; only reads.

    @param viewer: C{user@domain} of who is logged in; None if nobody is.
    """
    return _hasRole(userStore, viewer, SELF)


def isManager(userStore: Store, viewer: str | None) -> bool:
    """
    Whether C{viewer} decides who acts as the artificial user whose store this is; only reads.
    """
    return _hasRole(userStore, viewer, _MANAGERS)


def artificialUsersOf(siteStore: Store, member: Address) -> list[str]:
    """
    The addresses, each C{user@domain}, of the artificial users as which an account acts, sorted; may be
    empty. Whether it still does is told by their stores.
    """
    found = siteStore.query(MembershipEntry, MembershipEntry.member == str(member)).getColumn("account")
    return sorted(ownAddressOf(account) for account in found if deletionOf(account) is None)


def renewMemberships(account: LoginAccount) -> None:
    """
    Let the site know who acts as an account whose store was brought from elsewhere, in a transaction. In a
    person's store, whoever acted there before, nobody else does.
    """
    with account.avatars.opened() as userStore:
        replaceMembers(account, membersActingIn(userStore) if isArtificialStore(userStore) else ())


def replaceMembers(account: LoginAccount, members: Iterable[Member]) -> None:
    """
    Let these act as an account and nobody else, in a transaction: such as those who did before it got another
    store.
    """
    with account.avatars.opened() as userStore:

        def replace() -> None:
            acting = userStore.query(Role, Role.externalID.oneOf([SELF, _MANAGERS]))
            ofActing = RoleRelationship.group.oneOf(list(acting))
            userStore.query(RoleRelationship, ofActing).deleteFromStore()
            for member in members:
                address = Address.parse(member.address)
                role = getAccountRole(userStore, address.localpart, address.domain)
                _admit(userStore, role, member.isManager)

        _change(userStore, replace)


def _hasRole(userStore: Store, viewer: str | None, externalID: str) -> bool:
    if viewer is None:
        return False
    with userStore.snapshot():
        role = roleOf(userStore, viewer)
        isOwner = externalID == SELF and viewer in ownerAddresses(userStore)
        return isOwner or any(each.externalID == externalID for each in role.allRoles())


def _admit(userStore: Store, role: Role, isManager: bool) -> None:
    group = getSelfRole(userStore)
    if isManager:
        managers = getPrimaryRole(userStore, _MANAGERS, createIfNotFound=True)
        managers.name = "Managers"
        managers.becomeMemberOf(group)
        group = managers
    role.becomeMemberOf(group)


def _withdraw(userStore: Store, role: Role) -> None:
    acting = userStore.query(Role, Role.externalID.oneOf([SELF, _MANAGERS]))
    ours = AND(RoleRelationship.member == role, RoleRelationship.group.oneOf(list(acting)))
    userStore.query(RoleRelationship, ours).deleteFromStore()


def _change(userStore: Store, change: Callable[[], None]) -> None:
    siteStore, number = userStore.parent, userStore.idInParent
    if siteStore is None or number is None:
        userStore.transact(change)
        return

    def changeAndList() -> None:
        userStore.transact(change)
        avatars = siteStore.getItemByID(number)
        account = siteStore.findUnique(LoginAccount, LoginAccount.avatars == avatars)
        siteStore.query(MembershipEntry, MembershipEntry.account == account).deleteFromStore()
        for member in membersActingIn(userStore):
            MembershipEntry(store=siteStore, account=account, member=member.address)

    siteStore.transact(changeAndList)
