"""
Tests for L{mantissa_like.messaging._scatter}, and for the work and the targets of scatters.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from twisted.protocols.amp import AmpBox
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import DiskFull
from axiom.store import Store
from axiom.userbase import LoginMethod
from mantissa_like.accounts import createArtificialUser, deleteAccount
from mantissa_like.messaging import (
    BadCollator,
    CannotScatterFiles,
    EveryUser,
    IMessageReceiver,
    NotAnApplication,
    OutgoingMessage,
    Progress,
    Scatter,
    ScatteredAnswer,
    ScatterWork,
    TargetPage,
    WrongArguments,
    deadLetters,
    everyMember,
    everyUser,
    scatter,
)
from mantissa_like.sharing import (
    Identifier,
    getAccountRole,
    getAuthenticatedRole,
    getSelfRole,
    makeGroup,
    shareItem,
    unShare,
)
from mantissa_like.testing import TrialSite, randomFates
from tests.unit.mantissa_like.messaging.counting import Census, Count, Jar, Keep, Stranger


class ScatterTests(SynchronousTestCase):
    """
    An application asks the users of a site, each of whom has a jar.
    """

    def setUp(self) -> None:
        """
        A site with three users.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.jars = {name: self.addJar(name) for name in ("alice", "bob", "carol")}
        self.asking = self.site.addUser("census@example.com")
        self.census = Census(store=self.asking)

    def addJar(self, name: str) -> Jar:
        """
        A new user's jar.
        """
        store = self.site.addUser(f"{name}@example.com")
        jar = Jar(store=store)
        role = getAuthenticatedRole(store)
        shareItem(jar, toRole=role, shareID="jar", interfaces=[IMessageReceiver])
        return jar

    def becomeApplication(self) -> None:
        """
        Let the asking store be that of an application.
        """
        for store in (self.site.store, self.asking):
            store.findUnique(LoginMethod, LoginMethod.localpart == "census").domain = None

    def scatter(self, targets: Iterable[Identifier] | EveryUser, **options: Any) -> Scatter:
        """
        Ask them.
        """
        return scatter(self.census, targets, Count, options.pop("collate", "add"), times=2, **options)

    def identifiers(self, *names: str) -> list[Identifier]:
        """
        The jars of these users.
        """
        return [Identifier("jar", name, "example.com") for name in names or self.jars]

    def errorOf(self, asked: Scatter) -> str:
        """
        The type of the error with which it failed.
        """
        error = asked.operation.error
        assert error is not None
        return error.type

    def assertClean(self, store: Store) -> None:
        """
        Nothing of a scatter that has ended is left but itself.
        """
        for itemClass in (ScatteredAnswer, TargetPage):
            self.assertEqual(0, store.count(itemClass), itemClass)
        self.assertEqual([], [each.state for each in store.query(OutgoingMessage) if each.state != "done"])

    def test_list(self) -> None:
        """
        Everybody on a list is asked once, though some stand there twice, and their answers make one result.
        """
        self.jars["bob"].count = 5
        asked = self.scatter([*self.identifiers(), *self.identifiers("bob")])
        self.assertEqual((Progress(0, 0, 0, 3), None), (asked.progress, asked.result))
        self.site.settle()
        self.assertEqual({"users": 3, "count": 14}, self.successResultOf(asked.operation.asDeferred()))
        self.assertEqual(Progress(3, 3, 0, 3), asked.progress)
        self.assertEqual([1, 1, 1], [jar.asked for jar in self.jars.values()])
        self.assertClean(self.asking)

    def test_unreadable(self) -> None:
        """
        Whose answer is not what the command declares has failed, and spoils nobody else's.
        """
        errorWithoutText = AmpBox({b"_error": b"", b"_error_description": b""}).serialize()
        answers = [b"", b"\xff\xfe", AmpBox({b"other": b"1"}).serialize(), errorWithoutText]
        for kind, answer in [("other", b""), *(("mantissa.amp.answer", each) for each in answers)]:
            store = self.jars["bob"].presentStore()
            unShare(self.jars["bob"])
            stranger = Stranger(store=store, answerType=kind, answer=answer)
            shareItem(stranger, toRole=getAuthenticatedRole(store), shareID="jar")
            asked = self.scatter(self.identifiers())
            self.site.settle()
            unShare(stranger)
            self.assertEqual({"users": 2, "count": 4}, self.successResultOf(asked.operation.asDeferred()))
            self.assertEqual(Progress(3, 2, 1, 3), asked.progress)
            self.assertIn("bob@example.com/jar: ", asked.lastError)

    def test_nobody(self) -> None:
        """
        Where there is nobody to ask, there is no result, at once.
        """
        asked = self.scatter([])
        self.site.settle()
        self.assertIsNone(self.successResultOf(asked.operation.asDeferred()))

    def test_everyUser(self) -> None:
        """
        An application asks all users, in the order in which they came; not those that are deleted.
        """
        self.becomeApplication()
        deleteAccount(self.site.store, "bob", "example.com", lambda account: None)
        asked = self.scatter(everyUser("jar"))
        self.site.settle()
        self.assertEqual({"users": 2, "count": 4}, self.successResultOf(asked.operation.asDeferred()))
        self.assertEqual(["alice", "carol"], self.census.heard)
        self.assertEqual(Progress(2, 2, 0, 2), asked.progress)

    def test_notEverybodysBusiness(self) -> None:
        """
        A user does not ask all users.
        """
        self.assertRaises(NotAnApplication, self.scatter, everyUser("jar"))

    def test_everyMember(self) -> None:
        """
        The members of a group are asked, those of groups in it too; of an artificial user, who acts as it.
        """
        group, inner = makeGroup(self.asking, "outer"), makeGroup(self.asking, "inner")
        getAccountRole(self.asking, "alice", "example.com").becomeMemberOf(inner)
        inner.becomeMemberOf(group)
        self.assertEqual(self.identifiers("alice"), everyMember(group, "jar"))
        team = createArtificialUser(self.site.store, "team", "example.com").avatars.open()
        getAccountRole(team, "bob", "example.com").becomeMemberOf(getSelfRole(team))
        self.assertEqual(self.identifiers("bob"), everyMember(getSelfRole(team), "jar"))

    def test_sharingRules(self) -> None:
        """
        Who shares nothing with who asks, and who does not exist, has failed, in the same way.
        """
        unShare(self.jars["bob"])
        asked = self.scatter(self.identifiers("alice", "bob", "nobody"))
        self.site.settle()
        self.assertEqual({"users": 1, "count": 2}, self.successResultOf(asked.operation.asDeferred()))
        self.assertEqual(Progress(3, 1, 2, 3), asked.progress)
        self.assertEqual("nobody@example.com/jar: no-share", asked.lastError)

    def test_declaredError(self) -> None:
        """
        An error that the command declares is a failure, whose words are kept.
        """
        self.jars["bob"].count = -1
        asked = self.scatter(self.identifiers())
        self.site.settle()
        self.assertEqual(Progress(3, 2, 1, 3), asked.progress)
        self.assertEqual("bob@example.com/jar: the jar is broken", asked.lastError)

    def test_deadLetter(self) -> None:
        """
        Who fails so often that the message is given up, has failed; until then the result is partial.
        """
        self.jars["bob"].count = 0
        asked = self.scatter(self.identifiers())
        self.site.advance(10)
        self.assertEqual((2, {"users": 2, "count": 4}), (asked.answered, asked.result))
        self.assertTrue(asked.operation.isPending)
        self.site.advance(86_400)
        self.assertFalse(asked.isRunning)
        self.assertEqual(Progress(3, 2, 1, 3), asked.progress)
        self.assertEqual(1, deadLetters(self.asking).count())

    def test_deadline(self) -> None:
        """
        When the time is over, the result is what was heard, and nothing is under way any more.
        """
        self.jars["bob"].count = 0
        asked = self.scatter(self.identifiers(), within=timedelta(seconds=20))
        self.site.advance(19)
        self.assertTrue(asked.operation.isPending)
        self.site.advance(1)
        self.assertEqual({"users": 2, "count": 4}, self.successResultOf(asked.operation.asDeferred()))
        self.assertEqual(Progress(3, 2, 1, 3), asked.progress)
        self.assertClean(self.asking)
        self.jars["bob"].count = 1
        self.site.advance(3600)
        self.assertEqual(2, len(self.census.heard))

    def test_cancelled(self) -> None:
        """
        Who cancels the operation asks nobody any more.
        """
        asked = self.scatter(self.identifiers())
        asked.operation.cancel()
        self.site.settle()
        self.assertFalse(asked.isRunning)
        self.assertEqual([0, 0, 0], [jar.asked for jar in self.jars.values()])
        self.assertClean(self.asking)

    def test_brokenCollator(self) -> None:
        """
        What a collator raises, the operation fails with.
        """
        asked = self.scatter(self.identifiers(), collate="stumble")
        self.site.settle()
        self.assertEqual(("rejected", "ZeroDivisionError"), (asked.operation.state, self.errorOf(asked)))
        self.assertClean(self.asking)

    def test_askerDeleted(self) -> None:
        """
        Where the item that asked is gone, the operation fails.
        """
        asked = self.scatter(self.identifiers())
        self.census.deleteFromStore()
        self.site.settle()
        self.assertEqual("BadCollator", self.errorOf(asked))

    def test_storeInTrouble(self) -> None:
        """
        What is wrong with the store for a while is no reason to give up.
        """
        asked = self.scatter(self.identifiers())
        self.census.trouble = DiskFull("the disk is full")
        self.site.advance(1)
        self.assertTrue(asked.operation.isPending)
        self.assertTrue(self.flushLoggedErrors(DiskFull))
        self.census.trouble = None
        self.site.advance(60)
        self.assertEqual(Progress(3, 3, 0, 3), asked.progress)

    def test_collatorKills(self) -> None:
        """
        A collator in which the process died is not called again.
        """
        asked = self.scatter(self.identifiers())
        ScatterWork().died(self.asking, str(asked.storeID))
        self.assertEqual("CollatorDied", self.errorOf(asked))
        ScatterWork().died(self.asking, "999999")

    def test_refused(self) -> None:
        """
        What can't be collated or sent is refused at the call, and nothing is asked.
        """
        one = self.identifiers("alice")
        self.assertRaises(BadCollator, scatter, self.census, one, Count, "other", times=1)
        self.assertRaises(BadCollator, scatter, self.census, one, Keep, "add")
        self.assertRaises(WrongArguments, scatter, self.census, one, Count, "add", times="x")
        path = FilePath(self.mktemp())
        path.setContent(b"x")
        self.assertRaises(CannotScatterFiles, scatter, self.census, one, Keep, "keep", file=path)
        self.assertEqual(0, self.asking.count(Scatter))

    def test_rolledBack(self) -> None:
        """
        Where the transaction is rolled back, nobody is asked.
        """

        def fail() -> None:
            self.scatter(self.identifiers())
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.asking.transact, fail)
        self.site.settle()
        self.assertEqual(0, self.jars["alice"].asked)

    def test_manyByThePage(self) -> None:
        """
        Of many targets, few messages are there at any time.
        """
        waiting = []
        asked = self.scatter([*self.identifiers(), *self.identifiers(*(f"nobody{n}" for n in range(500)))])
        queue = self.site.network.chooseFate

        def look(message: Any) -> Any:
            waiting.append(len([each for each in self.asking.query(OutgoingMessage) if each.state != "done"]))
            return queue(message)

        self.site.network.chooseFate = look
        self.site.settle()
        self.assertEqual(Progress(503, 3, 500, 503), asked.progress)
        self.assertLessEqual(max(waiting), 150)

    def test_faultyNetwork(self) -> None:
        """
        Whatever the network does, and however often the process dies, each target counts once.
        """
        fates = randomFates(seed=5, lost=0.3, answersLost=0.3, doubled=0.3, delayed=0.3)
        self.site.network.chooseFate = fates
        asked = self.scatter(self.identifiers())
        for _ in range(5):
            self.site.restart()
        self.site.advance(86_400)
        self.assertEqual(Progress(3, 3, 0, 3), asked.progress)
        self.assertEqual({"users": 3, "count": 6}, asked.result)
        self.assertEqual([1, 1, 1], [jar.asked for jar in self.jars.values()])
