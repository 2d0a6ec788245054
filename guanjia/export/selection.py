"""Which meters an export takes, and what is meant where a code is mistyped."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from models.errors import GuanjiaError
from storage.export import ExportedMeter

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; None: no matter which."""

    site: str | None = None
    institution: str | None = None
    medium: str | None = None
    meter: str | None = None

    @property
    def is_of_whole_institutions(self) -> bool:
        """Whether all media and meters are taken, so that a statistic of them means something."""
        return self.medium is None and self.meter is None

    def __str__(self) -> str:
        """Return what is asked for, in words."""
        asked = {
            "site": self.site,
            "institution": self.institution,
            "medium": self.medium,
            "meter": self.meter,
        }
        return ", ".join(f"{what} {code}" for what, code in asked.items() if code) or "all meters"


def selected(meters: Sequence[ExportedMeter], selection: Selection) -> list[ExportedMeter]:
    """Return the meters that are asked for; raise GuanjiaError naming what is near where there are none."""
    if not meters:
        raise GuanjiaError("there are no meters: load a site with `guanjia registry apply` first")
    chosen = list(meters)
    for what in ("site", "institution", "medium", "meter"):
        code = getattr(selection, what)
        if code is not None:
            _refuse_unknown(what, code, [getattr(meter, what) for meter in meters])
            chosen = [meter for meter in chosen if getattr(meter, what) == code]
    if not chosen:
        raise GuanjiaError(f"no meter is of {selection} at once: leave one of the options out")
    return chosen


def topmost(meters: Sequence[ExportedMeter]) -> list[ExportedMeter]:
    """Return the meters above which none of the same institution, medium and quantity is among them.

    So what they count is counted once.
    """
    by_code = {meter.meter: meter for meter in meters}
    return [meter for meter in meters if not _is_counted_above(meter, by_code)]


def _is_counted_above(meter: ExportedMeter, by_code: dict[str, ExportedMeter]) -> bool:
    kind = (meter.institution, meter.medium, meter.quantity)
    above = by_code.get(meter.parent or "")
    while above is not None:
        if (above.institution, above.medium, above.quantity) == kind:
            return True
        above = by_code.get(above.parent or "")
    return False


def _refuse_unknown(what: str, code: str, known: Sequence[str]) -> None:
    codes = sorted(set(known))
    if code in codes:
        return
    near = get_close_matches(code, codes, n=_SHOWN, cutoff=0.5)
    if near:
        raise GuanjiaError(f"no {what} {code!r} has meters: is it {' or '.join(near)}?")
    more = ", ..." if len(codes) > _SHOWN else ""
    raise GuanjiaError(f"no {what} {code!r} has meters: there are {', '.join(codes[:_SHOWN])}{more}")
