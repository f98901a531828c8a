"""
Where a site listens, and what answers there.
"""

from __future__ import annotations

from axiom.attributes import reference, text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.site.errors import DuplicatePort, NoSuchPort, NoSuchServer
from mantissa_like.site.interfaces import IServer

__all__ = ["Port", "createPort", "deletePort", "findServer"]


class Port(Item):
    """
    One place where the site listens while it runs; made or deleted then, it takes effect within a second.

    @ivar description: its Twisted endpoint.
    @ivar server: what answers there, an item that provides L{IServer}.
    """

    typeName = "site_port"

    description = text(allowNone=False, caseSensitive=True)
    server = reference(allowNone=False, whenDeleted=reference.CASCADE)


def createPort(siteStore: Store, description: str, server: IServer) -> Port:
    """
    Let the site listen on one more endpoint.

    @raise DuplicatePort: it does already.
    """

    def create() -> Port:
        there: Port | None = siteStore.findFirst(Port, Port.description == description)
        if there is not None:
            raise DuplicatePort(description, there.storeID)
        return Port(store=siteStore, description=description, server=server)

    return siteStore.transact(create)


def deletePort(siteStore: Store, identifier: int) -> str:
    """
    Let the site no longer listen there.

    @param identifier: the storeID of a L{Port}.
    @return: where it was.
    @raise NoSuchPort: there is no such port.
    """

    def delete() -> str:
        port: Port | None = siteStore.findFirst(Port, Port.storeID == identifier)
        if port is None:
            raise NoSuchPort(identifier)
        description: str = port.description
        port.deleteFromStore()
        return description

    return siteStore.transact(delete)


def findServer(siteStore: Store, label: str) -> IServer:
    """
    What the site serves under this name.

    @raise NoSuchServer: nothing.
    """
    servers = {server.label: server for server in siteStore.powerupsFor(IServer)}
    if label not in servers:
        raise NoSuchServer(label, sorted(servers))
    found: IServer = servers[label]
    return found
