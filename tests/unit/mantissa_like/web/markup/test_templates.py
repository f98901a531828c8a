"""
Tests for L{mantissa_like.web._markup.templates}.
"""

from __future__ import annotations

from pathlib import Path

from twisted.internet.defer import Deferred, succeed
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.error import FlattenerError
from twisted.web.template import tags

from mantissa_like.web import Template, markup

NAMESPACE = "http://twistedmatrix.com/ns/twisted.web.template/0.1"


class TemplateTests(SynchronousTestCase):
    """
    Tests for L{Template}.
    """

    def template(self, content: str) -> Template:
        path = Path(self.mktemp())
        path.write_text(f'<div xmlns:t="{NAMESPACE}">{content}</div>')
        return Template(path)

    def test_withoutSlots(self) -> None:
        """
        A template without slots is always the same.
        """
        self.assertEqual(b"<div>a &amp; b</div>", self.template("a &amp; b").fill())

    def test_textIsEscaped(self) -> None:
        """
        Text in a slot means itself.
        """
        template = self.template('[<t:slot name="a" />]')
        self.assertEqual(b"<div>[&lt;b&gt; &amp; \xc3\xa9]</div>", template.fill(a="<b> & é"))

    def test_markupIsKept(self) -> None:
        """
        Finished markup goes in as it is.
        """
        self.assertEqual(b"<div><b>x</b></div>", self.template('<t:slot name="a" />').fill(a=b"<b>x</b>"))

    def test_slotsInOrder(self) -> None:
        """
        Each slot gets its own value, however often it occurs.
        """
        template = self.template('<t:slot name="a" />-<b><t:slot name="b" /></b>-<t:slot name="a" />')
        self.assertEqual(b"<div>1-<b>2</b>-1</div>", template.fill(a="1", b="2"))

    def test_percentSigns(self) -> None:
        """
        A percent sign means itself, in the template and in what is filled in.
        """
        template = self.template('100%<b>%b <t:slot name="a" /></b>')
        self.assertEqual(b"<div>100%<b>%b %s</b></div>", template.fill(a="%s"))

    def test_textInAttribute(self) -> None:
        """
        Text in an attribute cannot end it.
        """
        template = self.template('<a><t:attr name="href">/<t:slot name="a" /></t:attr>x</a>')
        self.assertEqual(b'<div><a href="/&quot;&gt;&amp;">x</a></div>', template.fill(a='">&'))

    def test_markupInAttribute(self) -> None:
        """
        Markup has no place in an attribute.
        """
        template = self.template('<a><t:attr name="href"><t:slot name="a" /></t:attr></a>')
        self.assertRaises(TypeError, template.fill, a=b"<b>")

    def test_wrongSlots(self) -> None:
        """
        A slot left out, or one that is not there, is an error which names those that are.
        """
        template = self.template('<t:slot name="a" />')
        self.assertIn("['a']", str(self.assertRaises(TypeError, template.fill)))
        self.assertRaises(TypeError, template.fill, a="1", b="2")

    def test_readWhenFirstFilled(self) -> None:
        """
        Making a template touches no file, and filling it again does not read it again.
        """
        template = Template(Path(self.mktemp()))
        self.assertRaises(FileNotFoundError, template.fill)
        template.path.write_text("<p>x</p>")
        self.assertEqual(b"<p>x</p>", template.fill())
        template.path.unlink()
        self.assertEqual(b"<p>x</p>", template.fill())


class MarkupTests(SynchronousTestCase):
    """
    Tests for L{markup}.
    """

    def test_several(self) -> None:
        """
        What is given is flattened one after the other, text escaped.
        """
        self.assertEqual(b"<p>a</p>&lt;", markup(tags.p("a"), "<"))

    def test_nothing(self) -> None:
        """
        Nothing flattens to nothing.
        """
        self.assertEqual(b"", markup())

    def test_fired(self) -> None:
        """
        A Deferred that has fired counts as its result.
        """
        self.assertEqual(b"a", markup(succeed("a")))

    def test_waiting(self) -> None:
        """
        A Deferred that has not fired is refused.
        """
        waiting: Deferred[str] = Deferred()
        self.assertRaises(TypeError, markup, waiting)

    def test_broken(self) -> None:
        """
        What cannot be flattened raises.
        """
        self.assertRaises(FlattenerError, markup, tags.p(object()))  # type: ignore[arg-type]
