"""The services of a vehicle in one cell: `own_service 2500km/6months 2026-09-01@41200; insurance ...`."""

import re
from collections.abc import Iterable

from models.registry import Service

_BETWEEN = re.compile(r"[;；\n]+")
_SERVICE = re.compile(
    r"(?P<task>\S+)\s+"
    r"(?:(?P<every_km>[0-9.]+)km)?/?(?:(?P<every_months>[0-9]+)months)?\s+"
    r"(?P<last_on>[0-9-]+)(?:@(?P<last_odometer_km>[0-9.]+))?"
)


def written_services(text: str) -> list[dict[str, str]]:
    """Return the services as a YAML file would have them; what is none is told by the field `last_on`."""
    return [_service(each.strip()) for each in _BETWEEN.split(text) if each.strip()]


def services_text(services: Iterable[Service]) -> str:
    """Return the services as one cell holds them."""
    return "; ".join(_text(service) for service in services)


def _service(text: str) -> dict[str, str]:
    found = _SERVICE.fullmatch(text)
    if found is None:
        return {"task": text}
    return {name: value for name, value in found.groupdict().items() if value is not None}


def _text(service: Service) -> str:
    every = [
        *([] if service.every_km is None else [f"{service.every_km!r}km"]),
        *([] if service.every_months is None else [f"{service.every_months}months"]),
    ]
    odometer = "" if service.last_odometer_km is None else f"@{service.last_odometer_km!r}"
    return f"{service.task} {'/'.join(every)} {service.last_on}{odometer}"
