"""
Putting every store on the agenda, when that may know less than the stores do.

This is so at the first start of a site, after it was restored, and after its machine failed while it ran:
then the last commits may be lost, in some stores more than in others. It is so, too, when the clock was set
back: then nobody knows what is due late only because of that.
"""

from __future__ import annotations

from pathlib import Path

from axiom.attributes import AND, boolean, integer, text
from axiom.item import Item
from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.agenda._entries import Entries
from mantissa_like.agenda._flights import Flights

__all__ = ["Sweeping", "bootOf"]

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_AT_ONCE = 200


class AgendaProcess(Item):
    """
    One process that works for stores, or did and has not ended in peace.

    @ivar name: that of its record of what it is at.
    @ivar boot: of its machine, as L{bootOf} tells it.
    """

    typeName = "agenda_process"
    schemaVersion = 1

    name = text(allowNone=False, unique=True, caseSensitive=True)
    boot = text(allowNone=False)


class AgendaState(Item):
    """
    What the agenda is worth; there is one, from the first start of the site on.

    @ivar incarnation: of the agenda's store.
    @ivar reached: the last substore that was put on the agenda, when all are to be; None when that is done.
    @ivar isDoubtful: whether commits to them may be lost.
    """

    typeName = "agenda_state"
    schemaVersion = 1

    incarnation = text(allowNone=False)
    reached = integer()
    isDoubtful = boolean(allowNone=False, default=False)


def bootOf(file: Path = _BOOT) -> str:
    """
    What changes when the machine starts; empty if it does not tell.
    """
    try:
        return file.read_text().strip()
    except OSError:
        return ""


class Sweeping:
    """
    What puts the stores of one site on the agenda.
    """

    def __init__(self, siteStore: Store, entries: Entries, flights: Flights) -> None:
        self._siteStore, self._entries, self._flights = siteStore, entries, flights
        self._store = entries.store

    def begin(self, name: str, boot: str) -> None:
        """
        Note that a process begins to work for stores, and find out whether all are to be put on the agenda.

        @param name: that of its record, which it has already.
        """
        incarnation = self._store.incarnation.name
        self._store.transact(self._begin, name, boot, incarnation)

    def _begin(self, name: str, boot: str, incarnation: str) -> None:
        hasFailed = False
        for process in list(self._store.query(AgendaProcess)):
            if not self._flights.isAlive(process.name):
                hasFailed = hasFailed or process.boot != boot or not boot
                process.deleteFromStore()
        AgendaProcess(store=self._store, name=name, boot=boot)
        state = self._store.findFirst(AgendaState)
        if state is None:
            AgendaState(store=self._store, incarnation=incarnation, reached=0)
        elif hasFailed or state.incarnation != incarnation:
            state.incarnation, state.reached, state.isDoubtful = incarnation, 0, True

    def end(self, name: str) -> None:
        """
        Note that a process ends in peace.
        """
        self._store.query(AgendaProcess, AgendaProcess.name == name).deleteFromStore()

    def again(self) -> None:
        """
        Let all be put on the agenda again.
        """
        for state in self._store.query(AgendaState):
            state.reached = 0

    def isDoubtful(self, subStoreID: int) -> bool:
        """
        Whether commits to a store may be lost that is not on the agenda again yet.
        """
        state = self._store.findFirst(AgendaState)
        if state is None or state.reached is None or not state.isDoubtful:
            return False
        return state.reached == 0 or subStoreID > state.reached

    def step(self, now: float) -> bool:
        """
        Put some stores on the agenda, if that is to be done. Several processes may.

        @return: whether there are more.
        """
        state = self._store.findFirst(AgendaState)
        if state is None or state.reached is None:
            return False
        return self._store.transact(self._step, state, now)

    def _step(self, state: AgendaState, now: float) -> bool:
        if state.reached is None:
            return False
        found = self._after(state.reached)
        for subStoreID in found if state.reached else [STORE_SELF_ID, *found]:
            self._entries.reconsider(subStoreID, now, state.isDoubtful)
        state.reached = found[-1] if len(found) == _AT_ONCE else None
        if state.reached is None:
            state.isDoubtful = False
        return state.reached is not None

    def _after(self, reached: int) -> list[int]:
        # Substores that are no account's have a use of their own, such as the agenda's.
        query = self._siteStore.query(
            SubStore,
            AND(SubStore.storeID > reached, LoginAccount.avatars == SubStore.storeID),
            sort=SubStore.storeID.ascending,
            limit=_AT_ONCE,
        )
        return [each.storeID for each in query]
