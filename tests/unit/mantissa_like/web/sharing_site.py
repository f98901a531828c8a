"""
A site on which people share notes, for tests.
"""

from __future__ import annotations

from urllib.parse import quote

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.userbase import IPasswordHashing
from mantissa_like.agenda import WorkService
from mantissa_like.sharing import Share, getSelfRole, shareItem
from mantissa_like.site import storeWorks
from tests.unit.axiom.accounts.hashings import PlainHashing
from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.memory_site import IReadableNote, IWritableNote, MemorySite, Note

__all__ = ["JSON", "READ", "WRITE", "SharingTestCase"]

JSON = {"Accept": "application/json"}
READ, WRITE = "test.IReadableNote", "test.IWritableNote"
_DIALOG = "/shares/new?item=note"


class SharingTestCase(SynchronousTestCase):
    """
    Alice has a note that nobody else sees, and is logged in.
    """

    def setUp(self) -> None:
        """
        A site with Alice, Bob and Carol, who hear of what is shared when L{carry} is called.
        """
        self.site = MemorySite()
        self.site.store.inMemoryPowerUp(PlainHashing(), IPasswordHashing)
        self.alice = self.site.addUser("alice")
        self.bob = self.site.addUser("bob")
        self.site.addUser("carol")
        self.note = self.addNote(self.alice, "note", "Milk")
        self.owner = self.site.logIn("alice")
        self.stranger = self.site.client()

    def addNote(self, store: Store, shareID: str, text: str) -> Note:
        """
        A note of one person alone.
        """
        note = Note(store=store, body=text)
        shareItem(note, getSelfRole(store), shareID=shareID, interfaces=[IReadableNote, IWritableNote])
        return note

    def carry(self) -> None:
        """
        Deliver the notices that wait.
        """
        site = self.site
        works = storeWorks(site.store, site.pool, site.context.config)
        service = WorkService(site.store, site.pool, works, site.clock)
        service.startService()
        site.clock.pump([0.05] * 20)
        service.stopService()

    def token(self, client: MemoryClient) -> str:
        """
        What the forms of a browser carry in which somebody is logged in.
        """
        return client.get("/shares").text.partition('name="csrfToken" value="')[2].partition('"')[0]

    def send(self, client: MemoryClient, path: str, **fields: str) -> Response:
        """
        Send a form.
        """
        return client.post(path, {**fields, "csrfToken": self.token(client)})

    def share(self, **fields: str) -> Response:
        """
        Share the note by the dialog, for reading unless said otherwise.
        """
        return self.send(
            self.owner, _DIALOG, **{"may": READ, "until": "", "password": "", "person": "", **fields}
        )

    def link(self, **fields: str) -> str:
        """
        Share the note by a link.

        @return: its path.
        """
        self.assertEqual(303, self.share(**{"with": "link", **fields}).status)
        share = self.alice.findFirst(Share, Share.isLink == True, sort=Share.storeID.descending)  # noqa: E712
        assert share is not None
        return f"/users/alice/{quote(share.shareID, safe='')}"

    def number(self) -> str:
        """
        The number of the only share that is with others.
        """
        own = getSelfRole(self.alice)
        (share,) = self.alice.query(Share, Share.sharedTo != own)
        return str(share.storeID)
