"""The services of a vehicle in one cell of a sheet."""

import pytest

from guanjia.registry_files.services import services_text, written_services
from models.registry import Service


@pytest.mark.parametrize(
    "text",
    [
        "own_service 2500km 2026-09-01@41200",
        "own_service 2500km/6months 2026-09-01@41200.5; insurance 12months 2026-03-01",
        "tyres 70000km 2025-04-11；inspection 12months 2026-05-18",
    ],
)
def test_what_people_write_is_what_is_written_back(text: str) -> None:
    read = [Service.model_validate(each) for each in written_services(text)]
    assert {service.task for service in read} <= {"own_service", "insurance", "tyres", "inspection"}
    assert read[0].last_on.year in {2025, 2026}
    again = [Service.model_validate(each) for each in written_services(services_text(read))]
    assert again == read


def test_kilometres_months_and_odometer_are_told_apart() -> None:
    (only,) = written_services("own_service 2500km/6months 2026-09-01@41200")
    assert only == {
        "task": "own_service",
        "every_km": "2500",
        "every_months": "6",
        "last_on": "2026-09-01",
        "last_odometer_km": "41200",
    }


def test_what_is_no_service_is_left_for_its_field_to_tell() -> None:
    assert written_services("oil") == [{"task": "oil"}]
