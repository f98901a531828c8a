"""
How much of what each store has, as whoever worked for it last has found: so that nobody has to open all
stores to know that.

A store's figures are written when its work is done for a while, so they are some seconds late. They stand in
the agenda's store.
"""

from __future__ import annotations

from collections.abc import Mapping

from axiom.attributes import compoundIndex, integer, text
from axiom.item import Item
from axiom.store import Store

__all__ = ["AgendaFigure", "noteFigures"]


class AgendaFigure(Item):
    """
    One number that is not 0.

    @ivar work: the name of the work whose it is.
    @ivar subStoreID: the storeID of the store's L{SubStore<axiom.substore.SubStore>}; -1 for the site store.
    @ivar name: of what it is the number.
    @ivar count: how many there are.
    """

    typeName = "agenda_figure"
    schemaVersion = 1

    work = text(allowNone=False, caseSensitive=True)
    subStoreID = integer(allowNone=False)
    name = text(allowNone=False, caseSensitive=True)
    count = integer(allowNone=False)
    compoundIndex(subStoreID, work, name, unique=True)


def noteFigures(store: Store, subStoreID: int, figures: Mapping[tuple[str, str], int]) -> None:
    """
    Write down what is known of a store, in a transaction of the agenda's.

    @param figures: the numbers by the names of their work and their own; those that are 0 may be left out.
    """
    wanted = {key: count for key, count in figures.items() if count}
    for known in list(store.query(AgendaFigure, AgendaFigure.subStoreID == subStoreID)):
        count = wanted.pop((known.work, known.name), 0)
        if not count:
            known.deleteFromStore()
        elif count != known.count:
            known.count = count
    for (work, name), count in wanted.items():
        AgendaFigure(store=store, work=work, subStoreID=subStoreID, name=name, count=count)
