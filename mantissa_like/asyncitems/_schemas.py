"""
Schemas: what the value of an operation may be, known by a name that is stored with the operation.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from twisted.protocols.amp import AmpBox, AmpError, Command

from mantissa_like.asyncitems._commands import commandNamed
from mantissa_like.asyncitems.errors import BadOperationValue, SchemaTaken, UnknownSchema

__all__ = ["declareSchema", "decodeBy", "encodeBy", "schemaName"]

# Before the name of a command; its values are dictionaries, such as are its responses.
_COMMAND = "amp:"

_declared: dict[str, Any] = {}


def declareSchema(name: str, described: Any) -> None:
    """
    Let values be described by C{name}. Repeating it is safe.

    @param name: what is stored, such as C{"weather.report"}.
    @param described: a type that msgspec knows, whose values JSON can say.
    @raise SchemaTaken: the name stands for something else.
    """
    if _declared.setdefault(name, described) != described:
        raise SchemaTaken(name)


def schemaName(schema: Any) -> str:
    """
    The name by which a schema was declared.

    @param schema: that name, or what was declared by it; a command, which needs no declaration, but a name
        that no other has; None for none.
    @return: empty for none.
    @raise UnknownSchema: nobody declared it.
    @raise SchemaTaken: there are several commands with its name.
    """
    if schema is None or schema == "":
        return ""
    if _isCommand(schema):
        return f"{_COMMAND}{commandNamed(schema.commandName).commandName.decode()}"
    for name, described in _declared.items():
        if schema == name or schema is described:
            return name
    raise UnknownSchema(schema if isinstance(schema, str) else repr(schema))


def encodeBy(name: str, value: Any) -> str:
    """
    A value as the text of JSON.

    @raise BadOperationValue: the schema does not describe it.
    """
    described = _find(name)
    try:
        if _isCommand(described):
            value = dict(described.makeResponse(value, None))
        encoded = msgspec.json.encode(value)
        _decoder(name).decode(encoded)
    except (AmpError, AttributeError, KeyError, TypeError, ValueError, msgspec.MsgspecError) as e:
        raise BadOperationValue(f"{name} does not describe {value!r:.200}: {e}") from e
    return encoded.decode()


def decodeBy(name: str, text: str) -> Any:
    """
    What L{encodeBy} made text of.

    @raise UnknownSchema: nobody declares it any more.
    @raise BadOperationValue: it describes something else by now.
    """
    described = _find(name)
    try:
        decoded = _decoder(name).decode(text)
        return described.parseResponse(AmpBox(decoded), None) if _isCommand(described) else decoded
    except (AmpError, KeyError, ValueError, msgspec.MsgspecError) as e:
        raise BadOperationValue(f"{name} does not describe {text:.200} any more: {e}") from e


def _find(name: str) -> Any:
    if name.startswith(_COMMAND):
        return commandNamed(name.removeprefix(_COMMAND).encode())
    try:
        return _declared[name]
    except KeyError:
        raise UnknownSchema(name) from None


def _isCommand(described: Any) -> bool:
    return isinstance(described, type) and issubclass(described, Command)


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    described = _find(name)
    return msgspec.json.Decoder(dict[bytes, bytes] if _isCommand(described) else described)
