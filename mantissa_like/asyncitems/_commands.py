"""
AMP commands, found by their names, which are what is stored of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from twisted.protocols.amp import Command

from mantissa_like.asyncitems.errors import SchemaTaken, UnknownSchema

__all__ = ["commandNamed"]


def commandNamed(name: bytes) -> type[Command]:
    """
    The command with this name, among all that are imported.

    @raise UnknownSchema: there is none.
    @raise SchemaTaken: several have it.
    """
    found = [each for each in _derivedFrom(Command) if each.commandName == name]
    if not found:
        raise UnknownSchema(name.decode())
    if len(found) > 1:
        raise SchemaTaken(name.decode())
    return found[0]


def _derivedFrom(command: type[Command]) -> Iterator[type[Command]]:
    for each in command.__subclasses__():
        yield each
        yield from _derivedFrom(each)
