"""docker-compose.yml, which no Docker engine runs here: what a schema and its references can tell."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dashboards.grafana.variables import SOURCE
from guanjia.__main__ import COMMANDS
from storage.logins import LOGINS

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"

Service = dict[str, Any]


def read_compose() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(COMPOSE.read_text(encoding="utf-8"))


FILE = read_compose()
SERVICES: dict[str, Service] = FILE["services"]
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]
OURS = [name for name, service in SERVICES.items() if "build" in service]

each_service = pytest.mark.parametrize("name", list(SERVICES))


def test_it_is_a_compose_file() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", "vendor.compose-spec", COMPOSE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_service_of_the_stack_is_there() -> None:
    assert set(SERVICES) == {
        "broker", "database", "migrate", "logins", "ingest", "analytics", "alerts", "web", "grafana",
        "dashboards", "registry", "allowance", "read", "mailpit", "gateway-jt808",
    }  # fmt: skip


@each_service
def test_a_service_waits_only_for_services_that_exist_and_can_meet_the_condition(name: str) -> None:
    for other, wanted in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if wanted["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert wanted["condition"] == "service_completed_successfully"
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("kind", ["secrets", "networks", "volumes"])
def test_what_services_use_is_declared_and_what_is_declared_is_used(kind: str) -> None:
    used = {used for service in SERVICES.values() for used in references(service, kind)}
    assert used == set(FILE[kind])


def references(service: Service, kind: str) -> Iterator[str]:
    for entry in service.get(kind, []):
        if kind != "volumes":
            yield entry
        elif isinstance(entry, str) and not entry.startswith("."):
            yield entry.split(":")[0]


@each_service
def test_a_path_under_run_secrets_is_a_secret_the_service_has(name: str) -> None:
    wanted = re.findall(r"/run/secrets/([\w.]+)", str(SERVICES[name]))
    assert set(wanted) <= set(SERVICES[name].get("secrets", []))


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_service_has_a_health_check_and_comes_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= set(check)
    assert SERVICES[name]["restart"] == "unless-stopped"


@each_service
def test_no_password_stands_in_the_file(name: str) -> None:
    environment: dict[str, str | None] = SERVICES[name].get("environment", {})
    for variable, value in environment.items():
        if "PASSWORD" in variable:
            assert value is None or value.startswith("/run/secrets/"), variable
        assert not re.search(r"://[^/@\s]*:[^/@\s]*@", value or ""), f"{variable} has a password in its URL"


def test_it_does_not_start_before_guanjia_init_has_run() -> None:
    required = re.findall(r"\$\{(\w+):\?run guanjia init\}", COMPOSE.read_text(encoding="utf-8"))
    assert "GUANJIA_BROKER_USER" in required
    assert FILE["services"]["broker"]["user"].startswith("${GUANJIA_BROKER_USER:?")


def test_only_mqtt_with_tls_is_published_beyond_this_machine() -> None:
    published = {
        (name, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", port))
        for name, service in SERVICES.items()
        for port in service.get("ports", [])
    }
    assert ("broker", "8883:8883") in published
    open_to_all = {port for port in published if not port[1].startswith("127.0.0.1:")}
    assert open_to_all == {("broker", "8883:8883")}


def test_the_database_is_out_of_reach_of_everything_but_the_stack() -> None:
    assert SERVICES["database"]["networks"] == ["inside"]
    assert "ports" not in SERVICES["database"]
    assert FILE["networks"]["inside"] == {"internal": True}


@each_service
def test_images_are_pinned_to_a_release(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert re.match(r"v?\d+\.\d+\.\d+", tag)


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "database"])
def test_a_container_can_change_nothing_and_has_no_privilege(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_that_exist(name: str) -> None:
    service = SERVICES[name]
    given = [*service.get("entrypoint", [])[3:], *service.get("command", [])]
    # what follows is typed by whoever runs a tool
    assert given or "tools" in service["profiles"]
    assert given[:1] == [] or given[0] in COMMANDS


def test_the_gateway_for_terminals_is_started_on_demand_and_reaches_no_database() -> None:
    gateway = SERVICES["gateway-jt808"]
    assert gateway["profiles"] == ["vehicles"]
    assert "GUANJIA_DATABASE_URL" not in gateway["environment"]
    # what strangers reach holds the secret of terminals and one login of the broker, and no other
    assert set(gateway["secrets"]) == {"jt808.secret", "mqtt_jt808.password", "mqtt_ca.crt"}
    [port] = gateway["ports"]
    assert port.endswith(":" + gateway["environment"]["GUANJIA_JT808_PORT"])
    assert gateway["environment"]["GUANJIA_METRICS_PORT"] in gateway["healthcheck"]["test"][-1]
    for option in gateway["command"][2:]:
        name, _, path = option.partition("=")
        assert (name, (ROOT / path.removeprefix("/app/")).is_file()) == ("--site", True)


@pytest.mark.parametrize("name", [name for name in OURS if name not in {"gateway-jt808", "dashboards"}])
def test_our_services_log_in_with_the_role_whose_password_they_have(name: str) -> None:
    environment = SERVICES[name]["environment"]
    user = re.match(r"postgresql://(\w+)@database:5432/guanjia$", environment["GUANJIA_DATABASE_URL"])
    assert user is not None
    secret = environment["GUANJIA_DATABASE_PASSWORD_FILE"].removeprefix("/run/secrets/")
    users = {f"{role}.password": login for role, login in LOGINS.items()}
    assert user[1] == {**users, "database_owner.password": "guanjia_owner"}[secret]


def test_grafana_reads_as_the_reader_with_a_secret_it_has() -> None:
    file = ROOT / "config" / "grafana" / "provisioning" / "datasources" / "guanjia.yaml"
    source = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))["datasources"][0]
    assert source["user"] == LOGINS["guanjia_reader"]
    secret = re.fullmatch(r"\$__file\{/run/secrets/([\w.]+)\}", source["secureJsonData"]["password"])
    assert secret is not None
    assert secret[1] in SERVICES["grafana"]["secrets"]


def test_grafana_reads_the_dashboards_that_are_built_before_it_starts() -> None:
    file = ROOT / "config" / "grafana" / "provisioning" / "dashboards" / "guanjia.yaml"
    provider = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))["providers"][0]
    mounts = dict(volume.split(":")[:2] for volume in SERVICES["grafana"]["volumes"])
    assert mounts["dashboards"] == provider["options"]["path"]
    written = dict(volume.split(":") for volume in SERVICES["dashboards"]["volumes"])
    assert SERVICES["dashboards"]["command"][-1] == written["dashboards"]
    assert f"--owner=guanjia {written['dashboards']}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    waits = SERVICES["grafana"]["depends_on"]
    assert waits["dashboards"] == {"condition": "service_completed_successfully"}


def test_dashboards_ask_the_data_source_that_is_provisioned() -> None:
    file = ROOT / "config" / "grafana" / "provisioning" / "datasources" / "guanjia.yaml"
    source = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))["datasources"][0]
    assert (source["type"], source["uid"]) == (SOURCE.type_val, SOURCE.uid)


def test_the_broker_runs_with_the_configuration_that_the_tests_use() -> None:
    mounts = {mount["target"]: mount["source"] for mount in SERVICES["broker"]["volumes"]}
    assert mounts["/mosquitto/config/mosquitto.conf"] == "./config/mosquitto/mosquitto.conf"
    assert mounts[SERVICES["broker"]["working_dir"]] == "./broker/run"


def test_the_image_copies_folders_that_exist_and_the_lock_with_its_hashes() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\w+) \1$", dockerfile, flags=re.MULTILINE)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(copied) == packages
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{folder}" for folder in copied} <= set(allowed)
    assert "--require-hashes" in dockerfile
    assert "\nUSER guanjia\n" in dockerfile
