"""Which subjects need an observation: of thousands that are well, and were, no alert can change."""

import math
from collections.abc import Container
from dataclasses import dataclass

from models.alerts import Lack
from models.rules import Limits


@dataclass(frozen=True, slots=True)
class Sieve:
    """Tells what a rule need not look at: an alert that is inactive, not remembered, and stays so.

    `remembered` are the subjects whose alerts have a row; None lets everything through.
    """

    limits: Limits
    remembered: Container[str] | None = None

    def drops(self, key: str, value: float, lack: Lack | None) -> bool:
        """Tell whether the alert of a subject would stay inactive with this value, whatever holds around it.

        Too little data is never dropped: it is a state of its own. What another alert hides begins nothing.
        """
        if self.remembered is None or key in self.remembered:
            return False
        if lack is not None:
            return lack is Lack.HIDDEN
        # a value that is no number is past no limit, and yet cannot be judged
        return not self.limits.is_over(value) and not math.isnan(value)
