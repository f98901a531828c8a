"""
What browsers call themselves, in words.
"""

from __future__ import annotations

__all__ = ["browserInWords"]

# The first that occurs is it: browsers name those before them, which they want to be taken for.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "a Python program"),
    ("Python", "a Python program"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


def browserInWords(userAgent: str) -> str:
    """
    Such as C{Firefox on Windows}.

    @param userAgent: as it was sent; may be empty.
    """
    browser = next((name for mark, name in _BROWSERS if mark in userAgent), "")
    system = next((name for mark, name in _SYSTEMS if mark in userAgent), "")
    if browser and system:
        return f"{browser} on {system}"
    if browser or system:
        return browser or f"A browser on {system}"
    return "An unknown browser"
