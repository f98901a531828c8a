"""
What a browser finds on pages: where links and forms lead, and what could run in them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.acceptance.running import Answer, Client

__all__ = ["Form", "Found", "crawl"]

_MOST_PAGES = 150
# Attributes whose values are addresses.
_ADDRESSES = ("action", "data", "formaction", "href", "poster", "src", "srcset")


@dataclass
class Form:
    """
    One form.

    @ivar action: where it is sent to; empty for the page itself.
    @ivar method: C{get} or C{post}.
    @ivar fields: the names of its fields, with the values that they have.
    @ivar typed: the names of those that people write text into.
    """

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Found(HTMLParser):
    """
    What is on one page.

    @ivar links: addresses, as they are written.
    @ivar running: whatever could run that is no script file of the site.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.running: list[str] = []
        self._isScript = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """
        An element begins.
        """
        values = {name: value or "" for name, value in attributes}
        self._look(tag, values)
        if tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get")))
        elif tag in ("input", "textarea", "select", "button") and self.forms and "name" in values:
            self._addField(tag, values)
        elif tag == "option" and self.forms and self.forms[-1].fields:
            name = next(reversed(self.forms[-1].fields))
            if "selected" in values or not self.forms[-1].fields[name]:
                self.forms[-1].fields[name] = values.get("value", "")

    def _look(self, tag: str, values: dict[str, str]) -> None:
        isOwnScript = tag == "script" and values.get("src", "").startswith("/static/")
        isOdd = tag in ("base", "embed", "iframe", "object", "style", "svg:script", "x-planted")
        runs = [name for name in values if name.startswith("on") or name == "style"]
        leads = [
            name
            for name in _ADDRESSES
            if urlsplit(values.get(name, "").strip()).scheme not in ("", "http", "https", "mailto", "otpauth")
        ]
        if (tag == "script" and not isOwnScript) or isOdd or runs or leads:
            self.running.append(f"<{tag} {values}>")

    def _addField(self, tag: str, values: dict[str, str]) -> None:
        form, name = self.forms[-1], values["name"]
        kind = values.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in values and name in form.fields:
            return
        form.fields.setdefault(name, values.get("value", ""))
        if tag == "textarea" or (tag == "input" and kind in ("text", "search", "email", "url")):
            form.typed.append(name)


def crawl(
    client: Client, start: str, isWanted: Callable[[str], bool] = lambda path: True
) -> Iterator[tuple[str, Answer, Found]]:
    """
    The pages of the site that links lead to, each once; the first 150 of them.

    @param isWanted: whether to go to an address.
    """
    waiting, known = deque([start]), {start}
    while waiting:
        path = waiting.popleft()
        answer = client.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        found = Found(answer.text)
        yield path, answer, found
        for link in found.links:
            target = urldefrag(urljoin(client.url + path, link)).url
            below = target.removeprefix(client.url)
            isNew = target.startswith(client.url + "/") and below not in known
            if isNew and len(known) < _MOST_PAGES and isWanted(below):
                known.add(below)
                waiting.append(below)
