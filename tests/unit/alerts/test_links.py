"""Where mails lead to, and what one thing is called and what several are."""

from datetime import timedelta

import pytest

from alerts.formats import Formats
from alerts.links import Links
from alerts.speaking import Speaker
from alerts.wording import Wording
from config.settings import Settings
from guanjia.translations import translations
from models.errors import ConfigError
from models.links import MOST_ALERTS, Seal
from models.registry import Language
from models.sightings import Sighting
from tests.unit.alerts.samples import NOW, letter

SEAL = Seal("0123456789abcdef0123456789abcdef")


def test_a_link_holds_as_long_as_is_set_and_names_each_alert_once() -> None:
    links = Links("", "https://energy.example.org", SEAL, timedelta(days=3)).of(letter(), NOW)
    token = links.acknowledge([5, 5, *range(10, 500)]).partition("?t=")[2]
    said = SEAL.open(token, NOW)
    assert said.alerts == (5, *range(10, 9 + MOST_ALERTS))
    assert (said.reader, said.expires_at) == ("energy@example.org", NOW + timedelta(days=3))


@pytest.mark.parametrize(
    "links", [Links(), Links("https://a.example", "https://a.example"), Links(seal=SEAL)]
)
def test_without_address_or_secret_there_is_no_link_to_acknowledge(links: Links) -> None:
    assert links.of(letter(), NOW).acknowledge([5]) == ""


@pytest.mark.parametrize("url", ["https://Energy.example.org/", "https://energy.example.org"])
def test_an_address_is_kept_as_browsers_write_it(url: str) -> None:
    settings = Settings(web_url=url)
    assert settings.console_address == settings.acknowledge_address == "https://energy.example.org"


@pytest.mark.parametrize(
    "url",
    [
        "energy.example.org", "http://energy.example.org", "ftp://energy.example.org", "https://a@b.example",
        "https://a.example/console", "https://a.example?x", "https://a.example:port", "https://",
        "javascript:alert(1)", "https://[::1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_named_with_its_setting(url: str) -> None:
    with pytest.raises(ConfigError, match="GUANJIA_ACK_URL"):
        _ = Settings(ack_url=url).acknowledge_address


@pytest.mark.parametrize(
    ("steps", "english", "chinese"),
    [
        (1, "1 step of its register is not counted, 12 m³", "1 处读数突变未计入，合计 12 m³"),
        (2, "2 steps of its register are not counted, together 12 m³", "2 处读数突变未计入，合计 12 m³"),
    ],
)
def test_one_step_is_one_and_two_are_several(steps: int, english: str, chinese: str) -> None:
    seen = Sighting(
        kind="set_aside", subject_kind="meter", code="w1", name="w1", institution="jgj",
        institution_name="机关",
        institution_name_en="Office", timezone="Asia/Shanghai", value=steps, limit=0.5,
        is_above=True, unit="", amount=12.0, amount_unit="m3", days=31,
    )  # fmt: skip
    for language, said in ((Language.EN, english), (Language.ZH_CN, chinese)):
        catalogue = translations()[language]
        wording = Wording(Speaker(catalogue), Formats(language.value, catalogue), language is Language.ZH_CN)
        assert wording.seen(seen).endswith(said)
