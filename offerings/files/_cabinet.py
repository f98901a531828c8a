"""
What a person gets with the application: an outermost folder, and what finds and cleans up.
"""

from __future__ import annotations

from datetime import timedelta

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import reference
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.search import Hit
from mantissa_like.sharing import getSelfRole, shareItem
from mantissa_like.web import INavigable, ISearchable, SearchResult, SearchResults, Tab
from offerings.files._entries import Entry, File, Folder, trashedIn
from offerings.files._urls import pathOf
from offerings.files.interfaces import IOwnFolder, IReadableFolder, IWritableFolder

__all__ = ["KEPT_DAYS", "SHARE_ID", "Cabinet"]

KEPT_DAYS = 30
SHARE_ID = "files"

_DAY = timedelta(days=1)


@implementer(INavigable, ISearchable)
class Cabinet(Item):
    """
    The files of one person.

    @ivar root: the outermost folder.
    """

    typeName = "files_cabinet"
    powerupInterfaces = (INavigable, ISearchable)

    root = reference(reftype=Folder, whenDeleted=reference.DISALLOW)

    def installed(self) -> None:
        """
        Called when the application is given to a person: there is a folder, which only they see, and once a
        day what was deleted long ago is removed.
        """
        store = self.presentStore()
        now = Time.fromPOSIXTimestamp(store.runtime.clock.seconds())
        self.root = Folder(store=store, name="Files", changed=now)
        shareItem(
            self.root,
            toRole=getSelfRole(store),
            shareID=SHARE_ID,
            interfaces=[IReadableFolder, IWritableFolder, IOwnFolder],
        )
        IScheduler(store).schedule(self, now + _DAY)

    def run(self) -> Time:
        """
        Remove for good what was deleted more than L{KEPT_DAYS} days ago.

        @return: when to do so again.
        """
        store = self.presentStore()
        now = store.runtime.clock.seconds()
        for entry in trashedIn(store, before=now - KEPT_DAYS * _DAY.total_seconds()):
            entry.deleteFromStore()
        return Time.fromPOSIXTimestamp(now) + _DAY

    def tabs(self) -> tuple[Tab, ...]:
        """
        See L{INavigable}.
        """
        return (Tab("Files", SHARE_ID, "Your folders and files."),)

    def search(self, text: str, limit: int) -> SearchResults:
        """
        See L{ISearchable}.
        """
        store, root = self.presentStore(), self.root
        assert root is not None, "made when this was installed"
        matches = [
            *store.search(File.name.matches(text), limit=limit),
            *store.search(Folder.name.matches(text), limit=limit),
            *store.search(File.words.matches(text), limit=limit),
        ]
        found: dict[Entry, SearchResult] = {}
        for hit in matches:
            path = pathOf(hit.item, root)
            if path is not None:
                found.setdefault(hit.item, _asResult(hit, path))
        return SearchResults("Files", list(found.values())[:limit])


def _asResult(hit: Hit[Entry], path: str) -> SearchResult:
    entry = hit.item
    return SearchResult(title=entry.name, url=f"{SHARE_ID}{path}", excerpt=hit.excerpt, when=entry.changed)
