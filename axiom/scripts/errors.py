"""
What can go wrong between the command line and a store.
"""

from __future__ import annotations

from collections.abc import Sequence

from axiom.errors import AxiomError, CannotOpenStore
from axiom.scripts._counting import counted

__all__ = [
    "AlreadyRunning",
    "CommandError",
    "DiedStarting",
    "ForeignDatabase",
    "NoSuchStore",
    "NoSuchSubstore",
    "NoWorkerStarted",
    "NotReloaded",
    "NotSupervised",
    "SeveralStores",
    "StillReloading",
    "StillRunning",
    "StoresNotUpgraded",
    "WorkerDied",
]


class CommandError(AxiomError):
    """
    A command could not do what it was told.
    """


class NoSuchStore(CommandError, CannotOpenStore):
    """
    There is no store where one was looked for; nothing was created.

    @ivar path: the absolute path of the directory.
    """

    hint = "Name a store with -d, or make a site with 'axiomatic -d DIRECTORY mantissa'."

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no store in {path}")
        self.path = path


class NoSuchSubstore(CommandError, CannotOpenStore):
    """
    There is no store of this name below the one that was named with C{-d}.

    @ivar name: the name.
    @ivar path: the absolute path of the directory of the other.
    """

    hint = "'axiomatic stores' lists their names."

    def __init__(self, name: str, path: str) -> None:
        super().__init__(f"there is no store {name} below {path}")
        self.name, self.path = name, path


class ForeignDatabase(CommandError, CannotOpenStore):
    """
    There is a database where a store was looked for, and it is something else's; it was not touched.

    @ivar path: the absolute path of the directory.
    """

    hint = "Name a store with -d."

    def __init__(self, path: str) -> None:
        super().__init__(f"the database in {path} is not a store's")
        self.path = path


class SeveralStores(CommandError):
    """
    More than one store is here and none was named.

    @ivar names: of their directories, sorted.
    """

    hint = "Name one with -d."

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"there are several stores here: {', '.join(names)}")
        self.names = names


class AlreadyRunning(CommandError):
    """
    A server runs on this store.

    @ivar pid: its process.
    """

    hint = "Stop it with 'axiomatic stop'."

    def __init__(self, pid: int) -> None:
        super().__init__(f"a server is running already, with pid {pid}")
        self.pid = pid


class StillRunning(CommandError):
    """
    A server was told to stop, and did not within the time.

    @ivar pid: its process.
    @ivar seconds: how long it had.
    """

    hint = (
        "Its log, run/logs/twistd.log in the store, may tell why; killing it loses nothing that is committed."
    )

    def __init__(self, pid: int, seconds: float) -> None:
        super().__init__(f"the server with pid {pid} is still running after {seconds:g} seconds")
        self.pid, self.seconds = pid, seconds


class DiedStarting(CommandError):
    """
    A server was killed before it was ready.

    @ivar signal: the number of the signal that ended it.
    """

    hint = "Its log, run/logs/twistd.log in the store, may tell why."

    def __init__(self, signal: int) -> None:
        super().__init__(f"the server was ended by signal {signal} before it was ready")
        self.signal = signal


class StoresNotUpgraded(CommandError):
    """
    Some stores could not be upgraded, or brought back; they are as they were, and the others are done.

    @ivar number: how many.
    """

    hint = "Mend what the lines above name, and run it again."

    def __init__(self, number: int) -> None:
        super().__init__(f"{counted(number, 'store')} failed")
        self.number = number


class WorkerDied(CommandError):
    """
    A child process that was to do a part of the work ended before it was ready.

    @ivar status: its exit status, or the negative number of the signal that ended it.
    """

    hint = "What it wrote above may tell why; with '--jobs 1' the work is done without children."

    def __init__(self, status: int) -> None:
        super().__init__(f"a worker ended with status {status} before it was ready")
        self.status = status


class NoWorkerStarted(CommandError):
    """
    A server was to have workers, and none of them came to serve.

    @ivar problem: what one of them said last.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"no worker could start: {problem.removeprefix('axiomatic: ') or 'its log tells why'}"
        )
        self.problem = problem


class NotSupervised(CommandError):
    """
    A server has no workers that others could take the places of.

    @ivar pid: its process; None if none runs.
    """

    hint = "Run it with 'axiomatic start --workers N', be it with one; otherwise stop and start it."

    def __init__(self, pid: int | None) -> None:
        super().__init__("no server runs" if pid is None else f"the server with pid {pid} has no workers")
        self.pid = pid


class NotReloaded(CommandError):
    """
    New workers could not start; those that there were go on.

    @ivar problem: what one of the new said last.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(f"the workers go on as they are: {problem.removeprefix('axiomatic: ')}")
        self.problem = problem


class StillReloading(CommandError):
    """
    The new workers do not serve yet; the old ones do until then.

    @ivar seconds: how long they had.
    """

    hint = "'axiomatic status' tells how far they are."

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the new workers are still starting after {seconds:g} seconds")
        self.seconds = seconds
