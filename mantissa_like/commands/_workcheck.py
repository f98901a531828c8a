"""
What C{axiomatic check} finds out about the work of stores.
"""

from __future__ import annotations

from mantissa_like.agenda import AgendaCheck
from mantissa_like.asyncitems import AsynchronousItem, OperationCheck
from mantissa_like.messaging import OutgoingMessage, Scatter

__all__ = ["operationCheck", "workCheck"]

workCheck = AgendaCheck([AsynchronousItem.due, OutgoingMessage.due, Scatter.deadline])
"""Stores with operations, messages or scattered commands that nobody will look after."""

operationCheck = OperationCheck()
"""Operations that wait in vain."""
