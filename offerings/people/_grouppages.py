"""
The groups with which somebody shares.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.accounts import Address, InvalidAddress
from mantissa_like.sharing import SELF, Role, isGroup, membersOf
from mantissa_like.web import (
    BadInput,
    Choice,
    Form,
    NotFound,
    Page,
    Redirect,
    Text,
    Visit,
    button,
    chosenAct,
    confirmed,
)
from offerings.people._frame import framed

__all__ = ["GroupPage", "GroupsPage"]

_NAME = Text("name", "Name", longest=100)
_ADDRESS = Text("address", "Address", hint="Of somebody's account here, such as bob@example.com.")
_RENAME, _JOIN, _JOIN_GROUP, _LEAVE, _REMOVE = "rename", "join", "joinGroup", "leave", "remove"


class GroupsPage:
    """
    All groups, and a form for a new one.
    """

    def __init__(self, book: Any, home: str) -> None:
        self._book, self._home = book, home
        self._form = Form(_NAME, submit="Make a group")

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        entries = [self._entry(group) for group in self._book.groups()]
        listed = tags.ul(*entries, class_="cards") if entries else tags.p("No groups yet.", class_="empty")
        about = "Share something with a group, and all who are in it see it; whoever joins later, too."
        return framed(
            "Groups",
            self._home,
            "/groups",
            tags.p(about),
            listed,
            tags.h2("A new group"),
            self._form.show(visit),
        )

    def data(self, visit: Visit) -> list[dict[str, Any]]:
        """
        For programs.
        """
        return [_asData(group) for group in self._book.groups()]

    def post(self, visit: Visit) -> Redirect:
        """
        Make a group.
        """
        group = self._book.makeGroup(self._form.read(visit)[_NAME])
        return Redirect(f"{visit.path}/{group.storeID}", _asData(group), f"Made the group “{group.name}”.")

    def _entry(self, group: Role) -> Flattenable:
        members = ", ".join(map(_memberInWords, membersOf(group))) or "nobody yet"
        link = tags.a(group.name, href=f"{self._home}/groups/{group.storeID}")
        return tags.li(tags.h3(link), tags.p(members))


class GroupPage:
    """
    One group: its members and its name.
    """

    def __init__(self, book: Any, home: str, group: Role) -> None:
        self._book, self._home, self._group = book, home, group

    def show(self, visit: Visit) -> Page:
        """
        For people.
        """
        group = self._group
        members = [
            tags.li(
                _memberInWords(each),
                " ",
                button(visit, "Take out", act=_LEAVE, member=str(each.storeID)),
            )
            for each in membersOf(group)
        ]
        content: list[Flattenable] = [
            tags.ul(*members) if members else tags.p("Nobody is in this group yet.", class_="empty"),
            tags.h2("Add a person"),
            Form(_ADDRESS, submit="Add").show(visit, extra={"act": _JOIN}),
        ]
        if others := self._others():
            form = Form(others, submit="Add the group")
            content += [tags.h2("Add another group"), form.show(visit, extra={"act": _JOIN_GROUP})]
        rename = Form(_NAME, submit="Rename")
        content += [
            tags.h2("Name"),
            rename.show(visit, {_NAME: group.name}, extra={"act": _RENAME}),
            tags.p(button(visit, "Remove the group …", isDangerous=True, act=_REMOVE)),
        ]
        return framed(f"Group “{group.name}”", self._home, "/groups", *content)

    def data(self, visit: Visit) -> dict[str, Any]:
        """
        For programs.
        """
        return _asData(self._group)

    def post(self, visit: Visit) -> Redirect | Page:
        """
        Do what the field C{act} says.
        """
        acts = {
            _RENAME: self._rename,
            _JOIN: self._join,
            _JOIN_GROUP: self._joinGroup,
            _LEAVE: self._leave,
            _REMOVE: self._remove,
        }
        return chosenAct(visit, acts)(visit)

    def _rename(self, visit: Visit) -> Redirect:
        self._group.name = Form(_NAME, submit="").read(visit)[_NAME]
        return Redirect(visit.path, _asData(self._group), "Renamed.")

    def _join(self, visit: Visit) -> Redirect:
        owner = Address.parse(str(visit.viewer))
        try:
            address = Address.parse(Form(_ADDRESS, submit="").read(visit)[_ADDRESS], owner.domain)
        except InvalidAddress as e:
            problem = "This is no address, such as bob@example.com."
            raise BadInput(f"Address: {problem}", {"address": problem}) from e
        self._book.join(self._group, address, str(owner))
        return Redirect(visit.path, _asData(self._group), f"{address} is in the group.")

    def _joinGroup(self, visit: Visit) -> Redirect:
        choice = self._others()
        if choice is None:
            raise NotFound
        member = self._book.group(int(Form(choice, submit="").read(visit)[choice]))
        self._book.joinGroup(self._group, member)
        return Redirect(visit.path, _asData(self._group), f"All of “{member.name}” are in the group.")

    def _leave(self, visit: Visit) -> Redirect:
        number = visit.fields.get("member", "")
        member = next((each for each in membersOf(self._group) if str(each.storeID) == number), None)
        if member is None:
            raise NotFound
        self._book.leave(self._group, member)
        told = f"{_memberInWords(member)}: not in the group any more. Adding them again undoes that."
        return Redirect(visit.path, _asData(self._group), told)

    def _remove(self, visit: Visit) -> Redirect | Page:
        group, count = self._group, self._book.shareCount(self._group)
        shares = "1 share with it ends" if count == 1 else f"{count:,} shares with it end"
        asked = confirmed(
            visit,
            f"Remove the group “{group.name}”?",
            f"Its members stay in your address book. {shares} at once. This can't be undone.",
            "Remove the group",
            visit.path,
        )
        if asked is not None:
            return Page("Remove a group", asked)
        name = group.name
        self._book.removeGroup(group)
        return Redirect(f"{self._home}/groups", flash=f"The group “{name}” is removed.")

    def _others(self) -> Choice | None:
        others = [each for each in self._book.groups() if each is not self._group]
        options = tuple((str(each.storeID), each.name) for each in others)
        return Choice("member", "Group", options=options) if others else None


def _memberInWords(member: Role) -> str:
    if member.externalID == SELF:
        return "You"
    return f"Group “{member.name}”" if isGroup(member) else member.name


def _asData(group: Role) -> dict[str, Any]:
    members = [
        {"number": each.storeID, "name": each.name, "isGroup": isGroup(each)} for each in membersOf(group)
    ]
    return {"number": group.storeID, "name": group.name, "members": members}
