"""
Work that takes longer than a request: started by a button, and looked at until it is done.

What becomes of it is an item of the site store, so that any process of the site tells it. The process that
does it says each second that it is at it; a job of which nothing was heard for a while was interrupted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from twisted.logger import Logger
from twisted.web.template import Flattenable, tags

from axiom.attributes import integer, text, textlist, timestamp
from axiom.errors import StoreBusy
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import NotFound

__all__ = ["Job", "JobPage", "Progress", "pause", "startJob"]

_log = Logger()

RUNNING, DONE, FAILED, INTERRUPTED = "running", "done", "failed", "interrupted"
_KEPT = 50
_ATTEMPTS = 60
_TOLD_EVERY = 1.0
# Without a word for so long, the process that did it is gone. If others only kept it from writing, its next
# word shows that it goes on.
_SILENCE = 20.0


class Job(Item):
    """
    One piece of work.

    @ivar title: what it is, for people.
    @ivar section: of the console, to which it belongs.
    @ivar back: the path of the page where it was started.
    @ivar started: when it was.
    @ivar told: when it was last heard of.
    @ivar state: C{running}, C{done} or C{failed}; that of one that was interrupted stays C{running}.
    @ivar finished: how many steps are done.
    @ivar steps: how many there are; 0 while that is not known.
    @ivar outcome: sentences that say what came of it; empty before.
    """

    typeName = "console_job"

    title = text(allowNone=False)
    section = text(allowNone=False)
    back = text(allowNone=False, caseSensitive=True)
    started = timestamp(allowNone=False, indexed=True)
    told = timestamp(allowNone=False)
    state = text(allowNone=False, default=RUNNING)
    finished = integer(allowNone=False, default=0)
    steps = integer(allowNone=False, default=0)
    outcome = textlist(allowNone=False, defaultFactory=list)


@dataclass
class Progress:
    """
    How far a job is; may be told from a thread.
    """

    finished: int = 0
    steps: int = 0

    def advance(self) -> None:
        """
        One more step is done.
        """
        self.finished += 1


def startJob(
    visit: SiteVisit, section: str, title: str, work: Callable[[Progress], Awaitable[list[str]]]
) -> Redirect:
    """
    Begin, and lead to where one sees how far it is.

    @param work: does it, tells how far it is, and answers with sentences that say what came of it.
    """
    store = visit.context.siteStore
    now = Time.fromPOSIXTimestamp(visit.clock.seconds())

    def make() -> Job:
        for old in list(store.query(Job, sort=Job.storeID.descending))[_KEPT - 1 :]:
            old.deleteFromStore()
        return Job(store=store, title=title, section=section, back=visit.path, started=now, told=now)

    job = store.transact(make)
    running = Deferred.fromCoroutine(_run(visit.context, job, work))
    running.addErrback(lambda failure: _log.failure("a job of the console could not be recorded", failure))
    url = f"/console/jobs/{job.storeID}"
    return Redirect(url, {"url": url})


async def _run(context: SiteContext, job: Job, work: Callable[[Progress], Awaitable[list[str]]]) -> None:
    progress = Progress()
    clock = context.siteStore.runtime

    def tell(**values: Any) -> None:
        now = Time.fromPOSIXTimestamp(context.clock.seconds())
        values = {"told": now, "finished": progress.finished, "steps": progress.steps, **values}

        def write() -> None:
            for name, value in values.items():
                setattr(job, name, value)

        context.siteStore.transact(write)

    def again() -> None:
        # While somebody else writes for long, it is left to the next time.
        with suppress(StoreBusy):
            tell()
        calls[:] = [clock.callLater(_TOLD_EVERY, again)]

    calls = [clock.callLater(_TOLD_EVERY, again)]
    try:
        state, outcome = DONE, await work(progress)
    except Exception as e:
        _log.failure("{title} failed", title=job.title)
        hint = getattr(e, "hint", "")
        state, outcome = FAILED, [f"{e}. {hint}".strip()]
    finally:
        for call in calls:
            if call is not None and call.active():
                call.cancel()
    for _ in range(_ATTEMPTS):
        try:
            return tell(state=state, outcome=outcome)
        except StoreBusy:
            await pause(context.siteStore, _TOLD_EVERY)
    tell(state=state, outcome=outcome)


def pause(store: Store, seconds: float = 0.0) -> Deferred[None]:
    """
    Let the server do something else meanwhile.
    """
    done: Deferred[None] = Deferred()
    if store.runtime.callLater(seconds, lambda: done.callback(None)) is None:
        done.callback(None)
    return done


class JobPage:
    """
    How far one job is, or what came of it.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        Its state.
        """
        job, state, outcome = self._found(visit)
        content: list[Flattenable] = [tags.p("Started ", timeTag(job.started), ".", class_="faint")]
        if state == RUNNING:
            bar = tags.progress("working", **{"aria-label": job.title})
            if job.steps:
                bar(value=str(job.finished), max=str(job.steps))
                content.append(tags.p(f"{job.finished:,} of {job.steps:,}"))
            content.append(tags.p(bar))
            content.append(tags.p(tags.a("See how far it is", href=visit.path)))
        elif state in (FAILED, INTERRUPTED):
            content += [tags.p(each, class_="problem", role="alert") for each in outcome]
        else:
            content.append(tags.ul(*(tags.li(each) for each in outcome)))
        content.append(tags.p(tags.a("Start it again" if state == INTERRUPTED else "Back", href=job.back)))
        scripts = ("progress.js",) if state == RUNNING else ()
        return consolePage(job.section, job.title, *content, scripts=scripts)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        job, state, outcome = self._found(visit)
        return {
            "title": job.title,
            "state": state,
            "started": momentOf(job.started),
            "finished": job.finished,
            "steps": job.steps,
            "outcome": outcome,
        }

    def _found(self, visit: SiteVisit) -> tuple[Job, str, list[str]]:
        """
        The job, its state, and what came of it.
        """
        job = self._context.siteStore.findFirst(Job, Job.storeID == wholeNumber(visit.parameters["id"]))
        if job is None:
            raise NotFound
        silent = visit.clock.seconds() - job.told.asPOSIXTimestamp()
        if job.state == RUNNING and silent > _SILENCE:
            words = "The server, or one of its workers, ended before this was done. You can start it again."
            return job, INTERRUPTED, [words]
        return job, job.state, list(job.outcome)
