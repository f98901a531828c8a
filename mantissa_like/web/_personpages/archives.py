"""
Taking a copy of everything along, and bringing one from another site.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from twisted.web import http
from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.accounts import (
    FORMER_DAYS,
    AccountToExport,
    FormerStore,
    Imported,
    Manifest,
    archiving,
    formerStoresOf,
    importAccount,
    undoImport,
)
from mantissa_like.accounts import exportAccount as writeArchive
from mantissa_like.accounts.errors import ArchiveBusy, NothingToUndo, UnfitArchive
from mantissa_like.catalog import findOfferings
from mantissa_like.sharing import membersActingIn, replaceMembers
from mantissa_like.web._markup.page import Download, Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.files import Files
from mantissa_like.web._views.forms import Form, button, confirmed
from mantissa_like.web._views.wording import bytesInWords, momentOf
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["ExportPage", "ImportPage"]

_TAKE = "Take a copy of everything"
_BRING = "Bring a copy from elsewhere"
_ARCHIVE = Files("archive", "The file", hint="What you got by taking a copy on another site.", accept=".zip")
_IMPORT = Form(_ARCHIVE, submit="Import")
# Text and numbers shrink to a tenth; more than this is no copy of anything.
_MOST_GROWTH = 20
_NAME_BYTES = 8
_BUSY = "A copy is being made or imported already. Please wait for that."


class ExportPage:
    """
    Where people take a copy of everything that is theirs.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        What is in it, and the button.
        """
        content = [
            tags.h1(_TAKE),
            tags.p(
                "You get one file with all that you have here: every item and every file, to be read by you"
                " and to be imported on another site."
            ),
            tags.p("Your password and what else you log in with is not in it."),
            tags.p(button(visit, "Make a copy of everything"), class_="buttons"),
        ]
        return Page(_TAKE, content)

    async def post(self, visit: SiteVisit) -> Download:
        """
        Make it, in a thread.

        @raise RequestRefused: one is being made or imported.
        """
        address, siteStore = str(visit.address), self._context.siteStore
        place = visit.account.avatars.storepath
        if place is None:
            raise BadInput("This site is in memory only; there is nothing to copy.")
        with _alone(visit):
            name = f"export-{self._context.randomBytes(_NAME_BYTES).hex()}"
            target = Path(siteStore.newTemporaryFilePath(name).path)
            site = self._context.config.site.publicURL
            account = AccountToExport(Path(place.path), [address], site, self._context.clock.seconds())
            await siteStore.runtime.inThread(writeArchive, account, target)
        siteStore.transact(visit.audit, "account.exported", address)
        day = momentOf(account.now)[:10]
        return Download(target, f"{address} {day}.zip", "application/zip", isTemporary=True)


class ImportPage:
    """
    Where people bring such a copy.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form, and the way back.
        """
        content: list[Flattenable] = [
            tags.h1(_BRING),
            tags.p(
                "Bring a copy of everything that you had on another site. It takes the place of what you have"
                f" here, which is kept for {FORMER_DAYS} days: until then you can go back."
                " You log in as before."
            ),
            _IMPORT.show(visit),
        ]
        if former := formerStoresOf(visit.account):
            content += [tags.h2("Go back"), _wayBack(visit, former[0])]
        return Page(_BRING, content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        Whether there is a way back.
        """
        former = formerStoresOf(visit.account)
        return {"undoUntil": momentOf(former[0].ends) if former else None}

    async def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Import what was sent, or go back; and say what came.
        """
        if "undo" in visit.fields:
            return self._undo(visit)
        [upload] = _IMPORT.read(visit)[_ARCHIVE]

        # Who acts as a group is not decided by what one of them brings.
        members = membersActingIn(visit.ownStore)

        def record(manifest: Manifest) -> None:
            replaceMembers(visit.account, members)
            visit.audit("account.imported", str(visit.address), **{"from": manifest.site})

        try:
            # Its items are of types that applications define.
            findOfferings()
            most = max(upload.size, self._context.config.limits.uploadBytes) * _MOST_GROWTH
            with _alone(visit):
                imported = await importAccount(
                    visit.account, upload.path, most, record, self._context.randomBytes
                )
        except UnfitArchive as e:
            problem = f"Nothing was changed. This can’t be imported: {e.problem}."
            raise BadInput(problem, {_ARCHIVE.name: "Choose another file."}) from e
        return _report(imported)

    def _undo(self, visit: SiteVisit) -> Page | Redirect:
        question = confirmed(
            visit,
            "Go back to what you had before the import?",
            f"What you have now is kept for {FORMER_DAYS} days in turn.",
            "Go back",
            visit.path,
        )
        if question is not None:
            return Page("Go back", question)

        members = membersActingIn(visit.ownStore)

        def undo() -> None:
            undoImport(visit.account)
            replaceMembers(visit.account, members)
            visit.audit("account.import-undone", str(visit.address))

        try:
            self._context.siteStore.transact(undo)
        except NothingToUndo as e:
            raise BadInput("There is nothing to go back to.") from e
        return Redirect("/home", flash="You have again what you had before the import.")


@contextmanager
def _alone(visit: SiteVisit) -> Iterator[None]:
    """
    While this lasts, nobody else exports or imports everything of who visits.

    @raise RequestRefused: somebody does.
    """
    try:
        with archiving(visit.account):
            yield
    except ArchiveBusy as e:
        raise RequestRefused(http.CONFLICT, _BUSY) from e


def _wayBack(visit: SiteVisit, former: FormerStore) -> Tag:
    return tags.p(
        f"Until {momentOf(former.ends)[:10]} you can have again what you had before the last import. ",
        button(visit, "Go back", undo="yes"),
    )


def _report(imported: Imported) -> Page:
    """
    What came, and what did not.
    """
    manifest = imported.manifest
    files = [file for file in manifest.files if file.path.startswith("store/files/")]
    items = sum(each.count for each in manifest.types)
    rows = [
        tags.tr(tags.td(each.name), tags.td(f"{each.count:,}", class_="number")) for each in manifest.types
    ]
    content = [
        tags.h1("Everything is here"),
        tags.p(
            f"{items:,} items and {len(files):,} files ({bytesInWords(sum(file.size for file in files))}) of "
            f"{manifest.addresses[0] if manifest.addresses else 'somebody'} came from {manifest.site}. "
            "All checksums are right."
        ),
        tags.p(
            "Not in the file, and so not here: how you logged in there, and what others shared with you."
            " What you shared there with people of that site is shared with the same addresses here."
        ),
        tags.p(
            f"What you had here before is kept until {momentOf(imported.undoUntil)[:10]}; until then ",
            tags.a("you can go back", href="/account/import"),
            ".",
        ),
        tags.p(tags.a("Go home", href="/home", class_="button"), class_="buttons"),
        tags.h2("What came"),
        tags.table(
            tags.thead(tags.tr(tags.th("Kind"), tags.th("Items", class_="number"))), tags.tbody(*rows)
        ),
    ]
    return Page("Imported", content)
