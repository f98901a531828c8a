"""
Telling of new revisions of a store, whoever committed them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from twisted.logger import Logger
from twisted.python.filepath import FilePath

from axiom.errors import StoreBusy

if TYPE_CHECKING:
    from axiom._engine.noticing import Noticing
    from axiom._storage.reads import Reads

__all__ = ["Watch", "Watching"]


class Watch:
    """
    Somebody who wants to know.
    """

    def __init__(self, watching: Watching, f: Callable[[int], object], revision: int) -> None:
        self._watching, self._f, self._told = watching, f, revision

    def stop(self) -> None:
        """
        Tell them nothing more. Repeating it is safe.
        """
        self._watching.remove(self)

    def tell(self, revision: int) -> None:
        """
        Tell them, unless they know; called by L{Watching}.
        """
        if revision > self._told:
            self._told = revision
            self._f(revision)


class Watching:
    """
    Everybody who wants to know of one store.

    Of a commit of its own they hear at once, of one by others when its files were written to. To a store in
    memory nobody else commits.
    """

    _log = Logger()

    def __init__(self, reads: Reads, noticing: Noticing, directory: FilePath[str] | None) -> None:
        """
        @param directory: of the store; None if it is in memory.
        """
        self._reads, self._noticing = reads, noticing
        self._directory: str | None = None if directory is None else directory.path
        self._watches: list[Watch] = []

    def add(self, f: Callable[[int], object]) -> Watch:
        """
        Call C{f} with each new revision, or with the newest of several.

        @raise NotInReactorThread: the reactor runs in another thread.
        """
        watch = Watch(self, f, self._reads.revisions.all)
        if not self._watches and self._directory is not None:
            self._noticing.add(self._look, self._directory)
        self._watches.append(watch)
        return watch

    def remove(self, watch: Watch) -> None:
        """
        Undo L{add}; done already, it does nothing.
        """
        if watch in self._watches:
            self._watches.remove(watch)
            if not self._watches and self._directory is not None:
                self._noticing.remove(self._look)

    def tell(self, revision: int) -> None:
        """
        Tell everybody who does not know it. What they raise is logged.
        """
        for watch in list(self._watches):
            try:
                watch.tell(revision)
            except Exception:
                self._log.failure("{watch} failed when told of {revision}", watch=watch, revision=revision)

    def _look(self) -> None:
        # What is read in a transaction or snapshot is of its moment, not of now.
        if self._reads.isPinned:
            return
        try:
            revision = self._reads.revisions.all
        except StoreBusy:
            return
        self.tell(revision)

    def close(self) -> None:
        """
        Tell nobody anything more. Repeating it is safe.
        """
        for watch in list(self._watches):
            self.remove(watch)
