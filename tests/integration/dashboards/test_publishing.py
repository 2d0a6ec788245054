"""`guanjia dashboards push` and `diff` over a real socket, against what Grafana's documentation says."""

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboards.grafana.dashboard import folders
from dashboards.pages import PAGES
from guanjia.__main__ import guanjia
from guanjia.translations import translations
from models.errors import ConfigError, UnreachableError
from tests.integration.dashboards.grafana_server import ACCEPTED, Grafana, grafana

UIDS = [dashboard["uid"] for folder in folders(translations()) for dashboard in folder.dashboards]
ZH = "guanjia-overview-zh"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[Grafana]:
    token = tmp_path / "grafana.token"
    token.write_text(f"{ACCEPTED}\n", "utf-8")
    monkeypatch.setenv("GUANJIA_GRAFANA_TOKEN_FILE", str(token))
    with grafana() as server:
        monkeypatch.setenv("GUANJIA_GRAFANA_URL", server.url)
        yield server


def typed(*words: str) -> Result:
    return CliRunner().invoke(guanjia, ["dashboards", *words])


def lines(result: Result, words: str) -> Sequence[str]:
    return [line for line in result.stdout.splitlines() if words in line]


def test_the_first_push_makes_folders_and_every_dashboard(there: Grafana) -> None:
    done = typed("push")
    assert done.exit_code == 0, done.output
    assert set(there.dashboards) == set(UIDS)
    assert len(UIDS) == 2 * len(PAGES)
    assert {uid: folder["title"] for uid, folder in there.folders.items()} == {
        "guanjia-zh": "管家",
        "guanjia-en": "guanjia (English)",
    }
    assert len(lines(done, "pushed, was new")) == len(UIDS)


@pytest.mark.parametrize("wraps", [True, False])
def test_a_second_push_changes_nothing(there: Grafana, *, wraps: bool) -> None:
    there.wraps_versions = wraps
    typed("push")
    there.writes.clear()
    done = typed("push")
    assert (done.exit_code, there.writes) == (0, [])
    assert len(lines(done, ": unchanged")) == len(UIDS)
    assert typed("diff").exit_code == 0


def test_what_was_edited_by_hand_stays_and_the_rest_goes_on(there: Grafana) -> None:
    typed("push")
    there.edit(ZH, title="我的总览")
    del there.dashboards["guanjia-overview-en"]
    done = typed("push")
    assert done.exit_code == 1
    assert there.dashboards[ZH]["dashboard"]["title"] == "我的总览"
    assert "guanjia-overview-en" in there.dashboards
    assert lines(done, ZH) == [f"{ZH} 总览: edited by hand (admin, 2026-11-28T08:00:00Z)"]
    assert "  changes the title" in done.stdout
    assert "1 left as they are" in done.stderr


def test_overwrite_replaces_what_was_edited(there: Grafana) -> None:
    typed("push")
    there.edit(ZH, title="我的总览")
    done = typed("push", "--overwrite")
    assert done.exit_code == 0
    assert there.dashboards[ZH]["dashboard"]["title"] == "总览"
    assert typed("diff").exit_code == 0


def test_an_older_push_is_replaced_without_asking(there: Grafana) -> None:
    typed("push")
    there.dashboards[ZH]["dashboard"]["refresh"] = "5m"
    there.versions[ZH][0]["message"] = "guanjia 0123456789abcdef"
    compared = typed("diff")
    assert (compared.exit_code, lines(compared, ZH)) == (1, [f"{ZH} 总览: changed"])
    assert "  changes how often it refreshes" in compared.stdout
    done = typed("push")
    assert (done.exit_code, lines(done, ZH)) == (0, [f"{ZH} 总览: pushed, was changed"])
    assert there.dashboards[ZH]["dashboard"]["version"] == 2


def test_diff_tells_of_panels_and_writes_nothing(there: Grafana) -> None:
    typed("push")
    panels = there.dashboards[ZH]["dashboard"]["panels"]
    gone, other, *rest = panels
    other["targets"][0]["rawSql"] = "SELECT 1"
    there.edit(ZH, panels=[{"title": "自建", "type": "text"}, other, *rest])
    there.writes.clear()
    done = typed("diff")
    assert done.exit_code == 1
    told = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert told == [
        f'adds panel "{gone["title"]}"',
        'removes panel "自建"',
        f'changes panel "{other["title"]}": query',
    ]
    assert there.writes == []


def test_somebody_who_saves_meanwhile_is_not_overwritten(
    there: Grafana, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("push")
    there.versions[ZH][0]["message"] = "guanjia 0123456789abcdef"
    saved = there.save

    def beaten(body: dict[str, object], author: str) -> tuple[int, object]:
        monkeypatch.undo()
        monkeypatch.setattr(there, "save", saved)
        there.edit(ZH, title="抢先一步")
        return saved(body, author)

    with monkeypatch.context():
        monkeypatch.setattr(there, "save", beaten)
        done = typed("push")
    assert there.dashboards[ZH]["dashboard"]["title"] == "抢先一步"
    assert done.exit_code == 1


def test_a_provisioned_dashboard_is_left(there: Grafana) -> None:
    typed("push")
    there.provisioned.add(ZH)
    done = typed("push", "--overwrite")
    assert (done.exit_code, lines(done, ZH)) == (1, [f"{ZH} 总览: provisioned"])


def test_a_missing_data_source_is_named_and_nothing_is_pushed(there: Grafana) -> None:
    there.sources.clear()
    done = typed("push")
    assert isinstance(done.exception, ConfigError)
    assert "no data source with the uid guanjia" in str(done.exception)
    assert there.writes == []


def test_a_token_that_may_not_look_at_data_sources_may_push(there: Grafana) -> None:
    there.may_see_sources = False
    done = typed("push")
    assert (done.exit_code, set(there.dashboards)) == (0, set(UIDS))
    assert "not checked" in done.stderr


def test_a_token_that_may_not_edit_is_told_so(there: Grafana) -> None:
    there.may_edit = False
    done = typed("push")
    assert isinstance(done.exception, ConfigError)
    assert "needs the role Editor" in str(done.exception)


def test_a_refused_token_is_not_repeated(there: Grafana, monkeypatch: pytest.MonkeyPatch) -> None:
    assert there.url
    monkeypatch.delenv("GUANJIA_GRAFANA_TOKEN_FILE")
    monkeypatch.setenv("GUANJIA_GRAFANA_TOKEN", "glsa_wrong")
    done = typed("push")
    assert isinstance(done.exception, ConfigError)
    assert "refuses the token" in str(done.exception)
    assert "glsa_wrong" not in done.output + str(done.exception)


def test_without_a_token_the_setting_is_named(there: Grafana, monkeypatch: pytest.MonkeyPatch) -> None:
    assert there.url
    monkeypatch.delenv("GUANJIA_GRAFANA_TOKEN_FILE")
    assert "GUANJIA_GRAFANA_TOKEN_FILE" in str(typed("diff").exception)


def test_a_grafana_that_is_away_is_named(there: Grafana, monkeypatch: pytest.MonkeyPatch) -> None:
    assert there.url
    monkeypatch.setenv("GUANJIA_GRAFANA_URL", "http://127.0.0.1:9")
    done = typed("diff")
    assert isinstance(done.exception, UnreachableError)
    assert "no answer from Grafana at http://127.0.0.1:9" in str(done.exception)


@pytest.mark.parametrize("url", ["grafana", "ftp://a", "http://admin:secret@127.0.0.1:3000"])
def test_a_wrong_address_is_told_without_its_password(
    url: str, there: Grafana, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert there.url
    monkeypatch.setenv("GUANJIA_GRAFANA_URL", url)
    done = typed("diff")
    assert isinstance(done.exception, ConfigError)
    assert "GUANJIA_GRAFANA_URL" in str(done.exception)
    assert "secret" not in str(done.exception)


def test_build_writes_the_same_files_twice(tmp_path: Path) -> None:
    assert typed("build", "--out", str(tmp_path / "a")).exit_code == 0
    written = {file: file.read_bytes() for file in (tmp_path / "a").rglob("*.json")}
    assert {file.stem for file in written} == set(UIDS)
    assert {file.parent.name for file in written} == {"管家", "guanjia (English)"}
    typed("build", "--out", str(tmp_path / "a"))
    assert {file: file.read_bytes() for file in written} == written


def test_build_tells_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = typed("build", "--out", str(tmp_path / "file" / "below"))
    assert isinstance(done.exception, ConfigError)
    assert "cannot write to" in str(done.exception)
