"""
The rules of layout that no other tool checks, read off the source: each rule yields what breaks it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

CHECKOUT = Path(__file__).parents[2]
PACKAGES = ("axiom", "mantissa_like", "offerings")
MOST_LINES = 400

PUBLIC_FILES = ("errors", "interfaces", "testing")
"""What may be imported from a subpackage by others, besides its own name."""

PLUGIN_PATH = "__path__.extend(pluginPackagePaths(__name__))"
"""The statement that makes a package of Twisted plugins."""


@dataclass(frozen=True)
class Module:
    """
    The source of one module.

    @ivar name: as it is imported; that of the package for an C{__init__.py}.
    """

    name: str
    isPackage: bool
    source: str

    @property
    def tree(self) -> ast.Module:
        """
        The parsed source.
        """
        return parse(self.source)

    @property
    def package(self) -> str:
        """
        The package which the module's relative imports start from.
        """
        return self.name if self.isPackage else self.name.rpartition(".")[0]

    @property
    def isPublic(self) -> bool:
        """
        Whether no part of the name is private.
        """
        return not any(map(isPrivate, self.name.split(".")))


Rule = Callable[[Module], Iterator[str]]


@cache
def parse(source: str) -> ast.Module:
    """
    Parse each source once.
    """
    return ast.parse(source)


def isPrivate(word: str) -> bool:
    """
    Whether a name begins with an underscore and is not one of Python's own.
    """
    return word.startswith("_") and not word.startswith("__")


def readModules(*folders: str) -> Iterator[Module]:
    """
    Every module below these folders of the checkout; a folder that does not exist has none.
    """
    for folder in folders:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            parts = path.relative_to(CHECKOUT).with_suffix("").parts
            isPackage = parts[-1] == "__init__"
            yield Module(".".join(parts[:-1] if isPackage else parts), isPackage, path.read_text("utf-8"))


def importedNames(module: Module) -> Iterator[tuple[int, str]]:
    """
    The line and the full dotted name of everything that a module imports from our packages.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            origin = ""
        elif isinstance(node, ast.ImportFrom):
            start = module.package.rsplit(".", node.level - 1)[0] if node.level else ""
            origin = "".join(f"{part}." for part in (start, node.module) if part)
        else:
            continue
        for alias in node.names:
            name = origin + alias.name
            if name.partition(".")[0] in PACKAGES:
                yield node.lineno, name


def keepsOthersPrivate(module: Module) -> Iterator[str]:
    """
    What begins with an underscore is imported in the package that holds it only.
    """
    for line, name in importedNames(module):
        parts = name.split(".")
        owner = next((".".join(parts[:i]) for i, part in enumerate(parts) if isPrivate(part)), None)
        if owner is not None and module.package != owner and not module.package.startswith(f"{owner}._"):
            yield f"{module.name}:{line} imports {name}, which is private to {owner}"


def entersByTheDoor(moduleNames: Iterable[str]) -> Rule:
    """
    Another subpackage is imported by its own name or that of one of its L{PUBLIC_FILES}.
    """
    known = frozenset(moduleNames)

    def rule(module: Module) -> Iterator[str]:
        for line, name in importedNames(module):
            top, *inside = (name if name in known else name.rpartition(".")[0]).split(".")
            if top == "axiom" or len(inside) < 2 or inside[0] == "testing" or inside[1] in PUBLIC_FILES:
                continue
            home = f"{top}.{inside[0]}"
            if f"{module.package}.".startswith(f"{home}."):
                continue
            yield f"{module.name}:{line} imports {name} instead of a name of {home}"

    return rule


def hasDocstring(module: Module) -> Iterator[str]:
    """
    A module says what it is.
    """
    if not ast.get_docstring(module.tree):
        yield f"{module.name} has no docstring"


def isNotTooLong(module: Module) -> Iterator[str]:
    """
    A module is one concept.
    """
    lines = module.source.count("\n")
    if lines > MOST_LINES:
        yield f"{module.name} has {lines} lines, {MOST_LINES} are the most"


def listsItsNames(module: Module) -> Iterator[str]:
    """
    A public module that has names lists in C{__all__} those which it promises.
    """
    if module.isPublic and len(module.tree.body) > 1 and "__all__" not in assignedNames(module.tree.body):
        yield f"{module.name} has no __all__"


def isFacade(module: Module) -> Iterator[str]:
    """
    An C{__init__.py} is a docstring, imports and names like C{__all__}.
    """
    for statement in module.tree.body[1:] if module.isPackage else ():
        names = assignedNames([statement])
        isImport = isinstance(statement, ast.Import | ast.ImportFrom)
        isDunder = bool(names) and all(name.startswith("__") for name in names)
        if not (isImport or isDunder or ast.unparse(statement) == PLUGIN_PATH):
            yield f"{module.name}:{statement.lineno} does more than to import"


def assignedNames(statements: Iterable[ast.stmt]) -> set[str]:
    """
    The names that these statements themselves assign.
    """
    targets: list[ast.expr] = []
    for statement in statements:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets.append(statement.target)
    return {target.id for target in targets if isinstance(target, ast.Name)}


class LayoutTests(SynchronousTestCase):
    """
    The checkout keeps the rules.
    """

    def assertKept(self, rule: Rule, modules: Iterable[Module]) -> None:
        """
        No module breaks the rule; the failure names each one that does.
        """
        self.assertEqual([], [broken for module in modules for broken in rule(module)])

    def test_privateStaysPrivate(self) -> None:
        """
        Nothing private is imported from another package.
        """
        self.assertKept(keepsOthersPrivate, readModules(*PACKAGES))

    def test_subpackagesHaveOneDoor(self) -> None:
        """
        Subpackages import each other by their public files only.
        """
        modules = list(readModules(*PACKAGES))
        self.assertKept(entersByTheDoor(module.name for module in modules), modules)

    def test_modulesHaveDocstrings(self) -> None:
        """
        Every module has a docstring, also those of the tests and scripts.
        """
        self.assertKept(hasDocstring, readModules(*PACKAGES, "tests", "script"))

    def test_modulesAreNotTooLong(self) -> None:
        """
        No module is longer than one concept should be.
        """
        self.assertKept(isNotTooLong, readModules(*PACKAGES, "tests", "script"))

    def test_publicModulesListTheirNames(self) -> None:
        """
        Every public module has an C{__all__}.
        """
        self.assertKept(listsItsNames, readModules(*PACKAGES))

    def test_packagesAreFacades(self) -> None:
        """
        No C{__init__.py} of the store or the server has logic.
        """
        self.assertKept(isFacade, readModules("axiom", "mantissa_like"))


class RuleTests(SynchronousTestCase):
    """
    Each rule finds what breaks it, and nothing else.
    """

    def broken(
        self, rule: Rule, source: str, name: str = "mantissa_like.web._markup.page", isPackage: bool = False
    ) -> int:
        """
        How often a module with this source breaks the rule.
        """
        return len(list(rule(Module(name, isPackage, source))))

    def test_privateFiles(self) -> None:
        """
        A private file or name belongs to its package, in whichever form it is imported.
        """
        for source in (
            "from mantissa_like.sharing._roles import Role",
            "from mantissa_like.sharing import _roles",
            "import mantissa_like.sharing._roles",
            "from ..sharing._roles import Role",
            "def late():\n    from axiom._storage.types import Row",
        ):
            self.assertEqual(1, self.broken(keepsOthersPrivate, source), source)

    def test_ownPrivateFiles(self) -> None:
        """
        A module imports the private files beside it, those above its private package, and Python's names.
        """
        for source in (
            "from mantissa_like.web._session import Session",
            "from . import _session",
            "from axiom import __version__",
            "from __future__ import annotations",
            "from twisted.internet._resolver import HostResolution",
        ):
            self.assertEqual(0, self.broken(keepsOthersPrivate, source), source)
        within = "from mantissa_like.web._session import Session"
        self.assertEqual(0, self.broken(keepsOthersPrivate, within, "mantissa_like.web._pages._index"))
        self.assertEqual(1, self.broken(keepsOthersPrivate, within, "mantissa_like.web.pages._index"))

    def test_doors(self) -> None:
        """
        A public file of another subpackage is no way in, unless it is one of those that are.
        """
        rule = entersByTheDoor(["mantissa_like.sharing", "mantissa_like.sharing.roles"])
        for source, expected in (
            ("from mantissa_like.sharing.roles import Role", 1),
            ("from mantissa_like.sharing import roles", 1),
            ("import mantissa_like.sharing.roles", 1),
            ("from mantissa_like.sharing import Role", 0),
            ("from mantissa_like.sharing.interfaces import IRole", 0),
            ("from mantissa_like.testing.contracts import RoleContract", 0),
            ("from mantissa_like.errors import MantissaError", 0),
            ("from mantissa_like.web.theme import Theme", 0),
            ("from axiom.scripts.axiomatic import main", 0),
        ):
            self.assertEqual(expected, self.broken(rule, source), source)

    def test_docstring(self) -> None:
        """
        An empty file and a comment are no docstring.
        """
        self.assertEqual(
            [0, 1, 1], [self.broken(hasDocstring, s) for s in ('"""A page."""', "", "# A page.")]
        )

    def test_length(self) -> None:
        """
        The longest allowed module is allowed, one more line is not.
        """
        self.assertEqual([0, 1], [self.broken(isNotTooLong, "\n" * n) for n in (MOST_LINES, MOST_LINES + 1)])

    def test_listedNames(self) -> None:
        """
        A public module with names needs C{__all__}; one without names does not, and a private one neither.
        """
        names = '"""Pages."""\nPAGE = 1\n'
        self.assertEqual(1, self.broken(listsItsNames, names, "mantissa_like.web.interfaces"))
        self.assertEqual(
            0, self.broken(listsItsNames, f'{names}__all__ = ["PAGE"]', "mantissa_like.web.interfaces")
        )
        self.assertEqual(0, self.broken(listsItsNames, f"{names}__all__: list[str] = []", "axiom.plugins"))
        self.assertEqual(0, self.broken(listsItsNames, '"""Pages."""', "mantissa_like.web", isPackage=True))
        self.assertEqual(0, self.broken(listsItsNames, names))

    def test_facade(self) -> None:
        """
        An C{__init__.py} imports, sets Python's names, extends a plugin path; other files do anything.
        """
        facade = (
            f'"""Web."""\nfrom os import path\n__all__ = ["path"]\n__version__: str = "1"\n{PLUGIN_PATH}\n'
        )
        self.assertEqual(0, self.broken(isFacade, facade, "mantissa_like.web", isPackage=True))
        for logic in ("PAGE = 1", "def page(): pass", "for n in (): pass"):
            self.assertEqual(
                1, self.broken(isFacade, facade + logic, "mantissa_like.web", isPackage=True), logic
            )
            self.assertEqual(0, self.broken(isFacade, facade + logic))
