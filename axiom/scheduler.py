"""
Items that are run at their times: adapt a store to L{IScheduler<axiom.iaxiom.IScheduler>}.
"""

from axiom._oldschedulers import Scheduler, SubScheduler
from axiom._schedulerhooks import _SubSchedulerParentHook
from axiom._scheduling import MAX_WORK_PER_TICK, SchedulerMixin
from axiom._sitescheduler import SITE_SCHEDULER, _SiteScheduler
from axiom._timedevents import TimedEvent, TimedEventFailureLog
from axiom._userscheduler import _UserScheduler
from axiom.iaxiom import IScheduler

__all__ = [
    "MAX_WORK_PER_TICK",
    "SITE_SCHEDULER",
    "IScheduler",
    "Scheduler",
    "SchedulerMixin",
    "SubScheduler",
    "TimedEvent",
    "TimedEventFailureLog",
    "_SiteScheduler",
    "_SubSchedulerParentHook",
    "_UserScheduler",
]
