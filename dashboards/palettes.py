"""Colours that are told apart on light and on dark ground, and by those who see red and green alike."""

from collections.abc import Mapping, Sequence

PALETTES: Mapping[str, Sequence[str]] = {
    "plain": ("#4e79a7", "#59a14f", "#f28e2b", "#b07aa1", "#76b7b2", "#9c755f"),
    "water": ("#2f80c2", "#7cc4c0", "#94a9bf"),
    "electricity": ("#f2b134", "#3f7fb5", "#7b6fb0", "#d9734e", "#8c9aa8"),
    "alarm": ("#d9734e",),
}
"""By a panel's `palette`."""
