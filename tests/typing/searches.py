"""
What type checkers see of searchable columns, of JSON, and of long queries. Only checked, never run.
"""

from __future__ import annotations

from typing import Any, assert_type

import msgspec

from axiom.attributes import integer, json, reference, text
from axiom.item import Item
from axiom.search import Excerpt, Hit, Match, matches
from axiom.store import Store


class Settings(msgspec.Struct, frozen=True):
    """
    A value in JSON.
    """

    theme: str


class Page(Item):
    """
    Columns that are searched, unique, or of JSON.
    """

    address = text(allowNone=False, unique=True, caseSensitive=True)
    body = text(searchable="stems")
    number = integer(unique=True)
    parent = reference(unique=True)
    meta = json()
    settings = json(type=Settings, allowNone=False)
    counts = json(type=dict[str, int])


def ofItems(page: Page) -> None:
    """
    A typed column of JSON gives values of its type, another one any.
    """
    assert_type(page.address, str)
    assert_type(page.body, str | None)
    assert_type(page.number, int | None)
    assert_type(page.meta, Any)
    assert_type(page.settings, Settings)
    assert_type(page.counts, dict[str, int] | None)
    page.settings = None  # type: ignore[assignment]
    page.counts = {"a": "b"}  # type: ignore[dict-item]
    text(searchable="magic")  # type: ignore[call-overload]


def ofSearches(store: Store) -> None:
    """
    A match is a condition, a search gives hits.
    """
    assert_type(matches(Page, "a"), Match)
    assert_type(Page.body.matches("a"), Match)
    for hit in store.search(Page.body.matches("a"), Page.meta["tags"].contains("x")):
        assert_type(hit, Hit[Any])
        assert_type(hit.score, float)
        assert_type(hit.excerpt, Excerpt)


async def ofLongQueries(store: Store) -> None:
    """
    A long query gives a list of what the query gives.
    """
    assert_type(await store.query(Page).deferred(), list[Page])
    assert_type(await store.query(Page).deferredCount(), int)
    assert_type(await store.query((Page, Page)).deferred(), list[tuple[Any, ...]])
    assert_type(await store.search(Page.body.matches("a")).deferred(), list[Hit[Any]])
