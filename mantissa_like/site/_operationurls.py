"""
Where other servers tell the outcomes of operations.
"""

from __future__ import annotations

from mantissa_like.asyncitems import AsynchronousItem
from mantissa_like.site._configuration import siteConfig
from mantissa_like.web import operationPath

__all__ = ["operationURL"]


def operationURL(operation: AsynchronousItem) -> str:
    """
    Where an operation can be settled from outside, with a token of C{operation.makeToken()}, by C{POST}.

    @raise NotASite: its site is in memory.
    """
    store = operation.presentStore()
    return f"{siteConfig(store.parent or store).site.publicURL}{operationPath(operation)}"
