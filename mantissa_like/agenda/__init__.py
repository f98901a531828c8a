"""
Work for stores: which of them have something to do, when, and which process does it.
"""

from mantissa_like.agenda._agenda import Agenda, dueIn, openAgenda
from mantissa_like.agenda._entries import AgendaEntry
from mantissa_like.agenda._service import WorkService
from mantissa_like.agenda._turn import Turn
from mantissa_like.agenda.interfaces import IAgenda, IStoreWork

__all__ = ["Agenda", "AgendaEntry", "IAgenda", "IStoreWork", "Turn", "WorkService", "dueIn", "openAgenda"]
