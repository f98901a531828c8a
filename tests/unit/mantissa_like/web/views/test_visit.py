"""
Tests for L{mantissa_like.web._views.visit}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import Visit, markup


class VisitTests(SynchronousTestCase):
    """
    Tests for L{Visit}.
    """

    def test_csrfField(self) -> None:
        """
        The field for forms carries the visit's token.
        """
        visit = Visit(path="/users/alice/x", owner="alice", clock=Clock(), csrfToken="<t>")
        self.assertEqual(
            b'<input type="hidden" name="csrfToken" value="&lt;t&gt;" />', markup(visit.csrfField())
        )

    def test_nothingSent(self) -> None:
        """
        A plain visit brings nothing along.
        """
        visit = Visit(path="/users/alice/x", owner="alice", clock=Clock())
        self.assertEqual(
            ((), {}, {}, None), (visit.segments, dict(visit.arguments), dict(visit.fields), visit.viewer)
        )
