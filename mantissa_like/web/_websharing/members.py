"""
The members of an artificial user on a page: who acts as it, and changing that.

The page is at an address with the parameter C{address}; who may change something is for the page to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twisted.web.template import Flattenable, Tag, tags

from axiom.store import Store
from mantissa_like.accounts import Address, NobodyLogsIn, NoSuchAccount
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.sharing import Member, TooManyMembers, addMember, membersActingIn, removeMember
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.choices import CheckBox
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.tables import Column, Table
from mantissa_like.web._views.texts import Text
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["Members", "visitedStore"]

_ADDRESS = Text("member", "User name", hint="Of somebody who has an account here.", longest=318)
_MANAGER = CheckBox("manager", "A manager, who decides who the members are")
_ADD, _REMOVE = "add-member", "remove-member"


def visitedStore(visit: SiteVisit) -> tuple[Address, Store]:
    """
    The address and the store of the account that a page is about.

    @raise NotFound: nobody has this address.
    """
    try:
        address = Address.parse(visit.parameters["address"])
    except InvalidAddress as e:
        raise NotFound from e
    return address, visit.storeOf(address.localpart, address.domain)


class Members:
    """
    The list, its form, and what they do.

    @ivar acts: by the value of the field C{act}.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._form = Form(_ADDRESS, _MANAGER, submit="Add")
        self.acts: Mapping[str, Callable[[SiteVisit], Redirect]] = {_ADD: self._add, _REMOVE: self._remove}

    def show(self, visit: SiteVisit, mayChange: bool) -> Flattenable:
        """
        All members; for whoever may change it with the buttons and the form.
        """
        members = membersActingIn(visitedStore(visit)[1])
        role = Column[Member]("isManager", "Role", lambda member: "manager" if member.isManager else "member")
        columns = [Column[Member]("address", "Who", lambda member: member.address), role]
        if mayChange:
            columns.append(Column("", "", lambda member: "", lambda member: _buttons(visit, member)))
        listed = Table[Member](*columns).of(members, visit).show("Nobody yet.")
        if not mayChange:
            return listed
        return [listed, tags.h3("Add somebody"), self._form.show(visit, extra={"act": _ADD})]

    def data(self, visit: SiteVisit) -> list[dict[str, object]]:
        """
        The same for programs.
        """
        return [
            {"address": each.address, "isManager": each.isManager}
            for each in membersActingIn(visitedStore(visit)[1])
        ]

    def remove(self, visit: SiteVisit, member: str) -> None:
        """
        Let somebody act no more, and write that down.

        @param member: C{user@domain}.
        """
        address, store = visitedStore(visit)

        def remove() -> None:
            removeMember(store, Address.parse(member))
            visit.audit("member.removed", str(address), member=member)

        self._context.siteStore.transact(remove)

    def _add(self, visit: SiteVisit) -> Redirect:
        filled = self._form.read(visit)
        isManager = filled[_MANAGER]
        owner, store = visitedStore(visit)
        try:
            address = Address.parse(filled[_ADDRESS], self._context.config.site.domain)

            def add() -> None:
                addMember(store, address, isManager)
                visit.audit("member.added", str(owner), member=str(address), manager=isManager)

            self._context.siteStore.transact(add)
        except InvalidAddress as e:
            raise _unfit("This can't be the name of a user.") from e
        except NoSuchAccount as e:
            raise _unfit("Nobody here has this name.") from e
        except NobodyLogsIn as e:
            raise _unfit("This is no person.") from e
        except TooManyMembers as e:
            raise BadInput(f"{e.bound:,} people are members already. Take some out first.") from e
        told = "is a manager" if isManager else "is a member"
        return Redirect(visit.path, {"member": str(address)}, f"{address} {told} now.")

    def _remove(self, visit: SiteVisit) -> Redirect:
        member = visit.fields.get("member", "")
        found = [each.address for each in membersActingIn(visitedStore(visit)[1])]
        if member not in found:
            raise NotFound
        self.remove(visit, member)
        return Redirect(visit.path, flash=f"{member} is no member any more. Adding them again undoes that.")


def _buttons(visit: SiteVisit, member: Member) -> Tag:
    label, isManager = ("Manager no more", "no") if member.isManager else ("Make a manager", "yes")
    return tags.span(
        button(visit, label, act=_ADD, member=member.address, manager=isManager),
        " ",
        button(visit, "Take out", act=_REMOVE, member=member.address),
        class_="buttons",
    )


def _unfit(problem: str) -> BadInput:
    return BadInput(problem, {_ADDRESS.name: problem})
