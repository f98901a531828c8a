"""
Tests for L{axiom.care.browsing}.
"""

from __future__ import annotations

from contextlib import closing

from zope.interface import Interface, implementer

from axiom.attributes import boolean, reference, text, timestamp
from axiom.care import HIDDEN, ItemBrowser, Reference, browsing
from axiom.errors import AxiomError
from axiom.item import Item, nameInterface
from tests.unit.axiom.care.sites import BOB, Note, SiteTestCase


class ILamp(Interface):
    """
    What a lamp is for.
    """


nameInterface(ILamp, "test.ILamp")


@implementer(ILamp)
class Lamp(Item):
    """
    With an attribute of each kind that is told in its own way.
    """

    typeName = "care_lamp"
    powerupInterfaces = (ILamp,)

    password = text()
    isOn = boolean()
    since = timestamp()
    note = reference()


class BrowsingTests(SiteTestCase):
    """
    Bob's store, with a lamp.
    """

    def setUp(self) -> None:
        """
        The lamp refers to Bob's note, and is a powerup of his store.
        """
        super().setUp()
        with closing(self.open(BOB)) as store:
            self.note = store.findUnique(Note)
            lamp = Lamp(store=store, password="shine", isOn=True, note=self.note)
            store.powerUp(lamp)
            self.noteID, self.lampID = self.note.storeID, lamp.storeID
        self.database = self.place(BOB).database

    def browser(self) -> ItemBrowser:
        """
        A browser which hides passwords.
        """
        context = browsing(self.database, lambda column: column == "password")
        browser = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return browser

    def test_types(self) -> None:
        """
        The types that have items are told, with what is installed of them.
        """
        types = {each.typeName: each for each in self.browser().types()}
        lamps = types["care_lamp"]
        self.assertEqual((1, 1, 1), (lamps.version, lamps.items, lamps.newest))
        self.assertEqual(("isOn", "note", "password", "since"), lamps.attributes)
        self.assertEqual(1, types["care_note"].items)

    def test_unknownType(self) -> None:
        """
        Items are told also where no class is there.
        """
        self.execute(BOB, "UPDATE axiom_types SET typename = 'care_gone' WHERE typename = 'care_note'")
        self.execute(BOB, "ALTER TABLE item_care_note_v1 RENAME TO item_care_gone_v1")
        browser = self.browser()
        self.assertEqual([None], [each.newest for each in browser.types() if each.typeName == "care_gone"])
        [item] = browser.items("care_gone", 1, "title", False, 0, 10)
        self.assertEqual(("Hello", 3), (item.values["title"], item.values["stars"]))

    def test_items(self) -> None:
        """
        Items come in order of an attribute, some at a time.
        """
        with closing(self.open(BOB)) as store:
            for stars in (1, 5, 4):
                Note(store=store, title=f"note {stars}", stars=stars)
        browser = self.browser()
        self.assertEqual(
            [5, 4], [each.values["stars"] for each in browser.items("care_note", 1, "stars", True, 0, 2)]
        )
        self.assertEqual(
            [4, 5], [each.values["stars"] for each in browser.items("care_note", 1, "stars", False, 2, 5)]
        )
        first = browser.items("care_note", 1, "storeID", False, 0, 1)
        self.assertEqual([self.noteID], [each.storeID for each in first])
        for name, sort in (("care_note", "nothing"), ("care_note", "oid"), ("nothing", "storeID")):
            self.assertRaises(KeyError, browser.items, name, 1, sort, False, 0, 1)

    def test_item(self) -> None:
        """
        Attributes are told by their kinds, and what is hidden is not told.
        """
        browser = self.browser()
        item = browser.item(self.lampID)
        assert item is not None
        self.assertEqual(
            {"isOn": True, "note": Reference(self.noteID), "password": HIDDEN, "since": None}, item.values
        )
        self.assertIsNone(browser.item(999))
        self.assertIsNone(browser.item(-1))

    def test_referrers(self) -> None:
        """
        Who refers to an item is told, with the attribute, up to a number.
        """
        with closing(self.open(BOB)) as store:
            for _ in range(3):
                Note(store=store, friend=store.getItemByID(self.noteID))
        browser = self.browser()
        found = browser.referrers(self.noteID, 10)
        self.assertEqual(["friend", "friend", "friend", "note"], sorted(name for name, _ in found))
        self.assertEqual(2, len(browser.referrers(self.noteID, 2)))

    def test_powerups(self) -> None:
        """
        The powerups of the store are told with their interfaces.
        """
        found = self.browser().powerups(-1)
        self.assertIn((self.lampID, "test.ILamp"), [(each.powerup, each.interface) for each in found])
        self.assertEqual([], self.browser().powerups(self.noteID))

    def test_nothingChanges(self) -> None:
        """
        Looking leaves the database as it is.
        """
        before = self.database.read_bytes()
        browser = self.browser()
        browser.types()
        browser.item(self.lampID)
        self.assertEqual(before, self.database.read_bytes())

    def test_noStore(self) -> None:
        """
        What is no store can't be looked at.
        """
        self.overwrite(BOB, 0, b"x" * 4096)
        self.assertRaises(AxiomError, self.browser)
