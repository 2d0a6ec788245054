"""What people can type, set or read stands in the documentation, and what stands there exists."""

import re
import tomllib
from enum import StrEnum
from typing import get_args

import pytest
from babel.messages.pofile import read_po
from ruamel.yaml import YAML

from analytics.vehicles.fuel import FuelDoubt
from config.settings import Settings
from ingest.gateways.jt808.counters import Counters
from ingest.gateways.jt808.faults import Cut, Fault
from ingest.metrics import Metrics
from models.alerts import Severity, State
from models.consumption import AsideReason, FlagReason, HourReason
from models.detection import LeakReason, WatchState
from models.factors import Carrier, FactorPurpose
from models.figures import CheckReason, Divisor, DueBasis, PeriodKind, Total
from models.quantities import QUANTITIES
from models.quotas import DayDivisor, Indicator, JudgedPeriod, PeopleCount, SourceStatus, TierScheme
from models.refusals import Reason
from models.registry import (
    DeviceKind,
    InstitutionType,
    Medium,
    PersonKind,
    PlaceKind,
    Protocol,
    SiteFile,
)
from models.rules import Rule
from models.topics import Channel
from models.vehicle_costs import CostKind
from simulators.scenario import FaultKind
from simulators.truth import SCHEMA, TruthKind
from tests.unit.command_tree import options, tree
from tests.unit.pages import (
    ROOT,
    SHELLS,
    anchors,
    blocks,
    first_cells,
    headings,
    links,
    page,
    pages,
    rows,
    sections,
    spans,
)

_VARIABLE = re.compile(r"GUANJIA_[A-Z0-9_]+[A-Z0-9]")
_PATH = re.compile(
    r"(?:\.ci|alerts|analytics|config|dashboards|docs|guanjia|ingest|models|requirements|simulators|storage|tests|web)"
    r"/[a-z0-9_./-]*"
)
_PAGES = [path.relative_to(ROOT).as_posix() for path in pages()]
_GLOSSARY = page("docs/glossary.md")


def test_every_setting_is_documented_and_no_other() -> None:
    read = {f"GUANJIA_{name.upper()}" for name in Settings.model_fields}
    typed = {str(option.envvar) for command in tree().values() for option in options(command)}
    compose = set(_VARIABLE.findall(page("docker-compose.yml")))
    text = page("docs/reference/settings.md")
    documented = {name for name in first_cells(text) if name.startswith("GUANJIA_")}
    assert documented == read | compose | (typed - {"None"})


def test_defaults_of_settings_are_documented() -> None:
    cells = {row[0]: row[1] for row in rows(page("docs/reference/settings.md"))}
    for name, field in Settings.model_fields.items():
        if field.default not in (None, ""):
            assert cells[f"`GUANJIA_{name.upper()}`"] == f"`{field.default}`"


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = first_cells(page("docs/reference/settings.md"))
    named = {(name, variable) for name in _PAGES for variable in _VARIABLE.findall(page(name))}
    assert not {(name, variable) for name, variable in named if variable not in known}


def test_every_reason_of_refusal_has_cause_and_remedy() -> None:
    table = [row for row in rows(sections(page("docs/reference/mqtt.md"))["What is refused"])[1:] if all(row)]
    assert [row[0] for row in table] == [f"`{reason}`" for reason in Reason]


def test_every_quantity_stands_in_the_table_as_it_is() -> None:
    written = [row for row in rows(page("docs/reference/quantities.md")) if row[0].isdigit()]
    assert written == [
        [str(q.id), f"`{q.name}`", q.zh, q.unit, str(q.kind), f"{q.low:,g}", f"{q.high:,g}"]
        for q in QUANTITIES
    ]


def test_every_metric_is_documented_and_no_other() -> None:
    exposed = {
        family.name + ("_total" if family.type == "counter" else "")
        for registry in (Metrics().registry, Counters().registry)
        for family in registry.collect()
    }
    documented = {
        name for name in first_cells(page("docs/reference/metrics.md")) if name.startswith("guanjia_")
    }
    assert documented == exposed


def test_every_fault_and_cut_of_a_terminal_is_documented() -> None:
    cuts = first_cells(sections(page("docs/how-to/jt808.md"))["Cut off"])
    assert cuts >= set(Cut)
    assert not [fault for fault in Fault if f"`{fault}`" not in page("docs/reference/metrics.md")]


def test_every_kind_of_rule_is_documented() -> None:
    kinds = {name for rule in get_args(Rule) for name in get_args(rule.model_fields["kind"].annotation)}
    for name in ("docs/reference/alerts.md", "docs/glossary.md"):
        assert not [kind for kind in kinds if f"`{kind}`" not in page(name)], name


def test_every_fault_of_a_scenario_is_documented() -> None:
    simulate = sections(page("docs/how-to/simulate.md"))
    assert first_cells(simulate["Faults"]) == set(FaultKind)


def test_the_columns_and_kinds_of_the_truth_are_documented() -> None:
    simulate = sections(page("docs/how-to/simulate.md"))
    assert first_cells(simulate["truth.parquet"]) == {*SCHEMA.names, *TruthKind}


def test_every_shipped_scenario_is_documented() -> None:
    shipped = {path.stem for path in (ROOT / "config" / "scenarios").glob("*.yaml")}
    assert first_cells(sections(page("docs/how-to/simulate.md"))["Scenarios"]) >= shipped


def test_every_view_has_a_section_and_every_section_a_view() -> None:
    folders = (ROOT / "storage" / "migrations" / "sql", ROOT / "storage" / "shapes")
    sql = "".join(path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.sql")))
    views = set(re.findall(r"VIEW (analytics\.\w+)", sql))
    documented = {
        title for title in sections(page("docs/reference/sql.md")) if title.startswith("analytics.")
    }
    assert documented == views


def test_every_figure_of_the_bench_is_documented() -> None:
    source = page("guanjia/bench/ingest.py")
    of_ingest = set(re.findall(r'"(\w+_(?:msg_s|rows_s|readings_s|mb|busy_cores))"', source))
    # "{meters}_meters_plain_s" is documented as N_meters_plain_s
    hours = page("guanjia/bench/hours.py").replace("{meters}", "N")
    of_hours = set(re.findall(r'"(\w+_(?:readings|million|plain|mb|ms|s))":', hours))
    detect = page("guanjia/bench/detect.py") + page("guanjia/bench/detect_anomalies.py")
    detect = detect.replace("{kind}", "KIND").replace("{low * 100:.0f}", "N").replace("{reason}", "REASON")
    of_detect = set(re.findall(r'"(\w+)":', detect)) | set(
        re.findall(r'f"(\w+_(?:N|REASON|KIND)\w*)"', detect)
    )
    alerts = page("guanjia/bench/alerts.py")
    of_alerts = set(re.findall(r'"((?:first|next|queries|round)_\w+)":', alerts))
    of_vehicles = set(re.findall(r'"(\w+)":', page("guanjia/bench/vehicles.py")))
    of_gateway = set(re.findall(r'"(\w+)": ', page("guanjia/bench/gateway.py"))) | {"ceiling_frames_s"}
    of_panels = set(re.findall(r'"(\w+)": float', page("guanjia/bench/panels.py")))
    # "{kind}_filled_p95_s" is documented as PAGE_filled_p95_s
    of_viewers = set(re.findall(r'"(\w+)": ', page("guanjia/bench/viewers.py").replace("{kind}", "PAGE")))
    named = (of_ingest, of_hours, of_detect, of_alerts, of_vehicles, of_gateway, of_panels, of_viewers)
    assert all(named)
    assert first_cells(page("docs/reference/benchmarks.md")) == set().union(*named)


@pytest.mark.parametrize(
    "words",
    [
        InstitutionType,
        PlaceKind,
        PersonKind,
        DeviceKind,
        Protocol,
        Medium,
        Indicator,
        TierScheme,
        JudgedPeriod,
        PeopleCount,
        DayDivisor,
        PeriodKind,
        Total,
        Divisor,
        DueBasis,
        CheckReason,
        Carrier,
        FactorPurpose,
        SourceStatus,
        HourReason,
        AsideReason,
        FlagReason,
        LeakReason,
        WatchState,
        Reason,
        State,
        Severity,
        CostKind,
        FuelDoubt,
    ],
)
def test_every_code_of_the_vocabulary_stands_in_the_glossary(words: type[StrEnum]) -> None:
    assert not set(words) - first_cells(_GLOSSARY)


def test_the_codes_that_site_files_use_stand_in_the_glossary() -> None:
    files = [YAML(typ="safe").load(path) for path in (ROOT / "config" / "sites").glob("*.yaml")]
    sites = [SiteFile.model_validate(file) for file in files]
    items = {meter.item for site in sites for meter in site.meters} - {""}
    vehicles = {word for site in sites for car in site.vehicles for word in (car.duty, car.fuel)}
    assert not (items | vehicles) - first_cells(_GLOSSARY)


def test_the_glossary_says_what_users_read() -> None:
    """A code's Chinese word in the catalogue is the one of the glossary."""
    with (ROOT / "config" / "locales" / "zh_CN" / "LC_MESSAGES" / "guanjia.po").open("rb") as file:
        words = {str(message.id): str(message.string) for message in read_po(file)}
    for key, word in words.items():
        vocabulary, _, code = key.partition(": ")
        if re.fullmatch(r"[a-z ]+: [a-z_0-9]+", key) and vocabulary not in {"day", "count"}:
            said = [row[1] for row in rows(_GLOSSARY) if f"`{code}`" in row[0]]
            assert any(word in cell for cell in said), f"{key}: {word}"


def test_every_channel_of_the_contract_is_documented() -> None:
    text = page("docs/reference/mqtt.md")
    assert not [channel for channel in Channel if f"`v1/<site>/<device>/{channel}`" not in text]


@pytest.mark.parametrize("name", _PAGES)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    for target in links(page(name)):
        path, _, anchor = target.partition("#")
        file = folder / path if path else ROOT / name
        assert file.exists(), f"{name} links to {target}"
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), f"{name} links to {target}"


@pytest.mark.parametrize("name", _PAGES)
def test_files_that_are_named_exist(name: str) -> None:
    named = [span for span in spans(page(name)) if _PATH.fullmatch(span)]
    assert not [span for span in named if not (ROOT / span).exists()]


def test_the_functions_on_the_path_of_a_reading_exist() -> None:
    for cells in rows(page("docs/architecture.md")):
        files = [span for span in spans(cells[0]) if span.endswith(".py")]
        for file in files:
            text = page(file)
            missing = [name for name in spans(cells[1]) if not re.search(rf"(def|class) {name}\b", text)]
            assert not missing, f"{file}: {missing}"


def test_the_twins_of_the_readme_say_the_same_things() -> None:
    english, chinese = page("README.md"), page("README.zh-CN.md")
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert blocks(english, *SHELLS) == blocks(chinese, *SHELLS)
    assert [len(row) for row in rows(english)] == [len(row) for row in rows(chinese)]
    assert set(links(english)) - {"README.zh-CN.md"} == set(links(chinese)) - {"README.md"}
    assert {span for span in spans(english) if "/" in span} == {
        span for span in spans(chinese) if "/" in span
    }


def test_every_runtime_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["embedded"]]
    names = [re.split(r"[\[><=]", line)[0] for line in wanted]
    assert not [name for name in names if name not in page("docs/decisions/0006-libraries.md")]
