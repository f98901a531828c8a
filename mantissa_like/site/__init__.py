"""
Sites: making one from a template, and what it is while it runs.
"""

from mantissa_like.site._configuration import siteConfig
from mantissa_like.site._creation import NewSite, createSite
from mantissa_like.site._endpoint import checkEndpoint, loopbackByDefault
from mantissa_like.site._maildelivery import MailDelivery
from mantissa_like.site._newaccounts import NewAccounts
from mantissa_like.site._operationurls import operationURL
from mantissa_like.site._port import Port, createPort, deletePort, findServer
from mantissa_like.site._running import RunningSite
from mantissa_like.site._server import WebServer
from mantissa_like.site._service import SiteService, requireSite
from mantissa_like.site._template import bundledTemplate, templateConfig
from mantissa_like.site._works import storeWorks
from mantissa_like.site.interfaces import IServer

__all__ = [
    "IServer",
    "MailDelivery",
    "NewAccounts",
    "NewSite",
    "Port",
    "RunningSite",
    "SiteService",
    "WebServer",
    "bundledTemplate",
    "checkEndpoint",
    "createPort",
    "createSite",
    "deletePort",
    "findServer",
    "loopbackByDefault",
    "operationURL",
    "requireSite",
    "siteConfig",
    "storeWorks",
    "templateConfig",
]
