"""
Tests for L{mantissa_like.asyncitems._schemas}.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from twisted.protocols import amp
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import (
    BadOperationValue,
    SchemaTaken,
    UnknownSchema,
    addHandlers,
    declareSchema,
    makeOperation,
)
from mantissa_like.asyncitems._schemas import schemaName
from tests.unit.mantissa_like.asyncitems.workbench import Workbench


class Weather(msgspec.Struct, frozen=True):
    """
    A value with a type.
    """

    place: str
    measured: datetime
    rain: float


class Measure(amp.Command):
    """
    A command whose response is a value.
    """

    response: ClassVar[list[tuple[bytes, amp.Argument]]] = [
        (b"place", amp.Unicode()),
        (b"rain", amp.Decimal()),
        (b"note", amp.Unicode(optional=True)),
    ]


declareSchema("test.weather", Weather)
declareSchema("test.measure", Measure)


class SchemaTests(SynchronousTestCase):
    """
    Tests for values that are described.
    """

    def setUp(self) -> None:
        self.bench = Workbench()

    def test_type(self) -> None:
        """
        A value of the type is read as one, also by who it is passed on to.
        """
        value = Weather("Zürich", datetime(2026, 11, 21, tzinfo=UTC), 1.5)
        operation = makeOperation(self.bench.store, schema=Weather)
        passed = addHandlers(operation)
        operation.succeed(value)
        self.bench.workOff()
        self.assertEqual([value, value], [operation.value, passed.value])

    def test_wrongType(self) -> None:
        """
        Another value is refused.
        """
        operation = makeOperation(self.bench.store, schema="test.weather")
        for value in (1, None, {"place": "Zürich"}, object()):
            self.assertRaises(BadOperationValue, operation.succeed, value)

    def test_command(self) -> None:
        """
        A command's response is a dictionary of its arguments.
        """
        operation = makeOperation(self.bench.store, schema=Measure)
        operation.succeed({"place": "Zürich", "rain": Decimal("1.50")})
        self.assertEqual({"place": "Zürich", "rain": Decimal("1.50"), "note": None}, operation.value)

    def test_wrongResponse(self) -> None:
        """
        What is no response of the command is refused.
        """
        operation = makeOperation(self.bench.store, schema=Measure)
        wrong: list[Any] = [{}, {"place": 1, "rain": Decimal(1)}, {"place": "a", "rain": 1}, None, 3]
        for value in wrong:
            self.assertRaises(BadOperationValue, operation.succeed, value)

    def test_declaredTwice(self) -> None:
        """
        A name stands for one schema.
        """
        declareSchema("test.weather", Weather)
        self.assertRaises(SchemaTaken, declareSchema, "test.weather", Measure)

    def test_notDeclared(self) -> None:
        """
        What nobody declared is refused, and can't be read.
        """
        self.assertRaises(UnknownSchema, schemaName, int)
        operation = makeOperation(self.bench.store, schema=Weather)
        operation.valueSchema = "test.gone"
        error = self.assertRaises(UnknownSchema, operation.succeed, 1)
        self.assertEqual("no schema 'test.gone' is declared", str(error))
