"""
The commands on who acts as an artificial user.
"""

from __future__ import annotations

from typing import TextIO

from axiom.scripts.axiomatic import AxiomaticSubCommand
from axiom.store import Store
from mantissa_like.accounts import NoSuchAccount, findSubStore
from mantissa_like.audit import recordAct
from mantissa_like.commands._sitecommand import AddressMixin, jsonFlag, writeListing
from mantissa_like.sharing import addMember, membersActingIn, removeMember

__all__ = ["AddMember", "ListMembers", "RemoveMember"]


class _OnMembers(AddressMixin, AxiomaticSubCommand):
    """
    A command on the members of one artificial user.
    """

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Do it in the store of the artificial user, in a transaction of the site's.
        """
        self.group = self.addressOf(self["group"])
        subStore = findSubStore(store, self.group.localpart, self.group.domain)
        if subStore is None:
            raise NoSuchAccount(str(self.group))
        with subStore.opened() as userStore:
            store.transact(self.act, store, userStore, out)

    def act(self, siteStore: Store, userStore: Store, out: TextIO) -> None:
        """
        Do it.
        """
        raise NotImplementedError


class ListMembers(_OnMembers):
    """
    List who acts as an artificial user.
    """

    synopsis = "GROUP@DOMAIN"
    optFlags = (jsonFlag,)

    def parseArgs(self, group: str) -> None:  # type: ignore[override]
        """
        Name the artificial user.
        """
        self["group"] = group

    def act(self, siteStore: Store, userStore: Store, out: TextIO) -> None:
        """
        A line for each, or one JSON array.
        """
        members = membersActingIn(userStore)
        if self["json"]:
            entries = [{"address": each.address, "manager": each.isManager} for each in members]
            writeListing(out, entries, True)
        elif members:
            out.writelines(f"{each.address}{' [MANAGER]' if each.isManager else ''}\n" for each in members)
        else:
            out.write("No members\n")


class AddMember(_OnMembers):
    """
    Let somebody act as an artificial user: visit its pages as its owner would. A member can become a manager,
    and a manager a member, by the same command.
    """

    synopsis = "GROUP@DOMAIN USER@DOMAIN"
    optFlags = (("manager", None, "Let them decide who else acts as it, too."),)

    def parseArgs(self, group: str, member: str) -> None:  # type: ignore[override]
        """
        Name the artificial user, then who is to act as it.
        """
        self["group"], self["member"] = group, member

    def act(self, siteStore: Store, userStore: Store, out: TextIO) -> None:
        """
        Add them.
        """
        member, isManager = self.addressOf(self["member"]), bool(self["manager"])
        addMember(userStore, member, isManager)
        recordAct(
            siteStore, "member.added", str(self.group), details={"member": str(member), "manager": isManager}
        )
        out.write(f"{member} {'manages' if isManager else 'acts as'} {self.group}\n")


class RemoveMember(_OnMembers):
    """
    Let somebody act as an artificial user no more, at once.
    """

    synopsis = "GROUP@DOMAIN USER@DOMAIN"

    def parseArgs(self, group: str, member: str) -> None:  # type: ignore[override]
        """
        Name the artificial user, then who acts as it.
        """
        self["group"], self["member"] = group, member

    def act(self, siteStore: Store, userStore: Store, out: TextIO) -> None:
        """
        Remove them.
        """
        member = self.addressOf(self["member"])
        removeMember(userStore, member)
        recordAct(siteStore, "member.removed", str(self.group), details={"member": str(member)})
        out.write(f"{member} acts as {self.group} no more\n")
