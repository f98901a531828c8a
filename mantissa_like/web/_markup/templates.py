"""
Templates: XML files with slots, flattened once and filled often.

C{twisted.web.template} is pleasant to write and slow to flatten; a page is mostly text which never changes.
So a template is flattened the first time it is used, and filling it afterwards joins a few bytes.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from pathlib import Path
from typing import NamedTuple

from twisted.python.failure import Failure
from twisted.python.filepath import FilePath
from twisted.web.template import Flattenable, Tag, XMLFile, flattenString, slot

__all__ = ["Markup", "Template", "bundledTemplate", "markup"]

# Characters for private use, which no template has a reason to contain, mark where the slots were.
_IN_TEXT, _IN_ATTRIBUTE, _END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"({_IN_TEXT}|{_IN_ATTRIBUTE})(\\w+){_END}".encode())


class Markup(bytes):
    """
    Finished markup, UTF-8: what was text in it is escaped.
    """


class _Slot(NamedTuple):
    """
    One of the places to fill.
    """

    name: str
    inAttribute: bool


class _Parts(NamedTuple):
    """
    What a template is made of.

    @ivar pattern: the markup, with C{%b} for each slot.
    @ivar slots: in the order of the pattern.
    @ivar names: of the slots, each once.
    """

    pattern: bytes
    slots: tuple[_Slot, ...]
    names: frozenset[str]


class Template:
    """
    One file of well-formed XML, with C{<t:slot name="..." />} where something is to be filled in.

    @ivar path: of the file, read when the template is first filled.
    """

    def __init__(self, path: Path, mayOmitSlots: bool = False) -> None:
        """
        @param mayOmitSlots: whether it may be given values for which it has no slot.
        """
        self.path, self._mayOmitSlots = path, mayOmitSlots

    @property
    def name(self) -> str:
        """
        By which themes replace it, such as C{timeline/post.xml}: the directory that has its C{templates}, and
        the file.
        """
        return f"{self.path.parent.parent.name}/{self.path.name}"

    def fill(self, **slots: str | bytes) -> Markup:
        """
        Put a value into every slot.

        @param slots: text, which is escaped, or bytes of finished markup, which are not.
        @raise TypeError: a slot was left out, is unknown, or is in an attribute and was given markup.
        """
        pattern, places, names = self._parts
        if slots.keys() != names and not (self._mayOmitSlots and slots.keys() >= names):
            raise TypeError(f"{self.path.name} has the slots {sorted(names)}, not {sorted(slots)}")
        values: list[bytes] = []
        for name, inAttribute in places:
            value = slots[name]
            if isinstance(value, str):
                value = escape(value).encode()
            elif inAttribute:
                raise TypeError(
                    f"{self.path.name} has the slot {name!r} in an attribute, where markup cannot be"
                )
            values.append(value)
        return Markup(pattern % tuple(values))

    @cached_property
    def _parts(self) -> _Parts:
        nodes = XMLFile(FilePath(str(self.path))).load()
        pieces = _MARK.split(markup(*(_marked(node, _IN_TEXT) for node in nodes)))
        pattern = b"%b".join(piece.replace(b"%", b"%%") for piece in pieces[::3])
        slots = tuple(
            _Slot(name.decode(), kind.decode() == _IN_ATTRIBUTE)
            for kind, name in zip(pieces[1::3], pieces[2::3], strict=True)
        )
        return _Parts(pattern, slots, frozenset(slot.name for slot in slots))


def bundledTemplate(name: str) -> Template:
    """
    A template of the server's own.

    @param name: such as C{frame}.
    """
    return Template(Path(__file__).parents[1] / "templates" / f"{name}.xml")


def markup(*content: Flattenable) -> Markup:
    """
    Flatten tags and other renderable things now.

    @return: empty if there is no content.
    @raise TypeError: something in it is a Deferred that has not fired.
    """
    results: list[bytes | Failure] = []
    flattenString(None, list(content)).addBoth(results.append)
    if not results:
        raise TypeError("content to flatten at once must not wait for anything")
    result = results[0]
    if isinstance(result, Failure):
        result.raiseException()
    return Markup(result)


def _marked(node: Flattenable, mark: str) -> Flattenable:
    """
    The same nodes with text, which says where each slot was, in place of the slots.
    """
    if isinstance(node, slot):
        return f"{mark}{node.name}{_END}"
    if isinstance(node, Tag):
        attributes = {name: _marked(value, _IN_ATTRIBUTE) for name, value in node.attributes.items()}
        return Tag(node.tagName, attributes, [_marked(child, mark) for child in node.children])
    return node
