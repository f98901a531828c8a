"""
The interfaces of the object store.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = [
    "IAtomicFile",
    "IAxiomaticCommand",
    "IBeneficiary",
    "IColumn",
    "IComparison",
    "IOrdering",
    "IPowerupIndirector",
    "IQuery",
    "IStatEvent",
    "IVersion",
]


class IAtomicFile(Interface):
    """
    A file being written that takes its place when it is closed, and leaves no trace otherwise.
    """

    def write(data):
        """
        Append bytes to the file.
        """

    def close():
        """
        Put the file on disk and into its place.

        @return: a Deferred that fires with its final path.
        """

    def abort():
        """
        Forget what was written. Repeating it is safe.
        """


class IAxiomaticCommand(Interface):
    """
    One subcommand of C{axiomatic}; a class that provides this is found as a plugin.
    """

    name = Attribute("The word by which it is called.")
    description = Attribute("What it does, one sentence.")


class IBeneficiary(Interface):
    """
    Whatever can be given powerups.
    """

    def powerUp(powerup, interface=None, priority=0):
        """
        Record that C{powerup} provides C{interface} on behalf of this object.
        """


class IPowerupIndirector(Interface):
    """
    A powerup that stands for another object.
    """

    def indirect(interface):
        """
        Called for each look-up of C{interface}.

        @return: a provider of C{interface}, or None to be left out.
        """


class IColumn(Interface):
    """
    One attribute of a class of items, as queries see it.
    """

    attrname = Attribute("Its name in Python and in the table.")
    type = Attribute("The class of items, or the placeholder, that it is a column of.")

    def getColumnName(store):
        """
        Its full SQL name in C{store}.
        """

    def getShortColumnName(store):
        """
        Its SQL name within its table.
        """

    def fullyQualifiedName():
        """
        Its name with module and class, for people.
        """

    def infilter(pyval, oself, store):
        """
        C{pyval} as it is stored in C{store}.

        @param oself: the item, or None if it is to be compared only.
        """

    def outfilter(dbval, oself):
        """
        The value of C{oself} for what is stored.
        """


class IComparison(Interface):
    """
    A condition of a query.
    """

    def getQuery(store):
        """
        Its SQL, with a question mark for each argument.
        """

    def getArgs(store):
        """
        The bindings, a list in the order of the question marks.
        """

    def getInvolvedTables():
        """
        The item classes and placeholders that it mentions, each once.
        """


class IOrdering(Interface):
    """
    The order of a query.
    """

    def orderColumns():
        """
        A list of pairs (column, C{"ASC"} or C{"DESC"}).
        """


class IQuery(Interface):
    """
    Something that can be iterated over and counted.
    """

    limit = Attribute("At most this many results, or None.")
    store = Attribute("Where it looks.")

    def __iter__():
        """
        Run it; each call sees the store as it is then.
        """

    def count():
        """
        How many results there are.
        """

    def cloneQuery(limit=None, sort=None):
        """
        The same query with another limit or order.
        """


class IStatEvent(Interface):
    """
    What a message in the log has as its C{interface} if it says what something took: of a query, C{querySQL},
    its C{queryTime} in seconds, and its C{querySite}, a file and a line.
    """


class IVersion(Interface):
    """
    A version of a software package, found as a plugin.
    """

    package = Attribute("The package's name.")
    major = Attribute("int")
    minor = Attribute("int")
    micro = Attribute("int")
