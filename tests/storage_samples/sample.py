"""What a query file is tried with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """Parameters with which a query finds or changes at least one of the sample rows.

    `before` are statements that go before it in the same transaction: rows in temporary tables, mostly.
    """

    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    before: tuple[bytes, ...] = ()
