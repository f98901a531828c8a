"""
Batch processing: showing all items of a type, old and new, to items that listen.
"""

from axiom._batches.controller import BatchProcessingControllerService
from axiom._batches.process import ProcessController
from axiom._batches.processors import processor
from axiom._batches.reliablelisteners import (
    BatchProcessingError,
    BatchProgress,
    _ProcessingFailure,
    _ReliableListener,
)
from axiom._batches.services import batchServiceOf as storeBatchServiceSpecialCase
from axiom._batches.stepping import BatchProcessingService
from axiom._batches.upgraders import BatchManholePowerup, upgradeProcessor1to2
from axiom._batchworker import BatchProcessingProtocol
from axiom.errors import ProcessUnavailable

__all__ = [
    "BatchManholePowerup",
    "BatchProcessingControllerService",
    "BatchProcessingError",
    "BatchProcessingProtocol",
    "BatchProcessingService",
    "BatchProgress",
    "ProcessController",
    "ProcessUnavailable",
    "_ProcessingFailure",
    "_ReliableListener",
    "processor",
    "storeBatchServiceSpecialCase",
    "upgradeProcessor1to2",
]
