"""Addresses of map servers, as whoever runs guanjia writes them."""

import re
from urllib.parse import urlsplit

from models.errors import ConfigError
from models.hosts import is_loopback

_PARTS = ("{z}", "{x}", "{y}")


def tiles_source(template: str) -> str:
    """Return where the pictures of a map come from, as a source of a content security policy; "" for none.

    `template` has {z}, {x} and {y} for zoom, column and row (Web Mercator), and may have {s} at the head of
    its host for one of several servers.

    Raises
    ------
    ConfigError
        When a browser could not ask such an address, or its answers could be read and changed on the way.

    Examples
    --------
    >>> tiles_source("https://{s}.tiles.example.org/{z}/{x}/{y}.png?key=abc")
    'https://*.tiles.example.org'
    """
    if not template:
        return ""
    remedy = "write it as in https://tiles.example.org/{z}/{x}/{y}.png"
    missing = [part for part in _PARTS if part not in template]
    if missing:
        raise ConfigError(f"GUANJIA_MAP_TILES lacks {', '.join(missing)}: {remedy}")
    host, port, scheme = _parts(template)
    if scheme not in {"http", "https"} or not re.fullmatch(r"(\*\.)?[a-z0-9.-]+", host):
        raise ConfigError(f"GUANJIA_MAP_TILES is no address of the web: {remedy}")
    if scheme == "http" and not is_loopback(host):
        raise ConfigError(f"GUANJIA_MAP_TILES is not https, and {host} is another machine: {remedy}")
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def _parts(template: str) -> tuple[str, int | None, str]:
    """Return host, port and scheme; no host where it cannot be read."""
    parts = urlsplit(template.replace("{s}.", "*.", 1))
    try:
        return parts.hostname or "", parts.port, parts.scheme
    except ValueError:
        return "", None, parts.scheme
