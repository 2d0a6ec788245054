"""What can be wrong with what a terminal sends, and why a connection is ended."""

from enum import StrEnum

from models.errors import GuanjiaError


class Fault(StrEnum):
    """Why bytes are no message."""

    TOO_LONG = "too_long"
    """No end within the longest frame there can be."""
    ESCAPE = "escape"
    """0x7d before something else than 0x01 or 0x02."""
    CHECKSUM = "checksum"
    HEADER = "header"
    """Too short for its header, a phone that is no BCD, or a part beyond the last one."""
    LENGTH = "length"
    """The body is not as long as the header says."""
    ENCRYPTED = "encrypted"
    """The body is encrypted, which no platform can read without the terminal's key."""
    BODY = "body"
    """The body is none of its message."""


class FrameError(GuanjiaError):
    """Bytes from a terminal are no JT/T 808 message."""

    def __init__(self, fault: Fault, message: str) -> None:
        self.fault = fault
        super().__init__(message)


class Cut(StrEnum):
    """Why the gateway ends a connection."""

    FULL = "full"
    """As many connections as there may be, or as one address may have."""
    NOT_AUTHENTICATED = "not_authenticated"
    """Something else than registering and authenticating first, or nothing in time."""
    UNKNOWN_TERMINAL = "unknown_terminal"
    """Not in the registry behind this gateway, or no longer."""
    OTHER_VEHICLE = "other_vehicle"
    """It registers with another plate than the registry has for it."""
    WRONG_CODE = "wrong_code"
    OTHER_TERMINAL = "other_terminal"
    """Frames of two terminals on one connection."""
    BAD_FRAMES = "bad_frames"
    FLOOD = "flood"
    """More frames than a terminal has reason to send."""
    SILENT = "silent"
    """No whole frame, not even a heartbeat."""
    NOT_READING = "not_reading"
    """It does not read its replies."""
    REPLACED = "replaced"
    """The same terminal has authenticated on another connection."""
    LOGOUT = "logout"
    STOPPING = "stopping"
    """The gateway itself ends."""
