"""
The configuration of a site: C{site.toml} as typed, frozen values.

Every table and every setting may be left out, except the endpoint of a port; an unknown one is refused, so
that a misspelled limit never silently leaves the default in force. Settings are C{kebab-case} in the file and
camelCase here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from mantissa_like.errors import MantissaError

__all__ = [
    "AccountSettings",
    "BadConfiguration",
    "Limits",
    "OfferingSettings",
    "PortSettings",
    "SiteConfig",
    "SiteSettings",
    "loadConfig",
]

_PUBLIC_URL = re.compile(r"https?://[^/?#\s@]+")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_ENDPOINT = re.compile(r"[A-Za-z][A-Za-z0-9]*:.+")
_FIELD = re.compile(r"(?:Object .*)?field `(?P<name>[^`]+)`\s*(?P<problem>.*)")

_Text = Annotated[str, Meta(min_length=1, max_length=200)]
_Count = Annotated[int, Meta(ge=1)]
_Seconds = Annotated[float, Meta(gt=0)]


class BadConfiguration(MantissaError):
    """
    A configuration file cannot be used; nothing was changed.

    @ivar path: of the file.
    @ivar key: the setting, such as C{limits.body-bytes}; empty if the whole file is meant.
    @ivar problem: what is wrong with it, or what was expected.
    """

    hint = "The site.toml of a new site describes every setting."

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(": ".join(filter(None, (str(path), key, problem))))
        self.path, self.key, self.problem = path, key, problem


def _kebabCase(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class _Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=_kebabCase):
    """
    One table of the file.
    """


class SiteSettings(_Table, frozen=True):
    """
    What the site is called.

    @ivar title: shown on every page; 1 to 200 characters.
    @ivar domain: the part after the C{@} of its accounts, in lower case.
    @ivar publicURL: where people reach it: scheme, host and perhaps port, no path and no slash at the end.
    """

    title: _Text = "A new site"
    domain: str = "localhost"
    publicURL: str = "http://localhost:8080"

    def __post_init__(self) -> None:
        if not _DOMAIN.fullmatch(self.domain):
            raise ValueError("field `domain` expected a domain name in lower case, such as example.com")
        if not _PUBLIC_URL.fullmatch(self.publicURL):
            raise ValueError(
                "field `public-url` expected an address without a path, such as https://example.com"
            )


class PortSettings(_Table, frozen=True):
    """
    One port which a new site listens on.

    @ivar endpoint: a Twisted server endpoint, such as C{tcp:8080:interface=127.0.0.1}.
    """

    endpoint: str

    def __post_init__(self) -> None:
        if not _ENDPOINT.fullmatch(self.endpoint):
            raise ValueError("field `endpoint` expected an endpoint such as tcp:8080:interface=127.0.0.1")


class OfferingSettings(_Table, frozen=True):
    """
    The applications of a new site.

    @ivar install: names of offerings, in the order in which they are installed.
    """

    install: tuple[_Text, ...] = ()


class AccountSettings(_Table, frozen=True):
    """
    What every new account starts with.

    @ivar products: names of the products granted to it, in order.
    """

    products: tuple[_Text, ...] = ()


class Limits(_Table, frozen=True):
    """
    How much of anything is accepted or kept.

    @ivar bodyBytes: the largest request body.
    @ivar formBytes: the largest body that is a form; a form is parsed at once, in memory.
    @ivar uriBytes: the longest first line of a request: method, address and version.
    @ivar requestSeconds: from the first byte of a request to its last.
    @ivar idleSeconds: how long a connection is kept on which nothing arrives.
    @ivar openStores: user and application stores open at once.
    @ivar sessionDays: how long a login lasts.
    @ivar cachedPages: rendered pages kept in memory; 0 keeps none.
    """

    bodyBytes: _Count = 10 * 2**20
    formBytes: _Count = 2**20
    uriBytes: Annotated[int, Meta(ge=256)] = 8192
    requestSeconds: _Seconds = 30.0
    idleSeconds: _Seconds = 60.0
    openStores: _Count = 200
    sessionDays: _Count = 30
    cachedPages: Annotated[int, Meta(ge=0)] = 1000


class SiteConfig(_Table, frozen=True):
    """
    A whole C{site.toml}.
    """

    site: SiteSettings = SiteSettings()
    ports: tuple[PortSettings, ...] = ()
    offerings: OfferingSettings = OfferingSettings()
    accounts: AccountSettings = AccountSettings()
    limits: Limits = Limits()


def loadConfig(path: Path) -> SiteConfig:
    """
    Read and check a C{site.toml}.

    @raise BadConfiguration: it cannot be read, is not TOML, or a setting is unknown, missing or out of range.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=SiteConfig)
    except OSError as e:
        raise BadConfiguration(path, "", e.strerror or str(e)) from e
    except msgspec.ValidationError as e:
        raise BadConfiguration(path, *_explain(str(e))) from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise BadConfiguration(path, "", f"is not TOML: {e}") from e


def _explain(message: str) -> tuple[str, str]:
    """
    Say in a reader's words what msgspec found.

    A message ends with where it applies (C{- at `$.limits`}); one about a whole table names the field.

    @return: the key and the problem.
    """
    problem, _, where = message.partition(" - at `$")
    key = where.strip("`.")
    if (field := _FIELD.match(problem)) is not None:
        key = f"{key}.{field['name']}".lstrip(".")
        # Three cases: our own sentence, a field nobody knows, a field left out.
        problem = field["problem"] or ("there is no such setting" if "unknown" in problem else "is missing")
    return key, problem.replace("`", "").replace("Expected", "expected")
