"""
Tests for dependencies between installed items.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface

from axiom.attributes import inmemory, integer, reference, text
from axiom.dependency import (
    DependencyError,
    classDependsOn,
    dependable,
    dependentsOf,
    dependsOn,
    installedDependents,
    installedOn,
    installedRequirements,
    installedUniqueRequirements,
    installOn,
    onlyInstallPowerups,
    requiresFromSite,
    uninstallFrom,
)
from axiom.errors import UnsatisfiedRequirement
from axiom.item import Item, empowerment
from axiom.store import Store
from axiom.substore import SubStore


class IInstrument(Interface):
    """
    What makes music.
    """


class IAmplifier(Interface):
    """
    What makes it loud.
    """


class Stage(Item):
    """
    Where the others are installed.
    """

    typeName = "test_dependency_stage"

    name = text()


class Socket(Item):
    """
    Needed by many; it is no powerup.
    """

    typeName = "test_dependency_socket"

    volts = integer()


@empowerment(IAmplifier)
class Amplifier(Item):
    """
    Needs a socket.
    """

    typeName = "test_dependency_amplifier"

    socket = dependsOn(Socket, lambda socket: setattr(socket, "volts", 230), doc="where it is plugged in")


@dependable
@empowerment(IInstrument)
class Guitar(Item):
    """
    Needs an amplifier, and through it a socket.
    """

    typeName = "test_dependency_guitar"

    amplifier = dependsOn(Amplifier, whenDeleted=reference.CASCADE)
    calls = inmemory()

    def activate(self) -> None:
        """
        Nothing was called yet.
        """
        self.calls = []

    def installed(self) -> None:
        """
        Called by L{installOn}.
        """
        self.calls.append(("installed", installedOn(self)))

    def uninstalled(self) -> None:
        """
        Called by L{uninstallFrom}.
        """
        self.calls.append(("uninstalled", installedOn(self)))


class Spotlight(Item):
    """
    Needs a socket too.
    """

    typeName = "test_dependency_spotlight"

    socket = dependsOn(Socket)


class Chicken(Item):
    """
    Needs an L{Egg}.
    """

    typeName = "test_dependency_chicken"

    other = reference()


class Egg(Item):
    """
    Needs a L{Chicken}.
    """

    typeName = "test_dependency_egg"

    other = reference()


classDependsOn(Chicken, Egg, None, Chicken.other)
classDependsOn(Egg, Chicken, None, Egg.other)


class DependencyTests(SynchronousTestCase):
    """
    Tests for L{installOn}, L{uninstallFrom} and what tells about them.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.stage = Stage(store=self.store)

    def install(self, itemClass: type[Item]) -> Any:
        """
        Install a new item on the stage.
        """
        item = itemClass(store=self.store)
        installOn(item, self.stage)
        return item

    def one(self, itemClass: type[Item]) -> Any:
        """
        The only item of a class.
        """
        return self.store.findUnique(itemClass)

    def test_recursive(self) -> None:
        """
        What an item needs, and what that needs, is made, prepared and installed with it.
        """
        guitar = self.install(Guitar)
        amplifier, socket = self.one(Amplifier), self.one(Socket)
        self.assertEqual((amplifier, socket, 230), (guitar.amplifier, amplifier.socket, socket.volts))
        self.assertEqual([self.stage] * 3, [installedOn(each) for each in (guitar, amplifier, socket)])

    def test_declarations(self) -> None:
        """
        The needs of a class are known, however they were declared.
        """
        self.assertEqual([Amplifier], dependentsOf(Guitar))
        self.assertEqual([Egg], dependentsOf(Chicken))
        self.assertEqual([], dependentsOf(Socket))

    def test_referenceArguments(self) -> None:
        """
        L{dependsOn} makes a reference and takes its arguments.
        """
        self.assertEqual(("where it is plugged in", True), (Amplifier.socket.doc, Amplifier.socket.indexed))
        self.assertEqual(reference.CASCADE, Guitar.amplifier.whenDeleted)

    def test_storedAsReference(self) -> None:
        """
        In the database such a column is a reference like any other.
        """
        self.install(Spotlight)
        self.assertEqual(
            [("reference",)],
            self.store.querySQL("SELECT pythontype FROM axiom_attributes WHERE attribute = 'socket'"),
        )

    def test_connectors(self) -> None:
        """
        Each installation is a row that says whether it was asked for.
        """
        self.install(Spotlight)
        rows = self.store.querySQL(
            "SELECT installee, target, explicitlyInstalled"
            " FROM item_axiom_dependency__dependencyconnector_v1 ORDER BY oid"
        )
        spotlight, socket = self.one(Spotlight).storeID, self.one(Socket).storeID
        self.assertEqual([(spotlight, self.stage.storeID, 1), (socket, self.stage.storeID, 0)], rows)

    def test_powerups(self) -> None:
        """
        Installed items are powerups of the target for their interfaces until they are uninstalled.
        """
        guitar = self.install(Guitar)
        self.assertIs(guitar, IInstrument(self.stage))
        self.assertIs(self.one(Amplifier), IAmplifier(self.stage))
        uninstallFrom(guitar, self.stage)
        self.assertIsNone(IInstrument(self.stage, None))
        self.assertIsNone(IAmplifier(self.stage, None))

    def test_onStore(self) -> None:
        """
        A store is a target too.
        """
        guitar = Guitar(store=self.store)
        installOn(guitar, self.store)
        self.assertIs(self.store, installedOn(guitar))
        self.assertIs(guitar, IInstrument(self.store))

    def test_present(self) -> None:
        """
        What is installed already satisfies a need as it is, and outlives who needed it.
        """
        socket = self.install(Socket)
        spotlight = self.install(Spotlight)
        self.assertIs(socket, spotlight.socket)
        self.assertIsNone(socket.volts)
        uninstallFrom(spotlight, self.stage)
        self.assertIs(self.stage, installedOn(socket))

    def test_orphans(self) -> None:
        """
        What several need is uninstalled with the last of them.
        """
        guitar, spotlight = self.install(Guitar), self.install(Spotlight)
        socket = self.one(Socket)
        uninstallFrom(guitar, self.stage)
        self.assertIs(self.stage, installedOn(socket))
        self.assertIsNone(installedOn(self.one(Amplifier)))
        uninstallFrom(spotlight, self.stage)
        self.assertIsNone(installedOn(socket))

    def test_needed(self) -> None:
        """
        What something else needs can't be uninstalled; nothing changes.
        """
        self.install(Spotlight)
        socket = self.one(Socket)
        self.assertRaises(DependencyError, uninstallFrom, socket, self.stage)
        self.assertIs(self.stage, installedOn(socket))

    def test_notInstalled(self) -> None:
        """
        What is not installed can't be uninstalled.
        """
        self.assertRaises(DependencyError, uninstallFrom, Guitar(store=self.store), self.stage)

    def test_twice(self) -> None:
        """
        One item is installed on a target once.
        """
        guitar = self.install(Guitar)
        self.assertRaises(DependencyError, installOn, guitar, self.stage)

    def test_another(self) -> None:
        """
        A second item of a class is refused if others need the class, and welcome if not.
        """
        self.install(Guitar)
        self.install(Guitar)
        socket = Socket(store=self.store)
        self.assertRaises(DependencyError, installOn, socket, self.stage)
        self.assertIsNone(installedOn(socket))

    def test_otherTarget(self) -> None:
        """
        Each target has its own.
        """
        self.install(Spotlight)
        other = Stage(store=self.store)
        spotlight = Spotlight(store=self.store)
        installOn(spotlight, other)
        self.assertEqual(2, self.store.count(Socket))
        self.assertIs(other, installedOn(spotlight.socket))

    def test_questions(self) -> None:
        """
        One can ask who needs an item, what an item needs, and what only it needs.
        """
        guitar, spotlight = self.install(Guitar), self.install(Spotlight)
        amplifier, socket = self.one(Amplifier), self.one(Socket)
        self.assertEqual([amplifier, spotlight], list(installedDependents(socket, self.stage)))
        self.assertEqual([amplifier], list(installedRequirements(guitar, self.stage)))
        self.assertEqual([amplifier], list(installedUniqueRequirements(guitar, self.stage)))
        self.assertEqual([], list(installedUniqueRequirements(spotlight, self.stage)))

    def test_callbacks(self) -> None:
        """
        An item is told when it is installed, and when it no longer is.
        """
        guitar = self.install(Guitar)
        uninstallFrom(guitar, self.stage)
        self.assertEqual([("installed", self.stage), ("uninstalled", None)], guitar.calls)

    def test_circle(self) -> None:
        """
        Classes that need each other are installed together, each once.
        """
        chicken = self.install(Chicken)
        self.assertIs(chicken, chicken.other.other)

    def test_onlyInstallPowerups(self) -> None:
        """
        A powerup alone installs nothing else.
        """
        guitar = Guitar(store=self.store)
        onlyInstallPowerups(guitar, self.stage)
        self.assertIs(guitar, IInstrument(self.stage))
        self.assertEqual(0, self.store.count(Amplifier))


class Listener(Item):
    """
    Takes whatever the site store has.
    """

    typeName = "test_dependency_listener"

    name = text()
    strict = requiresFromSite(IAmplifier)
    lenient = requiresFromSite(IAmplifier, lambda site: ("none in", site), lambda site: "at home")


class RequiresFromSiteTests(SynchronousTestCase):
    """
    Tests for L{requiresFromSite}.
    """

    def setUp(self) -> None:
        self.site = Store()
        self.user = SubStore.createNew(self.site, ("account", "u")).open()
        self.listener = Listener(store=self.user)

    def test_powerup(self) -> None:
        """
        An item in a user store gets the powerup of the site store.
        """
        amplifier = Amplifier(store=self.site)
        self.site.powerUp(amplifier)
        self.assertEqual((amplifier, amplifier), (self.listener.strict, self.listener.lenient))

    def test_default(self) -> None:
        """
        Without one it gets the default, made of the site store.
        """
        self.assertEqual(("none in", self.site), self.listener.lenient)

    def test_siteDefault(self) -> None:
        """
        An item in the site store gets the default for it, also if there is a powerup.
        """
        self.site.powerUp(Amplifier(store=self.site))
        self.assertEqual("at home", Listener(store=self.site).lenient)

    def test_unsatisfied(self) -> None:
        """
        Without a default that is an error.
        """
        with self.assertRaises(UnsatisfiedRequirement):
            self.listener.strict  # noqa: B018 (it is the look that raises)

    def test_readOnly(self) -> None:
        """
        The attribute can't be set.
        """
        with self.assertRaises(AttributeError):
            self.listener.strict = None
