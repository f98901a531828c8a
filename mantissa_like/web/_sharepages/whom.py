"""
The form of the dialog: with whom something is shared, and how.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twisted.web.template import Tag, tags

from axiom.item import Item
from axiom.store import Store
from mantissa_like.sharing import IContacts, describedInterfaces, groupsOf
from mantissa_like.web._sharepages.terms import PASSWORD, UNTIL, mayParameter
from mantissa_like.web._views.choices import Choice
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import Text
from mantissa_like.web._views.visit import Visit

__all__ = ["EVERYBODY", "GROUP", "LINK", "PEOPLE", "PERSON", "SharingForm", "Suggested"]

PERSON, GROUP, PEOPLE, EVERYBODY, LINK = "person", "group", "people", "everybody", "link"

_MOST_SUGGESTED = 500


@dataclass(frozen=True, eq=False, kw_only=True)
class Suggested(Text):
    """
    One line of text, with values to choose from.

    @ivar suggestions: pairs of a value and of what people read for it.
    """

    suggestions: tuple[tuple[str, str], ...] = ()

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{mantissa_like.web.Parameter}.
        """
        field = super().control(shown, **attributes)
        if not self.suggestions:
            return field
        listID = f"{attributes.get('id', self.name)}-list"
        options = (tags.option(label, value=value) for value, label in self.suggestions)
        return tags.span(field(list=listID), tags.datalist(*options, id=listID))


class SharingForm:
    """
    The form for one item, as its owner sees it now.

    @ivar kind: with whom it is shared, one of L{PERSON}, L{GROUP}, L{PEOPLE}, L{EVERYBODY}, L{LINK}.
    @ivar person: for L{PERSON}, the address.
    @ivar group: for L{GROUP}, its external ID; empty without groups.
    @ivar groups: the names of the groups by their external IDs.
    @ivar may: the stored names of interfaces.
    """

    def __init__(self, store: Store, item: Item) -> None:
        self.groups = {group.externalID: group.name for group in groupsOf(store)}
        kinds = [
            (PERSON, "A person"),
            *([(GROUP, "A group of yours")] if self.groups else []),
            (PEOPLE, "Everybody who is logged in"),
            (EVERYBODY, "Everybody"),
            (LINK, "Whoever has a secret link"),
        ]
        self.kind = Choice("with", "Share with", options=tuple(kinds))
        self.person = Suggested(
            "person",
            "Person",
            hint="Their address here, such as bob@example.com.",
            shortest=0,
            suggestions=tuple(_contactsOf(store)),
        )
        self.group = Choice("group", "Group", options=(("", "–"), *self.groups.items()))
        self.may = mayParameter(item)
        self._first = tuple(each.name for each in describedInterfaces(item)[:1])
        groups = [self.group] if self.groups else []
        self.form = Form(self.kind, self.person, *groups, self.may, UNTIL, PASSWORD, submit="Share")

    def show(self, visit: Visit, action: str) -> Tag:
        """
        The form, for sharing with a person what is needed to see the item.

        @param action: where it is sent to, quoted.
        """
        return self.form.show(visit, {self.kind: PERSON, self.may: self._first}, action)


def _contactsOf(store: Store) -> Iterable[tuple[str, str]]:
    found = (
        (address, name or address)
        for contacts in store.powerupsFor(IContacts)
        for address, name in contacts.contacts()
    )
    return dict(found[1] for found in zip(range(_MOST_SUGGESTED), found, strict=False)).items()
