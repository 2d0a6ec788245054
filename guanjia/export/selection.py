"""Which meters an export takes, and what is meant where a code is mistyped."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from models import meter_tree
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
    parents = {meter.meter: meter.parent for meter in meters}
    of_kind: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for meter in meters:
        of_kind[meter.institution, meter.medium, meter.quantity].append(meter.meter)
    counted = {code for codes in of_kind.values() for code in meter_tree.topmost(codes, parents)}
    return [meter for meter in meters if meter.meter in counted]


def _refuse_unknown(what: str, code: str, known: Sequence[str]) -> None:
    codes = sorted(set(known))
    if code in codes:
        return
    near = get_close_matches(code, codes, n=_SHOWN, cutoff=0.5)
    if near:
        raise GuanjiaError(f"no {what} {code!r}{_metered(what)}: is it {' or '.join(near)}?")
    more = ", ..." if len(codes) > _SHOWN else ""
    raise GuanjiaError(f"no {what} {code!r}{_metered(what)}: there are {', '.join(codes[:_SHOWN])}{more}")


def _metered(what: str) -> str:
    return "" if what == "meter" else " has meters"
