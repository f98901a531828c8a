"""
Users of a real site who go away while messages to them are under way.
"""

from __future__ import annotations

from axiom.store import Store
from axiom.userbase import LoginMethod
from mantissa_like.accounts import deleteAccount, restoreAccount, setDisabled
from mantissa_like.messaging import DONE, DUE, OutgoingMessage
from mantissa_like.sharing import unShare
from tests.acceptance.relays import ANSWERED, DOMAIN, FAILED, HEARD, numbersOf, relayOf
from tests.acceptance.relaysite import RelayTestCase
from tests.acceptance.running import eventually

_MESSAGES = 100
_FIRST = 10


class TargetTests(RelayTestCase):
    """
    Ann sends much to Ben, to whom something happens, and as much to Cat.
    """

    def setUp(self) -> None:
        """
        A site that runs, the stores as this process has them, and messages of which the first arrived.
        """
        super().setUp()
        self.site.start()
        siteStore = self.site.openSiteStore()
        self.addCleanup(siteStore.close)
        self.siteStore = siteStore
        stores = self.site.stores("ann", "ben", "cat")
        opened = stores.__enter__()
        self.addCleanup(stores.__exit__, None, None, None)
        self.ann, self.ben, self.cat = opened.values()
        self.send()
        eventually(lambda: len(self.heardBy(self.ben)) >= _FIRST)

    def send(self) -> None:
        """
        Have Ann send.
        """
        relayOf(self.ann).order("send", [("ben", _MESSAGES), ("cat", _MESSAGES)])

    def heardBy(self, store: Store) -> list[int]:
        """
        What somebody heard of Ann.
        """
        return numbersOf(store, HEARD, "ann")

    def known(self, user: str) -> list[int]:
        """
        What Ann knows that somebody has heard.
        """
        return numbersOf(self.ann, ANSWERED, user)

    def assertSettled(self, sent: int) -> None:
        """
        In the end Ann knows which messages Ben heard, the first ones in order, and that he heard no others of
        so many; Cat heard all.
        """
        eventually(lambda: not self.ann.query(OutgoingMessage, OutgoingMessage.state != DONE).count())
        heard = self.heardBy(self.ben)
        self.assertEqual(list(range(1, len(heard) + 1)), heard)
        self.assertEqual(heard, self.known("ben"))
        self.assertEqual(sent - len(heard), len(numbersOf(self.ann, FAILED)))
        self.assertEqual(list(range(1, sent + 1)), self.heardBy(self.cat))
        self.assertEqual(self.heardBy(self.cat), self.known("cat"))

    def test_deleted(self) -> None:
        """
        What Ben did not hear before his account was deleted, he never does; once it is restored, he hears
        what is sent since.
        """
        deleteAccount(self.siteStore, "ben", DOMAIN, lambda account: None)
        self.assertGone()
        restoreAccount(self.siteStore, "ben", DOMAIN)
        heard = len(self.heardBy(self.ben))
        relayOf(self.ann).order("send", [("ben", 1)])
        eventually(lambda: len(self.heardBy(self.ben)) > heard)
        self.assertEqual(2 * _MESSAGES + 1, self.heardBy(self.ben)[-1])

    def test_unshared(self) -> None:
        """
        The same of a relay that is not shared any more.
        """
        unShare(relayOf(self.ben))
        self.assertGone()

    def test_renamed(self) -> None:
        """
        The same of an address that nobody has any more.
        """
        ben = self.siteStore.findUnique(LoginMethod, LoginMethod.localpart == "ben")
        ben.localpart = "bea"
        self.assertGone()

    def assertGone(self) -> None:
        """
        What Ann sends then fails, too.
        """
        self.send()
        self.assertSettled(2 * _MESSAGES)

    def test_suspended(self) -> None:
        """
        What Ben did not hear before his account was suspended, he hears when it is not any more.
        """
        setDisabled(self.siteStore, "ben", DOMAIN, True)
        self.send()
        eventually(lambda: len(self.known("cat")) == 2 * _MESSAGES)
        eventually(lambda: "suspended" in self.reason())
        self.assertLess(len(self.heardBy(self.ben)), 2 * _MESSAGES)
        setDisabled(self.siteStore, "ben", DOMAIN, False)
        self.assertSettled(2 * _MESSAGES)
        self.assertEqual(2 * _MESSAGES, len(self.heardBy(self.ben)))

    def reason(self) -> str:
        """
        Why the first message that is due was not delivered; may be empty.
        """
        found = self.ann.findFirst(OutgoingMessage, OutgoingMessage.state == DUE)
        return found.lastError if found is not None else ""
