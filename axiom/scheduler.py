"""
Items that are run at their times: adapt a store to L{IScheduler<axiom.iaxiom.IScheduler>}.
"""

from axiom._schedules.oldschedulers import Scheduler, SubScheduler
from axiom._schedules.schedulerhooks import _SubSchedulerParentHook, hooksOf
from axiom._schedules.scheduling import MAX_WORK_PER_TICK, SchedulerMixin
from axiom._schedules.sitescheduler import SITE_SCHEDULER, _SiteScheduler
from axiom._schedules.timedevents import TimedEvent, TimedEventFailureLog
from axiom._schedules.userscheduler import _UserScheduler
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
    "hooksOf",
]
