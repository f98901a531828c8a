"""
What errors say to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twisted.trial.unittest import SynchronousTestCase

import axiom.care.errors
import axiom.scripts.errors
from axiom.errors import AxiomError

MARKUP = re.compile(r"\b[A-Z]\{")


def errorsBelow(root: type[AxiomError]) -> Iterator[type[AxiomError]]:
    """
    A class and all those below it.
    """
    yield root
    for each in root.__subclasses__():
        yield from errorsBelow(each)


class HintTests(SynchronousTestCase):
    """
    Hints are shown as they are.
    """

    def test_sentences(self) -> None:
        """
        The hint of each of the store's errors is a sentence without markup, or empty.
        """
        found = {each for each in errorsBelow(AxiomError) if each.__module__.startswith("axiom.")}
        self.assertTrue({axiom.care.errors.BackupBusy, axiom.scripts.errors.NoSuchStore} < found)
        for each in found:
            if each.hint:
                self.assertIsNone(MARKUP.search(each.hint), each)
                self.assertTrue(each.hint.endswith("."), each)
