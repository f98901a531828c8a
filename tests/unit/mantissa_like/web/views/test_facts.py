"""
Tests for L{mantissa_like.web._views.facts}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.template import tags

from mantissa_like.web import facts, markup


class FactsTests(SynchronousTestCase):
    """
    Tests for L{facts}.
    """

    def test_pairs(self) -> None:
        """
        Each fact stands beside its name, in order.
        """
        self.assertEqual(
            b'<dl class="facts"><dt>Size</dt><dd>1 &amp; 2</dd><dt>Type</dt><dd><b>x</b></dd></dl>',
            markup(facts({"Size": "1 & 2", "Type": tags.b("x")})),
        )
