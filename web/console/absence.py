"""What a page says while it has no data; it looks again by itself."""

from nicegui import ui

from models.errors import GuanjiaError, UnreachableError
from web.console.drawings.boxes import text
from web.console.words import Words

_RETRY_SECONDS = 5.0


def no_data(words: Words, error: GuanjiaError) -> str:
    """Return the sentence that says why there is no data, and what to do."""
    if isinstance(error, UnreachableError):
        return words.text("The database is away: %(reason)s", reason=error)
    return words.text("No data: %(reason)s", reason=error)


def tell_no_data(words: Words, error: GuanjiaError) -> None:
    """Write that sentence where the page is being built, and load the page again after some seconds."""
    text(no_data(words, error), "notice").props["role"] = "status"
    ui.timer(_RETRY_SECONDS, ui.navigate.reload, once=True)
