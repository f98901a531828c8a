"""
What stores remember of grants is what they would find: two connections change shares, roles and items in any
order, while time goes by, and at any time both answer as one that remembers nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from typing import Any

from epsilon.extime import Time
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from twisted.internet.task import Clock

from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.sharing import (
    NoSuchShare,
    Role,
    Share,
    SharePasswordNeeded,
    getEveryoneRole,
    getPrimaryRole,
    getShareFor,
    isLinkProxy,
    itemFromProxy,
    nextExpiry,
    shareItem,
    unlockingToken,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IWritable, Note

NAMES = ["Everybody", "friends", "bob@example.org", "eve@example.org"]
VIEWERS = [None, "bob@example.org", "eve@example.org"]
SHARE_IDS = ["a", "b"]

sides = st.integers(0, 1)
names = st.sampled_from(NAMES)
shareIDs = st.sampled_from(SHARE_IDS)
which = st.integers(0, 5)


class Undone(Exception):
    """
    What a transaction is undone with.
    """


def answer(store: Store) -> list[Any]:
    """
    What each viewer may see in a store under each name, with and without its passwords, and until when.
    """
    tokens = [unlockingToken(share) for share in store.query(Share, sort=Share.storeID)]
    found: list[Any] = [nextExpiry(store)]
    for viewer in VIEWERS:
        for shareID in SHARE_IDS:
            for unlocked in ((), tokens):
                try:
                    proxy = getShareFor(store, viewer, shareID, unlocked)
                except (NoSuchShare, SharePasswordNeeded) as e:
                    found.append(type(e))
                else:
                    shown = [each for each in (IReadable, IWritable) if each.providedBy(proxy)]
                    item = itemFromProxy(proxy)
                    found.append((item.storeID, item.title, shown, isLinkProxy(proxy)))
    return found


class Grants(RuleBasedStateMachine):
    """
    Two connections to one store.
    """

    @initialize()
    def makeStores(self) -> None:
        """
        Begin with some roles and notes, and nothing shared.
        """
        self.directory = tempfile.mkdtemp()
        self.clock = Clock()
        self.clock.advance(3595)
        runtime = Runtime(clock=self.clock)
        self.stores = [Store(f"{self.directory}/it.axiom", runtime=runtime) for _ in range(2)]
        for name in NAMES:
            getPrimaryRole(self.stores[0], name, createIfNotFound=True)
        for number in range(3):
            Note(store=self.stores[0], title=f"note {number}")

    def teardown(self) -> None:
        """
        Close them.
        """
        if hasattr(self, "stores"):
            for store in self.stores:
                store.close()
            shutil.rmtree(self.directory)

    def pick(self, side: int, itemClass: type[Any], number: int) -> Any:
        """
        One of the items that there are; None if there are none.
        """
        found = list(self.stores[side].query(itemClass, sort=itemClass.storeID))
        return found[number % len(found)] if found else None

    @rule(
        side=sides,
        note=which,
        name=names,
        shareID=shareIDs,
        isWritable=st.booleans(),
        lasts=st.none() | st.integers(1, 20),
        password=st.none() | st.just("hash"),
        isLink=st.booleans(),
        isUndone=st.booleans(),
    )
    def share(
        self,
        side: int,
        note: int,
        name: str,
        shareID: str,
        isWritable: bool,
        lasts: int | None,
        password: str | None,
        isLink: bool,
        isUndone: bool,
    ) -> None:
        """
        Share a note, or what has the name already; perhaps that is undone, after a look at what came of it.
        """
        store, item = self.stores[side], self.pick(side, Note, note)

        def change() -> None:
            named = store.findFirst(Share, Share.shareID == shareID)
            shared = item if named is None else named.sharedItem
            expires = None if lasts is None else Time.fromPOSIXTimestamp(self.clock.seconds() + lasts)
            role = getPrimaryRole(store, name)
            seam = IWritable if isWritable else IReadable
            shareItem(
                shared, role, None, shareID, [seam], expires=expires, passwordHash=password, isLink=isLink
            )
            if isUndone:
                answer(store)
                raise Undone

        with suppress(Undone):
            store.transact(change)

    @rule(side=sides, share=which, isSuspended=st.booleans())
    def suspend(self, side: int, share: int, isSuspended: bool) -> None:
        """
        Suspend a share, or let it be seen again.
        """
        found = self.pick(side, Share, share)
        if found is not None:
            found.suspended = isSuspended

    @rule(side=sides, share=which, isTogether=st.booleans())
    def unshare(self, side: int, share: int, isTogether: bool) -> None:
        """
        Delete a share, in one way or another.
        """
        found = self.pick(side, Share, share)
        if found is not None and isTogether:
            self.stores[side].query(Share, Share.storeID == found.storeID).deleteFromStore()
        elif found is not None:
            found.deleteFromStore()

    @rule(side=sides, member=names, group=names, isMember=st.booleans())
    def join(self, side: int, member: str, group: str, isMember: bool) -> None:
        """
        Change who belongs to which role.
        """
        one, other = (getPrimaryRole(self.stores[side], name) for name in (member, group))
        (one.becomeMemberOf if isMember else one.noLongerMemberOf)(other)

    @rule(side=sides, note=which)
    def delete(self, side: int, note: int) -> None:
        """
        Delete a note, with its shares, and make another one.
        """
        self.pick(side, Note, note).deleteFromStore()
        Note(store=self.stores[side], title="new")

    @rule(side=sides, note=which, title=st.sampled_from(["x", "y"]))
    def edit(self, side: int, note: int, title: str) -> None:
        """
        Change what is shared.
        """
        self.pick(side, Note, note).title = title

    @rule(side=sides)
    def write(self, side: int) -> None:
        """
        Change a role by SQL.
        """
        store = self.stores[side]
        table = store.getTableName(Role)
        everyone = getEveryoneRole(store).storeID
        store.executeSQL(f"UPDATE {table} SET description = description || '.' WHERE oid = ?", (everyone,))

    @rule(seconds=st.sampled_from([0.5, 1, 5, 10]))
    def wait(self, seconds: float) -> None:
        """
        Let time go by.
        """
        self.clock.advance(seconds)

    @invariant()
    def answersAsFound(self) -> None:
        """
        Both answer what one finds in a transaction, where nothing is remembered.
        """
        if hasattr(self, "stores"):
            found = self.stores[0].transact(answer, self.stores[0])
            assert [found, found] == [answer(store) for store in self.stores]


GrantsTests = Grants.TestCase
GrantsTests.settings = settings(derandomize=True, max_examples=30, stateful_step_count=20, deadline=None)
