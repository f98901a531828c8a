"""
What mail says: text files, the first line of which is the subject.

They come with this software; a site has its own in C{files/theme/mail/}, file by file.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from axiom.store import Store
from mantissa_like.mail._message import Mail
from mantissa_like.mail.errors import BadMailText

__all__ = ["composeMail"]

_BUNDLED = Path(__file__).parent / "texts"
_OWN = ("theme", "mail")


def composeMail(siteStore: Store, name: str, to: str, **values: str) -> Mail:
    """
    Fill in the text of a mail.

    @param name: of the file, without C{.txt}.
    @param values: what stands for C{$name} in it.
    @raise BadMailText: the site's file can't be used.
    @raise InvalidMail: the address or what was filled in can't be sent.
    """
    path = _BUNDLED / f"{name}.txt"
    if siteStore.filesdir is not None:
        own = Path(siteStore.filesdir.path, *_OWN, path.name)
        path = own if own.is_file() else path
    try:
        filled = Template(path.read_text("utf-8")).substitute(values)
    except KeyError as e:
        raise BadMailText(str(path), f"there is no value ${e.args[0]}") from e
    except ValueError as e:
        raise BadMailText(str(path), str(e)) from e
    subject, _, text = filled.partition("\n")
    return Mail(to, subject.strip(), text.strip() + "\n")
