"""What a viewer of panels may choose, and what becomes of what they may not."""

from collections.abc import Mapping
from datetime import timedelta

from dashboards.panel import Row
from dashboards.view import View
from guanjia.translations import translations
from models.registry import Language
from web.console.session import Seen
from web.console.view_choice import Choice, Wanted, chosen
from web.console.words import Words

WORDS = Words(Language.EN, translations()[Language.EN])


class Offered:
    """Answers the queries of the variables: region r has i, i has site s; j is of no region."""

    def rows(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> list[Row]:
        assert role == "guanjia_reader"
        found: list[str] = []
        if name.endswith("regions"):
            found = ["r"]
        elif name.endswith("institutions"):
            found = ["i"] if parameters["region"] == "r" else ["r", "i", "j"]
        elif parameters["institution"] in {None, "r", "i"}:
            found = ["s"]
        return [
            {"__text": parameters["everything"], "__value": "*"},
            *({"__text": code.upper(), "__value": code} for code in found),
        ]


def choice(**wanted: str) -> Choice:
    return chosen(Seen(Offered(), "guanjia_reader"), Wanted(**wanted), WORDS)


def test_where_nothing_is_chosen_all_is_shown() -> None:
    found = choice()
    assert found.view == View()
    assert found.institutions == {"": "All", "r": "R", "i": "I", "j": "J"}
    assert not any(found.address.values())


def test_a_region_counts_where_no_institution_of_it_is_chosen() -> None:
    assert choice(region="r").view.institution == "r"
    assert choice(region="r", institution="i").view.institution == "i"


def test_a_place_and_a_period_narrow_the_view() -> None:
    found = choice(institution="i", place="s", days="7")
    assert found.view == View("i", "s", timedelta(days=7))
    assert found.address == {"region": "", "institution": "i", "place": "s", "days": "7"}


def test_what_nobody_may_choose_is_left_open_and_told() -> None:
    found = choice(region="r", institution="j", place="s")
    assert (found.view.institution, found.unknown) == ("r", "j")
    assert choice(institution="j", place="s").unknown == "s"
    assert choice(institution="x'; --", days="-1").view == View()
    assert choice(region="r", institution="r").unknown == ""
