"""
Tests for what the console controls of a running site.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.site._control import StartedService
from mantissa_like.testing import contracts
from mantissa_like.web import ISiteControl
from tests.unit.mantissa_like.web.console.running_server import RunningServer


class SiteControlTests(contracts.SiteControlContract):
    """
    Tests for L{SiteControl}.
    """

    def makeControl(self) -> ISiteControl:
        """
        See L{contracts.SiteControlContract}.
        """
        self.server = RunningServer(self.mktemp())
        for name in ("feeds", "mail", "agenda"):
            self.server.add(name, StartedService(1e9))
        store = Store()
        self.addCleanup(store.close)
        control: ISiteControl = self.server.control(store)
        return control
