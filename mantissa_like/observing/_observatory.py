"""
Watching one process of a site: what fails and what it counts goes into the operations store, bit by bit.
"""

from __future__ import annotations

import os
import resource
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from epsilon.extime import Time
from twisted.application.service import Service
from twisted.internet.interfaces import IReactorTime
from twisted.internet.task import LoopingCall
from twisted.logger import Logger, globalLogPublisher

from axiom.errors import StoreBusy
from axiom.store import Store
from mantissa_like.observing._collector import FailureCollector
from mantissa_like.observing._failures import forgetFailures, recordFailures
from mantissa_like.observing._metrics import Family, Metrics
from mantissa_like.observing._operations import operationsStore
from mantissa_like.observing._processes import allFamilies, foldGone, writeValues
from mantissa_like.observing._samples import Reading, forgetSamples, readingOf, writeSample

__all__ = ["Observatory"]

_COLLECT_SECONDS = 5.0
_TELL_SECONDS = 10.0
_SAMPLE_SECONDS = 60.0
_ROUNDS_BEFORE_CLEANING = 60
_STATISTICS = Path("/proc/self/statm")
_DESCRIPTORS = Path("/proc/self/fd")


class Observatory(Service):
    """
    While running, collects what is logged and counted in this process.

    @ivar metrics: what this process counts; others may add to it.
    """

    _log = Logger()

    def __init__(self, siteStore: Store, clock: IReactorTime, keepDays: int) -> None:
        """
        @param keepDays: how long samples and failures are kept.
        """
        self.metrics, self._siteStore, self._clock = Metrics(), siteStore, clock
        self._keep = timedelta(days=keepDays)
        self._collector = FailureCollector(clock)
        self._process = f"{os.getpid()}-{secrets.token_hex(2)}"
        self._before = Reading()
        self._rounds, self._told = 0, 0.0
        self._ofSite: list[Callable[[], Family]] = []
        # Its substores have the same.
        runtime = siteStore.runtime
        self.metrics.addCounter("store_commits", "Writing transactions committed.", lambda: runtime.commits)
        self.metrics.addCounter("process_cpu_seconds", "Seconds of processor time used.", _cpuSeconds)
        self.metrics.addGauge("process_memory_bytes", "Memory in use.", _memoryBytes)
        self.metrics.addGauge("process_open_files", "File descriptors in use.", _openFiles)

    def addSiteGauge(
        self, name: str, about: str, label: str, read: Callable[[], Mapping[str, float]]
    ) -> None:
        """
        Show something of which every process of the site would tell the same; it is told once.

        @param name: such as C{mail}.
        @param about: one sentence for people.
        @param label: tells the values of one moment from each other.
        @param read: returns them by that.
        """

        def family() -> Family:
            samples = tuple((name, {label: key}, float(value)) for key, value in read().items())
            return Family(name, about, "gauge", samples)

        self._ofSite.append(family)

    @cached_property
    def store(self) -> Store:
        """
        The operations store; asked for when the process has the rights that it will keep.
        """
        return operationsStore(self._siteStore)

    def startService(self) -> None:
        """
        Begin.
        """
        super().startService()
        globalLogPublisher.addObserver(self._collector)
        self._before = readingOf(self.metrics.families())
        rounds = {_COLLECT_SECONDS: self.collect, _TELL_SECONDS: self.tell, _SAMPLE_SECONDS: self.sample}
        self._loops = []
        for seconds, pass_ in rounds.items():
            loop = LoopingCall(pass_)
            loop.clock = self._clock
            loop.start(seconds, now=False)
            self._loops.append(loop)

    def stopService(self) -> None:
        """
        End, once everything is written.
        """
        super().stopService()
        globalLogPublisher.removeObserver(self._collector)
        for loop in self._loops:
            loop.stop()
        self.collect()
        self.sample()

    def collect(self) -> None:
        """
        Write what failed since this was last done; what can't be written is kept for the next time.
        """
        caught = self._collector.take()
        if caught and not self._trying(lambda: recordFailures(self.store, caught)):
            self._collector.giveBack(caught)

    def tell(self) -> None:
        """
        Let other processes know what was counted, if anything was asked for.
        """
        families = list(self.metrics.families())
        requests = readingOf(families).counters["requests"]
        if requests != self._told:
            self._told = requests
            self._trying(lambda: writeValues(self.store, self._process, families, self._now()))

    def sample(self) -> None:
        """
        Write what was counted, and at times forget what is old.
        """
        self._trying(self._sample)
        self._rounds += 1
        if self._rounds % _ROUNDS_BEFORE_CLEANING == 1:
            self._trying(self._clean)

    def families(self) -> list[Family]:
        """
        What all processes have counted, this one up to now.

        @raise StoreBusy: another process is writing.
        """
        now = self._now()
        # What is told was written before, so whoever asks another process then is not told less.
        writeValues(self.store, self._process, self.metrics.families(), now)
        return [*allFamilies(self.store, now), *(read() for read in self._ofSite)]

    def _sample(self) -> None:
        families, now = list(self.metrics.families()), self._now()
        after = readingOf([*families, *(read() for read in self._ofSite)])
        writeSample(self.store, self._process, self._before, after, now)
        self._before = after
        writeValues(self.store, self._process, families, now)

    def _clean(self) -> None:
        now = self._now()
        foldGone(self.store, now)
        forgetSamples(self.store, now - self._keep)
        forgetFailures(self.store, now - self._keep)

    def _trying(self, write: Callable[[], object]) -> bool:
        """
        Whether it could be written.
        """
        try:
            write()
        except StoreBusy as error:
            self._log.info("nothing was written this time: {error}", error=error)
        except Exception:
            # Named for this package, so it is logged and not collected.
            self._log.failure("what was observed can't be written")
        else:
            return True
        return False

    def _now(self) -> Time:
        return Time.fromPOSIXTimestamp(self._clock.seconds())


def _cpuSeconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memoryBytes() -> float:
    """
    What is in memory now; where the system does not tell, the most that ever was.
    """
    try:
        return int(_STATISTICS.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _openFiles() -> float:
    try:
        return len(os.listdir(_DESCRIPTORS))
    except OSError:
        return 0
