"""The registry in the database: what is there, what an apply would change, and the apply itself."""

from storage.registry.apply import Applied, apply
from storage.registry.changes import Change, ChangeKind, Subject
from storage.registry.current import current_registry

__all__ = ["Applied", "Change", "ChangeKind", "Subject", "apply", "current_registry"]
