"""
Tests for the command C{port}.
"""

from __future__ import annotations

import json

from tests.unit.mantissa_like.commands import command_lines


class PortCommandTests(command_lines.CommandLineTestCase):
    """
    Tests for C{axiomatic port}.
    """

    def test_list(self) -> None:
        """
        Ports are listed with their numbers, endpoints and servers.
        """
        self.assertEqual(f"{self.port}  tcp:80:interface=127.0.0.1  web\n", self.done("port", "list"))

    def test_listAsJSON(self) -> None:
        """
        Programs get the same as JSON.
        """
        self.assertEqual(
            [{"identifier": self.port, "endpoint": "tcp:80:interface=127.0.0.1", "server": "web"}],
            json.loads(self.done("port", "list", "--json")),
        )

    def test_create(self) -> None:
        """
        A port that is created is on the loopback, unless its endpoint says otherwise.
        """
        self.assertIn(
            " is tcp:8080:interface=127.0.0.1\n", self.done("port", "create", "--strport", "tcp:8080")
        )
        self.assertIn(
            " is tcp:81:interface=0.0.0.0\n", self.done("port", "create", "tcp:81:interface=0.0.0.0")
        )
        self.assertIn(" is tcp:82", self.done("port", "create", "-f", "web", "tcp:82"))
        self.assertEqual(4, self.done("port", "list").count("\n"))

    def test_createRefused(self) -> None:
        """
        What is no endpoint, or is there already, changes nothing.
        """
        self.assertIn("Unknown endpoint type: 'nonsense'", self.refused("port", "create", "nonsense:1"))
        self.assertIn(f"port {self.port} has the endpoint", self.refused("port", "create", "tcp:80"))
        self.assertIn("name the endpoint", self.refused("port", "create"))
        unknown = self.refused("port", "create", "--factory-identifier", "gopher", "tcp:70")
        self.assertIn("the site serves web, not 'gopher'", unknown)
        self.assertEqual(1, self.done("port", "list").count("\n"))

    def test_delete(self) -> None:
        """
        A port is deleted by its number.
        """
        out = self.done("port", "delete", "--port-identifier", str(self.port))
        self.assertEqual(("deleted tcp:80:interface=127.0.0.1\n", ""), (out, self.done("port", "list")))

    def test_deleteRefused(self) -> None:
        """
        A number that no port has, or none at all, changes nothing.
        """
        self.assertIn("there is no port 4711", self.refused("port", "delete", "4711"))
        self.assertIn("name the port", self.refused("port", "delete"))
        self.assertIn("name the port", self.refused("port", "delete", "web"))
        self.assertEqual(1, self.done("port", "list").count("\n"))
