"""
Notes: what the tests of sharing share.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface, implementer

from axiom.attributes import integer, reference, text
from axiom.item import Item, nameInterface
from axiom.store import Store
from axiom.userbase import LoginAccount, LoginMethod

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def,no-redef"

__all__ = ["IReadable", "IRemovable", "IUnrelated", "IWritable", "Label", "Note", "setOwner"]


class IReadable(Interface):
    """
    What can be read.
    """

    title = Attribute("One line.")

    def read():
        """
        The text.
        """


class IWritable(IReadable):
    """
    What can be read and written.
    """

    def write(text):
        """
        Change the text.
        """


class IRemovable(Interface):
    """
    What can be removed; it declares a private name too.
    """

    _internal = Attribute("Nobody's business.")

    def remove():
        """
        Remove it.
        """


class IUnrelated(Interface):
    """
    What no note provides.
    """


nameInterface(IReadable, "test.IReadable")
nameInterface(IWritable, "test.IWritable")
nameInterface(IRemovable, "test.IRemovable")


@implementer(IWritable, IRemovable)
class Note(Item):
    """
    A text that can be shared.
    """

    typeName = "test_sharing_note"

    title = text(default="")
    body = text(default="")
    rank = integer(default=0)

    _internal = 7

    def read(self) -> str:
        """
        The text.
        """
        return self.body or ""

    def write(self, text: str) -> None:
        """
        Change the text.
        """
        self.body = text

    def remove(self) -> None:
        """
        Remove it.
        """
        self.deleteFromStore()


class Label(Item):
    """
    What hangs on a note, and provides nothing.
    """

    typeName = "test_sharing_label"

    note = reference(reftype=Note, whenDeleted=reference.CASCADE)


def setOwner(store: Store, localpart: str, domain: str) -> None:
    """
    Make this the address of the account whose store this is.
    """
    account = LoginAccount(store=store, disabled=0)
    LoginMethod(
        store=store,
        localpart=localpart,
        domain=domain,
        protocol="email",
        internal=False,
        verified=True,
        account=account,
    )
