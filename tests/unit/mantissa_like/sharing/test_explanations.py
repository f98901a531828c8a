"""
Tests for explanations of what a role may see.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.sharing import (
    Role,
    explain,
    getAccountRole,
    getAuthenticatedRole,
    getEveryoneRole,
    getPrimaryRole,
    shareItem,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IWritable, Note


class ExplainTests(SynchronousTestCase):
    """
    Tests for L{explain}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.bob = getAccountRole(self.store, "bob", "example.org")
        self.choir = getPrimaryRole(self.store, "choir", createIfNotFound=True)
        self.note = Note(store=self.store)

    def test_grant(self) -> None:
        """
        A grant tells the way by which it reaches the role, what it shows, and who made it when.
        """
        moment = Time.fromPOSIXTimestamp(1000)
        self.bob.becomeMemberOf(self.choir)
        shareItem(
            self.note,
            self.choir,
            None,
            "milk",
            [IReadable],
            createdBy="alice@example.org",
            now=lambda: moment,
        )
        explanation = explain(self.bob, "milk")
        (reason,) = explanation.reasons
        self.assertEqual((True, True), (explanation.isVisible, reason.isGrant))
        self.assertEqual(("bob@example.org", "choir"), reason.path)
        self.assertEqual(("test.IReadable",), reason.interfaceNames)
        self.assertEqual(("alice@example.org", moment), (reason.createdBy, reason.created))
        self.assertEqual(
            "bob@example.org sees milk\n"
            "  yes: it is shared with choir by alice@example.org (bob@example.org > choir): test.IReadable",
            str(explanation),
        )

    def test_refusals(self) -> None:
        """
        Each share that shows nothing to the role tells why; those that do come first.
        """
        shareItem(self.note, self.choir, shareID="milk")
        suspended = shareItem(self.note, getAuthenticatedRole(self.store), shareID="milk")
        shareItem(self.note, self.bob, shareID="milk", interfaces=[IReadable]).sharedInterfaceNames = [
            "gone.I"
        ]
        suspended.suspended = True
        self.assertEqual(
            "bob@example.org does not see milk\n"
            "  no: its share with bob@example.org (bob@example.org) shows nothing that the item has\n"
            "  no: its share with Authenticated (bob@example.org > Authenticated) is suspended\n"
            "  no: it is shared with choir, to which the role does not belong",
            str(explain(self.bob, "milk")),
        )
        suspended.suspended = False
        shareItem(self.note, getEveryoneRole(self.store), shareID="milk", interfaces=[IWritable])
        suspended.suspended = True
        explanation = explain(self.bob, "milk")
        self.assertEqual("Everybody", explanation.reasons[0].sharedTo)
        self.assertEqual(("gone.I",), explanation.reasons[1].lostNames)

    def test_nothing(self) -> None:
        """
        A name under which nothing is shared is explained so, also to a role that is in no store.
        """
        for role in (self.bob, Role(externalID="bob@example.org", name="Bob")):
            self.assertEqual(
                "bob@example.org does not see x\n  no: nothing is shared under this name",
                str(explain(role, "x")),
            )

    def test_lostItem(self) -> None:
        """
        A share whose item can't be loaded is explained as showing nothing.
        """
        shareItem(self.note, self.bob, shareID="milk")
        self.store.executeSQL("DELETE FROM axiom_objects WHERE oid = ?", (self.note.storeID,))
        self.store.identities.discard(self.note.storeID)
        self.assertEqual(((),), tuple(reason.interfaceNames for reason in explain(self.bob, "milk").reasons))
