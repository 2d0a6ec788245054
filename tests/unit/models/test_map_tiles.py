"""Addresses of map servers: from where browsers may then load pictures, and what is refused."""

import pytest

from models.errors import ConfigError
from models.map_tiles import tiles_source


@pytest.mark.parametrize(
    ("template", "source"),
    [
        ("", ""),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://{s}.example.org:8443/t?x={x}&y={y}&l={z}&tk=a;b", "https://*.example.org:8443"),
        ("http://127.0.0.1:8090/{z}/{x}/{y}.png", "http://127.0.0.1:8090"),
    ],
)
def test_pictures_come_from_the_server_alone(template: str, source: str) -> None:
    assert tiles_source(template) == source


@pytest.mark.parametrize(
    "template",
    [
        "https://tiles.example.org/{z}/{x}.png",
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "https://a;script-src *;/{z}/{x}/{y}",
        "https://a:1 script-src */{z}/{x}/{y}",
        "https://a.{s}.example.org/{z}/{x}/{y}",
    ],
)
def test_what_is_no_safe_address_is_refused(template: str) -> None:
    with pytest.raises(ConfigError, match="GUANJIA_MAP_TILES"):
        tiles_source(template)
