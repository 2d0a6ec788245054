"""Dashboards of one institution ask its data source, link to each other, and are otherwise the same."""

import json

import pytest

from dashboards.grafana.dashboard import folders, text
from dashboards.grafana.institution import of_institution, source_uid
from guanjia.translations import translations

ALL = folders(translations())


@pytest.mark.parametrize("code", ["jgj", "A-1_b", "a-code-longer-than-all-others", "局"])
def test_every_address_is_its_own_and_one_that_grafana_takes(code: str) -> None:
    found = of_institution(ALL, code)
    addresses = [dashboard["uid"] for folder in found for dashboard in folder.dashboards]
    addresses += [folder.uid for folder in found] + [source_uid(code)]
    known = {dashboard["uid"] for folder in ALL for dashboard in folder.dashboards}
    assert len(set(addresses)) == len(addresses)
    assert not known & set(addresses)
    assert all(len(each) <= 40 and each.isascii() for each in addresses)


def test_nothing_asks_or_leads_to_what_is_of_everything() -> None:
    (folder, _) = of_institution(ALL, "jgj")
    written = "".join(text(dashboard) for dashboard in folder.dashboards)
    assert '"uid": "guanjia"' not in written
    assert written.count('"uid": "guanjia-at-jgj"') > 100
    assert "/d/guanjia-institution-zh-jgj?var-" in written
    assert "/d/guanjia-institution-zh?" not in written
    assert {tag for dashboard in folder.dashboards for tag in dashboard["tags"]} == {"guanjia-zh-jgj"}
    assert {tag for each in folder.dashboards for tag in each["links"][0]["tags"]} == {"guanjia-zh-jgj"}
    assert (folder.uid, folder.title) == ("guanjia-zh-jgj", "管家 · jgj")


def test_queries_are_the_same() -> None:
    for mine, of_all in zip(of_institution(ALL, "jgj"), ALL, strict=True):
        for one, other in zip(mine.dashboards, of_all.dashboards, strict=True):
            asked = [panel["targets"][0]["rawSql"] for panel in one["panels"]]
            assert asked == [panel["targets"][0]["rawSql"] for panel in other["panels"]]
            chosen = [variable["query"] for variable in one["templating"]["list"]]
            assert chosen == [variable["query"] for variable in other["templating"]["list"]]


def test_two_institutions_share_no_address() -> None:
    one, other = (json.dumps([f.dashboards for f in of_institution(ALL, code)]) for code in ("jgj", "jgj-2"))
    assert "guanjia-water-zh-jgj-2" in other
    assert "jgj-2" not in one
