"""What is told about a replay afterwards."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from simulators.delivery import Delivery
from simulators.replay.publication import Publication


@dataclass(frozen=True, slots=True)
class Summary:
    """What a replay published.

    `published` are distinct readings (device, quantity, at), a fix being one; `duplicates` further copies of
    them; `malformed` messages that held none; `gaps` empty cells; `impossible` steps that no register counts.
    """

    published: int
    messages: int
    duplicates: int
    malformed: int
    rows: int
    devices: int
    gaps: int
    impossible: int
    acknowledged: int
    resent: int
    refused: Mapping[str, str]
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Return the summary as it stands in the file."""
        return asdict(self)


def summary(publication: Publication, delivery: Delivery, seconds: float) -> Summary:
    """Put together what was published and what came of it."""
    tally = publication.tally(delivery.messages)
    return Summary(
        published=tally.readings,
        messages=tally.messages,
        duplicates=tally.duplicates,
        malformed=tally.malformed,
        rows=publication.rows,
        devices=len(publication.devices),
        gaps=publication.gaps,
        impossible=publication.impossible,
        acknowledged=delivery.acknowledged,
        resent=delivery.resent,
        refused=delivery.refused,
        seconds=round(seconds, 3),
    )
