"""
Arguments of AMP commands that only messages between stores can have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from twisted.protocols.amp import AmpBox, Argument
from twisted.python.filepath import FilePath

from axiom.store import Store
from mantissa_like.messaging._messagefiles import keepToSend, receivedFile
from mantissa_like.sharing import Identifier

__all__ = ["Delivery", "FileArgument", "IdentifierArgument", "SenderArgument", "TargetArgument"]


@dataclass(frozen=True)
class Delivery:
    """
    The message to which a box belongs: what arguments find besides the box.

    @ivar sender: who sent the message, also where its answer is read.
    @ivar target: to whom.
    @ivar store: where the box is written or read.
    @ivar files: the names of the files that go with the box, in the order in which they were written.
    """

    sender: Identifier
    target: Identifier
    store: Store
    files: list[str] = field(default_factory=list)


class _DeliveryArgument(Argument):
    """
    What is known of a delivery without being in its box; whoever sends gives nothing for it. Where a response
    is read without its delivery, as the value of an operation is, it is None.
    """

    def fromBox(self, name: bytes, strings: AmpBox, objects: dict[str, Any], proto: Delivery | None) -> None:
        """
        Take it from the delivery.
        """
        objects[name.decode("ascii")] = None if proto is None else self.find(proto)

    def toBox(self, name: bytes, strings: AmpBox, objects: dict[str, Any], proto: Delivery) -> None:
        """
        Write nothing.
        """

    def find(self, delivery: Delivery) -> Identifier:
        """
        What it is in C{delivery}.
        """
        raise NotImplementedError


class SenderArgument(_DeliveryArgument):
    """
    The L{Identifier} of who sent the message; in a response too, of the message that is answered.
    """

    def find(self, delivery: Delivery) -> Identifier:
        """
        See L{_DeliveryArgument}.
        """
        return delivery.sender


class TargetArgument(_DeliveryArgument):
    """
    The L{Identifier} to which the message was sent; in a response too, of the message that is answered.
    """

    def find(self, delivery: Delivery) -> Identifier:
        """
        See L{_DeliveryArgument}.
        """
        return delivery.target


class IdentifierArgument(Argument):
    """
    Any L{Identifier}, as text.
    """

    def toString(self, inObject: Identifier) -> bytes:
        """
        As UTF-8.
        """
        return str(inObject).encode()

    def fromString(self, inString: bytes) -> Identifier:
        """
        From UTF-8.
        """
        return Identifier.parse(inString.decode())


class FileArgument(Argument):
    """
    A file of at most 10 MiB, which travels beside the message: in the box is its name only.

    The sender gives a path, whose file is kept as it is now. The handler is given the path of a copy in its
    own store, and moves that to where it wants it; if it doesn't, the copy is removed after its transaction.
    Only arguments can be files; a response can't.
    """

    def toStringProto(self, inObject: FilePath[str], proto: Delivery) -> bytes:
        """
        Keep the file and give its name.

        @raise FileTooLarge: it has more than 10 MiB.
        """
        name = keepToSend(proto.store, inObject)
        proto.files.append(name)
        return name.encode("ascii")

    def fromStringProto(self, inString: bytes, proto: Delivery) -> FilePath[str]:
        """
        The path of the copy.
        """
        return receivedFile(proto.store, inString.decode("ascii"))
