"""
Finding the stores of a site.
"""

from __future__ import annotations

from axiom.care import storesBelow
from axiom.care._places import contentsOf
from tests.unit.axiom.care.sites import ALICE, BOB, SiteTestCase


class LinkTests(SiteTestCase):
    """
    Symbolic links among the files of stores.
    """

    def stores(self) -> list[str]:
        """
        The names of all that are found.
        """
        return [str(place.path.relative_to(self.top.path)) for place in storesBelow(self.top)]

    def test_elsewhere(self) -> None:
        """
        A store is found where a link leads to it.
        """
        moved = self.directory / "other disk"
        self.place(BOB).path.rename(moved)
        self.place(BOB).path.symlink_to(moved)
        self.assertEqual([".", f"files/{ALICE}", f"files/{BOB}"], self.stores())

    def test_circles(self) -> None:
        """
        A link to a store in which it is, to itself, or to nothing leads to no store; it is a file.
        """
        alice, bob = self.place(ALICE).files, self.place(BOB).files
        (alice / "site").symlink_to(self.top.path)
        (alice / "self").symlink_to("self")
        (alice / "nothing").symlink_to("missing")
        (alice / "friend").symlink_to(self.place(BOB).path)
        (bob / "friend").symlink_to(self.place(ALICE).path)
        friends = [f"files/{name}/files/friend" for name in (ALICE, BOB)]
        self.assertEqual([".", f"files/{ALICE}", friends[0], f"files/{BOB}", friends[1]], self.stores())
        self.assertEqual(
            {"files/site", "files/self", "files/nothing", "files/pictures/cat.jpg"},
            set(contentsOf(self.place(ALICE)).files),
        )
