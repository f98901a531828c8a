"""
The demo site: made once, with every bundled application and two people who use them, then served in the
foreground.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import cast

from epsilon.extime import Time
from twisted.internet.defer import execute

from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.accounts import findSubStore
from mantissa_like.config import loadConfig
from offerings.calendar import Calendar, Details
from offerings.files import Cabinet, Folder
from offerings.notes import Notebook
from offerings.people import AddressBook, Card
from offerings.timeline import Timeline

__all__: list[str] = []

_PASSWORDS = {"admin": "admin of the demo", "alice": "alice in the demo", "bob": "bob in the demo"}

_SETTINGS = {
    'title = "A new site"': 'title = "Demo"',
    'sign-up = "closed"': 'sign-up = "open"',
    "mailbox = false": "mailbox = true",
    "products = []": 'products = ["calendar", "files", "import_feed", "notes", "people", "timeline"]',
}

_POSTS = {
    "alice": [
        "Planted the tomatoes. They look smaller than the seed packet promised.",
        "Three days of rain. The tomatoes approve, the laundry does not.",
        "First flowers on the tomatoes! Bob owes me a lunch.",
        "Reading about server-side rendering. It was fine all along.",
        "Every user has a database of their own. I opened mine with sqlite3, and there I was.",
        "Bread number four is the first one that deserves the name.",
    ],
    "bob": [
        "Tomatoes by June, she says. A lunch says they won't flower before July.",
        "Ran to the lighthouse and back. Walked back, to be honest.",
        "The kettle is not broken. It was never switched on.",
        "Lost a lunch. Good tomatoes, though.",
    ],
}
_NOTES = {
    "Bread": "500 g flour, 350 g water, 10 g salt, 100 g starter.\n\nFold it four times, half an hour apart."
    " A night in the fridge. 250 °C, with the lid on for the first half.",
    "Tomatoes": "Sown in March, planted out in May.\n\nWater in the morning. Bob doubts them.",
    "Books to read": "The one on bees.\nThe long one about the sea.\nWhatever Bob talks about all the time.",
}
_FILES = {
    "Shopping list.txt": "Flour\nSalt\nTwine for the tomatoes\nLunch for two, on Bob\n",
    "Garden/Plan of the beds.txt": "North: beans\nMiddle: tomatoes\nSouth: whatever Bob gives me\n",
    "Garden/Harvest.csv": "month,kilograms\nJune,0.4\nJuly,3.1\nAugust,6.8\n",
}
# Who invites whom to what: in so many days, at an hour, for so many hours.
_APPOINTMENTS = [
    ("alice", "Dentist", "", 1, 9, 1, []),
    ("alice", "Lunch for a lost bet", "The tomato bed", 2, 12, 1, ["bob"]),
    ("alice", "Evening of board games", "At Alice’s", 5, 19, 3, ["bob", "admin"]),
    ("bob", "Run to the lighthouse", "The harbour", 3, 7, 2, ["alice"]),
    ("bob", "Fixing the kettle", "", 2, 18, 1, []),
]
_PEOPLE = {"alice": "Alice Gardener", "bob": "Bob Runner", "admin": "Whoever runs the site"}
_HOUR = 3_600
_DAY = 24 * _HOUR
_DAYS_BETWEEN_POSTS = 2
_OFFERINGS = ("timeline", "calendar", "files", "import_feed", "notes", "people")


def _axiomatic(site: Path, *words: str) -> None:
    """
    Run one command; if it fails, so does this, with the sentence that it wrote.
    """
    command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(site), *words]
    status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if status:
        sys.exit(status)


def _make(site: Path, endpoint: str) -> None:
    """
    Make the site beside its place and rename it, so that an interruption leaves none rather than half of one.
    """
    unfinished = site.with_name(f".{site.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _axiomatic(
        unfinished,
        "mantissa",
        "--administrator=admin@localhost",
        f"--password={_PASSWORDS['admin']}",
        f"--port={endpoint}",
    )
    configuration = unfinished / "site.toml"
    text = configuration.read_text()
    for before, now in _SETTINGS.items():
        text = text.replace(before, now)
    configuration.write_text(text)
    for offering in _OFFERINGS:
        _axiomatic(unfinished, "offering", "install", offering)
    for name, texts in _POSTS.items():
        _axiomatic(unfinished, "userbase", "create", name, "localhost", _PASSWORDS[name])
        store = Store(
            str(unfinished / "files" / "account" / "localhost" / f"{name}.axiom"),
            runtime=Runtime(inThread=execute),
        )
        _fill(store, name, texts)
        store.close()
    _arrange(unfinished)
    unfinished.rename(site)


def _fill(store: Store, name: str, texts: list[str]) -> None:
    moments = [time.time() - age * _DAYS_BETWEEN_POSTS * _DAY for age in range(len(texts), 0, -1)]
    timeline = store.findUnique(Timeline)
    for text, moment in zip(texts, moments, strict=True):
        timeline.write(text, Time.fromPOSIXTimestamp(moment))
    others = [Card(full, (f"{who}@localhost",)) for who, full in _PEOPLE.items() if who != name]
    store.findUnique(AddressBook).takeIn(others)
    if name == "alice":
        for (title, body), moment in zip(_NOTES.items(), moments, strict=False):
            when = Time.fromPOSIXTimestamp(moment)
            store.findUnique(Notebook).create(title, when).merge("", body, "alice@localhost", when)
        _keepFiles(cast(Folder, store.findUnique(Cabinet).root))


def _arrange(site: Path) -> None:
    """
    Make appointments, of which those who are invited get to know as soon as the site runs.
    """
    siteStore = Store(str(site), runtime=Runtime(inThread=execute))
    today = time.time() // _DAY * _DAY
    for name, title, place, days, hour, hours, guests in _APPOINTMENTS:
        start = today + days * _DAY + hour * _HOUR
        end = start + hours * _HOUR
        details = Details(title, Time.fromPOSIXTimestamp(start), Time.fromPOSIXTimestamp(end), place)
        subStore = findSubStore(siteStore, name, "localhost")
        assert subStore is not None
        calendar = subStore.open().findUnique(Calendar)
        calendar.arrange(details, None, [f"{guest}@localhost" for guest in guests])
    siteStore.close()


def _keepFiles(root: Folder) -> None:
    root.makeFolder([], "Garden")
    for path, content in _FILES.items():
        *folder, name = path.split("/")
        adding = root.add(folder, name, "text/plain", partial(_keep, content))
        # Nothing is waited for, as nothing runs in threads here.
        with suppress(StopIteration):
            adding.send(None)


def _keep(content: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Serve the demo site, which is made if it is not there.")
    parser.add_argument("--site", type=Path, default=Path("demo.axiom"), help="its directory (demo.axiom)")
    parser.add_argument("--port", type=int, help="of a new site, on this machine only (8080)")
    options = parser.parse_args()
    if not options.site.exists():
        print(f"Making {options.site} …", flush=True)
        _make(options.site, f"tcp:{options.port or 8080}:interface=127.0.0.1")
    elif options.port:
        sys.exit(
            f"{options.site} is there and has its ports; change them with 'axiomatic -d {options.site} port'"
        )
    url = loadConfig(options.site / "site.toml").site.publicURL
    print(f"\nTo read:     {url}/users/alice/timeline  {url}/users/bob/timeline  {url}/timeline/")
    for name in _POSTS:
        print(f"To write:    log in at {url}/login as {name} with the password: {_PASSWORDS[name]}")
    print(f"To join:     {url}/join, and read the mail that is sent at {url}/mailbox")
    print(f"Its administrator is admin, with the password: {_PASSWORDS['admin']}")
    print(f"To operate:  .venv/bin/axiomatic -d {options.site} --help")
    print("To end:      Ctrl-C\n", flush=True)
    serve = ["-m", "axiom.scripts.axiomatic", "-d", str(options.site), "start", "--nodaemon"]
    os.execv(sys.executable, [sys.executable, *serve])


if __name__ == "__main__":
    _main()
