import pytest

from guanjia.broker.access import Clients, acl_text, clients_of
from models.errors import ConfigError
from models.registry import SiteFile


def site_file(*devices: dict[str, str], **other: object) -> SiteFile:
    return SiteFile.model_validate({"devices": list(devices), **other})


def test_devices_that_meters_and_vehicles_name_get_access_too() -> None:
    file = site_file(
        {"code": "w-1", "kind": "water_meter"},
        meters=[
            {"code": "m-2", "name": "二层", "quantity": "volume_m3", "medium": "water", "place": "b1"},
            {
                "code": "m-3",
                "name": "三层",
                "device": "w-3",
                "quantity": "volume_m3",
                "medium": "water",
                "place": "b1",
            },
        ],
        vehicles=[
            {
                "plate": "宁A00001",
                "type": "轿车",
                "institution": "office",
                "device": "bd-01",
                "valid_from": "2026-01-01T00:00:00+08:00",
            }
        ],
    )
    assert clients_of([file]).codes == {"w-1", "m-2", "w-3", "bd-01"}


def test_a_device_behind_a_gateway_has_no_access_of_its_own() -> None:
    clients = clients_of(
        [
            site_file({"code": "gw", "kind": "gateway"}),
            site_file({"code": "child", "kind": "water_meter", "gateway": "gw"}),
        ]
    )
    assert clients.codes == {"gw"}
    assert clients.gateways == {"gw": {"child"}}
    assert "user gw\ntopic write v1/+/child/telemetry\ntopic write v1/+/child/status" in acl_text(clients)


@pytest.mark.parametrize("taken", ["ingest", "command", "monitor"])
def test_a_device_may_not_bear_a_services_name(taken: str) -> None:
    with pytest.raises(ConfigError, match=f"'{taken}'.*rename the device"):
        clients_of([site_file({"code": taken, "kind": "sensor"})])


@pytest.mark.parametrize(
    "devices",
    [
        [{"code": "child", "kind": "sensor", "gateway": "gone"}],
        [{"code": "child", "kind": "sensor", "gateway": "w"}, {"code": "w", "kind": "water_meter"}],
    ],
    ids=["missing", "no gateway"],
)
def test_a_gateway_must_be_a_device_of_that_kind(devices: list[dict[str, str]]) -> None:
    with pytest.raises(ConfigError, match=r"'child' stands behind '(gone|w)'.*kind: gateway"):
        clients_of([site_file(*devices)])


def test_no_line_of_the_rights_opens_everything() -> None:
    lines = acl_text(Clients(frozenset({"m-1"}), {"gw": frozenset({"c"})})).splitlines()
    rights = [line for line in lines if line.startswith(("topic", "pattern"))]
    assert rights
    for right in rights:
        assert not right.endswith((" #", " +/#", " v1/#"))
        assert "readwrite" not in right
