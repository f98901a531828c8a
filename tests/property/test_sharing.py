"""
Properties of sharing: nobody sees what isn't granted, and everybody sees what is.

Any sequence of changes to roles, groups and shares is played on a store and on a model of sets beside it.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from axiom.store import Store
from mantissa_like.sharing import (
    NoSuchShare,
    Role,
    Share,
    ShareIDTaken,
    asAccessibleTo,
    explain,
    getShare,
    itemFromProxy,
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


class Sharing(RuleBasedStateMachine):
    """
    A store and its model.

    @ivar members: pairs of the numbers of a role and of a group of it.
    @ivar shares: (number of the role, share ID) to (number of the note, interfaces, whether suspended).
    """

    @initialize()
    def makeStore(self) -> None:
        """
        Begin with some roles and notes, and nothing shared.
        """
        self.store = Store()
        self.roles = [Role(store=self.store, externalID=f"r{n}", name="") for n in range(ROLES)]
        self.notes = [Note(store=self.store, rank=n) for n in range(NOTES)]
        self.members: set[tuple[int, int]] = set()
        self.shares: dict[tuple[int, str], tuple[int, set[object], bool]] = {}

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

    @rule(role=roles, note=notes, shareID=shareIDs, interfaces=interfaceSets)
    def share(self, role: int, note: int, shareID: str, interfaces: set[object]) -> None:
        """
        A note is shared, unless the name belongs to another one.
        """
        taken = any(name == shareID and each[0] != note for (_, name), each in self.shares.items())
        try:
            shareItem(self.notes[note], self.roles[role], shareID=shareID, interfaces=interfaces)  # type: ignore[arg-type]
        except ShareIDTaken:
            assert taken
        else:
            assert not taken
            self.shares[role, shareID] = (note, interfaces, False)

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
            note, interfaces, _ = self.shares[role, shareID]
            self.shares[role, shareID] = (note, interfaces, suspended)

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
            for (sharedTo, name), (note, interfaces, suspended) in self.shares.items()
            if name == shareID and sharedTo in self.allRoles(role) and interfaces and not suspended
        ]
        if not seen:
            return None
        has = [any(each.extends(i, strict=False) for _, s in seen for each in s) for i in INTERFACES]  # type: ignore[attr-defined]
        return seen[0][0], has

    @invariant()
    def sameAsModel(self) -> None:
        """
        Each role sees under each name just what the model says, by all ways to look.
        """
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
