"""
Saying that a store has work to do.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from epsilon.extime import Time
from zope.interface import implementer

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda._bell import Bell
from mantissa_like.agenda._entries import Entries, findEntries, makeEntries
from mantissa_like.agenda._flights import Handling
from mantissa_like.agenda._guarding import Guard
from mantissa_like.agenda._revisions import Revisions
from mantissa_like.agenda.errors import NotOnAgenda
from mantissa_like.agenda.interfaces import IAgenda

__all__ = ["Agenda", "dueIn", "forgetStore", "guarded", "openAgenda", "reconsider"]

# No clock, however wrong, is before it.
_AT_ONCE = 0.0


@implementer(IAgenda)
class Agenda:
    """
    The agenda of one site, as one process uses it.

    @ivar entries: which stores have work to do.
    @ivar bell: wakes the other processes.
    @ivar held: the stores for which this process works now; their entries stay due.
    @ivar woken: called after a commit with the storeID of the store's L{SubStore}, the seconds since the
        epoch at which it has something to do, and whether the others do not know of that yet; None where
        nobody works for stores in this process.
    @ivar guard: with which the process runs application code, while somebody works for stores in it.
    """

    def __init__(self, siteStore: Store, entries: Entries) -> None:
        self.entries, self.bell = entries, Bell.of(siteStore.dbdir)
        self.held: set[int] = set()
        self._revisions, self._heeded = Revisions(siteStore.dbdir), set[int]()
        self.woken: Callable[[int, float, bool], object] | None = None
        self.guard: Guard | None = None

    def note(self, store: Store, when: Time | None) -> None:
        """
        See L{IAgenda}.
        """
        subStoreID = _numberOf(store)
        if subStoreID not in self._heeded and self.isSetBack(store):
            # Nobody is to take what it tells from now on for what it told before.
            store.renewIncarnation()
        due = _AT_ONCE if when is None else when.asPOSIXTimestamp()
        isNews = subStoreID not in self.held and self.entries.hasten(subStoreID, due)
        if isNews and self.woken is None:
            # Whoever works for stores comes only later, perhaps after a failure of the machine.
            self.entries.store.durable()
        store.afterCommit(partial(self._committed, store, subStoreID, due, isNews))

    def isSetBack(self, store: Store) -> bool:
        """
        Whether something was made due in a store that it does not know of: it was replaced by an older one.
        """
        return self._revisions.find(_numberOf(store)) > store.revision

    def heed(self, store: Store) -> None:
        """
        Note that nobody takes a store for another one now.
        """
        subStoreID = _numberOf(store)
        self._revisions.note(subStoreID, store.revision)
        self._heeded.add(subStoreID)

    def close(self) -> None:
        """
        Keep no file open. It may be used again.
        """
        self._revisions.close()

    def _committed(self, store: Store, subStoreID: int, due: float, isNews: bool) -> None:
        self.heed(store)
        self.wake(subStoreID, due, isNews)

    def reconsider(self, subStore: SubStore) -> None:
        """
        See L{IAgenda}.
        """
        siteStore = subStore.presentStore()
        self.entries.reconsider(subStore.storeID, siteStore.runtime.clock.seconds(), isDoubtful=True)
        siteStore.afterCommit(partial(self.wake, subStore.storeID))

    def guarding(self, store: Store, work: str, what: str) -> AbstractContextManager[None]:
        """
        See L{IAgenda}.
        """
        if self.guard is None:
            return nullcontext()
        return self.guard.guarding(Handling(_numberOf(store), work, what))

    def wake(self, subStoreID: int, due: float = 0.0, isNews: bool = True) -> None:
        """
        Tell whoever works for stores, here and elsewhere, that one has something to do.

        @param due: when, in seconds since the epoch.
        @param isNews: whether this was not on the agenda already.
        """
        if self.woken is None:
            self.bell.ring(subStoreID)
        else:
            self.woken(subStoreID, due, isNews)


def dueIn(store: Store, when: Time | None = None) -> None:
    """
    Have somebody work for C{store}, which has something to do; called in the transaction that makes it due.

    Before the first start of a site this does nothing, since that looks at all stores. A store that is no
    site's has nobody who works for it.

    @param when: when it is due; None for at once.
    @raise NotOnAgenda: it is a substore of another than a site's.
    @raise StoreBusy: somebody else writes to the agenda; nothing was changed.
    """
    agenda = _agendaFor(store)
    if agenda is not None:
        agenda.note(store, when)


def reconsider(subStore: SubStore) -> None:
    """
    Have somebody look for work in a store that has come to a site, or was brought back; called in the
    transaction of the site store by which it comes.
    """
    siteStore = subStore.presentStore()
    agenda = _agendaFor(siteStore)
    if agenda is not None:
        agenda.reconsider(subStore)


def forgetStore(siteStore: Store, subStoreID: int) -> None:
    """
    Know nothing any more of a store that leaves its site, or is nobody's from now on; called in the
    transaction of the site store by which it does.

    @param subStoreID: the storeID of its L{SubStore}.
    """
    entries = findEntries(siteStore)
    if entries is not None:
        siteStore.afterCommit(partial(entries.forget, subStoreID))


def guarded(store: Store, work: str, what: str) -> AbstractContextManager[None]:
    """
    A context for application code that is run for C{store}, in or around its transaction: the code is
    interrupted if it takes too long, and if the process dies of it, the next one counts that.

    @param work: the name of the L{IStoreWork<mantissa_like.agenda.IStoreWork>} whose C{died} is called then.
    @param what: what that is told, at most 200 characters, such as the number of a message.
    @raise TookTooLong: in the middle of the code.
    """
    agenda = _agendaFor(store)
    return nullcontext() if agenda is None else agenda.guarding(store, work, what)


def openAgenda(siteStore: Store) -> Agenda:
    """
    The agenda of a site, the same for as long as its store is open.
    """
    found = IAgenda(siteStore, None)
    return found if isinstance(found, Agenda) else _keep(siteStore, makeEntries(siteStore))


def _agendaFor(store: Store) -> IAgenda | None:
    root = store.parent or store
    if root.parent is not None:
        raise NotOnAgenda(store)
    found: IAgenda | None = IAgenda(root, None)
    if found is not None:
        return found
    entries = findEntries(root)
    return None if entries is None else _keep(root, entries)


def _numberOf(store: Store) -> int:
    number: int = store.storeID if store.idInParent is None else store.idInParent
    return number


def _keep(siteStore: Store, entries: Entries) -> Agenda:
    agenda = Agenda(siteStore, entries)
    siteStore.inMemoryPowerUp(agenda, IAgenda)
    return agenda
