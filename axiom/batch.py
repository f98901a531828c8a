"""
Batch processing: showing all items of a type, old and new, to items that listen.
"""

from axiom._batchprocess import ProcessController
from axiom._batchservice import BatchProcessingControllerService
from axiom._batchservices import batchServiceOf as storeBatchServiceSpecialCase
from axiom._batchstepping import BatchProcessingService
from axiom._batchupgrades import BatchManholePowerup, upgradeProcessor1to2
from axiom._batchworker import BatchProcessingProtocol
from axiom._processors import processor
from axiom._reliablelisteners import (
    BatchProcessingError,
    BatchProgress,
    _ProcessingFailure,
    _ReliableListener,
)
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
