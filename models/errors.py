"""The errors a caller of guanjia treats differently. Library errors become one of these at the edge."""

from dataclasses import dataclass


class GuanjiaError(Exception):
    """guanjia could not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class ConfigError(GuanjiaError):
    """A setting or a configuration file is wrong."""


class ComponentMissingError(GuanjiaError):
    """A program that guanjia needs is not on this machine."""


class UnreachableError(GuanjiaError):
    """A server that guanjia needs does not answer."""


class MissingFactorError(ConfigError):
    """A factor that a figure needs is not in its set, is blank, or is in another unit."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file a person wrote: where it stands, in which field, and what to do about it."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        """Return `file:line: field: message`, as compilers do, so that editors can jump to it."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class FileMistakesError(ConfigError):
    """A file a person wrote has mistakes; none of it was applied."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class NoCalendarError(GuanjiaError):
    """The calendar has no data for a year, and a guess would count workdays wrongly."""

    def __init__(self, message: str, year: int) -> None:
        self.year = year
        super().__init__(message)
