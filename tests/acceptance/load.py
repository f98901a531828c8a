"""
Many clients at once, each with a connection of its own that it keeps, who write down what became of what they
asked for.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from urllib.parse import urlencode

from tests.acceptance.running import RunningSite, eventually

__all__ = ["Load"]

_PAGE = "/users/alice/timeline"
_PATIENCE = 30.0


class Load:
    """
    Readers and writers of Alice's timeline.

    @ivar answered: what was written, as far as the server said so.
    @ivar wrong: answers that are not what was asked for.
    @ivar broken: connections that ended before an answer was complete.
    @ivar refused: connections that could not be made.
    @ivar read: how many pages were read.
    """

    def __init__(self, site: RunningSite, readers: int, writers: int) -> None:
        client = site.client("alice")
        self._cookie, self._token = f"session={client.cookie('session')}", client.token(_PAGE)
        self._port = site.port
        self.answered: list[str] = []
        self.wrong: list[str] = []
        self.broken: list[str] = []
        self.refused: list[str] = []
        self.read = 0
        self._stopping = threading.Event()
        work: list[Callable[[http.client.HTTPConnection, int], None]] = [
            *[self._read] * readers,
            *[self._writer(number) for number in range(writers)],
        ]
        self._threads = [threading.Thread(target=self._run, args=(each,)) for each in work]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def awaitMore(self) -> None:
        """
        Wait until more was written, and some more was read.
        """
        written, read = len(self.answered), self.read
        eventually(lambda: len(self.answered) > written and self.read > read + 20)

    def _run(self, ask: Callable[[http.client.HTTPConnection, int], None]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        number = 0
        while not self._stopping.is_set():
            try:
                connection.connect()
            except OSError as e:
                self.refused.append(repr(e))
                self._stopping.wait(0.01)
                continue
            try:
                while not self._stopping.is_set() and connection.sock is not None:
                    number += 1
                    ask(connection, number)
            except (OSError, http.client.HTTPException) as e:
                self.broken.append(repr(e))
            connection.close()

    def _read(self, connection: http.client.HTTPConnection, number: int) -> None:
        connection.request("GET", _PAGE, headers={"Cookie": self._cookie} if number % 2 else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        # Half of the time, it is Alice herself.
        isRight = text.endswith("</html>") and ("alice@localhost" in text) == bool(number % 2)
        if answer.status != 200 or not isRight:
            self.wrong.append(f"{answer.status} {text}")
        self.read += 1

    def _writer(self, writer: int) -> Callable[[http.client.HTTPConnection, int], None]:
        def write(connection: http.client.HTTPConnection, number: int) -> None:
            body = f"writer {writer} number {number}"
            connection.request(
                "POST",
                _PAGE,
                urlencode({"text": body, "csrfToken": self._token}),
                {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                self.answered.append(body)
            elif answer.status != 503:
                self.wrong.append(f"{answer.status} to {body}")

        return write
