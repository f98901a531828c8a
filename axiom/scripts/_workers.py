"""
Child processes that work through orders side by side.

A worker writes an empty line when it is ready for an order, which is a line, too; then come the lines of its
answer, and an empty one again. When its standard input ends, so does it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from subprocess import PIPE, Popen
from typing import cast

from axiom.scripts.errors import WorkerDied

__all__ = ["Workers"]

_READ = 1 << 16


class _Worker:
    """
    One child.

    @ivar order: the one that it works on; None while it is not ready for its first.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, env=environment, bufsize=0)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        self.order: str | None = None
        self._rest = b""

    def fileno(self) -> int:
        """
        From where its lines come.
        """
        return self._out.fileno()

    def give(self, order: str) -> None:
        """
        Have it work on an order. If it is dead, that shows when it is listened to.
        """
        self.order = order
        with suppress(BrokenPipeError):
            self._in.write(f"{order}\n".encode())

    def listen(self) -> list[str] | None:
        """
        Its next lines, as soon as there are any; None if it died.
        """
        received = os.read(self.fileno(), _READ)
        *lines, self._rest = (self._rest + received).split(b"\n")
        return [line.decode() for line in lines] if received else None

    def end(self, now: bool = False) -> int:
        """
        Wait until it has ended.

        @param now: whether it is killed, whatever it does.
        @return: its exit status, or the negative number of the signal that ended it.
        """
        if now:
            self._process.kill()
        with self._process:
            pass
        return self._process.returncode


class Workers:
    """
    Workers of one kind.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], jobs: int) -> None:
        """
        @param command: the program and its arguments.
        @param jobs: how many work side by side, at most.
        """
        self._command, self._environment, self._jobs = command, environment, jobs
        self._selector = DefaultSelector()

    def workThrough(self, orders: Iterable[str]) -> Generator[tuple[str, str | None]]:
        """
        Have all orders done; called once. When the iterator is at its end or closed, all workers have ended.

        @return: each order with one line of the answer; when it is done, with an empty one, or with None if
            the worker died of it, whose place another one takes.
        @raise WorkerDied: one did before it was ready.
        """
        waiting = deque(orders)
        with self._selector:
            try:
                for _ in range(min(self._jobs, len(waiting))):
                    self._start()
                while self._selector.get_map():
                    for key, _ in self._selector.select():
                        yield from self._listen(cast(_Worker, key.fileobj), waiting)
            finally:
                for key in list(self._selector.get_map().values()):
                    self._end(cast(_Worker, key.fileobj), now=True)

    def _start(self) -> None:
        self._selector.register(_Worker(self._command, self._environment), EVENT_READ)

    def _end(self, worker: _Worker, now: bool = False) -> int:
        self._selector.unregister(worker)
        return worker.end(now)

    def _listen(self, worker: _Worker, waiting: deque[str]) -> Iterator[tuple[str, str | None]]:
        lines = worker.listen()
        for line in lines or ():
            if worker.order is not None:
                yield worker.order, line
            if line:
                continue
            if waiting:
                worker.give(waiting.popleft())
            else:
                self._end(worker)
        if lines is None:
            status = self._end(worker)
            if worker.order is None:
                raise WorkerDied(status)
            yield worker.order, None
            if waiting:
                self._start()
