"""
What can go wrong with the batch process.
"""

from __future__ import annotations

from axiom._errors.root import AxiomError

__all__ = ["BatchCallFailed", "ProcessUnavailable"]


class ProcessUnavailable(AxiomError):
    """
    There is no batch process, and there will be none for now.
    """

    hint = "Start the service of the site store, and ask again."


class BatchCallFailed(AxiomError):
    """
    What was asked of the batch process failed there.
    """

    hint = "The log of the batch process has the traceback."
