"""
Languages: which of them a site speaks, which one somebody reads, and its words.

Words are catalogs of C{gettext}, C{<language>/LC_MESSAGES/messages.mo}, of the offerings and before them
the site's own. What is in none stays as it is in the source, which is English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from gettext import NullTranslations, translation
from pathlib import Path

__all__ = ["Languages", "languageInWords"]

_DOMAIN = "messages"
_MOST_RANGES = 20

# As their speakers write them.
_NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}


class Languages:
    """
    The languages of one site.

    @ivar names: such as C{de} or C{pt-BR}, the one for everybody else first; not empty.
    """

    def __init__(self, names: Sequence[str] = ("en",), directories: Sequence[Path] = ()) -> None:
        """
        @param directories: with catalogs, the most important first; they need not exist.
        """
        self.names = tuple(names)
        self._catalogs = {name: _catalog(name, directories) for name in self.names}

    def choose(self, preferred: str | None, accept: bytes | None) -> str:
        """
        What to speak with somebody.

        @param preferred: what they have chosen, if anything.
        @param accept: what their browser says, an C{Accept-Language} header; what is malformed in it is not
            heeded.
        """
        if len(self.names) == 1:
            return self.names[0]
        if preferred in self.names:
            return preferred
        for wanted in _wanted(accept or b""):
            for name in self.names:
                if name.lower() == wanted or name.lower().partition("-")[0] == wanted.partition("-")[0]:
                    return name
        return self.names[0]

    def translator(self, name: str) -> Callable[[str], str]:
        """
        What translates texts into one of the languages.
        """
        return self._catalogs[name].gettext


def languageInWords(name: str) -> str:
    """
    What its speakers call a language, such as C{Português (BR)} for C{pt-BR}; of one that is not known here,
    its short name.
    """
    language, _, country = name.partition("-")
    known = _NAMES.get(language)
    if known is None:
        return name
    return f"{known} ({country})" if country else known


def _catalog(name: str, directories: Sequence[Path]) -> NullTranslations:
    found = NullTranslations()
    for directory in reversed(directories):
        catalog = translation(_DOMAIN, str(directory), [name.replace("-", "_")], fallback=True)
        if type(catalog) is not NullTranslations:
            catalog.add_fallback(found)
            found = catalog
    return found


def _wanted(accept: bytes) -> list[str]:
    """
    The languages of a header in lower case, the best first.
    """
    wanted = []
    for order, item in enumerate(accept.decode("latin-1").lower().split(",")[:_MOST_RANGES]):
        name, _, quality = item.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wanted.append((-weight, order, name.strip()))
    return [name for _, _, name in sorted(wanted)]
