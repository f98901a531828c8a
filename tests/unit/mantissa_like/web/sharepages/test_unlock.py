"""
Tests for links that take a password.
"""

from __future__ import annotations

from urllib.parse import quote

from tests.unit.mantissa_like.web.memory_client import MemoryClient, Response
from tests.unit.mantissa_like.web.sharing_site import JSON, READ, SharingTestCase

PASSWORD = "correct horse"


class UnlockTests(SharingTestCase):
    """
    Tests for C{/shares/unlock}.
    """

    def setUp(self) -> None:
        """
        A link with a password.
        """
        super().setUp()
        self.path = self.link(password=PASSWORD)
        self.unlock = f"/shares/unlock?to={quote(self.path, safe='')}"

    def open(self, client: MemoryClient, password: str, to: str | None = None) -> Response:
        """
        Enter the password.
        """
        token = client.get("/shares/unlock", JSON).json()["csrfToken"]
        fields = {"password": password, "to": self.path if to is None else to, "csrfToken": token}
        return client.post("/shares/unlock", fields)

    def test_asked(self) -> None:
        """
        Without the password nothing is seen but the question for it; with it, all of this browser's visits
        see the note, and no other browser's.
        """
        response = self.stranger.get(self.path)
        self.assertEqual((303, self.unlock), (response.status, response.headers["location"]))
        page = self.stranger.get(self.unlock)
        self.assertIn("This takes a password", page.text)
        self.assertNotIn("Milk", page.text)
        self.assertEqual("noindex, nofollow", page.headers["x-robots-tag"])
        response = self.open(self.stranger, PASSWORD)
        self.assertEqual((303, self.path), (response.status, response.headers["location"]))
        for _ in range(2):
            self.assertIn("Milk", self.stranger.get(self.path).text)
        self.assertEqual(303, self.site.client().get(self.path).status)

    def test_wrong(self) -> None:
        """
        With a wrong password nothing is seen.
        """
        response = self.open(self.stranger, "wrong horse")
        self.assertEqual(403, response.status)
        self.assertIn("The password is wrong.", response.text)
        self.assertEqual(303, self.stranger.get(self.path).status)

    def test_guessing(self) -> None:
        """
        Whoever guesses has to wait, longer and longer.
        """
        statuses = [self.open(self.stranger, f"guess {number}").status for number in range(30)]
        self.assertEqual(429, statuses[-1])
        self.assertEqual(429, self.open(self.stranger, PASSWORD).status)
        self.site.clock.advance(86_400)
        self.assertEqual(303, self.open(self.stranger, PASSWORD).status)

    def test_anotherPassword(self) -> None:
        """
        With a new password, or without any, the old one is of no use and of no need.
        """
        self.open(self.stranger, PASSWORD)
        path = f"/shares/{self.number()}"
        self.send(self.owner, path, may=READ, until="", password="another horse")
        self.assertEqual(303, self.stranger.get(self.path).status)
        self.send(self.owner, path, may=READ, until="", password="", open="yes")
        self.assertEqual(200, self.site.client().get(self.path).status)

    def test_kept(self) -> None:
        """
        A change of something else leaves the password as it is.
        """
        self.send(self.owner, f"/shares/{self.number()}", may=READ, until="", password="")
        self.assertEqual(303, self.stranger.get(self.path).status)
        self.assertEqual(303, self.open(self.stranger, PASSWORD).status)
        self.assertEqual(200, self.stranger.get(self.path).status)

    def test_ended(self) -> None:
        """
        When the link is ended, whoever knew the password sees nothing any more.
        """
        self.open(self.stranger, PASSWORD)
        self.send(self.owner, "/shares", act="revoke", share=self.number())
        self.assertEqual(404, self.stranger.get(self.path).status)
        self.assertEqual(404, self.stranger.get(self.unlock).status)

    def test_elsewhere(self) -> None:
        """
        A password is asked for only where it takes one, and nobody is sent to other sites.
        """
        for to in (
            "",
            "/",
            "/users/alice/none",
            "//evil.example/x",
            "https://evil.example/",
            "/users/alice/note",
        ):
            self.assertEqual(404, self.stranger.get(f"/shares/unlock?to={quote(to, safe='')}").status, to)
            self.assertEqual(404, self.open(self.stranger, PASSWORD, to).status, to)

    def test_program(self) -> None:
        """
        A program is told where the password goes.
        """
        response = self.stranger.get(self.path, JSON)
        self.assertEqual(403, response.status)
        self.assertIn("/shares/unlock", response.json()["detail"])

    def test_forged(self) -> None:
        """
        A form that is not ours is refused.
        """
        fields = {"password": PASSWORD, "to": self.path}
        self.assertEqual(403, self.site.client().post("/shares/unlock", fields).status)
