"""
An offering of a third party: a distribution that adds to C{offerings} is installed and found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

SECONDS = 120

PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "third-party-greetings"
version = "1.0"

[tool.setuptools.packages.find]
include = ["offerings.*"]
"""

OFFERING = """
from zope.interface import Attribute, Interface, implementer
from axiom.attributes import text
from axiom.item import Item
from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import setDefaultShareID, shareItem

class IGreeting(Interface):
    text = Attribute("What is said.")

@implementer(IGreeting)
class Greeting(Item):
    typeName = "greetings_greeting"
    text = text(default="Good morning")

    def installed(self):
        shareItem(self, shareID="greeting")
        setDefaultShareID(self.store, "greeting")

offering = Offering(
    "greetings",
    "Says something.",
    appPowerups=[Powerup("greeting", "", Greeting)],
    installablePowerups=[Powerup("greeting", "", Greeting)],
)
"""

PROGRAM = """
import json, sys
from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.catalog import endow, findOffering, findOfferings, installOffering
from mantissa_like.sharing import getDefaultShareID

siteStore = Store(sys.argv[1])
names = sorted(findOfferings())
installOffering(siteStore, findOffering("greetings"))
userStore = Store()
endow(siteStore, userStore, ["greetings"])
with findSubStore(siteStore, "greetings", None).opened() as appStore:
    shared = [getDefaultShareID(store) for store in (appStore, userStore)]
print(json.dumps([names, shared]))
"""

REOPEN = """
import sys
from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.sharing import getEveryoneRole, getShare, itemFromProxy

subStore = findSubStore(Store(sys.argv[1]), "greetings", None)
with subStore.opened() as appStore:
    print(type(itemFromProxy(getShare(appStore, getEveryoneRole(appStore), "greeting"))).__module__)
"""


class ThirdPartyOfferingTests(SynchronousTestCase):
    """
    A distribution of its own, in a directory of its own.
    """

    def setUp(self) -> None:
        root = Path(self.mktemp()).absolute()
        self.project, self.target, self.site = root / "project", root / "target", root / "site.axiom"
        folder = self.project / "offerings" / "greetings"
        folder.mkdir(parents=True)
        (self.project / "pyproject.toml").write_text(PROJECT)
        (folder / "__init__.py").write_text(OFFERING)

    def python(self, *arguments: str) -> str:
        """
        What a new Python prints, which finds this checkout and what was installed.
        """
        checkout = Path(__file__).parents[2]
        process = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self.target), str(checkout)])},
            cwd=self.project.parent,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.assertEqual(0, process.returncode, process.stdout + process.stderr)
        return process.stdout

    def test_foundAndInstalled(self) -> None:
        """
        After C{pip install} it is found without configuration, beside the bundled ones; a site installs it
        and grants its product, and another process loads what it stored.
        """
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(self.target)]
        self.python("-m", "pip", "install", *options, str(self.project))
        names, shared = json.loads(self.python("-c", PROGRAM, str(self.site)))
        self.assertIn("greetings", names)
        self.assertIn("timeline", names)
        self.assertEqual(["greeting", "greeting"], shared)
        self.assertEqual("offerings.greetings\n", self.python("-c", REOPEN, str(self.site)))
