"""The analytics worker, the only part of analytics that touches storage: `run` goes on, `drain` ends."""

from analytics.worker.figures import CARBON_REGION
from analytics.worker.loop import Locality, Pace, drain, run

__all__ = ["CARBON_REGION", "Locality", "Pace", "drain", "run"]
