"""
Taking contacts in from other programs, and giving them to those.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from twisted.internet.threads import deferToThread
from twisted.web.template import tags

from mantissa_like.web import BadInput, Download, Files, Form, Page, Redirect, Visit
from offerings.people._cards import readCards, writtenCards
from offerings.people._frame import framed
from offerings.people.errors import TooManyPeople, UnreadableCards

__all__ = ["CardsPage"]

_FILE = Files("file", "File", hint="Contacts as vCard (.vcf), at most 2 MB.", accept=".vcf,text/vcard")
_MOST_BYTES = 2_000_000


class CardsPage:
    """
    A form to import contacts, and a link to export them.
    """

    def __init__(self, book: Any, home: str) -> None:
        self._book, self._home = book, home
        self._form = Form(_FILE, submit="Import")

    def show(self, visit: Visit) -> Page | Download:
        """
        The form; or the file with everybody, with the argument C{export}.
        """
        if "export" in visit.arguments:
            return self._export()
        return framed(
            "Import and export",
            self._home,
            "/cards",
            tags.h2("Import"),
            tags.p("Who is there already, with the same name and addresses, does not come twice."),
            self._form.show(visit),
            tags.h2("Export"),
            tags.p(tags.a("Save everybody as a file", href=f"{visit.path}?export=1", class_="button")),
        )

    def data(self, visit: Visit) -> list[Any]:
        """
        Everybody, for programs.
        """
        return list(self._book.cards())

    async def post(self, visit: Visit) -> Redirect:
        """
        Take in the people in a file, all or nobody.
        """
        (upload,) = self._form.read(visit)[_FILE]
        if upload.size > _MOST_BYTES:
            raise BadInput("File: this is larger than 2 MB.", {"file": "This is larger than 2 MB."})
        try:
            cards = await deferToThread(lambda: readCards(upload.path.read_bytes()))
            count = self._book.takeIn(cards)
        except (TooManyPeople, UnreadableCards) as e:
            raise BadInput(f"{e}. {e.hint}", {"file": str(e)}) from e
        told = f"{count:,} of {len(cards):,} people are new."
        return Redirect(self._home, {"new": count, "read": len(cards)}, told)

    def _export(self) -> Download:
        handle, path = tempfile.mkstemp(suffix=".vcf")
        with os.fdopen(handle, "wb") as file:
            file.write(writtenCards(self._book.cards()))
        return Download(Path(path), "people.vcf", "text/vcard", isTemporary=True)
