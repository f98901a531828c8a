"""
Asynchronous items: operations whose outcome comes later, and what is done with it, as rows of a store.
"""

from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem
from mantissa_like.asyncitems._awaiting import awaitedBy
from mantissa_like.asyncitems._checking import OperationCheck
from mantissa_like.asyncitems._combining import anyOf, gather, race
from mantissa_like.asyncitems._commands import commandNamed
from mantissa_like.asyncitems._completing import completeByToken
from mantissa_like.asyncitems._durable import DurableMethod, durable
from mantissa_like.asyncitems._durablestep import DurableStep
from mantissa_like.asyncitems._inspecting import (
    OperationTree,
    cancelOperation,
    countOperations,
    findOperation,
    operationNumbered,
    operationsOf,
    retryOperation,
    stuckOperations,
    treeOf,
)
from mantissa_like.asyncitems._making import addHandlers, effect, makeOperation, withTimeout
from mantissa_like.asyncitems._methods import operationHandler, outsideEffect
from mantissa_like.asyncitems._outcomes import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    OperationError,
)
from mantissa_like.asyncitems._recording import recordedAs
from mantissa_like.asyncitems._retries import Retry
from mantissa_like.asyncitems._runs import historyOf, isRun, restartRun
from mantissa_like.asyncitems._schemas import declareSchema
from mantissa_like.asyncitems._steps import now, randomText, sleep, step
from mantissa_like.asyncitems._work import AsyncWork
from mantissa_like.asyncitems.errors import (
    AlreadySettled,
    ArgumentsMismatch,
    AsynchronousItemError,
    BadHandler,
    BadOperationValue,
    BadResult,
    BadStep,
    ChangedOutsideStep,
    CircularWait,
    DeadlinePassed,
    DurableFunctionError,
    ForeignAwait,
    FunctionChanged,
    FunctionMissing,
    HistoryMismatch,
    HistoryTooLong,
    NoSuchOperation,
    NoSuchStep,
    NotDurable,
    NotInDurableFunction,
    NotStuck,
    OperationCancelled,
    OperationFailed,
    OperationTimedOut,
    OtherStore,
    SchemaTaken,
    UnknownSchema,
)
from mantissa_like.asyncitems.interfaces import IAsynchronousOperation, IOperationOrigin

__all__ = [
    "CANCELLED",
    "PENDING",
    "REJECTED",
    "RESOLVED",
    "TIMED_OUT",
    "AlreadySettled",
    "ArgumentsMismatch",
    "AsyncWork",
    "AsynchronousItem",
    "AsynchronousItemError",
    "BadHandler",
    "BadOperationValue",
    "BadResult",
    "BadStep",
    "ChangedOutsideStep",
    "CircularWait",
    "DeadlinePassed",
    "DurableFunctionError",
    "DurableMethod",
    "DurableStep",
    "ForeignAwait",
    "FunctionChanged",
    "FunctionMissing",
    "HistoryMismatch",
    "HistoryTooLong",
    "IAsynchronousOperation",
    "IOperationOrigin",
    "NoSuchOperation",
    "NoSuchStep",
    "NotDurable",
    "NotInDurableFunction",
    "NotStuck",
    "OperationCancelled",
    "OperationCheck",
    "OperationError",
    "OperationFailed",
    "OperationTimedOut",
    "OperationTree",
    "OtherStore",
    "Retry",
    "SchemaTaken",
    "UnknownSchema",
    "addHandlers",
    "anyOf",
    "awaitedBy",
    "cancelOperation",
    "commandNamed",
    "completeByToken",
    "countOperations",
    "declareSchema",
    "durable",
    "effect",
    "findOperation",
    "gather",
    "historyOf",
    "isRun",
    "makeOperation",
    "now",
    "operationHandler",
    "operationNumbered",
    "operationsOf",
    "outsideEffect",
    "race",
    "randomText",
    "recordedAs",
    "restartRun",
    "retryOperation",
    "sleep",
    "step",
    "stuckOperations",
    "treeOf",
    "withTimeout",
]
