"""
Some notes which people share, for tests.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.sharing import getAccountRole, getEveryoneRole, getSelfRole, shareItem
from tests.unit.mantissa_like.web.memory_client import MemoryClient
from tests.unit.mantissa_like.web.memory_site import (
    IReadableNote,
    IWritableNote,
    MemorySite,
    Note,
    NoteView,
)

__all__ = ["JSON", "SharedNotesTestCase"]

JSON = {"Accept": "application/json"}


class SharedNotesTestCase(SynchronousTestCase):
    """
    Alice shares C{open} with everybody, where she may write, C{secret} with Bob, and C{odd} by nothing that
    is shown.
    """

    def setUp(self) -> None:
        """
        A site with Alice, Bob, Carol and an application.
        """
        self.site = MemorySite()
        self.alice = self.site.addUser("alice")
        for name in ("bob", "carol"):
            self.site.addUser(name)
        self.open = self.share(self.alice, "open", "For everybody.")
        shareItem(
            self.open,
            toRole=getSelfRole(self.alice),
            shareID="open",
            interfaces=[IReadableNote, IWritableNote],
        )
        self.secret = Note(store=self.alice, body="For Bob.")
        shareItem(
            self.secret,
            toRole=getAccountRole(self.alice, "bob", "example.com"),
            shareID="secret",
            interfaces=[IReadableNote],
        )
        NoteView.shown.clear()
        NoteView.pending = Deferred()
        self.client = self.site.client()

    def share(self, store: Store, shareID: str, text: str) -> Note:
        """
        A note which everybody may read.
        """
        note = Note(store=store, body=text)
        shareItem(note, toRole=getEveryoneRole(store), shareID=shareID, interfaces=[IReadableNote])
        return note

    def token(self, client: MemoryClient, path: str = "/users/alice/open") -> str:
        """
        What the forms of a browser carry.
        """
        return client.get(path).text.partition('name="csrfToken" value="')[2].partition('"')[0]
