"""
Searching in all applications that a person has.

Scores of different applications say nothing of each other, so the best of each come first, then the second
best, and so on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any
from urllib.parse import urlencode

from twisted.web.template import Flattenable, Tag, tags

from axiom.search import Excerpt
from mantissa_like.web._markup.page import Page
from mantissa_like.web._personpages.asking import askAll
from mantissa_like.web._personpages.searchresults import SearchResult, SearchResults
from mantissa_like.web._personpages.tabs import siteURL
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._views.tables import pageNumber
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import BadInput
from mantissa_like.web.interfaces import ISearchable

__all__ = ["SearchPage"]

_LONGEST = 200
_MOST_OF_ONE = 100
_PAGE_SIZE = 20


@dataclass(frozen=True)
class _Answer:
    """
    What was found for one text.

    @ivar text: what was looked for; empty if nothing was.
    @ivar name: of the one application whose results are shown; empty for all.
    @ivar counts: how many results each application has, at most C{_MOST_OF_ONE}, by name.
    @ivar found: the results of the page, each with the name of its application.
    @ivar page: its number, from 1.
    @ivar pages: how many there are.
    """

    text: str
    name: str
    counts: Counter[str]
    found: Sequence[tuple[str, SearchResult]]
    page: int
    pages: int

    def url(self, name: str, page: int = 1) -> str:
        """
        Where other results of the same search are.
        """
        more = {"app": name} if name else {}
        return "/search?" + urlencode({"q": self.text, **more, **({"page": page} if page > 1 else {})})


class SearchPage:
    """
    A field for words, and what is found by them.
    """

    def __init__(self, context: SiteContext) -> None:
        self._domain = context.config.site.domain

    def show(self, visit: SiteVisit) -> Page:
        """
        For people.
        """
        answer = _answer(visit)
        content: list[Flattenable] = [tags.h1("Search"), _form(answer.text)]
        if answer.text:
            content.append(_choice(answer))
            home = userPath(visit.address, self._domain)
            entries = (_entry(name, result, home) for name, result in answer.found)
            content.append(
                tags.ol(*entries, class_="found")
                if answer.found
                else tags.p("Nothing was found. Try fewer or other words.", class_="empty")
            )
            content.append(_navigation(answer))
        return Page(f"{answer.text} – search" if answer.text else "Search", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        answer, home = _answer(visit), userPath(visit.address, self._domain)
        return {
            "query": answer.text,
            "counts": dict(answer.counts),
            "results": [
                {
                    "app": name,
                    "title": result.title,
                    "url": siteURL(result.url, home),
                    "excerpt": str(result.excerpt),
                    "when": None if result.when is None else momentOf(result.when),
                }
                for name, result in answer.found
            ],
            "page": answer.page,
            "pages": answer.pages,
        }


def _answer(visit: SiteVisit) -> _Answer:
    text, name = visit.arguments.get("q", "").strip(), visit.arguments.get("app", "")
    if len(text) > _LONGEST:
        raise BadInput(f"Search for at most {_LONGEST} characters; this has {len(text):,}.")
    answers: list[SearchResults] = []
    if text:
        answers = askAll(visit.ownStore, ISearchable, lambda powerup: powerup.search(text, _MOST_OF_ONE))
    counts: Counter[str] = Counter()
    for answer in answers:
        counts[answer.name] += min(len(answer.found), _MOST_OF_ONE)
    rows = zip_longest(
        *(
            [(answer.name, result) for result in answer.found[:_MOST_OF_ONE]]
            for answer in answers
            if name in ("", answer.name)
        )
    )
    found = [each for each in chain.from_iterable(rows) if each is not None]
    pages = max(1, -(-len(found) // _PAGE_SIZE))
    page = min(pageNumber(visit.arguments.get("page", "1")), pages)
    shown = found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    return _Answer(text, name, counts, shown, page, pages)


def _form(text: str) -> Tag:
    return tags.form(
        tags.label("What are you looking for?", for_="q"),
        tags.p(
            tags.input(
                id="q", type="search", name="q", value=text, maxlength=str(_LONGEST), required="required"
            ),
            tags.button("Search", type="submit"),
            class_="find",
        ),
        action="/search",
        role="search",
    )


def _choice(answer: _Answer) -> Tag:
    """
    How much each application has, and the way to see the results of one.
    """
    links = tags.nav(class_="tabs", **{"aria-label": "Apps"})
    shown = {"": ("All", list(answer.counts.values()))}
    shown |= {name: (name, [count]) for name, count in answer.counts.items()}
    for name, (label, counts) in shown.items():
        more = "+" if max(counts, default=0) >= _MOST_OF_ONE else ""
        link = tags.a(f"{label} ({sum(counts)}{more})", href=answer.url(name))
        links(link(**{"aria-current": "page"}) if name == answer.name else link)
    return links


def _entry(name: str, result: SearchResult, home: str) -> Tag:
    about: list[Flattenable] = [name]
    if result.when is not None:
        about += [" · ", timeTag(result.when)]
    return tags.li(
        tags.h2(tags.a(result.title, href=siteURL(result.url, home))),
        tags.p(*_marked(result.excerpt)) if result.excerpt else "",
        tags.p(*about, class_="faint"),
    )


def _marked(excerpt: Excerpt | str) -> list[Flattenable]:
    if isinstance(excerpt, str):
        return [excerpt]
    return [tags.mark(text) if isFound else text for text, isFound in excerpt.parts]


def _navigation(answer: _Answer) -> Tag | str:
    if answer.pages == 1:
        return ""
    links = tags.nav(class_="pages", **{"aria-label": "Pages"})
    if answer.page > 1:
        links(tags.a("Back", href=answer.url(answer.name, answer.page - 1), rel="prev"))
    if answer.page < answer.pages:
        links(tags.a("More", href=answer.url(answer.name, answer.page + 1), rel="next"))
    return links
