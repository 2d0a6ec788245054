"""How sentences about orders get their words: whoever has a catalogue hands it in."""

from typing import Protocol


class Say(Protocol):
    """Returns the text of a catalogue key with its values put in."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text."""
        ...
