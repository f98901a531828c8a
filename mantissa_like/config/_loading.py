"""
A whole C{site.toml}, read and checked.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from mantissa_like.config._backups import BackupSettings
from mantissa_like.config._limits import Limits
from mantissa_like.config._logins import LoginSettings
from mantissa_like.config._mail import MailSettings
from mantissa_like.config._messages import MessageSettings
from mantissa_like.config._metrics import MetricsSettings
from mantissa_like.config._outgoing import OutgoingSettings
from mantissa_like.config._proxies import ProxySettings
from mantissa_like.config._settings import AccountSettings, OfferingSettings, PortSettings, SiteSettings
from mantissa_like.config._tables import THIS_MACHINE, Table
from mantissa_like.config._work import WorkSettings
from mantissa_like.config.errors import BadConfiguration

__all__ = ["SiteConfig", "loadConfig", "parseConfig"]

_FIELD = re.compile(r"(?:Object .*)?field `(?P<name>[^`]+)`\s*(?P<problem>.*)")


class SiteConfig(Table, frozen=True):
    """
    A whole C{site.toml}.
    """

    site: SiteSettings = SiteSettings()
    ports: tuple[PortSettings, ...] = ()
    offerings: OfferingSettings = OfferingSettings()
    accounts: AccountSettings = AccountSettings()
    logins: LoginSettings = LoginSettings()
    mail: MailSettings = MailSettings()
    limits: Limits = Limits()
    proxies: ProxySettings = ProxySettings()
    backups: BackupSettings = BackupSettings()
    metrics: MetricsSettings = MetricsSettings()
    messages: MessageSettings = MessageSettings()
    work: WorkSettings = WorkSettings()
    outgoing: OutgoingSettings = OutgoingSettings()

    def __post_init__(self) -> None:
        if self.mail.mailbox and urlsplit(self.site.publicURL).hostname not in THIS_MACHINE:
            raise ValueError(
                "field `mail.mailbox` expected false, since the site is not for this machine alone, "
                "and by links in the mail others could take over accounts"
            )

    @property
    def sender(self) -> str:
        """
        The address that mail comes from.
        """
        return self.mail.sender or f"noreply@{self.site.domain}"


def loadConfig(path: Path) -> SiteConfig:
    """
    Read and check a C{site.toml}.

    @raise BadConfiguration: it cannot be read, is not TOML, or a setting is unknown, missing or out of range.
    """
    try:
        content = path.read_bytes()
    except OSError as e:
        raise BadConfiguration(path, "", e.strerror or str(e)) from e
    return parseConfig(content, path)


def parseConfig(content: bytes, path: Path) -> SiteConfig:
    """
    Check the content of a C{site.toml}.

    @param path: of the file that has it, or is to have it.
    @raise BadConfiguration: it is not TOML, or a setting is unknown, missing or out of range.
    """
    try:
        return msgspec.toml.decode(content, type=SiteConfig)
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
