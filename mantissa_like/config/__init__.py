"""
The configuration of a site: C{site.toml} as typed, frozen values.

Every table and every setting may be left out, except the endpoint of a port; an unknown one is refused, so
that a misspelled limit never silently leaves the default in force. Settings are C{kebab-case} in the file and
camelCase here.
"""

from mantissa_like.config._backups import BackupSettings
from mantissa_like.config._described import Setting, SettingsTable, settingsTables
from mantissa_like.config._editing import changeSettings, hasPrevious, undoChange
from mantissa_like.config._limits import Limits
from mantissa_like.config._loading import SiteConfig, loadConfig
from mantissa_like.config._logins import LoginSettings
from mantissa_like.config._mail import MailSettings
from mantissa_like.config._messages import MessageSettings
from mantissa_like.config._metrics import MetricsSettings
from mantissa_like.config._outgoing import OutgoingSettings
from mantissa_like.config._proxies import ProxySettings
from mantissa_like.config._settings import AccountSettings, OfferingSettings, PortSettings, SiteSettings
from mantissa_like.config._work import WorkSettings
from mantissa_like.config.errors import BadConfiguration

__all__ = [
    "AccountSettings",
    "BackupSettings",
    "BadConfiguration",
    "Limits",
    "LoginSettings",
    "MailSettings",
    "MessageSettings",
    "MetricsSettings",
    "OfferingSettings",
    "OutgoingSettings",
    "PortSettings",
    "ProxySettings",
    "Setting",
    "SettingsTable",
    "SiteConfig",
    "SiteSettings",
    "WorkSettings",
    "changeSettings",
    "hasPrevious",
    "loadConfig",
    "settingsTables",
    "undoChange",
]
