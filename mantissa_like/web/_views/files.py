"""
Parameters that are files.
"""

from __future__ import annotations

from dataclasses import dataclass

from twisted.web.template import Tag, tags

from mantissa_like.web._http.values import Upload, Values
from mantissa_like.web._views.parameters import Parameter, Unfit

__all__ = ["Files"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Files(Parameter[tuple[Upload, ...]]):
    """
    Files that are uploaded.

    @ivar isRequired: whether there must be one.
    @ivar most: how many there may be.
    @ivar accept: the types that browsers offer, such as C{image/*}; empty for all.
    """

    isRequired: bool = True
    most: int = 1
    accept: str = ""

    def read(self, values: Values) -> tuple[Upload, ...]:
        """
        See L{Parameter}.
        """
        uploads = values.files(self.name)
        if not uploads and self.isRequired:
            raise Unfit("Choose a file.")
        if len(uploads) > self.most:
            raise Unfit(f"Choose {self.most:,} at most." if self.most > 1 else "Choose one file only.")
        return uploads

    def written(self, value: tuple[Upload, ...]) -> tuple[str, ...]:
        """
        Nothing: a file can't be filled in.
        """
        return ()

    def control(self, shown: tuple[str, ...], **attributes: str) -> Tag:
        """
        See L{Parameter}.
        """
        more = {"required": "required"} if self.isRequired else {}
        if self.most > 1:
            more["multiple"] = "multiple"
        if self.accept:
            more["accept"] = self.accept
        return tags.input(type="file", **more, **self._attributes(attributes))
