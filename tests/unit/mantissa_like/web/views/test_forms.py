"""
Tests for forms and their parameters.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import (
    BadInput,
    CheckBox,
    Choice,
    Choices,
    Day,
    Email,
    Files,
    Form,
    Hidden,
    LongText,
    Number,
    Parameter,
    Password,
    Text,
    Values,
    Visit,
    button,
    confirmed,
    markup,
)

TITLE = Text("title", "Title", longest=10, hint="At most ten characters.")
COUNT = Number("count", "Count", least=1, most=9)
FORM = Form(TITLE, COUNT, submit="Save")


def visit(problems: dict[str, str] | None = None, **fields: str | tuple[str, ...]) -> Visit:
    """
    One with these fields.
    """
    pairs = [
        (name, each)
        for name, value in fields.items()
        for each in (value if isinstance(value, tuple) else (value,))
    ]
    return Visit(
        path="/here",
        owner="",
        clock=Clock(),
        csrfToken="tok",
        fields=Values(pairs),
        problems=problems or {},
    )


def shown(form: Form, visit: Visit, **more: Any) -> str:
    """
    Its markup.
    """
    return markup(form.show(visit, **more)).decode()


class ParameterTests(SynchronousTestCase):
    """
    Tests for each kind of L{Parameter}.
    """

    def assertReads(self, parameter: Parameter[Any], *cases: tuple[Any, object]) -> None:
        """
        What is sent is read as the value; None for what is refused.
        """
        for sent, expected in cases:
            fields: dict[str, Any] = {} if sent is None else {parameter.name: sent}
            try:
                value = Form(parameter, submit="x").read(visit(**fields))[parameter]
            except BadInput as e:
                self.assertEqual([parameter.name], list(e.problems))
                self.assertTrue(e.problems[parameter.name].endswith("."))
                value = BadInput
            self.assertEqual(expected, value, sent)

    def test_text(self) -> None:
        """
        One line, trimmed, neither too short nor too long.
        """
        self.assertReads(
            Text("a", "A", shortest=2, longest=4),
            (" ab ", "ab"),
            ("abcd", "abcd"),
            ("a", BadInput),
            ("abcde", BadInput),
            ("a\nb", BadInput),
            ("", BadInput),
            (None, BadInput),
        )
        self.assertReads(Text("a", "A", shortest=0), ("", ""), (None, ""))

    def test_longText(self) -> None:
        """
        Lines end with line feeds, whatever browsers send.
        """
        self.assertReads(LongText("a", "A", longest=5), (" a\r\nb ", "a\nb"), ("123456", BadInput))

    def test_email(self) -> None:
        """
        Something before and behind one at sign.
        """
        self.assertReads(
            Email("a", "A"),
            ("alice@example.com", "alice@example.com"),
            ("alice", BadInput),
            ("a@b@c", BadInput),
            ("a b@c", BadInput),
        )

    def test_password(self) -> None:
        """
        White space belongs to it, and it is not shown again.
        """
        parameter = Password("a", "A")
        self.assertReads(parameter, (" x ", " x "), ("", BadInput))
        self.assertNotIn("secret", shown(Form(parameter, submit="x"), visit(a="secret")))

    def test_number(self) -> None:
        """
        Whole numbers within limits.
        """
        self.assertReads(
            Number("a", "A", least=-2, most=20),
            ("20", 20),
            ("-2", -2),
            ("21", BadInput),
            ("1.5", BadInput),
            ("٣", BadInput),
            ("9" * 5000, BadInput),
            ("", BadInput),
        )

    def test_day(self) -> None:
        """
        A day as browsers write it; none where it may be left out.
        """
        self.assertReads(
            Day("a", "A"),
            ("2030-12-24", date(2030, 12, 24)),
            ("", None),
            ("24.12.2030", BadInput),
            ("2030-02-30", BadInput),
        )
        self.assertReads(Day("a", "A", isRequired=True), ("", BadInput))

    def test_checkBox(self) -> None:
        """
        What is not sent is not checked.
        """
        self.assertReads(CheckBox("a", "A"), ("yes", True), ("on", True), (None, False), ("no", False))

    def test_choices(self) -> None:
        """
        Only what is offered can be chosen.
        """
        options = (("a", "An A"), ("b", "A B"))
        self.assertReads(Choice("x", "X", options=options), ("a", "a"), ("c", BadInput), (None, BadInput))
        self.assertReads(
            Choices("x", "X", options=options),
            (None, ()),
            (("b", "a"), ("a", "b")),
            (("a", "c"), BadInput),
        )

    def test_everyParameterShowsItsValue(self) -> None:
        """
        What a value is shown as is read as the same value.
        """
        options = (("a", "An A"), ("b", "A B"))
        for parameter, value in (
            (Text("x", "X"), 'a"b'),
            (LongText("x", "X"), "\na\n<b>".strip()),
            (Hidden("x"), "1"),
            (Number("x", "X"), 12),
            (Day("x", "X"), date(2030, 1, 2)),
            (CheckBox("x", "X"), True),
            (CheckBox("x", "X"), False),
            (Choice("x", "X", options=options), "b"),
            (Choices("x", "X", options=options), ("a", "b")),
        ):
            typed: Any = parameter
            self.assertEqual(value, typed.read(visit(x=typed.written(value)).fields))


class FormTests(SynchronousTestCase):
    """
    Tests for L{Form}.
    """

    def test_labels(self) -> None:
        """
        Every field has a label, its hint belongs to it, and the form has the token and a button.
        """
        text = shown(FORM, visit())
        self.assertIn('<label for="title">Title</label>', text)
        self.assertIn('aria-describedby="title-hint"', text)
        self.assertIn('name="csrfToken" value="tok"', text)
        self.assertIn('action="/here"', text)
        self.assertIn(">Save</button>", text)

    def test_values(self) -> None:
        """
        A form shows the values that it is given.
        """
        text = shown(FORM, visit(), values={TITLE: "<old>", COUNT: 3})
        self.assertIn('value="&lt;old&gt;"', text)
        self.assertIn('value="3"', text)

    def test_kept(self) -> None:
        """
        What can't be used is shown again with what is wrong, instead of the old value.
        """
        error = self.assertRaises(BadInput, FORM.read, visit(title="x" * 11, count="no"))
        self.assertEqual({"title", "count"}, set(error.problems))
        self.assertIn("Title, Count", error.problem)
        text = shown(FORM, visit(dict(error.problems), title="x" * 11, count="no"), values={TITLE: "old"})
        self.assertIn("x" * 11, text)
        self.assertNotIn("old", text)
        self.assertIn('aria-invalid="true"', text)
        self.assertIn('aria-describedby="title-hint title-problem"', text)
        self.assertIn("This has 11 characters; 10 are the most.", text)

    def test_twoForms(self) -> None:
        """
        What was sent with one form is not shown in another of the same page.
        """
        sent = visit({"title": "Wrong."}, title="new", form="a")
        self.assertIn("new", shown(FORM, sent, extra={"form": "a"}))
        other = shown(FORM, sent, extra={"form": "b"}, values={TITLE: "old"})
        self.assertIn("old", other)
        self.assertNotIn("Wrong.", other)

    def test_files(self) -> None:
        """
        Only a form with files is sent in parts.
        """
        self.assertNotIn("multipart", shown(FORM, visit()))
        self.assertIn(
            'enctype="multipart/form-data"', shown(Form(Files("f", "File"), submit="Send"), visit())
        )


class ButtonTests(SynchronousTestCase):
    """
    Tests for L{button} and L{confirmed}.
    """

    def test_button(self) -> None:
        """
        A button sends its fields and the token.
        """
        text = markup(button(visit(), "Undo", "/undo", number="3")).decode()
        for expected in ('action="/undo"', 'name="number" value="3"', 'value="tok"', ">Undo</button>"):
            self.assertIn(expected, text)

    def test_asksOnce(self) -> None:
        """
        The question sends everything again, and is not asked of who has confirmed.
        """
        asked = confirmed(visit(what="<a>"), "Delete it?", "It is gone then.", "Delete", "/back")
        assert asked is not None
        text = markup(asked).decode()
        for expected in (
            "Delete it?",
            "It is gone then.",
            'name="what" value="&lt;a&gt;"',
            'name="confirmed" value="yes"',
            'href="/back"',
        ):
            self.assertIn(expected, text)
        self.assertIsNone(confirmed(visit(what="a", confirmed="yes"), "?", ".", "Delete", "/back"))
