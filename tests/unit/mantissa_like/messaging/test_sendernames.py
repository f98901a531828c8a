"""
By which names items send.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.catalog import Offering
from mantissa_like.messaging import BadSender, IMessageReceiver, ask, senderOf
from mantissa_like.sharing import Identifier, NoSuchShare, getShareFor, shareItem, unShare
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.greetings import Greet, Greeter


class SenderNameTests(SynchronousTestCase):
    """
    Names of an item of alice.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.alice = self.site.addUser("alice@example.com")
        self.item = Greeter(store=self.alice)

    def test_shared(self) -> None:
        """
        A shared item sends by the name that it had first, which others can answer to.
        """
        for shareID in ("hall", "attic"):
            shareItem(self.item, shareID=shareID)
        self.assertEqual(Identifier("hall", "alice", "example.com"), senderOf(self.item))

    def test_unshared(self) -> None:
        """
        Another one has a name of its own, always the same, by which nobody finds it.
        """
        sender = senderOf(self.item)
        self.assertEqual(("alice", "example.com"), (sender.localpart, sender.domain))
        self.assertEqual(sender, senderOf(self.item))
        self.assertNotEqual(sender, senderOf(Greeter(store=self.alice)))
        self.assertRaises(NoSuchShare, getShareFor, self.alice, "alice@example.com", sender.shareID)

    def test_secretLink(self) -> None:
        """
        Nobody is told a secret link.
        """
        shareItem(self.item, shareID="secret", isLink=True)
        self.assertNotEqual("secret", senderOf(self.item).shareID)

    def test_sharedLater(self) -> None:
        """
        Who is shared no more sends by the name of its own.
        """
        own = senderOf(self.item)
        shareItem(self.item, shareID="hall")
        self.assertEqual("hall", senderOf(self.item).shareID)
        unShare(self.item)
        self.assertEqual(own, senderOf(self.item))

    def test_application(self) -> None:
        """
        An application sends by its name, and is answered by whoever shares with it.
        """
        library = self.site.install(Offering(name="library", description="Books."))
        asking = Greeter(store=library)
        self.assertEqual(("library", None), (senderOf(asking).localpart, senderOf(asking).domain))
        shareItem(self.item, toName="application:library", shareID="hall", interfaces=[IMessageReceiver])
        asked = ask(asking, Identifier("hall", "alice", "example.com"), Greet, words="hello")
        self.site.settle()
        self.assertEqual("olleh", asked.value["reply"])

    def test_nobodys(self) -> None:
        """
        An item in a store that belongs to nobody can't send.
        """
        self.assertRaises(BadSender, senderOf, Greeter(store=memoryStore()))
