"""
What can go wrong with a feed, each in words for the person who follows it.
"""

from __future__ import annotations

from mantissa_like.errors import MantissaError

__all__ = [
    "AlreadyFollowed",
    "FeedGone",
    "FeedProblem",
    "FeedRefused",
    "FeedTooLarge",
    "FeedUnreachable",
    "FeedsSuspended",
    "ForbiddenAddress",
    "NoFeed",
    "NoTimeline",
    "TooManyFeeds",
    "UnfitAddress",
]


class UnfitAddress(MantissaError, ValueError):
    """
    What was given is no address of the web.
    """

    hint = "Give an address that begins with https:// or http://, as a browser shows it."


class AlreadyFollowed(MantissaError):
    """
    A person follows this feed; nothing was added.
    """

    hint = "It is in the list of your feeds."

    def __init__(self) -> None:
        super().__init__("You follow this feed already.")


class TooManyFeeds(MantissaError):
    """
    A person follows as many feeds as there is room for; nothing was added.
    """

    hint = "Remove a feed that you don’t read any more."

    def __init__(self, most: int) -> None:
        super().__init__(f"You can follow {most:,} feeds.")


class FeedProblem(MantissaError):
    """
    Nothing could be taken in from a feed this time.
    """


class FeedUnreachable(FeedProblem):
    """
    The feed's server did not answer, or not to the end, or has a problem of its own: worth trying soon again.
    """

    hint = "Wait; it is tried again."


class FeedRefused(FeedProblem):
    """
    The feed's server has nothing for us at this address.
    """

    hint = "Look at the address with a browser."


class FeedGone(FeedRefused):
    """
    The feed's server says that there will never be anything at this address again.
    """


class ForbiddenAddress(FeedProblem):
    """
    An address leads into the network of the site itself, or to a port that is not for the web.
    """

    hint = "An administrator may allow networks in site.toml: [outgoing] networks."


class FeedTooLarge(FeedProblem):
    """
    More was sent than is taken in.
    """

    hint = "Look for a shorter feed of the same site."


class NoFeed(FeedProblem, ValueError):
    """
    What was sent is no feed that can be read.
    """

    hint = "Look for a link called RSS, Atom or feed, and give its address."


class FeedsSuspended(FeedProblem):
    """
    Whose feed it is may not follow feeds at the moment.
    """

    hint = "Ask an administrator for the application, then try again."


class NoTimeline(FeedProblem):
    """
    There is no timeline on which entries could be posted.
    """

    hint = "Ask an administrator for a timeline, then try again."
