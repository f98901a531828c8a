"""
A real site in a process of its own, and a client that logs in to it.
"""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

__all__ = ["Answer", "Client", "RunningSite", "axiomatic"]

_PATIENCE = 30.0


def axiomatic(site: Path, *words: str, status: int = 0) -> str:
    """
    Run one command on C{site}.

    @return: what it wrote to standard output.
    @raise AssertionError: it ended with another exit status.
    """
    command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(site), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE * 4, check=False)
    assert done.returncode == status, f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def freePort() -> int:
    """
    A TCP port that was free a moment ago.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningSite:
    """
    A site with the timeline, Alice and Bob, and its server process.

    @ivar path: the site's directory.
    @ivar url: without a slash at the end.
    """

    passwords: Mapping[str, str] = {"alice": "alice's password", "bob": "bob's password"}

    def __init__(self, path: Path) -> None:
        self.path = path
        self.port = freePort()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        axiomatic(
            path,
            "mantissa",
            "--administrator=admin@localhost",
            "--password=the admin's password",
            f"--port=tcp:{self.port}:interface=127.0.0.1",
        )
        axiomatic(path, "offering", "install", "timeline")
        for name, password in self.passwords.items():
            axiomatic(path, "userbase", "create", name, "localhost", password)
            axiomatic(path, "product", "grant", "timeline", f"{name}@localhost")

    def start(self) -> None:
        """
        Start the server, and wait until it answers.
        """
        command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(self.path), "start", "-n"]
        with open(self.path.parent / "server.log", "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"the server did not start:\n{self.log()}") from None
                time.sleep(0.02)

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


class Answer:
    """
    One HTTP answer.
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

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
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _NoRedirects())

    def get(self, path: str, **headers: str) -> Answer:
        """
        Fetch a page.
        """
        return self._open(Request(self.url + path, headers=headers))

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """
        Send a form, with the token of the form that is shown at C{path}.
        """
        token = self.token(path)
        data = urlencode({**fields, "csrfToken": token}).encode()
        return self.send(path, data, **headers)

    def send(self, path: str, data: bytes, **headers: str) -> Answer:
        """
        Send a body as it is.
        """
        return self._open(Request(self.url + path, data=data, headers=headers))

    def token(self, path: str) -> str:
        """
        The token of the form that is shown at C{path}.
        """
        found = re.search(r'name="csrfToken"[^>]*value="([^"]+)"', self.get(path).text) or re.search(
            r'value="([^"]+)"[^>]*name="csrfToken"', self.get(path).text
        )
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
                return Answer(response.status, dict(response.headers), response.read())
        except HTTPError as e:
            with e:
                return Answer(e.code, dict(e.headers), e.read())
