"""
Properties of sharing: nobody sees what isn't granted, and everybody sees what is.

Any sequence of changes to roles, groups and shares, while time goes by, is played on a store and on a model
of sets beside it.
"""

from __future__ import annotations

from epsilon.extime import Time
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from twisted.internet.task import Clock

from axiom.testing import memoryStore
from mantissa_like.sharing import (
    NoSuchShare,
    RevokedShare,
    Role,
    Share,
    ShareIDTaken,
    asAccessibleTo,
    explain,
    getShare,
    itemFromProxy,
    nextExpiry,
    restoreShare,
    revokeShares,
    shareItem,
    unShare,
)
from tests.unit.mantissa_like.sharing.notes import IReadable, IRemovable, IWritable, Note

ROLES, NOTES = 5, 3
INTERFACES = (IReadable, IWritable, IRemovable)

roles = st.integers(0, ROLES - 1)
notes = st.integers(0, NOTES - 1)
shareIDs = st.sampled_from(["a", "b", "c"])
interfaceSets = st.sets(st.sampled_from(INTERFACES))
lifetimes = st.none() | st.integers(1, 20)

Key = tuple[int, str]
Shared = tuple[int, set[object], bool, int | None]


class Sharing(RuleBasedStateMachine):
    """
    A store and its model.

    @ivar members: pairs of the numbers of a role and of a group of it.
    @ivar shares: (number of the role, share ID) to (number of the note, interfaces, whether suspended, when
        it expires).
    @ivar revoked: what was revoked, with its key and value in C{shares}.
    """

    @initialize()
    def makeStore(self) -> None:
        """
        Begin with some roles and notes, and nothing shared.
        """
        self.clock = Clock()
        self.store = memoryStore(self.clock)
        self.roles = [Role(store=self.store, externalID=f"r{n}", name="") for n in range(ROLES)]
        self.notes = [Note(store=self.store, rank=n) for n in range(NOTES)]
        self.members: set[tuple[int, int]] = set()
        self.shares: dict[Key, Shared] = {}
        self.revoked: list[
            tuple[RevokedShare, tuple[int, str], tuple[int, set[object], bool, int | None]]
        ] = []

    def teardown(self) -> None:
        """
        Close the store.
        """
        if hasattr(self, "store"):
            self.store.close()

    @rule(member=roles, group=roles)
    def join(self, member: int, group: int) -> None:
        """
        A role becomes a member of a group.
        """
        self.roles[member].becomeMemberOf(self.roles[group])
        self.members.add((member, group))

    @rule(member=roles, group=roles)
    def leave(self, member: int, group: int) -> None:
        """
        A role leaves a group.
        """
        self.roles[member].noLongerMemberOf(self.roles[group])
        self.members.discard((member, group))

    def isTaken(self, note: int, shareID: str) -> bool:
        """
        Whether the name belongs to another note.
        """
        return any(name == shareID and each[0] != note for (_, name), each in self.shares.items())

    def isSuspended(self, note: int, role: int, shareID: str) -> bool:
        """
        Whether a share is suspended if it is made now: as it was, or as any other of the note is.
        """
        if (role, shareID) in self.shares:
            return self.shares[role, shareID][2]
        return any(each[2] for each in self.shares.values() if each[0] == note)

    @rule(role=roles, note=notes, shareID=shareIDs, interfaces=interfaceSets, lifetime=lifetimes)
    def share(
        self, role: int, note: int, shareID: str, interfaces: set[object], lifetime: int | None
    ) -> None:
        """
        A note is shared, for a while or for good, unless the name belongs to another one.
        """
        until = None if lifetime is None else int(self.clock.seconds()) + lifetime
        try:
            shareItem(
                self.notes[note],
                self.roles[role],
                shareID=shareID,
                interfaces=interfaces,  # type: ignore[arg-type]
                expires=None if until is None else Time.fromPOSIXTimestamp(until),
            )
        except ShareIDTaken:
            assert self.isTaken(note, shareID)
        else:
            assert not self.isTaken(note, shareID)
            self.shares[role, shareID] = (note, interfaces, self.isSuspended(note, role, shareID), until)

    @rule(seconds=st.integers(1, 10))
    def wait(self, seconds: int) -> None:
        """
        Time goes by.
        """
        self.clock.advance(seconds)

    @rule(role=roles, shareID=shareIDs)
    def revoke(self, role: int, shareID: str) -> None:
        """
        A share is revoked, if there is one.
        """
        ours = (Share.sharedTo == self.roles[role]) & (Share.shareID == shareID)
        for revoked in revokeShares(self.store, self.store.query(Share, ours), Time()):
            self.revoked.append((revoked, (role, shareID), self.shares.pop((role, shareID))))

    @rule()
    def restore(self) -> None:
        """
        What was revoked last is shared again, unless the name belongs to another note; what was shared anew
        stays.
        """
        if not self.revoked:
            return
        revoked, key, (note, interfaces, _, until) = self.revoked.pop()
        try:
            restoreShare(revoked)
        except ShareIDTaken:
            assert self.isTaken(note, key[1])
        else:
            assert not self.isTaken(note, key[1])
            self.shares.setdefault(key, (note, interfaces, self.isSuspended(note, *key), until))

    @rule(note=notes)
    def unshare(self, note: int) -> None:
        """
        A note is shared with nobody any more.
        """
        unShare(self.notes[note])
        self.shares = {key: each for key, each in self.shares.items() if each[0] != note}

    @rule(role=roles, shareID=shareIDs, suspended=st.booleans())
    def suspend(self, role: int, shareID: str, suspended: bool) -> None:
        """
        A share is suspended or resumed, if there is one.
        """
        ours = (Share.sharedTo == self.roles[role]) & (Share.shareID == shareID)
        for share in self.store.query(Share, ours):
            share.suspended = suspended
            note, interfaces, _, until = self.shares[role, shareID]
            self.shares[role, shareID] = (note, interfaces, suspended, until)

    def allRoles(self, role: int) -> set[int]:
        """
        The numbers of a role and of all its groups.
        """
        found, fresh = {role}, {role}
        while fresh:
            fresh = {group for member, group in self.members if member in fresh} - found
            found |= fresh
        return found

    def expected(self, role: int, shareID: str) -> tuple[int, list[bool]] | None:
        """
        The note that a role sees under a name and whether it has each interface, or None.
        """
        seen = [
            (note, interfaces)
            for (sharedTo, name), (note, interfaces, suspended, until) in self.shares.items()
            if name == shareID and sharedTo in self.allRoles(role) and interfaces and not suspended
            if until is None or until > self.clock.seconds()
        ]
        if not seen:
            return None
        has = [any(each.extends(i, strict=False) for _, s in seen for each in s) for i in INTERFACES]  # type: ignore[attr-defined]
        return seen[0][0], has

    @invariant()
    def sameAsModel(self) -> None:
        """
        Each role sees under each name just what the model says, by all ways to look; and it is known when
        that changes next by itself.
        """
        ends = [until for *_, until in self.shares.values() if until and until > self.clock.seconds()]
        assert nextExpiry(self.store) == min(ends, default=None)
        for number, role in enumerate(self.roles):
            visible = set()
            for shareID in ("a", "b", "c"):
                expected = self.expected(number, shareID)
                try:
                    proxy = getShare(self.store, role, shareID)
                except NoSuchShare:
                    found = None
                else:
                    rank = self.notes.index(itemFromProxy(proxy))
                    found = (rank, [each.providedBy(proxy) for each in INTERFACES])
                    visible.add(rank)
                assert found == expected
                assert explain(role, shareID).isVisible == (expected is not None)
            query = self.store.query(Note, sort=Note.rank.ascending)
            accessible = [itemFromProxy(each) for each in asAccessibleTo(role, query)]
            assert accessible == [self.notes[n] for n in sorted(visible)]


SharingTests = Sharing.TestCase
SharingTests.settings = settings(derandomize=True, max_examples=60, stateful_step_count=20, deadline=None)
