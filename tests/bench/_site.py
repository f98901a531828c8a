"""
The site that the page is measured on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from epsilon.extime import Time

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginSystem
from mantissa_like.catalog import endow
from offerings.timeline import Timeline

__all__ = ["PASSWORD", "layDown"]

PASSWORD = "not measured at all"

_FIRST_POST = 1_700_000_000
_TEXT = "A post of the usual length, with a thought in it & perhaps a second one. Number {}."


def layDown(site: Path, port: int, users: int, posts: int) -> Path:
    """
    Make a site with C{users} accounts, C{user0} and so on, which can't log in and have C{posts} posts each.

    @return: the directory of the user stores.
    """
    for words in (
        ("mantissa", "--administrator=admin@localhost", f"--password={PASSWORD}", f"--port=tcp:{port}"),
        ("offering", "install", "timeline"),
        ("product", "grant", "timeline", "admin@localhost"),
    ):
        command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(site), *words]
        subprocess.run(command, check=True, capture_output=True)
    store = Store(str(site))
    loginSystem = store.findUnique(LoginSystem)
    for number in range(users):
        account = loginSystem.addAccount(f"user{number}", "localhost", None)
        _fill(store, account.avatars, posts)
    store.close()
    return site / "files" / "account" / "localhost"


def _fill(siteStore: Store, subStore: SubStore, posts: int) -> None:
    userStore = subStore.open()
    endow(siteStore, userStore, ["timeline"])
    timeline = userStore.findUnique(Timeline)
    for number in range(posts):
        timeline.write(_TEXT.format(number), Time.fromPOSIXTimestamp(_FIRST_POST + number * 3600))
    subStore.close()
