"""
Files: folders and files in their owner's store, looked at in the browser and shared one by one.
"""

from __future__ import annotations

from mantissa_like.catalog import Offering, Powerup
from mantissa_like.sharing import describeInterface
from mantissa_like.web import registerWebView
from offerings.files._actions import FolderAction
from offerings.files._cabinet import Cabinet
from offerings.files._entries import File, Folder
from offerings.files._fileview import FileView
from offerings.files._folderview import FolderView
from offerings.files.errors import FilesError, NameTaken, NoSuchEntry, UnfitMove, UnfitName
from offerings.files.interfaces import IOwnFolder, IReadableFile, IReadableFolder, IWritableFolder

__all__ = [
    "Cabinet",
    "File",
    "FilesError",
    "Folder",
    "IOwnFolder",
    "IReadableFile",
    "IReadableFolder",
    "IWritableFolder",
    "NameTaken",
    "NoSuchEntry",
    "UnfitMove",
    "UnfitName",
    "offering",
]

describeInterface(IReadableFile, "open and download the file")
describeInterface(IReadableFolder, "open the folder and download what is in it")
describeInterface(IWritableFolder, "add, change and delete what is in the folder", needs=[IReadableFolder])
registerWebView(IReadableFile, FileView)
registerWebView(IReadableFolder, FolderView)
registerWebView(IWritableFolder, FolderAction)

offering = Offering(
    name="files",
    description="Folders and files: upload, look at, share and download them.",
    installablePowerups=(Powerup("files", "Folders and files of one’s own.", Cabinet),),
)
