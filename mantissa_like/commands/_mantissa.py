"""
The command C{mantissa}: make a site.
"""

from __future__ import annotations

from pathlib import Path

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand
from mantissa_like.accounts import Address
from mantissa_like.commands._password import readPassword
from mantissa_like.site import NewSite, bundledTemplate, createSite, templateConfig

__all__ = ["Mantissa"]


class Mantissa(AxiomaticCommand):
    """
    Make a site from a template, or nothing at all if that fails. A directory that exists is not touched.
    """

    name = "mantissa"
    description = "Make a site."
    longdesc = (
        "Where an endpoint of TCP or TLS names no interface, only this machine can reach it; say"
        " tcp:8080:interface=0.0.0.0 to be reached from everywhere. Without --password, it is asked for, or"
        " read from a pipe."
    )
    optParameters = (
        ("administrator", "a", None, "The address of the first account, as USER@DOMAIN, or USER."),
        ("password", "p", None, "The password of the administrator."),
        ("public-url", None, None, "Where people reach the site, such as https://example.com."),
        (
            "template",
            None,
            None,
            "A directory to start from, instead of the one that comes with the software.",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self["ports"] = []

    def opt_port(self, endpoint: str) -> None:
        """
        Listen on this Twisted endpoint, instead of the template's. May be repeated.
        """
        self["ports"].append(endpoint)

    async def execute(self) -> None:
        """
        Make the site.

        @raise SiteExists: there is something in its place.
        """
        if not self["administrator"]:
            raise UsageError("name the administrator with --administrator USER@DOMAIN")
        terminal, directory = self.root.terminal, Path(self.getStoreDirectory())
        template = Path(self["template"]) if self["template"] else bundledTemplate()
        address = Address.parse(self["administrator"], templateConfig(template).site.domain)
        site = NewSite(
            directory=directory,
            administrator=address,
            password=self["password"] or readPassword(terminal.stdin, str(address)),
            template=template,
            publicURL=self["public-url"],
            endpoints=self["ports"],
        )
        config = await createSite(site, self.root.reactor())
        terminal.out.write(f"made {directory}, with the administrator {address}\n")
        terminal.out.write(
            f"start it with 'axiomatic -d {directory} start'; it will be at {config.site.publicURL}\n"
        )
