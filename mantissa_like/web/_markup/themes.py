"""
Themes: templates of a site's own instead of those that come with the software, file by file.
"""

from __future__ import annotations

from pathlib import Path

from mantissa_like.web._markup.templates import Markup, Template

__all__ = ["Theme"]


class Theme:
    """
    The templates of one site.

    A file C{timeline/post.xml} of the theme's directory is used in place of C{post.xml} in the templates of
    the offering C{timeline}; those of the server itself are in C{web/}. A theme's template may leave slots
    out.
    """

    def __init__(self, directory: Path | None = None) -> None:
        """
        @param directory: where the site has its own; None if it has none. It need not exist.
        """
        self._directory = directory
        self._found: dict[Template, Template] = {}

    def find(self, template: Template) -> Template:
        """
        What the site has in the place of C{template}; looked for once.
        """
        found = self._found.get(template)
        if found is None:
            found = self._found[template] = self._look(template)
        return found

    def fill(self, template: Template, **slots: str | bytes) -> Markup:
        """
        See L{Template.fill}.
        """
        return self.find(template).fill(**slots)

    def _look(self, template: Template) -> Template:
        if self._directory is not None:
            own = self._directory / template.name
            if own.is_file():
                return Template(own, mayOmitSlots=True)
        return template
