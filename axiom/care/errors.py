"""
What can go wrong when stores are taken care of.
"""

from __future__ import annotations

from axiom.errors import AxiomError, CannotOpenStore

__all__ = [
    "BackupBusy",
    "BackupDamaged",
    "BackupInStore",
    "BackupRefused",
    "CareError",
    "InvalidStatement",
    "NoSuchBackup",
    "StatementRefused",
    "StatementStopped",
    "StoreNotBackedUp",
    "TargetExists",
    "UnfinishedTransaction",
]


class CareError(AxiomError):
    """
    Something could not be done for a store.
    """


class UnfinishedTransaction(CareError, CannotOpenStore):
    """
    A store can't be read before a transaction that was cut off is undone, which is a change.
    """

    hint = "Open the store once, as with 'axiomatic browse', which undoes that transaction."


class StatementRefused(CareError):
    """
    A statement of SQL would change something; nothing happened.

    @ivar why: one clause.
    """

    hint = "Here SQL can only read: SELECT, WITH, EXPLAIN, and PRAGMAs that tell something."

    def __init__(self, why: str) -> None:
        super().__init__(f"SQLite refuses the statement: {why}")
        self.why = why


class InvalidStatement(StatementRefused):
    """
    A statement of SQL makes no sense to SQLite.
    """

    hint = "'SELECT sql FROM sqlite_master' tells what there is."


class StatementStopped(CareError):
    """
    A statement of SQL took too long.
    """

    hint = "Ask for less: with a condition on an indexed column, or fewer tables."

    def __init__(self) -> None:
        super().__init__("the statement was stopped, since it took too long")


class BackupBusy(CareError):
    """
    Another process makes a backup into this directory.

    @ivar path: the directory.
    """

    hint = "Wait until it has ended."

    def __init__(self, path: str) -> None:
        super().__init__(f"another backup into {path} is under way")
        self.path = path


class BackupRefused(CareError):
    """
    No backup was made; those that there are stay as they are.

    @ivar why: one clause.
    """

    hint = "Mend the store, or restore it from a backup that was made before."

    def __init__(self, why: str) -> None:
        super().__init__(f"no backup was made: {why}")
        self.why = why


class BackupInStore(BackupRefused):
    """
    The directory for backups is in the store.
    """

    hint = "Name a directory outside of the store."


class NoSuchBackup(CareError):
    """
    A directory has no backup, or none of this name.
    """

    hint = "'axiomatic restore --list BACKUP' lists those that a directory has."


class StoreNotBackedUp(NoSuchBackup):
    """
    A backup has no store of this name.
    """

    hint = "'axiomatic stores' lists the names of a site's stores; an older backup may have others."


class BackupDamaged(CareError):
    """
    A backup is not what was once written; nothing was restored.

    @ivar path: what is wrong.
    """

    hint = "Restore an older one, with --generation."

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path


class TargetExists(CareError):
    """
    Something is where a store was to be restored; it was not touched.

    @ivar path: where.
    """

    hint = "Move it away, or name another directory."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is there already")
        self.path = path
