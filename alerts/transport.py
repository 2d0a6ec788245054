"""What can go wrong when a message is sent, told apart by what the outbox does about it."""

from models.errors import GuanjiaError


class TransportError(GuanjiaError):
    """A message could not be sent."""


class TransientError(TransportError):
    """A message could not be sent now; the same message may be taken later."""


class ServerAwayError(TransientError):
    """The server takes no message at all now: nothing else need be tried in this round."""


class PermanentError(TransportError):
    """A message will never be taken as it is."""
