"""
What the stores of the site are to run, and what of it failed.

A substore's next event stands in the site store too, so only those that have one are opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from twisted.web.template import Tag, tags

from axiom.errors import AxiomError
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.scheduler import TimedEvent, TimedEventFailureLog, hooksOf
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, momentColumn
from mantissa_like.web._views.wording import momentOf
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["SchedulePage"]

_HERE = "/console/schedule"
_SITE = "site"
_HOOK = "axiom_subscheduler_parent_hook"
_MOST_STORES = 100
_MOST_OF_STORE = 50


@dataclass(frozen=True)
class _Planned:
    """
    One event of one store.
    """

    store: str
    storeName: str
    event: int
    when: float
    what: str

    @property
    def identifier(self) -> str:
        """
        What tells it from others.
        """
        return f"{self.store}:{self.event}"


@dataclass(frozen=True)
class _Failed:
    """
    One event that failed, and is not run again.
    """

    storeName: str
    when: float | None
    what: str
    traceback: str

    @property
    def moment(self) -> str | None:
        """
        When it failed, for programs.
        """
        return None if self.when is None else momentOf(self.when)


class SchedulePage:
    """
    The events to come, each of which can be run at once or cancelled, and those that failed.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The events to come, and those that failed.
        """
        planned, failed = self._read()
        return consolePage(
            "Schedule",
            "Schedule",
            tags.p("What the stores are to run, and when. Each runs in the background, once."),
            _planTable(visit).of(planned, visit).show("Nothing is planned."),
            tags.h2("Failed"),
            tags.p("What failed is not run again, unless its application plans it anew."),
            _FAILED.of(failed, visit).show("Nothing has failed.")
            if failed
            else tags.p("Nothing has failed."),
        )

    def data(self, visit: SiteVisit) -> object:
        """
        The same for programs.
        """
        planned, failed = self._read()
        failures = [
            {
                "store": each.storeName,
                "when": each.moment,
                "what": each.what,
                "traceback": each.traceback,
            }
            for each in failed
        ]
        return {**_planTable(visit).of(planned, visit).data(), "failed": failures}

    def post(self, visit: SiteVisit) -> Answer:
        """
        Run an event as soon as possible, or cancel it. Its C{number} is that of its store and its own, with a
        colon between them.
        """
        return chosenAct(visit, {"run": self._run, "cancel": self._cancel})(visit)

    def _run(self, visit: SiteVisit) -> Answer:
        store, event = self._eventOf(visit)
        scheduler = IScheduler(store)
        audited(
            visit,
            "event.hastened",
            _wordsFor(event.runnable),
            lambda: store.transact(scheduler.reschedule, event.runnable, event.time, scheduler.now()),
        )
        return Redirect(_HERE, flash="It is run now, in the background.")

    def _cancel(self, visit: SiteVisit) -> Answer:
        _, event = self._eventOf(visit)
        what = _wordsFor(event.runnable)
        question = askedOnce(
            visit,
            "Schedule",
            f"Cancel {what}?",
            "It is not run, and nothing plans it again but its application. This can't be undone.",
            "Cancel it for good",
        )
        if question is not None:
            return question
        audited(visit, "event.cancelled", what, event.deleteFromStore)
        return Redirect(_HERE, flash="It is not run any more.")

    def _eventOf(self, visit: SiteVisit) -> tuple[Store, TimedEvent]:
        storeID, _, eventID = visit.fields.get("number", "").partition(":")
        store = self._storeOf(visit, storeID)
        event = store.findFirst(TimedEvent, TimedEvent.storeID == wholeNumber(eventID))
        if event is None or _isHook(event.runnable):
            raise BadInput("There is no such event any more; perhaps it was run meanwhile.")
        return store, event

    def _storeOf(self, visit: SiteVisit, identifier: str) -> Store:
        siteStore = self._context.siteStore
        if identifier == _SITE:
            return siteStore
        subStore = siteStore.findFirst(SubStore, SubStore.storeID == wholeNumber(identifier))
        if subStore is None:
            raise NotFound
        leased: Store = visit.leases.enter_context(self._context.pool.lease(subStore))
        return leased

    def _read(self) -> tuple[list[_Planned], list[_Failed]]:
        planned: list[_Planned] = []
        failed: list[_Failed] = []
        for identifier, name, store, leases in self._stores():
            with leases, store.snapshot():
                for event in store.query(TimedEvent, sort=TimedEvent.time.ascending, limit=_MOST_OF_STORE):
                    if event.time is not None and not _isHook(event.runnable):
                        when = event.time.asPOSIXTimestamp()
                        planned.append(
                            _Planned(identifier, name, event.storeID, when, _wordsFor(event.runnable))
                        )
                newest = TimedEventFailureLog.actualTime.descending
                for failure in store.query(TimedEventFailureLog, sort=newest, limit=_MOST_OF_STORE):
                    failed.append(_failure(name, failure))
        return planned, failed

    def _stores(self) -> Iterator[tuple[str, str, Store, ExitStack]]:
        siteStore = self._context.siteStore
        yield _SITE, "the site", siteStore, ExitStack()
        hooks = hooksOf(siteStore, limit=_MOST_STORES)
        for subStore in [hook.subStore for hook in hooks if hook.subStore is not None]:
            with ExitStack() as leases:
                store = leases.enter_context(self._context.pool.lease(subStore))
                yield str(subStore.storeID), _nameOf(subStore), store, leases.pop_all()


def _failure(name: str, failure: TimedEventFailureLog) -> _Failed:
    when = failure.actualTime
    return _Failed(
        name,
        None if when is None else when.asPOSIXTimestamp(),
        _wordsFor(failure.runnable),
        (failure.traceback or b"").decode("utf-8", "replace"),
    )


def _nameOf(subStore: SubStore) -> str:
    """
    The last two parts of its path, such as C{example.com/alice}.
    """
    if subStore.storepath is None:
        return f"store {subStore.storeID}"
    return "/".join(subStore.storepath.path.removesuffix(".axiom").split("/")[-2:])


def _isHook(runnable: Item | None) -> bool:
    """
    Whether it wakes a substore, of which the events are listed themselves.
    """
    return runnable is not None and runnable.typeName == _HOOK


def _wordsFor(runnable: Item | None) -> str:
    try:
        return "something that is gone" if runnable is None else f"{runnable.typeName} {runnable.storeID}"
    except AxiomError:
        return "something of an application that is not installed"


def _planTable(visit: SiteVisit) -> Table[_Planned]:
    def buttons(planned: _Planned) -> Tag:
        return tags.span(
            button(visit, "Run now", act="run", number=planned.identifier),
            " ",
            button(visit, "Cancel", isDangerous=True, act="cancel", number=planned.identifier),
        )

    return Table(
        momentColumn("when", "When", lambda each: each.when, isSortable=True),
        Column("store", "Store", lambda each: each.storeName, isSortable=True, isFiltered=True),
        Column("what", "What", lambda each: each.what, isSortable=True, isFiltered=True),
        Column("identifier", "", lambda each: each.identifier, buttons),
        sort="when",
    )


def _traceback(failed: _Failed) -> Tag:
    last = failed.traceback.strip().rpartition("\n")[2]
    return tags.details(tags.summary(last), tags.pre(tags.code(failed.traceback), tabindex="0"))


_FAILED: Table[_Failed] = Table(
    momentColumn("failedWhen", "When", lambda each: each.when),
    Column("failedStore", "Store", lambda each: each.storeName),
    Column("failedWhat", "What", lambda each: each.what),
    Column("failedHow", "How", lambda each: each.traceback, _traceback),
)
