"""
What waits for what, drawn as a list.

What is the only one to wait for something comes below it; where several wait for one, each begins a branch.
So a chain of hundreds stays readable on a telephone, and a screen reader tells the branches by their lists.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AsynchronousItem,
    OperationTree,
)

__all__ = ["STUCK", "showTree", "stateOf", "stateTag"]

STUCK = "stuck"

_LABELS = {
    STUCK: ("stuck", "badge bad"),
    PENDING: ("waiting", "badge"),
    RESOLVED: ("done", "badge good"),
    REJECTED: ("failed", "badge bad"),
    CANCELLED: ("cancelled", "badge"),
    TIMED_OUT: ("too late", "badge bad"),
}
_DEEPEST = 20

Link = Callable[[AsynchronousItem], Tag]


def stateOf(operation: AsynchronousItem) -> str:
    """
    The state of an operation; C{stuck} if it has a problem.
    """
    return STUCK if operation.problem else operation.state


def stateTag(operation: AsynchronousItem) -> Tag:
    """
    The same for people.
    """
    label, look = _LABELS[stateOf(operation)]
    return tags.span(label, class_=look)


def showTree(tree: OperationTree, here: AsynchronousItem, link: Link) -> Tag:
    """
    A tree for people.

    @param here: the operation that the page is about.
    @param link: leads to an operation.
    """
    return _chain(tree, here, link, 0)(class_="tree")


def _chain(tree: OperationTree, here: AsynchronousItem, link: Link, depth: int) -> Tag:
    shown = tags.ol()
    while True:
        shown(_entry(tree.operation, here, link))
        if len(tree.children) != 1:
            break
        tree = tree.children[0]
    if tree.children:
        shown(tags.li(_branches(tree, here, link, depth)))
    return shown


def _branches(tree: OperationTree, here: AsynchronousItem, link: Link, depth: int) -> Flattenable:
    count = sum(1 for _ in tree.all()) - 1
    if depth >= _DEEPEST:
        return f"and {count:,} more that wait for it"
    branches = (tags.li(_chain(child, here, link, depth + 1)) for child in tree.children)
    return [tags.p(f"{len(tree.children):,} wait for it:"), tags.ul(*branches)]


def _entry(operation: AsynchronousItem, here: AsynchronousItem, link: Link) -> Tag:
    if operation is not here:
        return tags.li(stateTag(operation), " ", link(operation))
    return tags.li(stateTag(operation), " ", link(operation), **{"aria-current": "true"})
