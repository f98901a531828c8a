"""
Tests for L{mantissa_like.web._personpages.preferences}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from tests.unit.mantissa_like.web.memory_client import Response
from tests.unit.mantissa_like.web.memory_site import MemorySite
from tests.unit.mantissa_like.web.shelves import furnish

JSON = {"Accept": "application/json"}
PATH = "/account/preferences/shelf"


class PreferencesTests(SynchronousTestCase):
    """
    Tests for L{PreferencesPage} and L{AppPreferencesPage}.
    """

    def setUp(self) -> None:
        """
        Alice, with a shelf.
        """
        self.site = MemorySite()
        self.shelf = furnish(self.site.addUser("alice"))
        self.client = self.site.logIn("alice")

    def choose(self, width: str) -> Response:
        """
        Send the form.
        """
        token = self.client.get(PATH).text.partition('name="csrfToken" value="')[2].partition('"')[0]
        return self.client.post(PATH, {"width": width, "csrfToken": token})

    def test_listed(self) -> None:
        """
        Each application with something to choose is named, with what is chosen.
        """
        self.assertIn(f'<a href="{PATH}">Shelf</a>', self.client.get("/account/preferences").text)
        data = self.client.get("/account/preferences", JSON).json()
        self.assertEqual({"language": "en", "apps": {"shelf": {"width": 3}}}, data)

    def test_language(self) -> None:
        """
        Where a site speaks several languages, people choose among them by their names, for their browser; one
        that it does not speak is refused. Where there is one, nothing is asked.
        """
        self.assertNotIn("Language", self.client.get("/account/preferences").text)
        site = MemorySite(languages=("en", "pt-BR"))
        site.addUser("alice")
        client = site.logIn("alice")
        text = client.get("/account/preferences").text
        self.assertIn('<option value="pt-BR">Português (BR)</option>', text)
        token = text.partition('name="csrfToken" value="')[2].partition('"')[0]
        for language, status in (("xx", 400), ("pt-BR", 303)):
            answer = client.post("/account/preferences", {"language": language, "csrfToken": token})
            self.assertEqual(status, answer.status)
        self.assertIn('<html lang="pt-BR">', client.get("/account/preferences").text)

    def test_nothing(self) -> None:
        """
        Who has nothing to choose reads so.
        """
        self.site.addUser("bob")
        text = self.site.logIn("bob").get("/account/preferences").text
        self.assertIn("None of your apps has anything to choose.", text)

    def test_chosen(self) -> None:
        """
        What is chosen is kept, and shown from then on.
        """
        response = self.choose("7")
        self.assertEqual((303, PATH), (response.status, response.headers["location"]))
        self.assertEqual(7, self.shelf.width)
        self.assertIn('value="7"', self.client.get(PATH).text)

    def test_refused(self) -> None:
        """
        What the form or the application refuses is shown again with what is wrong, and nothing is changed.
        """
        for width, problem in (("99", "Choose a number from 1 to 9."), ("8", "Not eight.")):
            response = self.choose(width)
            self.assertEqual(400, response.status)
            self.assertIn(problem, response.text)
            self.assertIn(f'value="{width}"', response.text)
            self.assertEqual(3, self.shelf.width)

    def test_unknown(self) -> None:
        """
        For an application that one does not have there is no page.
        """
        self.assertEqual(404, self.client.get("/account/preferences/other").status)
