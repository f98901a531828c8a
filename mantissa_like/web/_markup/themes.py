"""
Themes: templates of a site's own instead of those that come with the software, file by file.
"""

from __future__ import annotations

from pathlib import Path

from mantissa_like.web._markup.templates import Template

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
        self._found: dict[tuple[Template, str], Template] = {}

    def find(self, template: Template, language: str = "") -> Template:
        """
        What the site has in the place of C{template}; looked for once.

        @param language: a file for it, such as C{post.de.xml}, goes before the one for all.
        """
        found = self._found.get((template, language))
        if found is None:
            found = self._found[template, language] = self._look(template, language)
        return found

    def _look(self, template: Template, language: str) -> Template:
        bundled = template.path
        names = [bundled.with_suffix(f".{language}{bundled.suffix}").name] if language else []
        if self._directory is not None:
            own = self._directory / template.name
            for path in (*map(own.with_name, names), own):
                if path.is_file():
                    return Template(path, mayOmitSlots=True)
        for path in map(bundled.with_name, names):
            if path.is_file():
                return Template(path, mayOmitSlots=True)
        return template
