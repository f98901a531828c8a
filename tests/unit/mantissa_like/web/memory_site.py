"""
A whole site in memory, with notes that people share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import IUsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.internet.defer import Deferred, fail, maybeDeferred, succeed
from twisted.internet.task import Clock
from twisted.web.template import tags
from zope.interface import Interface, implementer

from axiom.attributes import text
from axiom.item import Item, nameInterface
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts import Address, findSubStore
from mantissa_like.catalog import BASE, appointAdministrator
from mantissa_like.config import SiteConfig, SiteSettings
from mantissa_like.observing import Observatory
from mantissa_like.sharing import describeInterface
from mantissa_like.stores import StorePool
from mantissa_like.web import (
    BadInput,
    ISiteControl,
    NotFound,
    Page,
    Redirect,
    SiteContext,
    Visit,
    makeSiteFactory,
    registerWebView,
)
from tests.unit.mantissa_like.web.memory_client import MemoryClient

__all__ = ["IReadableNote", "IWritableNote", "MemorySite", "Note"]


class IReadableNote(Interface):
    """
    Something to read.
    """

    def read():  # type: ignore[no-untyped-def]
        """
        The text.
        """


class IWritableNote(Interface):
    """
    Something to write on.
    """

    def write(text):  # type: ignore[no-untyped-def]
        """
        Replace the text.
        """


nameInterface(IReadableNote, "test.IReadableNote")
nameInterface(IWritableNote, "test.IWritableNote")
describeInterface(IReadableNote, "read the note")
describeInterface(IWritableNote, "write on the note", needs=[IReadableNote])


@implementer(IReadableNote, IWritableNote)
class Note(Item):
    """
    Some text.
    """

    typeName = "test_web_note"
    body = text(allowNone=False)

    def read(self) -> str:
        """
        See L{IReadableNote}.
        """
        return self.body

    def write(self, text: str) -> None:
        """
        See L{IWritableNote}.
        """
        self.body = text


class NoteView:
    """
    Shows a note and counts how often it does.

    @cvar shown: the visits, the latest last.
    @cvar pending: what C{show} waits for if the argument C{wait} is given.
    """

    hasPagesBelow = True
    shown: list[Visit] = []
    pending: Deferred[None] = Deferred()

    def __init__(self, note: Any) -> None:
        self._note = note

    def show(self, visit: Visit) -> Any:
        """
        The text and a form.
        """
        self.shown.append(visit)
        if visit.segments not in ((), ("more",)):
            raise NotFound
        if "wait" in visit.arguments:
            return self._showLater(visit)
        return self._page(visit)

    def data(self, visit: Visit) -> dict[str, str | None]:
        """
        The text.
        """
        self.shown.append(visit)
        return {"text": self._note.read(), "viewer": visit.viewer}

    async def _showLater(self, visit: Visit) -> Page:
        await self.pending
        return self._page(visit)

    def _page(self, visit: Visit) -> Page:
        if visit.arguments.get("n", "0") == "x":
            raise BadInput("n is a number, not <x>.")
        form = tags.form(visit.csrfField(), tags.input(name="text", value=visit.fields.get("text", "")))
        content = tags.div(tags.p(self._note.read()), form)
        return Page("Note", content, isCacheable="now" not in visit.arguments)


class NoteAction:
    """
    Writes on a note.
    """

    def __init__(self, note: Any) -> None:
        self._note = note

    def post(self, visit: Visit) -> Any:
        """
        Replace the text.
        """
        text = visit.fields.get("text", "")
        if not text.strip():
            raise BadInput("A note needs a text.")
        if text == "wait":
            return self._writeLater(visit)
        self._note.write(text)
        return Redirect(f"{visit.path}#é")

    async def _writeLater(self, visit: Visit) -> Page:
        await NoteView.pending
        self._note.write("waited")
        return Page("Done", "Done.")


registerWebView(IReadableNote, NoteView)
registerWebView(IWritableNote, NoteAction)


@implementer(ICredentialsChecker)
class Checker:
    """
    Knows passwords.

    @ivar passwords: by address.
    """

    credentialInterfaces = (IUsernamePassword,)

    def __init__(self) -> None:
        self.passwords: dict[bytes, bytes] = {}

    def requestAvatarId(self, credentials: Any) -> Deferred[bytes | tuple[()]]:
        """
        See L{ICredentialsChecker}.
        """
        if self.passwords.get(credentials.username) == credentials.password:
            return succeed(credentials.username)
        return fail(UnauthorizedLogin())


class MemorySite:
    """
    A site at C{example.com}.
    """

    def __init__(
        self,
        control: Callable[[Store], ISiteControl] | None = None,
        directory: str | None = None,
        **settings: Any,
    ) -> None:
        """
        @param control: makes what the console controls.
        @param directory: of the site's store, which the caller closes; None for memory.
        @param settings: of the table C{[site]}.
        """
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = Store(directory, runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.pool = StorePool(self.store, 10)
        self.checker = Checker()
        self.store.inMemoryPowerUp(self.checker, ICredentialsChecker)
        site = SiteSettings(domain="example.com", title="Example", **settings)
        self._random = 0
        self.context = SiteContext(
            siteStore=self.store,
            pool=self.pool,
            config=SiteConfig(site=site),
            clock=self.clock,
            randomBytes=self._randomBytes,
            observatory=Observatory(self.store, self.clock, keepDays=14),
            control=None if control is None else control(self.store),
        )
        self.server = makeSiteFactory(self.context)

    def _randomBytes(self, count: int) -> bytes:
        self._random += 1
        return self._random.to_bytes(count, "big")

    def client(self) -> MemoryClient:
        """
        A browser without cookies.
        """
        return MemoryClient(self.server, isSecure=self.context.config.site.publicURL.startswith("https:"))

    def addUser(self, name: str, domain: str | None = "example.com") -> Store:
        """
        Make an account whose password is its name; without a domain, an application.

        @return: its store.
        """
        subStore = SubStore.createNew(self.store, ("account", domain or "app", f"{name}.axiom"))
        for store in (self.store, subStore.open()):
            avatars = subStore if store is self.store else None
            account = LoginAccount(store=store, avatars=avatars, passwordHash=f"hash of {name}", disabled=0)
            LoginMethod(
                store=store,
                localpart=name,
                domain=domain,
                protocol="*",
                internal=False,
                verified=True,
                account=account,
            )
        self.checker.passwords[f"{name}@{domain}".encode()] = name.encode()
        return subStore.open()

    def addAdministrator(self, name: str) -> Store:
        """
        Make an account as L{addUser} does, and let it administer the site.

        @return: its store.
        """
        if findSubStore(self.store, BASE, None) is None:
            self.addUser(BASE, None)
        userStore = self.addUser(name)
        appointAdministrator(self.store, Address(name, "example.com"))
        return userStore

    def account(self, name: str) -> LoginAccount:
        """
        The account in the site store.
        """
        account: LoginAccount = self.store.findUnique(LoginMethod, LoginMethod.localpart == name).account
        return account

    def logIn(self, name: str) -> MemoryClient:
        """
        A browser in which somebody has logged in.
        """
        client = self.client()
        token = client.get("/login", {"Accept": "application/json"}).json()["csrfToken"]
        response = client.post("/login", {"username": name, "password": name, "csrfToken": token})
        assert response.status == 303, response.text
        return client
