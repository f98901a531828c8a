"""
What works for the stores of a site.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IAgenda", "IStoreFigures", "IStoreWork"]


class IStoreWork(Interface):
    """
    One kind of work that stores have to do: of what a store holds, it does what is due.
    """

    name = Attribute("What it is called in records and for people, such as C{messages}; spelled out.")

    def work(store):
        """
        Do what is due in C{store}, or begin it: a bounded batch, so that other stores have their turns.

        Called outside transactions, in the one process that works for this store now, and not again for it
        until the returned Deferred has fired. What it fails with is logged, and it is called again after a
        while, longer each time; C{StoreBusy} is no failure, and a reason to call it again soon.

        @return: a L{Turn<mantissa_like.agenda.Turn>}, or a Deferred or coroutine of one.
        """

    def commitsLost(store):
        """
        Note that commits to C{store} may have been lost: it was brought back from a copy, or the machine
        failed. Called before any turn after that; repeating it is safe. What it raises is logged; while the
        store can't be written to, it has no turns.
        """

    def died(store, what):
        """
        Count an attempt during which its process died, in a transaction of C{store}.

        @param what: what was given to L{guarded<mantissa_like.agenda.guarded>}.
        """


class IStoreFigures(IStoreWork):
    """
    Work that can be counted, so that all of a site can be told without opening its stores.
    """

    def figures(store):
        """
        How much of what C{store} has, as it stands on the agenda until the next time. Called in a transaction
        of the store when its work is done for a while; it must not take long.

        @return: the numbers by their names, such as C{dead}; those that are 0 may be left out.
        """


class IAgenda(Interface):
    """
    Which stores of a site have work to do, and when; an in-memory powerup of the site store.
    """

    def note(store, when):
        """
        Have somebody work for C{store} once its transaction is committed.

        @param store: the site store or one of its substores.
        @param when: a C{Time}; None for at once.
        """

    def reconsider(subStore):
        """
        Have somebody look for work in a store once the transaction of the site store is committed; commits to
        it may be lost.
        """

    def guarding(store, work, what):
        """
        A context for application code that is run for C{store}; see L{guarded<mantissa_like.agenda.guarded>}.
        """
