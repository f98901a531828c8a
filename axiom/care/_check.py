"""
Checking a store: everything that is wrong with one, whatever state it is in.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from axiom.care._described import storedTypes, tableNames
from axiom.care._filecheck import Named, fileProblems, named, temporaryProblems
from axiom.care._integrity import integrityProblems, searchProblems
from axiom.care._looking import look
from axiom.care._places import StorePlace, contentsOf
from axiom.care._problems import Problem
from axiom.care._referencecheck import referenceProblems
from axiom.care._schemacheck import itemProblems, schemaProblems
from axiom.database import isStore
from axiom.errors import AxiomError

__all__ = ["checkStore"]


def checkStore(place: StorePlace, quick: bool = False, unclaimed: Sequence[str] = ()) -> list[Problem]:
    """
    What is wrong with one store, without those below it; nothing is changed, and others may write meanwhile.

    @param quick: leave out rows, references, files and whether indexes agree with their tables.
    @param unclaimed: the names of directories below the store's files whose files need no item.
    """
    try:
        if quick:
            return look(place.database, _quickProblems)
        contents = contentsOf(place)
        problems, paths = look(place.database, _allProblems)
        if paths is not None:
            problems += fileProblems(place, contents, paths, unclaimed)
        return [*problems, *temporaryProblems(place)]
    except AxiomError as e:
        return [Problem("database", str(e), e.hint)]
    except OSError as e:
        return [Problem("database", f"{e.filename}: {e.strerror}", "See that you may read the store.")]


def _quickProblems(connection: apsw.Connection) -> list[Problem]:
    return list(integrityProblems(connection, quick=True)) or _descriptionProblems(connection)


def _allProblems(connection: apsw.Connection) -> tuple[list[Problem], list[Named] | None]:
    """
    @return: the problems, and what the items name, if that can be told.
    """
    damage = list(integrityProblems(connection))
    if damage or not isStore(tableNames(connection)):
        return damage or _descriptionProblems(connection), None
    types = storedTypes(connection)
    problems = _descriptionProblems(connection)
    problems += itemProblems(connection, types)
    problems += referenceProblems(connection, types)
    problems += searchProblems(connection)
    return problems, named(connection)


def _descriptionProblems(connection: apsw.Connection) -> list[Problem]:
    tables = tableNames(connection)
    if not isStore(tables):
        what = "the database is another program's" if tables else "the database is empty"
        return [Problem("database", what, "Move it away, or restore the store from a backup.")]
    return list(schemaProblems(connection, storedTypes(connection)))
