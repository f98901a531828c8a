"""
What a new site starts from: a directory with a C{site.toml}, and with C{files/} for its store.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from mantissa_like.config import BadConfiguration, SiteConfig, loadConfig
from mantissa_like.site.errors import NoSuchTemplate

__all__ = ["bundledTemplate", "copyTemplate", "templateConfig"]

_CONFIGURATION = "site.toml"
_FILES = "files"


def bundledTemplate() -> Path:
    """
    The template that comes with this software.
    """
    # The package has data only, so it may have several directories; the right one has the configuration.
    return Path(str(files("sitestore_template") / _CONFIGURATION)).parent


def templateConfig(template: Path) -> SiteConfig:
    """
    The configuration that a site gets from a template.

    @raise NoSuchTemplate: it has none.
    @raise BadConfiguration: it can't be used.
    """
    if not (template / _CONFIGURATION).is_file():
        raise NoSuchTemplate(str(template))
    return loadConfig(template / _CONFIGURATION)


def copyTemplate(template: Path, directory: Path, settings: Mapping[str, str]) -> SiteConfig:
    """
    Copy a template into the directory of a store.

    @param settings: values of the table C{[site]} that differ from the template's, by name.
    @return: the configuration that is there now.
    @raise NoSuchTemplate: the template has none.
    @raise BadConfiguration: it can't be used, or not with these settings.
    """
    templateConfig(template)
    text = (template / _CONFIGURATION).read_text("utf-8")
    for name, value in settings.items():
        text = _withSetting(text, name, value)
    (directory / _CONFIGURATION).write_text(text, "utf-8")
    if (template / _FILES).is_dir():
        shutil.copytree(
            template / _FILES,
            directory / _FILES,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    try:
        return loadConfig(directory / _CONFIGURATION)
    except BadConfiguration as e:
        # Without the path: the directory may be a temporary one.
        raise BadConfiguration(Path(_CONFIGURATION), e.key, e.problem) from e


def _withSetting(text: str, name: str, value: str) -> str:
    """
    The configuration with one setting of C{[site]} changed, and its comments as they are.
    """
    # A string of JSON is one of TOML.
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
    before, header, after = text.partition("[site]\n")
    if not header:
        return f"{text}\n[site]\n{line}"
    body, *others = re.split(r"^(?=\[)", after, maxsplit=1, flags=re.MULTILINE)
    changed, count = re.subn(
        rf"^{re.escape(name)}\s*=.*\n", lambda _: line, body, count=1, flags=re.MULTILINE
    )
    return f"{before}{header}{changed if count else line + body}{''.join(others)}"
