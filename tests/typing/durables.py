"""
What type checkers know of durable functions. Only checked, never run.
"""

from __future__ import annotations

from typing import assert_type

from axiom.item import Item
from mantissa_like.asyncitems import AsynchronousItem, durable, step


class Order(Item):
    """
    An item with durable functions.
    """

    typeName = "typing_durables_order"

    @durable
    async def sell(self, count: int, *, gift: bool = False) -> str:
        """
        Call a step, and another run.
        """
        assert_type(await step("price", self.price, count), float)
        await step("price", self.price, "many")  # type: ignore[arg-type]
        assert_type(await self.wrap(), list[int])
        return "sold"

    @durable(version=2)
    async def wrap(self) -> list[int]:
        """
        Return a list.
        """
        return []

    def price(self, count: int) -> float:
        """
        A step.
        """
        return count * 1.5


def checks(order: Order) -> None:
    """
    A call takes what the function takes, and returns an operation of its value.
    """
    assert_type(order.sell(3, gift=True), AsynchronousItem[str])
    order.sell("three")  # type: ignore[arg-type]
    order.sell()  # type: ignore[call-arg]
