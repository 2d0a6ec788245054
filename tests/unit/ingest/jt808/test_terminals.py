"""Which terminals the registry puts behind a gateway."""

from typing import Any

import pytest

from ingest.gateways.jt808.limits import Allowance
from ingest.gateways.jt808.terminals import Terminals, site_of, terminals_behind
from models.errors import ConfigError
from models.registry import SiteFile

GATEWAY = {"code": "gw", "kind": "gateway", "place": "garage"}


def site(*devices: dict[str, Any], **more: Any) -> SiteFile:
    place = {"code": "garage", "name": "garage", "kind": "garage", "parent": "office"}
    return SiteFile.model_validate({"places": [place], "devices": [GATEWAY, *devices], **more})


def tracker(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "kind": "vehicle_tracker", "gateway": "gw", "place": "garage", **more}


def found(*files: SiteFile) -> Terminals:
    return terminals_behind("gw", files)


def test_a_terminal_is_found_by_its_number_with_any_zeros_before_it() -> None:
    terminals = found(site(tracker("13912344329"), tracker("elsewhere", gateway="other")))
    for phone in ("013912344329", "00000000013912344329"):
        terminal = terminals.find(phone)
        assert terminal is not None
        assert (terminal.device, terminal.site) == ("13912344329", "office")
    assert len(terminals) == 1
    assert site_of("gw", [site()]) == "office"


@pytest.mark.parametrize("phone", ["000000000000", "013912344328"])
def test_a_stranger_is_not_found(phone: str) -> None:
    assert found(site(tracker("13912344329"))).find(phone) is None


@pytest.mark.parametrize(
    ("devices", "message"),
    [
        ([tracker("bd-01")], "'bd-01' .* is no terminal's number"),
        ([tracker("000")], "is no terminal's number"),
        ([tracker("1" * 21)], "is no terminal's number"),
        ([tracker("815"), tracker("0815")], "the same terminal"),
        ([tracker("815", place="")], "say where it is"),
    ],
)
def test_a_mistake_in_the_registry_is_named(devices: list[dict[str, str]], message: str) -> None:
    cleaned = [{name: value for name, value in device.items() if value} for device in devices]
    with pytest.raises(ConfigError, match=message):
        found(site(*cleaned))


def test_a_user_that_is_no_gateway_is_named() -> None:
    with pytest.raises(ConfigError, match="GUANJIA_MQTT_USER: the site files have no gateway 'ingest'"):
        terminals_behind("ingest", [site()])


def test_an_allowance_fills_again() -> None:
    allowance = Allowance(a_second=2.0, burst=10.0, now=0.0)
    assert allowance.takes(10, 0.0)
    assert not allowance.takes(3, 1.0)
    assert allowance.takes(2, 1.0)
    assert allowance.takes(10, 100.0)
    assert not allowance.takes(1, 100.0)
