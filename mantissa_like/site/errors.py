"""
What can go wrong with a site as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from mantissa_like.errors import MantissaError

__all__ = [
    "BadCertificate",
    "BadEndpoint",
    "DuplicatePort",
    "NoSuchPort",
    "NoSuchServer",
    "NoSuchTemplate",
    "NotASite",
    "PortInUse",
    "SiteExists",
]


class SiteExists(MantissaError):
    """
    There is something where a site was to be made; it was not touched.

    @ivar path: of the directory.
    """

    hint = "Choose another directory."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already")
        self.path = path


class NotASite(MantissaError):
    """
    A store is not that of a site.

    @ivar path: of the store's directory.
    """

    hint = "Make a site with 'axiomatic -d DIRECTORY mantissa', or name one with -d."

    def __init__(self, path: str) -> None:
        super().__init__(f"the store in {path} is not a site's")
        self.path = path


class NoSuchTemplate(MantissaError):
    """
    A directory is not what a site can start from.

    @ivar path: of the directory.
    """

    hint = "Name a directory that has a site.toml."

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no site.toml in {path}")
        self.path = path


class BadCertificate(MantissaError, ValueError):
    """
    A text is no certificate with its key; what there was is still in use.
    """

    hint = (
        "A PEM file is needed with the private key, not encrypted, its certificate, and the certificates that"
        " vouch for it."
    )

    def __init__(self, problem: str) -> None:
        super().__init__(f"the certificate can't be used: {problem}")


class BadEndpoint(MantissaError, ValueError):
    """
    A text does not describe where to listen.

    @ivar description: the text.
    """

    hint = "Endpoints look like tcp:8080, ssl:443:privateKey=key.pem:certKey=cert.pem or unix:/run/site.sock."

    def __init__(self, description: str, problem: str) -> None:
        super().__init__(f"{description!r} is no endpoint to listen on: {problem}")
        self.description = description


class DuplicatePort(MantissaError):
    """
    The site has a port with this endpoint.

    @ivar description: the endpoint.
    @ivar identifier: the storeID of the port that is there.
    """

    hint = "'axiomatic port list' shows the ports there are."

    def __init__(self, description: str, identifier: int) -> None:
        super().__init__(f"port {identifier} has the endpoint {description} already")
        self.description, self.identifier = description, identifier


class NoSuchPort(MantissaError):
    """
    The site has no port with this number.

    @ivar identifier: the number.
    """

    hint = "'axiomatic port list' shows the ports there are, each with its number."

    def __init__(self, identifier: int) -> None:
        super().__init__(f"there is no port {identifier}")
        self.identifier = identifier


class NoSuchServer(MantissaError):
    """
    The site has nothing of this kind to serve; nothing was changed.

    @ivar label: what was asked for.
    @ivar labels: what there is, sorted.
    """

    def __init__(self, label: str, labels: Sequence[str]) -> None:
        super().__init__(f"the site serves {' and '.join(labels) or 'nothing'}, not {label!r}")
        self.label, self.labels = label, labels


class PortInUse(MantissaError):
    """
    The site can't listen where one of its ports says.

    @ivar description: the endpoint.
    """

    hint = (
        "Stop what listens there, or choose another endpoint with 'axiomatic port create' and 'port delete'."
    )

    def __init__(self, description: str, reason: str) -> None:
        super().__init__(f"can't listen on {description}: {reason}")
        self.description = description
