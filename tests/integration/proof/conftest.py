"""The fortnight that the recipes run on."""

from tests.integration.export.conftest import fortnight

__all__ = ["fortnight"]
