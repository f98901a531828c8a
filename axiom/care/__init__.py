"""
Taking care of stores: checking, vacuuming, backing up, restoring and listing them, and SQL that only reads.

It works on the files and databases, not on items, so that it needs no application and upgrades nothing.
"""

from axiom.care._backup import BackupReport, backUp
from axiom.care._browsing import (
    HIDDEN,
    Connector,
    ItemBrowser,
    Reference,
    StoredItem,
    TypeSummary,
    browsing,
)
from axiom.care._check import checkStore
from axiom.care._copying import copyDatabase
from axiom.care._generations import BackupDirectory, Generation
from axiom.care._looking import look
from axiom.care._places import TOP, StorePlace, storesBelow
from axiom.care._problems import Problem
from axiom.care._restore import Restored, restore, storesIn
from axiom.care._statements import Answer, StatementReader, readingStatements
from axiom.care._summary import Summary, summarize
from axiom.care._vacuum import vacuumStore

__all__ = [
    "HIDDEN",
    "TOP",
    "Answer",
    "BackupDirectory",
    "BackupReport",
    "Connector",
    "Generation",
    "ItemBrowser",
    "Problem",
    "Reference",
    "Restored",
    "StatementReader",
    "StorePlace",
    "StoredItem",
    "Summary",
    "TypeSummary",
    "backUp",
    "browsing",
    "checkStore",
    "copyDatabase",
    "look",
    "readingStatements",
    "restore",
    "storesBelow",
    "storesIn",
    "summarize",
    "vacuumStore",
]
