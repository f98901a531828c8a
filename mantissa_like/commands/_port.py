"""
The command C{port}: where a site listens.
"""

from __future__ import annotations

from typing import TextIO

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.commands._sitecommand import SiteSubCommand, jsonFlag, writeListing
from mantissa_like.site import (
    Port,
    checkEndpoint,
    createPort,
    deletePort,
    findServer,
    loopbackByDefault,
)

__all__ = ["PortCommand"]


class _List(SiteSubCommand):
    """
    List the ports: number, endpoint, and what is served there.
    """

    optFlags = (jsonFlag,)

    def perform(self, store: Store, out: TextIO) -> None:
        entries = [
            {"identifier": port.storeID, "endpoint": port.description, "server": port.server.label}
            for port in store.query(Port, sort=Port.storeID.ascending)
        ]
        writeListing(out, entries, self["json"])


class _Create(SiteSubCommand):
    """
    Listen on one more endpoint; a server that runs does so at once.
    """

    longdesc = (
        "Where an endpoint of TCP or TLS names no interface, only this machine can reach it; say"
        " tcp:8080:interface=0.0.0.0 to be reached from everywhere."
    )
    optParameters = (
        (
            "strport",
            "s",
            None,
            "The endpoint, such as tcp:8080 or ssl:443:privateKey=key.pem:certKey=cert.pem.",
        ),
        ("factory-identifier", "f", "web", "What is served there, as 'port list' calls it."),
    )

    def parseArgs(self, endpoint: str | None = None) -> None:
        self["strport"] = self["strport"] or endpoint

    def perform(self, store: Store, out: TextIO) -> None:
        if not self["strport"]:
            raise UsageError("name the endpoint with --strport ENDPOINT")
        endpoint = loopbackByDefault(self["strport"])
        checkEndpoint(self.root.reactor(), endpoint)
        port = createPort(store, endpoint, findServer(store, self["factory-identifier"]))
        out.write(f"port {port.storeID} is {endpoint}\n")


class _Delete(SiteSubCommand):
    """
    Listen there no longer; a server that runs stops at once.
    """

    optParameters = (("port-identifier", "p", None, "The number of the port."),)

    def parseArgs(self, identifier: str | None = None) -> None:
        self["port-identifier"] = self["port-identifier"] or identifier

    def perform(self, store: Store, out: TextIO) -> None:
        word = self["port-identifier"]
        if not word or not word.isdecimal():
            raise UsageError("name the port with --port-identifier NUMBER")
        out.write(f"deleted {deletePort(store, int(word))}\n")


class PortCommand(AxiomaticCommand):
    """
    List, make and delete the ports of a site.
    """

    name = "port"
    description = "List, make and delete the ports of the site."
    subCommands = (
        ("list", None, _List, "List the ports."),
        ("create", None, _Create, "Listen on one more endpoint."),
        ("delete", None, _Delete, "Listen there no longer."),
    )
