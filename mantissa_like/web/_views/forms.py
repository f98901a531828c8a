"""
Forms: parameters asked for together.

What was sent and can't be used is shown again, with what is wrong beside each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web._views.choices import CheckBox, Choices
from mantissa_like.web._views.files import Files
from mantissa_like.web._views.parameters import Hidden, Parameter, Unfit
from mantissa_like.web._views.visit import Visit
from mantissa_like.web.errors import BadInput

__all__ = ["Filled", "Form", "button", "confirmed"]

T = TypeVar("T")

_CONFIRMED = "confirmed"


class Filled:
    """
    What a form was filled in with, by its parameters.
    """

    def __init__(self, values: Mapping[Parameter[Any], object]) -> None:
        self._values = dict(values)

    def __getitem__(self, parameter: Parameter[T]) -> T:
        """
        The value of one of the form's parameters.
        """
        return cast(T, self._values[parameter])

    def __repr__(self) -> str:
        return f"<Filled {[each.name for each in self._values]}>"


class Form:
    """
    What is asked for together, and the button that sends it.
    """

    def __init__(self, *parameters: Parameter[Any], submit: str, isDangerous: bool = False) -> None:
        """
        @param submit: what the button says.
        @param isDangerous: whether what it does can't be undone.
        """
        self.parameters = parameters
        self._submit, self._isDangerous = submit, isDangerous

    def read(self, visit: Visit) -> Filled:
        """
        What was sent.

        @raise BadInput: some of it can't be used; it says which, and why.
        """
        values: dict[Parameter[Any], object] = {}
        problems: dict[str, str] = {}
        for parameter in self.parameters:
            try:
                values[parameter] = parameter.read(visit.fields)
            except Unfit as e:
                problems[parameter.name] = str(e)
        if problems:
            raise BadInput(_summary(self.parameters, problems), problems)
        return Filled(values)

    def show(
        self,
        visit: Visit,
        values: Mapping[Parameter[Any], Any] | None = None,
        action: str | None = None,
        extra: Mapping[str, str] | None = None,
        name: str = "",
    ) -> Tag:
        """
        The form, with what was sent if that could not be used.

        @param values: what is in it at first, by parameters; those that are left out are empty.
        @param action: where it is sent to, quoted; by default to the page that is visited.
        @param extra: hidden fields besides, such as one that tells two forms of a page apart.
        @param name: makes the IDs of its fields differ from those of other forms of the page.
        """
        told = {} if extra is None else extra
        wasSent = bool(visit.fields) and all(visit.fields.get(key) == told[key] for key in told)
        form = tags.form(
            visit.csrfField(),
            *(tags.input(type="hidden", name=key, value=value) for key, value in told.items()),
            method="post",
            action=visit.path if action is None else action,
            class_="form",
            **_encoding(self.parameters),
        )
        for parameter in self.parameters:
            if wasSent:
                shown = visit.fields.all(parameter.name)
            elif values is not None and parameter in values:
                shown = parameter.written(values[parameter])
            else:
                shown = ()
            problem = visit.problems.get(parameter.name, "") if wasSent else ""
            form(_field(parameter, shown, problem, f"{name}-{parameter.name}" if name else parameter.name))
        return form(
            tags.p(
                tags.button(self._submit, type="submit", class_="danger" if self._isDangerous else ""),
                class_="buttons",
            )
        )


def button(
    visit: Visit, label: str, action: str | None = None, isDangerous: bool = False, **fields: str
) -> Tag:
    """
    A form that is nothing but a button.

    @param action: where it is sent to, quoted; by default to the page that is visited.
    @param fields: what it sends.
    """
    return tags.form(
        visit.csrfField(),
        *(tags.input(type="hidden", name=name, value=value) for name, value in fields.items()),
        tags.button(label, type="submit", class_="small danger" if isDangerous else "small"),
        method="post",
        action=visit.path if action is None else action,
        class_="inline",
    )


def confirmed(visit: Visit, question: str, consequence: str, label: str, back: str) -> Tag | None:
    """
    Ask once before something is done that is not easily undone.

    @param question: such as C{Delete the account alice@example.com?}
    @param consequence: what happens then, and how it can be undone, or that it can't; full sentences.
    @param label: of the button that does it.
    @param back: where to go instead, quoted.
    @return: what to show, a form which sends everything again; None once that has happened, or if it is a
        program that sends C{confirmed}.
    """
    if visit.fields.get(_CONFIRMED) == "yes":
        return None
    again = [
        tags.input(type="hidden", name=name, value=value)
        for name in visit.fields
        for value in visit.fields.all(name)
    ]
    return tags.section(
        tags.h1(question),
        tags.p(consequence),
        tags.form(
            *again,
            tags.input(type="hidden", name=_CONFIRMED, value="yes"),
            tags.p(
                tags.button(label, type="submit", class_="danger"),
                " ",
                tags.a("No, go back", href=back),
                class_="buttons",
            ),
            method="post",
            action=visit.path,
        ),
        class_="confirmation",
    )


def _field(parameter: Parameter[Any], shown: tuple[str, ...], problem: str, identifier: str) -> Flattenable:
    if isinstance(parameter, Hidden):
        return parameter.control(shown)
    described = []
    notes: list[Flattenable] = []
    if parameter.hint:
        described.append(f"{identifier}-hint")
        notes.append(tags.span(parameter.hint, class_="hint", id=described[-1]))
    if problem:
        described.append(f"{identifier}-problem")
        notes.append(tags.span(problem, class_="unfit", id=described[-1]))
    attributes = {"id": identifier}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if problem:
        attributes["aria-invalid"] = "true"
    control = parameter.control(shown, **attributes)
    if isinstance(parameter, Choices):
        return tags.div(control, *notes, class_="field")
    if isinstance(parameter, CheckBox):
        return tags.p(tags.label(control, " ", parameter.label, class_="option"), *notes, class_="field")
    return tags.p(tags.label(parameter.label, for_=identifier), control, *notes, class_="field")


def _encoding(parameters: tuple[Parameter[Any], ...]) -> dict[str, str]:
    hasFiles = any(isinstance(each, Files) for each in parameters)
    return {"enctype": "multipart/form-data"} if hasFiles else {}


def _summary(parameters: tuple[Parameter[Any], ...], problems: Mapping[str, str]) -> str:
    labels = [each.label or each.name for each in parameters if each.name in problems]
    if len(labels) == 1:
        return f"{labels[0]}: {next(iter(problems.values()))}"
    return f"Please mend what is marked below: {', '.join(labels)}."
