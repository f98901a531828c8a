"""
What files and folders offer to those they are shared with.

Paths are sequences of names below the shared folder; an empty one means the folder itself.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from axiom.item import nameInterface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = ["IOwnFolder", "IReadableFile", "IReadableFolder", "IWritableFolder"]


class IReadableFile(Interface):
    """
    A file to look at.
    """

    title = Attribute("The name of the file.")

    def file():
        """
        The L{offerings.files.File} itself.

        @raise NoSuchEntry: it, or a folder that it is in, was deleted.
        """


class IReadableFolder(Interface):
    """
    A folder to look into, with everything below it.
    """

    title = Attribute("The name of the folder.")

    def find(path):
        """
        What is there.

        @return: an L{offerings.files.File} or L{offerings.files.Folder}.
        @raise NoSuchEntry: nothing is.
        """

    def entries(path):
        """
        What is in a folder: folders first, then files, each sorted by name; may be empty.

        @raise NoSuchEntry: there is no such folder.
        """


class IWritableFolder(Interface):
    """
    A folder to work in. Each method is one transaction.
    """

    def makeFolder(path, name):
        """
        Make a folder in the one at C{path}.

        @raise UnfitName: it can't have this name.
        @raise NameTaken: the name is in use.
        @raise NoSuchEntry: there is no such folder.
        """

    async def add(path, name, contentType, keep):
        """
        Add a file to the folder at C{path}; it gets a number if the name is in use.

        @param contentType: what its sender says is in it.
        @param keep: called in a thread with the C{Path} where it puts the content.
        @return: the L{offerings.files.File}.
        @raise UnfitName: it can't have this name.
        @raise NoSuchEntry: there is no such folder.
        """

    def rename(path, name):
        """
        Call what is at C{path} C{name}.

        @raise UnfitName: it can't have this name.
        @raise NameTaken: the name is in use.
        @raise NoSuchEntry: nothing is there.
        @raise UnfitMove: it is the shared folder itself.
        """

    def move(path, target):
        """
        Move what is at C{path} into the folder at C{target}.

        @raise NameTaken: that has something with this name.
        @raise NoSuchEntry: one of the two is not there.
        @raise UnfitMove: it is the shared folder itself, or it would be in itself.
        """

    def trash(path, now):
        """
        Delete what is at C{path}, so that it can be restored for 30 days.

        @param now: a C{Time}.
        @return: the entry.
        @raise NoSuchEntry: nothing is there.
        @raise UnfitMove: it is the shared folder itself.
        """

    def deletedEntries():
        """
        What was deleted below this folder, the latest first; without what is in a deleted folder.
        """

    def restore(number):
        """
        Undo L{trash}; what is restored gets a number if its name is in use again.

        @param number: the storeID of one of L{deletedEntries}.
        @return: the entry.
        @raise NoSuchEntry: it is none of them.
        """

    def destroy(number):
        """
        Delete one of L{deletedEntries} for good.

        @raise NoSuchEntry: it is none of them.
        """


class IOwnFolder(Interface):
    """
    A folder of one's own, from which single things can be shared.
    """

    def shareIDOf(path):
        """
        The share ID under which the owner, and nobody else yet, sees what is at C{path}; made if there is
        none, in a transaction.

        @raise NoSuchEntry: nothing is there.
        """


nameInterface(IReadableFile, "files.IReadableFile")
nameInterface(IReadableFolder, "files.IReadableFolder")
nameInterface(IWritableFolder, "files.IWritableFolder")
nameInterface(IOwnFolder, "files.IOwnFolder")
