"""
The command C{upgrade}: bring all stores of a site to the installed software, before a server has to, or back
to what they were.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, redirect_stdout

from twisted.python.usage import UsageError

from axiom.care import StorePlace, storesBelow
from axiom.errors import AxiomError
from axiom.scripts._care import CareMixin, atLeastOne
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._counting import counted
from axiom.scripts._directory import existingStore
from axiom.scripts._progress import Progress
from axiom.scripts._treeupgrade import TreeUpgrade, nameOf
from axiom.scripts._upgradereports import Report, Status
from axiom.scripts._upgradeworker import upgradeWorkers
from axiom.scripts.errors import StoresNotUpgraded
from axiom.store import Store
from axiom.substore import SubStore
from axiom.upgrade import goBack, openAlone

__all__ = ["Upgrade"]


class Upgrade(CareMixin, AxiomaticCommand):
    """
    Upgrade every item of the store and of its substores. Each store is upgraded as a whole: if an upgrader
    fails, that store stays as it is, and the others go on. The command can be interrupted and run again.
    """

    name = "upgrade"
    description = "Upgrade the items of the store and its substores to the installed software."
    optParameters = (
        ("count", "n", 100, "After how many items to give back memory.", atLeastOne),
        ("jobs", "j", os.cpu_count() or 1, "How many processes work side by side.", atLeastOne),
    )
    optFlags = (
        ("dry-run", None, "Only try it, with copies of the databases."),
        ("back", None, "Bring each store back to what it was before it was last upgraded."),
        ("json", None, "Print one JSON object a line, for every store."),
    )

    def execute(self) -> None:
        """
        Do it, and write what became of each store, then of how many.

        @raise UsageError: the stores are to be brought back, and that is only to be tried.
        @raise StoresNotUpgraded: some failed.
        @raise StoreInUse: the store is to be brought back, and something has it open; nothing was done.
        """
        if self["back"] and self["dry-run"]:
            raise UsageError("--back can't be tried with --dry-run")
        out, outcomes = self.root.terminal.out, Counter[Status]()
        with (
            Progress(self.root.terminal, 1, self._what()) as progress,
            closing(self._reports(progress)) as reports,
            # What upgraders print is no report.
            redirect_stdout(self.root.terminal.err),
        ):
            for report in reports:
                outcomes[report.status] += 1
                lines = [report.asJSON()] if self["json"] else list(report.lines())
                if lines:
                    progress.hide()
                    out.writelines(f"{line}\n" for line in lines)
                    out.flush()
        if not self["json"]:
            parts = [f"{outcomes[status]:,} {status}" for status in Status if outcomes[status]]
            out.write(f"{counted(outcomes.total(), 'store')}: {', '.join(parts)}\n")
        if outcomes[Status.FAILED]:
            raise StoresNotUpgraded(outcomes[Status.FAILED])

    def _what(self) -> str:
        return "bringing back" if self["back"] else "trying" if self["dry-run"] else "upgrading"

    def _reports(self, progress: Progress) -> Generator[Report]:
        directory, count = self.getStoreDirectory(), self["count"]
        if self["back"]:
            yield from self._goBack(progress)
        elif self["dry-run"]:
            existingStore(directory)
            with tempfile.TemporaryDirectory(prefix="upgrade-") as root:
                trial = TreeUpgrade(root, count, directory)
                trial.copyRoot()
                with closing(Store(root, journalMode=self.root["journal-mode"])) as store:
                    yield from self._upgrade(store, trial, progress)
        else:
            yield from self._upgrade(self.store, TreeUpgrade(directory, count), progress)

    def _upgrade(self, store: Store, upgrade: TreeUpgrade, progress: Progress) -> Iterator[Report]:
        # What their upgraders ask of it, it must have.
        yield upgrade.upgradeRoot(store)
        storeIDs = list(store.query(SubStore).getColumn("storeID"))
        progress.total += len(storeIDs)
        progress.advance()
        jobs = min(self["jobs"], len(storeIDs))
        if jobs > 1:
            yield from self._share(store, upgrade, storeIDs, jobs, progress)
            return
        for storeID in storeIDs:
            yield from upgrade.upgradeBelow(store.getItemByID(storeID))
            progress.advance()

    def _share(
        self, store: Store, upgrade: TreeUpgrade, storeIDs: list[int], jobs: int, progress: Progress
    ) -> Iterator[Report]:
        workers = upgradeWorkers(upgrade, self.root["journal-mode"], jobs)
        with closing(workers.workThrough(map(str, storeIDs))) as answers:
            for order, line in answers:
                if line:
                    yield Report.fromJSON(line)
                    continue
                if line is None:
                    name = nameOf(store.getItemByID(int(order)))
                    yield Report(name, Status.FAILED, errors=["the process that upgraded it died"])
                progress.advance()

    def _goBack(self, progress: Progress) -> Iterator[Report]:
        top, *places = storesBelow(self.place)
        progress.total += len(places)
        # Meanwhile nobody can open the store, nor a store below it by way of it.
        with openAlone(top.database) as connection:
            for place in places:
                yield _brought(place)
                progress.advance()
            yield _report(top, goBack(top.database, connection))


def _brought(place: StorePlace) -> Report:
    try:
        with openAlone(place.database) as connection:
            return _report(place, goBack(place.database, connection))
    except (AxiomError, OSError) as e:
        return Report(place.name, Status.FAILED, errors=[str(e)])


def _report(place: StorePlace, isRestored: bool) -> Report:
    return Report(place.name, Status.RESTORED if isRestored else Status.UNCHANGED)
