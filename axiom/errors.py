"""
What can go wrong in a store.

Every class descends from L{AxiomError}, beside the built-in class that Axiom's callers catch. C{hint} says
what to do next.
"""

from __future__ import annotations

from axiom._accounterrors import (
    AllNamesConflict,
    BadCredentials,
    DatabaseDirectoryConflict,
    DuplicateUser,
    MissingDomainPart,
    NoSuchUser,
)
from axiom._diskerrors import DiskFailed, DiskFull, StoreDamaged, StoreReadOnly
from axiom._itemerrors import (
    BrokenReference,
    CantInstantiateItem,
    ChangeRejected,
    ConstraintError,
    DeletionDisallowed,
    DependencyError,
    DuplicateUniqueItem,
    ItemClassesOnly,
    ItemNotFound,
    ItemUpgradeError,
    NoCrossStoreReferences,
    NoEmptyItems,
    NoInheritance,
    NotInStore,
    UnsatisfiedRequirement,
    UpgraderRecursion,
    UpgradesFailed,
)
from axiom._rooterror import AxiomError, TimeoutError
from axiom._storeerrors import (
    CannotOpenStore,
    DataIntegrityError,
    NoUpgradePathAvailable,
    NotPaused,
    SQLError,
    SQLWarning,
    SnapshotExpired,
    StoreBusy,
    StoreClosed,
    StoreInUse,
    TableAlreadyExists,
    TableCreationConcurrencyError,
    TransactionLost,
    UnknownItemType,
    WriteInSnapshot,
)

__all__ = [
    "AllNamesConflict",
    "AxiomError",
    "BadCredentials",
    "BrokenReference",
    "CannotOpenStore",
    "CantInstantiateItem",
    "ChangeRejected",
    "ConstraintError",
    "DataIntegrityError",
    "DatabaseDirectoryConflict",
    "DeletionDisallowed",
    "DependencyError",
    "DiskFailed",
    "DiskFull",
    "DuplicateUniqueItem",
    "DuplicateUser",
    "ItemClassesOnly",
    "ItemNotFound",
    "ItemUpgradeError",
    "MissingDomainPart",
    "NoCrossStoreReferences",
    "NoEmptyItems",
    "NoInheritance",
    "NoSuchUser",
    "NoUpgradePathAvailable",
    "NotInStore",
    "NotPaused",
    "SQLError",
    "SQLWarning",
    "SnapshotExpired",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreInUse",
    "StoreReadOnly",
    "TableAlreadyExists",
    "TableCreationConcurrencyError",
    "TimeoutError",
    "TransactionLost",
    "UnknownItemType",
    "UnsatisfiedRequirement",
    "UpgraderRecursion",
    "UpgradesFailed",
    "WriteInSnapshot",
]
