"""
One visit to a shared item, as its view sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from twisted.internet.interfaces import IReactorTime
from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Values
from mantissa_like.web._markup.templates import Markup, Template
from mantissa_like.web._markup.themes import Theme
from mantissa_like.web._visitors.csrf import CSRF_FIELD

__all__ = ["Visit"]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """
    Who visits what, and what they sent.

    @ivar path: the URL's path of the item, quoted, without a slash at its end; where its forms go.
    @ivar owner: the name of the user or application to which the item belongs, as in the URL.
    @ivar segments: the parts of the path below the item, unquoted; mostly empty.
    @ivar arguments: of the URL.
    @ivar fields: of the form that was sent; empty unless one was.
    @ivar viewer: C{user@domain} of who is logged in; None if nobody is.
    @ivar csrfToken: shows that a form is one of ours; belongs into every form, by L{csrfField}.
    @ivar clock: tells the time.
    @ivar revision: of the store, as it is shown.
    @ivar problems: what is wrong with single fields that were sent, by their names; mostly empty.
    @ivar theme: the templates of the site.
    @ivar language: what the viewer reads, such as C{de}; one of the site's.
    @ivar translator: translates a text of the source into that.
    @ivar shareURL: where the item can be shared with others, quoted; empty for who is not its owner.
    @ivar isLink: whether the visitor came by a link that only those know who were given it.
    """

    path: str
    owner: str
    clock: IReactorTime
    segments: tuple[str, ...] = ()
    arguments: Values = field(default_factory=Values)
    fields: Values = field(default_factory=Values)
    viewer: str | None = None
    csrfToken: str = ""
    revision: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    theme: Theme = field(default_factory=Theme)
    language: str = "en"
    translator: Callable[[str], str] = str
    shareURL: str = ""
    isLink: bool = False

    def fill(self, template: Template, **slots: str | bytes) -> Markup:
        """
        Fill a template, or what the site's theme has in its place; see L{Template.fill}.
        """
        return self.theme.find(template, self.language).fill(**slots)

    def translate(self, text: str, **values: object) -> str:
        """
        A text in the language of the viewer.

        @param text: as it is in the source, with the names of C{values} in braces.
        """
        return self.translator(text).format(**values) if values else self.translator(text)

    def csrfField(self) -> Tag:
        """
        What every form that changes something contains.
        """
        return tags.input(type="hidden", name=CSRF_FIELD, value=self.csrfToken)
