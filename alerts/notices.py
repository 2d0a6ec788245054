"""What a group robot gets of a letter: its subject and first lines, no HTML and no picture."""

from itertools import chain, dropwhile, islice, takewhile

from alerts.channels import Notice
from alerts.rendering import Page

_MOST_LINES = 8
_SIGNATURE = "-- "


def notice(page: Page) -> Notice:
    """Return the short form of a mail: without greeting, signature and empty lines."""
    lines = takewhile(lambda line: line != _SIGNATURE, page.text.splitlines())
    after_greeting = dropwhile(str.strip, lines)
    body = (line.rstrip() for line in after_greeting if line.strip())
    return Notice(page.subject, "\n".join(islice(chain([page.lead], body), _MOST_LINES)))
