"""
Several processes that serve one store together, and the process that keeps them at it.
"""

from axiom.supervision._borrowing import BorrowingReactor, Supervision
from axiom.supervision._state import StateFile, SupervisedState, WorkerReport
from axiom.supervision._supervisor import Supervisor

__all__ = [
    "BorrowingReactor",
    "StateFile",
    "SupervisedState",
    "Supervision",
    "Supervisor",
    "WorkerReport",
]
