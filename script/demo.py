"""
The demo site: made once, with the timeline and two people who wrote on theirs, then served in the foreground.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from epsilon.extime import Time

from axiom.store import Store
from mantissa_like.config import loadConfig
from offerings.timeline import Timeline

__all__: list[str] = []

_PASSWORDS = {"admin": "admin of the demo", "alice": "alice in the demo", "bob": "bob in the demo"}

_SETTINGS = {
    'title = "A new site"': 'title = "Demo"',
    'sign-up = "closed"': 'sign-up = "open"',
    "mailbox = false": "mailbox = true",
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
_DAYS_BETWEEN_POSTS = 2
_OFFERINGS = ("timeline", "people")


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
        for offering in _OFFERINGS:
            _axiomatic(unfinished, "product", "grant", offering, f"{name}@localhost")
        _write(unfinished / "files" / "account" / "localhost" / f"{name}.axiom", texts)
    unfinished.rename(site)


def _write(userStore: Path, texts: list[str]) -> None:
    store = Store(str(userStore))
    timeline = store.findUnique(Timeline)
    moment = time.time() - len(texts) * _DAYS_BETWEEN_POSTS * 86_400
    for text in texts:
        timeline.write(text, Time.fromPOSIXTimestamp(moment))
        moment += _DAYS_BETWEEN_POSTS * 86_400
    store.close()


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
