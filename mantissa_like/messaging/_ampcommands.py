"""
AMP commands as the contents of messages and of answers.

A message is one box, of the command's name and of its arguments under theirs. An answer is a box of the
response, or of the code and the text of an error that the command declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from twisted.protocols.amp import COMMAND, ERROR, ERROR_DESCRIPTION, AmpBox, Command, TooLong

from mantissa_like.messaging._amparguments import Delivery
from mantissa_like.messaging._values import Value
from mantissa_like.messaging.errors import MalformedMessage, MessagingError, WrongArguments

__all__ = [
    "AMP_ANSWER_TYPE",
    "AMP_MESSAGE_TYPE",
    "AMP_QUERY_TYPE",
    "answerValue",
    "argumentsIn",
    "boxIn",
    "declaredErrors",
    "errorIn",
    "errorValue",
    "kindOf",
    "messageIn",
    "messageValue",
    "responseIn",
]

# The types of their values.
AMP_MESSAGE_TYPE, AMP_QUERY_TYPE = "mantissa.amp.message", "mantissa.amp.query"
AMP_ANSWER_TYPE = "mantissa.amp.answer"

# Characters of an error's text.
_LONGEST_DESCRIPTION = 2_000
# Bytes of a key of a box.
_LONGEST_NAME = 255


def messageValue(command: type[Command], arguments: Mapping[str, object], delivery: Delivery) -> Value:
    """
    A message that asks for C{command}; a query if the class says so, by the attribute C{isQuery}.

    @raise WrongArguments: the command takes others.
    """
    with _matching(command, "arguments"):
        box = command.makeArguments(dict(arguments), delivery)
        box[COMMAND] = command.commandName
        isQuery = getattr(command, "isQuery", False)
        if isQuery and delivery.files:
            raise ValueError("a query takes no files")
        return Value(AMP_QUERY_TYPE if isQuery else AMP_MESSAGE_TYPE, box.serialize())


def answerValue(command: type[Command], response: Mapping[str, object] | None, delivery: Delivery) -> Value:
    """
    The answer to C{command}; None if there is nothing to say.

    @raise WrongArguments: the command declares another response.
    """
    with _matching(command, "response"):
        box = command.makeResponse({} if response is None else dict(response), delivery)
        return Value(AMP_ANSWER_TYPE, box.serialize())


def errorValue(command: type[Command], error: Exception) -> Value:
    """
    The answer that C{command} failed with an error which it declares, by its own type or a base of it.
    """
    declared = declaredErrors(command)
    code = next(declared[each] for each in type(error).__mro__ if each in declared)
    description = str(error)[:_LONGEST_DESCRIPTION].encode("utf-8", "replace")
    return Value(AMP_ANSWER_TYPE, AmpBox({ERROR: code, ERROR_DESCRIPTION: description}).serialize())


def declaredErrors(command: type[Command]) -> Mapping[type[Exception], bytes]:
    """
    The codes of all errors with which C{command} fails as it should.
    """
    found: Mapping[type[Exception], bytes] = command.allErrors  # type: ignore[attr-defined]
    return found


def boxIn(value: Value, valueType: str) -> AmpBox:
    """
    What C{value} contains.

    @raise MalformedMessage: it is of another type than C{valueType}, or not one whole box.
    """
    if value.type != valueType:
        raise MalformedMessage(f"its type is {value.type!r}, not {valueType!r}")
    # Each message is read, so this is not left to a protocol, which would take ten times as long.
    data, at = value.data, 0
    strings: list[bytes] = []
    while (length := int.from_bytes(data[at : at + 2])) or len(strings) % 2:
        at += 2 + length
        strings.append(data[at - length : at])
    names = strings[::2]
    if (
        len(data) != at + 2
        or len(set(names)) != len(names)
        or any(len(name) > _LONGEST_NAME for name in names)
    ):
        raise MalformedMessage("it is not one whole AMP box")
    return AmpBox(zip(names, strings[1::2], strict=True))


def messageIn(value: Value) -> tuple[bytes, AmpBox]:
    """
    The name of the command for which the message C{value} asks, and its box.

    @raise MalformedMessage: it is no such message.
    """
    box = boxIn(value, AMP_QUERY_TYPE if value.isQuery else AMP_MESSAGE_TYPE)
    name: bytes | None = box.get(COMMAND)
    if name is None:
        raise MalformedMessage("it names no command")
    return name, box


def kindOf(value: Value) -> str:
    """
    What kind of message this is, for people: the name of its command; or else the type of the value.
    """
    if value.type in (AMP_MESSAGE_TYPE, AMP_QUERY_TYPE):
        with suppress(MalformedMessage):
            return messageIn(value)[0].decode("utf-8", "replace")
    return value.type


def errorIn(box: AmpBox) -> tuple[bytes, str] | None:
    """
    The code and the text of the error in the answer C{box}; None if it is a response.
    """
    code: bytes | None = box.get(ERROR)
    return None if code is None else (code, box.get(ERROR_DESCRIPTION, b"").decode("utf-8", "replace"))


def argumentsIn(box: AmpBox, command: type[Command], delivery: Delivery) -> dict[str, Any]:
    """
    What a message has brought for C{command}.

    @raise WrongArguments: the command takes others, perhaps since it was sent.
    """
    with _matching(command, "arguments"):
        arguments: dict[str, Any] = command.parseArguments(box, delivery)
        return arguments


def responseIn(box: AmpBox, command: type[Command], delivery: Delivery) -> dict[str, Any]:
    """
    What was answered to C{command}, if that is no error.

    @raise WrongArguments: the command declares another response, perhaps since it was given.
    """
    with _matching(command, "response"):
        response: dict[str, Any] = command.parseResponse(box, delivery)
        return response


@contextmanager
def _matching(command: type[Command], part: str) -> Iterator[None]:
    """
    A context in which values are written or read as C{command} declares its C{part}.
    """
    try:
        yield
    except MessagingError:
        raise
    except KeyError as e:
        [name] = e.args
        reason = f"{name.decode() if isinstance(name, bytes) else name} is missing"
        raise WrongArguments(command.commandName, part, reason) from e
    except TooLong as e:
        reason = f"{e.keyName.decode()} takes more than 65,535 bytes"
        raise WrongArguments(command.commandName, part, reason) from e
    except Exception as e:
        raise WrongArguments(command.commandName, part, str(e)) from e
