"""
What the running server says of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CertificateState", "PortState", "ServiceState"]


@dataclass(frozen=True)
class CertificateState:
    """
    The certificate with which the site encrypts.

    @ivar hosts: the names and addresses that it is for.
    @ivar issuer: who vouches for it.
    @ivar expires: when it ends, seconds since 1970.
    @ivar isSelfSigned: whether that is nobody else, so that browsers warn.
    """

    hosts: tuple[str, ...]
    issuer: str
    expires: float
    isSelfSigned: bool


@dataclass(frozen=True)
class PortState:
    """
    One place where the site listens, or should.

    @ivar identifier: its number.
    @ivar endpoint: the Twisted endpoint.
    @ivar serves: what answers there, one word such as C{web}.
    @ivar problem: why nothing listens there, a sentence; empty if it listens.
    """

    identifier: int
    endpoint: str
    serves: str
    problem: str = ""


@dataclass(frozen=True)
class ServiceState:
    """
    Something that the site runs besides.

    @ivar name: what it is called.
    @ivar isRunning: whether it runs.
    @ivar since: when it was started by this process, seconds since 1970; None if it was not.
    @ivar problem: why it does not run, a sentence; may be empty.
    """

    name: str
    isRunning: bool
    since: float | None = None
    problem: str = ""
