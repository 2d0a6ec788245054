"""What an hour says beside its amount, and what becomes of steps and readings that cannot be used."""

from enum import StrEnum


class HourReason(StrEnum):
    """Why an hour is not simply the difference of close readings; `consumption_hourly.reasons` lists them."""

    GAP = "gap"
    """Readings further apart than expected: that part is interpolated, and counted as estimated."""
    OPEN = "open"
    """A part of the hour lies before the first or after the last reading: nothing is counted for it."""
    GLITCH = "glitch"
    """A bad reading was skipped: its neighbours bound the amount."""
    ROLLOVER = "rollover"
    """The register wrapped at its modulus."""
    INSTALLATION = "installation"
    """Bounded by the recorded register of a meter that was put in or taken out."""
    SET_ASIDE = "set_aside"
    """A step that nothing explains was set aside: nothing is counted for that part."""
    SIMILAR_DAYS = "similar_days"
    """A long gap, shaped by similar days so that its known total is kept: counted as estimated."""
    EXTRAPOLATED = "extrapolated"
    """The first or the last reading is a glitch: the rate beside it was carried on, counted as estimated."""
    CATCH_UP = "catch_up"
    """The register stood still and then caught up: what it missed is counted in the hour where it shows."""
    COARSE = "coarse"
    """Readings as far apart as expected, which is more than an hour: interpolated, counted as estimated."""


class AsideReason(StrEnum):
    """Why a register step is not counted."""

    DROP = "drop"
    """The register fell, by more than a reverse flow could explain: a reset, or a swap nobody recorded."""
    JUMP = "jump"
    """The register rose by more than the meter can count in the time: a swap nobody recorded."""
    REVERSE = "reverse"
    """The register of a meter that is not two-way ran backwards, at a plausible rate."""


class FlagReason(StrEnum):
    """Why a reading is skipped."""

    GLITCH = "glitch"
    """The register recovered: readings before and after agree with each other, and not with this one."""
    ABOVE_MODULUS = "above_modulus"
    """The register cannot show this value: it wraps below it."""
