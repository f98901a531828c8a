"""
The interfaces of the object store.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

# zope.interface methods have no self.
# mypy: disable-error-code="no-untyped-def"

__all__ = [
    "LOCAL",
    "REMOTE",
    "IAtomicFile",
    "IAxiomaticCommand",
    "IBatchProcessor",
    "IBatchService",
    "IBeneficiary",
    "IColumn",
    "IComparison",
    "IEndpointReactor",
    "IOrdering",
    "IPowerupIndirector",
    "IQuery",
    "IReliableListener",
    "IScheduler",
    "IStatEvent",
    "IStoreCheck",
    "IVersion",
]


LOCAL, REMOTE = 0, 1


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


class IEndpointReactor(Interface):
    """
    The reactor for the endpoints on which the services of a store listen; adapt the store to it.

    Where several processes serve a store, this is a powerup of it whose C{listenTCP}, C{listenSSL} and
    C{listenUNIX} share one socket among them all. Where one does, there is none, and the process's own
    reactor is right.
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


class IReliableListener(Interface):
    """
    An item that is shown every item of a type.
    """

    def processItem(item):
        """
        Called with one item, in a transaction of their store. If it raises, C{item} is recorded as failed and
        not shown again.
        """

    def suspend():
        """
        Called before no items are shown for a while.
        """

    def resume():
        """
        Called when that while is over.
        """


class IBatchProcessor(Interface):
    """
    What shows all items of a type to its listeners, also those that were there before a listener.
    """

    def addReliableListener(listener, style=LOCAL):
        """
        Show all items to C{listener}, which provides L{IReliableListener}. Repeating it changes nothing.

        @param style: where: L{LOCAL} in the process that runs the store's events, L{REMOTE} in its batch
            process.
        """

    def removeReliableListener(listener):
        """
        Show C{listener} nothing any more, and forget what it failed with.
        """

    def getReliableListeners():
        """
        The listeners, an iterable.
        """


class IBatchService(Interface):
    """
    The process in which L{REMOTE} listeners do their work.
    """

    def start():
        """
        Have the work of this store done. Called after the commit of what there is to do.
        """

    def call(itemMethod):
        """
        Call a bound method of an item of this store there, outside a transaction. Called after the commit of
        the item.

        @return: a Deferred that fires when that is done.
        """

    def suspend(storeID):
        """
        Show the listener with this storeID nothing for now.

        @return: a Deferred that fires when it is so.
        """

    def resume(storeID):
        """
        Undo L{suspend}.

        @return: a Deferred that fires when it is so.
        """


class IScheduler(Interface):
    """
    What runs items of a store at their times; adapt the store to it.

    A runnable is an item with a method C{run}, which is called in a transaction and returns the time of its
    next run, or None. If it raises, its method C{timedEventErrorHandler} is called with the timed event and
    the failure, and returns the same; without that method, the failure is logged as an item. Times are
    C{Time}s, or C{datetime}s with a time zone.
    """

    def now():
        """
        The time by which it goes.
        """

    def schedule(runnable, when):
        """
        Run C{runnable} at C{when}, or as soon as possible after it, once the transaction is committed.
        """

    def reschedule(runnable, fromWhen, toWhen):
        """
        Run it at C{toWhen} instead of C{fromWhen}.

        @raise ValueError: it is not scheduled for C{fromWhen}.
        """

    def unscheduleFirst(runnable):
        """
        Forget the earliest time at which C{runnable} is to be run.
        """

    def unscheduleAll(runnable):
        """
        Never run C{runnable}, unless it is scheduled again.
        """

    def scheduledTimes(runnable):
        """
        When C{runnable} is to be run, an iterable, the earliest first.
        """

    def tick():
        """
        Run what is due; nobody needs to call it while the site store's service runs.
        """

    def nextTick():
        """
        When something is to be run next, or None.
        """


class IStatEvent(Interface):
    """
    What a message in the log has as its C{interface} if it says what something took: of a query, C{querySQL},
    its C{queryTime} in seconds, and its C{querySite}, a file and a line.
    """


class IStoreCheck(Interface):
    """
    What C{axiomatic check} looks for besides damage; found as a plugin.
    """

    def problemsIn(places):
        """
        Called when each store was checked by itself; others may write meanwhile, and nothing is changed.

        @param places: the L{axiom.care.StorePlace} of each store in which nothing else is wrong, that which
            was named first.
        @return: pairs of the name of one of them and a L{axiom.care.Problem}, an iterable.
        @raise AxiomError: a database can't be read.
        """


class IVersion(Interface):
    """
    A version of a software package, found as a plugin.
    """

    package = Attribute("The package's name.")
    major = Attribute("int")
    minor = Attribute("int")
    micro = Attribute("int")
