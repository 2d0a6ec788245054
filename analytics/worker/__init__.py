"""The analytics worker, the only part of analytics that touches storage: `run` goes on, `drain` ends."""

from analytics.worker.loop import drain, run

__all__ = ["drain", "run"]
