"""
Work for stores: which of them have something to do, when, and which process does it.
"""

from mantissa_like.agenda._agenda import Agenda, dueIn, forgetStore, guarded, openAgenda, reconsider
from mantissa_like.agenda._checking import AgendaCheck
from mantissa_like.agenda._entries import AgendaEntry
from mantissa_like.agenda._patience import patience
from mantissa_like.agenda._report import StoreFigures, figuresByStore, figuresOf, storesToLookInto
from mantissa_like.agenda._service import WorkService
from mantissa_like.agenda._turn import Turn
from mantissa_like.agenda.errors import TookTooLong
from mantissa_like.agenda.interfaces import IAgenda, IStoreFigures, IStoreWork

__all__ = [
    "Agenda",
    "AgendaCheck",
    "AgendaEntry",
    "IAgenda",
    "IStoreFigures",
    "IStoreWork",
    "StoreFigures",
    "TookTooLong",
    "Turn",
    "WorkService",
    "dueIn",
    "figuresByStore",
    "figuresOf",
    "forgetStore",
    "guarded",
    "openAgenda",
    "patience",
    "reconsider",
    "storesToLookInto",
]
