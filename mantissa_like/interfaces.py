"""
What several of the server's parts are to each other.
"""

from __future__ import annotations

from zope.interface import Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IDraining"]


class IDraining(Interface):
    """
    A protocol factory whose connections can be brought to their ends in peace.
    """

    def drain():
        """
        Answer what is asked already, and take nothing more. Called once, when nothing listens for it
        any more.

        @return: a L{twisted.internet.defer.Deferred} that fires when there is no connection left, which
            takes a bounded time.
        """
