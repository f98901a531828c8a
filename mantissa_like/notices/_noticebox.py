"""
The box of a store into which notices come, and what they say.

A store has one from the first notice on. Whoever is logged in may put something in, until the owner of the
store ends that.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.protocols.amp import Command, Unicode
from zope.interface import implementer

from axiom.attributes import timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.messaging import AMPReceiver, IReceiverMaker, SenderArgument, commandMethod
from mantissa_like.notices.interfaces import INoticeBox
from mantissa_like.sharing import Identifier, ITitled, getAuthenticatedRole, receiveNotice, shareItem

__all__ = ["NOTICES", "NoticeBox", "TellOfShare", "giveNoticeBoxes"]

NOTICES = "share-notices"
"""The name by which the box of each store is shared, and by which it sends."""


class TellOfShare(Command):
    """
    I share this with you: an item that has the name C{shareID} in the sender's store.
    """

    commandName = b"mantissa.TellOfShare"
    arguments = [(b"sender", SenderArgument()), (b"shareID", Unicode()), (b"title", Unicode())]


@implementer(INoticeBox, ITitled)
class NoticeBox(AMPReceiver, Item):
    """
    Keeps what its owner is told, but of those whom they have blocked.

    @ivar created: when it was made.
    """

    typeName = "notices_box"
    title = "Notices of what is shared with you"

    created = timestamp(allowNone=False)

    @commandMethod.expose(TellOfShare)
    def tell(self, sender: Identifier, shareID: str, title: str) -> None:
        """
        Keep that something is shared. Who is blocked does not learn it.
        """
        store = self.presentStore()
        receiveNotice(store, sender.ownerName, shareID, title, _nowIn(store))


@implementer(IReceiverMaker)
class _BoxMaker:
    """
    Gives a box to each store that has none.
    """

    def makeReceiver(self, store: Store, shareID: str) -> None:
        """
        See L{IReceiverMaker}.
        """
        # A box that is there is shared with whom its owner wants.
        if shareID == NOTICES and not store.count(NoticeBox):
            box = NoticeBox(store=store, created=_nowIn(store))
            shareItem(box, toRole=getAuthenticatedRole(store), shareID=NOTICES, interfaces=[INoticeBox])


def giveNoticeBoxes(siteStore: Store) -> None:
    """
    Let the stores of a site take notices as long as C{siteStore} is open.
    """
    siteStore.inMemoryPowerUp(_BoxMaker(), IReceiverMaker)


def _nowIn(store: Store) -> Time:
    return Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
