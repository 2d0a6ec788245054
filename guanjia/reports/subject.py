"""About whom a report is: a code that was mistyped gets the nearest ones."""

from collections.abc import Sequence
from difflib import get_close_matches

from models.errors import GuanjiaError
from models.figures import PeriodKind
from storage import figures, report_contents
from storage.consumption import Connection
from storage.figures import Institution
from storage.report_contents import Member

_MOST = 3


def members_of(connection: Connection, code: str) -> list[Member]:
    """Return an institution, first, with all below it.

    Raises
    ------
    GuanjiaError
        When none has that code; it names the nearest.
    """
    known = figures.institutions(connection)
    if code not in {each.code for each in known}:
        raise GuanjiaError(_unknown(code, known))
    return report_contents.members(connection, code)


def without_figures(connection: Connection, code: str, period: str) -> GuanjiaError:
    """Return the error that says for which months there are figures, or what it takes to have any."""
    extent = figures.extent(connection, code, PeriodKind.MONTH)
    if extent is None:
        return GuanjiaError(
            f"{code} has no figure yet: it takes a main meter with readings, and `guanjia analytics` running"
        )
    first, last = extent
    return GuanjiaError(
        f"{code} has no figure for {period}; there are some of months from {first:%Y-%m} to {last:%Y-%m}:"
        " choose with --year and --month or --quarter"
    )


def _unknown(code: str, known: Sequence[Institution]) -> str:
    """Say which institutions come nearest to a code or a name that nobody has."""
    if not known:
        return f"no institution {code!r}: there is none yet; `guanjia registry apply` loads one"
    names = {each.code: each for each in known} | {each.name: each for each in known}
    alike = [names[each] for each in get_close_matches(code, names, n=_MOST, cutoff=0.4)]
    alike += [each for each in known if code and (code in each.name or code in each.code)]
    nearest = list(dict.fromkeys(f"{each.code} {each.name}" for each in alike))[:_MOST]
    if not nearest:
        return f"no institution {code!r}: `guanjia figures` lists the {len(known)} there are"
    return f"no institution {code!r}; the nearest: {', '.join(nearest)}"
