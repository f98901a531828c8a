"""
A real site in a process of its own, and a client that logs in to it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from email.message import Message
from functools import cache
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.site import Port

__all__ = [
    "PASSWORDS",
    "Answer",
    "Client",
    "RunningSite",
    "SiteTestCase",
    "axiomatic",
    "begin",
    "eventually",
    "freePort",
]

PASSWORDS: Mapping[str, str] = {"alice": "alice's password", "bob": "bob's password"}

_PATIENCE = 30.0


def begin(site: Path, *words: str) -> subprocess.Popen[str]:
    """
    Start one command on C{site}.
    """
    command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(site), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def axiomatic(site: Path, *words: str, status: int = 0) -> str:
    """
    Run one command on C{site}.

    @return: what it wrote to standard output.
    @raise AssertionError: it ended with another exit status.
    """
    with begin(site, *words) as process:
        out, err = process.communicate(timeout=_PATIENCE * 4)
    assert process.returncode == status, f"{words} ended with {process.returncode}:\n{out}{err}"
    return out


def eventually(holds: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """
    Return once it does.

    @raise AssertionError: it did not in time.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def freePort() -> int:
    """
    A TCP port that was free a moment ago.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _bareSite() -> Path:
    """
    A new site, made once in the working directory of the tests.
    """
    path = Path(mkdtemp(dir=Path.cwd())) / "bare.axiom"
    axiomatic(
        path,
        "mantissa",
        "--administrator=admin@localhost",
        "--password=the admin's password",
        "--port=tcp:0:interface=127.0.0.1",
    )
    return path


@cache
def _furnishedSite() -> Path:
    """
    A site with the timeline, Alice and Bob, likewise.
    """
    path = _bareSite().with_name("furnished.axiom")
    shutil.copytree(_bareSite(), path)
    axiomatic(path, "offering", "install", "timeline")
    for name, password in PASSWORDS.items():
        axiomatic(path, "userbase", "create", name, "localhost", password)
        axiomatic(path, "product", "grant", "timeline", f"{name}@localhost")
    return path


class RunningSite:
    """
    A site and its server process.

    @ivar path: the site's directory.
    @ivar url: without a slash at the end.
    @ivar environment: what the server's environment has besides that of this process.
    """

    def __init__(self, path: Path, furnished: bool = True) -> None:
        """
        @param furnished: whether the timeline, Alice and Bob are there.
        """
        self.path = path
        self.port = freePort()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        shutil.copytree(_furnishedSite() if furnished else _bareSite(), path)
        with closing(self.openSiteStore()) as store:
            store.findUnique(Port).description = f"tcp:{self.port}:interface=127.0.0.1"

    def start(self, *options: str) -> None:
        """
        Start the server, and wait until it answers.

        @param options: of the command C{start}.
        """
        command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(self.path), "start", "-n"]
        command += options
        with open(self.path.parent / "server.log", "ab") as log:
            environment = {**os.environ, **self.environment}
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"the server did not start:\n{self.log()}") from None
                time.sleep(0.02)

    @property
    def pid(self) -> int:
        """
        Of the server, which runs.
        """
        assert self._process is not None
        return self._process.pid

    def set(self, name: str, value: object) -> None:
        """
        Change a setting, for when the server starts.

        @param value: as it is written in TOML.
        """
        configuration = self.path / "site.toml"
        text, count = re.subn(rf"(?m)^{name} = .*", f"{name} = {value}", configuration.read_text())
        assert count == 1, name
        configuration.write_text(text)

    def client(self, name: str | None = None) -> Client:
        """
        A browser, in which somebody has logged in.
        """
        client = Client(self.url)
        if name is not None:
            answer = client.logIn(name, PASSWORDS[name])
            assert answer.status == 303, answer.text
        return client

    def open(self, user: str) -> Store:
        """
        The store of a user, as another process has it; the caller closes it.
        """
        return Store(str(self.path / "files" / "account" / "localhost" / f"{user}.axiom"))

    def openSiteStore(self) -> Store:
        """
        The site store, likewise.
        """
        return Store(str(self.path))

    def log(self) -> str:
        """
        What the server wrote.
        """
        return (self.path.parent / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """
        End the server as a power switch would.
        """
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """
        End the server in good order. Repeating it is safe.
        """
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(_PATIENCE)
            self._process = None


class SiteTestCase(SynchronousTestCase):
    """
    Tests that share one running site.

    @cvar furnished: whether the timeline, Alice and Bob are there.
    @cvar limits: what differs from the template, by name.
    @cvar options: of the command that starts it.
    @cvar site: the site.
    """

    furnished: ClassVar[bool] = True
    limits: ClassVar[Mapping[str, int]] = {}
    options: ClassVar[tuple[str, ...]] = ()
    site: ClassVar[RunningSite]

    @classmethod
    def setUpClass(cls) -> None:
        """
        The site.
        """
        super().setUpClass()
        cls.site = RunningSite(Path(mkdtemp(dir=Path.cwd())) / "site.axiom", cls.furnished)
        for name, value in cls.limits.items():
            cls.site.set(name, value)
        cls.prepare()
        cls.addClassCleanup(cls.site.stop)
        cls.site.start(*cls.options)

    @classmethod
    def prepare(cls) -> None:
        """
        Change the site before it starts.
        """

    def openStore(self, user: str) -> Store:
        """
        The store of a user, as another process has it, until the end of the test.
        """
        store = self.site.open(user)
        self.addCleanup(store.close)
        return store


class Answer:
    """
    One HTTP answer.
    """

    def __init__(self, status: int, headers: Message, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def cookies(self) -> list[str]:
        """
        What is to be kept, each a cookie with its attributes.
        """
        return self.headers.get_all("Set-Cookie", [])

    @property
    def text(self) -> str:
        """
        The body.
        """
        return self.body.decode()

    def json(self) -> Any:
        """
        The body's value.
        """
        return json.loads(self.body)


class _NoRedirects(HTTPRedirectHandler):
    """
    Hands redirects to the caller.
    """

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Client:
    """
    A browser without a screen: it keeps cookies and fills in forms.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies), _NoRedirects())

    def cookie(self, name: str) -> str | None:
        """
        The value of a cookie.
        """
        return next((cookie.value for cookie in self._cookies if cookie.name == name), None)

    def plant(self, name: str, value: str) -> None:
        """
        Put a cookie there as if the site had set it.
        """
        host = "127.0.0.1"
        planted = Cookie(
            0, name, value, None, False, host, False, False, "/", True, False, None, True, None, None, {}
        )
        self._cookies.set_cookie(planted)

    def get(self, path: str, **headers: str) -> Answer:
        """
        Fetch a page.
        """
        return self._open(Request(self.url + path, headers=headers))

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """
        Send a form, with the token of the form that is shown at C{path}.
        """
        return self.send(path, urlencode({**fields, "csrfToken": self.token(path)}).encode(), **headers)

    def send(self, path: str, data: bytes, **headers: str) -> Answer:
        """
        Send a body as it is.
        """
        return self._open(Request(self.url + path, data=data, headers=headers))

    def token(self, path: str) -> str:
        """
        The token of the form that is shown at C{path}.
        """
        found = re.search(r'name="csrfToken" value="([^"]+)"', self.get(path).text)
        assert found is not None, f"no form at {path}"
        return found[1]

    def logIn(self, name: str, password: str) -> Answer:
        """
        Log in by the form.
        """
        return self.post("/login", {"username": name, "password": password})

    def _open(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=_PATIENCE) as response:
                return Answer(response.status, response.headers, response.read())
        except HTTPError as e:
            with e:
                return Answer(e.code, e.headers, e.read())
