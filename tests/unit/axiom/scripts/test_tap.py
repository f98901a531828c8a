"""
Tests of L{axiom.scripts.tap}, and of the plugin that names it.
"""

from __future__ import annotations

from twisted.application.service import IService, IServiceMaker, Service
from twisted.internet.defer import maybeDeferred
from twisted.plugin import IPlugin
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.attributes import inmemory, integer
from axiom.item import Item
from axiom.listversions import SystemVersion
from axiom.store import Store
from twisted.plugins.axiom_plugins import AxiomaticStart


@implementer(IService)
class Counting(Item, Service):
    """
    A service that counts how often it was started.
    """

    typeName = "test_tap_counting"

    started = integer(default=0, allowNone=False)
    name = inmemory()
    parent = inmemory()
    running = inmemory()

    def activate(self) -> None:
        """
        Be a service that does not run.
        """
        self.name = self.parent = self.running = None

    def startService(self) -> None:
        """
        Count.
        """
        super().startService()
        self.started += 1


class TwistdTests(SynchronousTestCase):
    """
    A store that C{twistd} serves.
    """

    def test_plugin(self) -> None:
        """
        It is a plugin that makes services, and is called C{axiomatic-start}.
        """
        self.assertTrue(IPlugin.providedBy(AxiomaticStart) and IServiceMaker.providedBy(AxiomaticStart))
        self.assertEqual("axiomatic-start", AxiomaticStart.tapname)

    def test_options(self) -> None:
        """
        The command line names the store and how it is opened.
        """
        options = AxiomaticStart.options()
        options.parseOptions([])
        self.assertEqual((None, 0, None), (options["dbdir"], options["debug"], options["journal-mode"]))
        options.parseOptions(["--dbdir", "x", "--debug", "--journal-mode", "DELETE"])
        self.assertEqual(("x", 1, "DELETE"), (options["dbdir"], options["debug"], options["journal-mode"]))

    def test_service(self) -> None:
        """
        The service opens the store, records the versions of the software, and starts the store's services.
        """
        directory = self.mktemp()
        with Store(directory) as store:
            counting = Counting(store=store)
            store.powerUp(counting, IService)
        service = AxiomaticStart.makeService({"dbdir": directory, "debug": False, "journal-mode": None})
        service.privilegedStartService()
        service.startService()
        self.successResultOf(maybeDeferred(service.stopService))
        with Store(directory) as store:
            self.assertEqual(
                (1, 1), (store.getItemByID(counting.storeID).started, store.count(SystemVersion))
            )

    def test_withoutPrivileges(self) -> None:
        """
        It may be started without the part that needs privileges.
        """
        directory = self.mktemp()
        Store(directory).close()
        service = AxiomaticStart.makeService({"dbdir": directory, "debug": False, "journal-mode": None})
        service.startService()
        self.successResultOf(maybeDeferred(service.stopService))
        with Store(directory) as store:
            self.assertEqual(1, store.count(SystemVersion))
