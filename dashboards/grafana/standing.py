"""Whether a dashboard in Grafana may be replaced: it is what we pushed last, or somebody edited it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboards.grafana.dashboard import Json

_OURS: Final = "guanjia "


class Standing(StrEnum):
    """How a dashboard in Grafana stands to the one that was built."""

    NEW = "new"
    """There is none of its address."""
    SAME = "unchanged"
    """It is the one that was built."""
    OLDER = "changed"
    """It is one that was pushed before."""
    EDITED = "edited by hand"
    """Its last version is not one of ours."""
    PROVISIONED = "provisioned"
    """It comes from a file that Grafana reads, and cannot be saved."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a dashboard that Grafana keeps, with the message it was saved with."""

    number: int
    message: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A dashboard as Grafana has it, its versions in any order."""

    dashboard: Json
    versions: Sequence[Version]
    is_provisioned: bool = False

    @property
    def last(self) -> Version | None:
        """The newest version."""
        return max(self.versions, key=lambda version: version.number, default=None)


def message(fingerprint: str) -> str:
    """Return what a push is recorded with in Grafana's history of versions."""
    return f"{_OURS}{fingerprint}"


def standing(fingerprint: str, stored: Stored | None) -> Standing:
    """Return how what is stored stands to the build of a fingerprint; None: nothing is stored.

    The history tells: Grafana may store a dashboard otherwise than it was sent, but a message stays.
    """
    if stored is None:
        return Standing.NEW
    if stored.is_provisioned:
        return Standing.PROVISIONED
    last = stored.last
    if last is None or not last.message.startswith(_OURS):
        return Standing.EDITED
    return Standing.SAME if last.message == message(fingerprint) else Standing.OLDER
