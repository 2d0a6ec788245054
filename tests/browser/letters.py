"""Letters as readers get them, for the browser: over quota, several sightings, and one with a picture."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

from alerts.letter import Item, Letter
from alerts.links import Links
from alerts.mail import Composer
from guanjia.rule_files import RULES, read_rules
from guanjia.translations import translations
from models.alerts import ChangeReason
from models.links import Seal
from models.registry import Language
from models.rules import RuleFile
from models.sightings import Sighting
from tests.integration.web.console import PUBLISHED, SECRET
from tests.unit.alerts.samples import DAYS, NOW, letter

CONSOLE = "http://127.0.0.1:8080"
LINKS = Links(CONSOLE, PUBLISHED, Seal(SECRET))

_RULES = read_rules(RULES)
_JUMP = RuleFile.model_validate(
    {
        "rules": [
            {
                "code": "water-jump",
                "kind": "rate_of_change",
                "medium": "water",
                "title": {"zh_CN": "用水突增", "en": "Water use jumped"},
                "fires_above": 3,
                "min_amount": 20,
                "repeat": "7d",
                "severity": "warning",
                "runbook": {
                    "causes": [
                        {
                            "zh_CN": "水龙头未关、洁具或管道损坏",
                            "en": "A tap left open, a broken pipe",
                        }
                    ],
                    "actions": [
                        {"zh_CN": "到现场看阀门和末端设备", "en": "Go and look at the valves and taps"}
                    ],
                },
            }
        ]
    }
)
_PLACES = (
    "东楼三层卫生间",
    "食堂后厨",
    "锅炉房补水",
    "北门绿化",
    "信息中心机房",
    "地下车库消防",
    "南配楼总管",
)


def over_quota(language: Language) -> Letter:
    """An institution over its water quota."""
    return letter(language=language, name="张工" if language is Language.ZH_CN else "Ms Zhang")


def sightings(language: Language) -> Letter:
    """Seven devices that fell silent and three meters with little data: two sections."""
    silent = [_silent(number, place) for number, place in enumerate(_PLACES)]
    sparse = [_sparse(number, place) for number, place in enumerate(_PLACES[:3], 20)]
    return replace(over_quota(language), items=(*silent, *sparse))


def jump(language: Language) -> Letter:
    """One meter that used far more than it usually does, with its days."""
    seen = {
        "kind": "rate_of_change",
        "subject_kind": "meter",
        "code": "w2-kitchen",
        "name": "食堂后厨",
        "name_en": "Canteen kitchen",
        "medium": "water",
        "value": 4.2,
        "limit": 3.0,
        "is_above": True,
        "unit": "",
        "amount": 94.0,
        "usual": 22.4,
        "amount_unit": "m3",
        "coverage": 0.99,
        "at": NOW - timedelta(days=1),
        "days": 1,
    }
    return replace(over_quota(language), items=(_item(41, seen),))


def composed(about: Letter, links: Links = LINKS) -> EmailMessage:
    """Return the mail of a letter."""
    return Composer("guanjia@example.org", translations(), links).compose(about, NOW)


LETTERS: dict[str, Callable[[Language], Letter]] = {
    "over-quota": over_quota,
    "sightings": sightings,
    "jump": jump,
}

_OWNER = {
    "institution": "jgj",
    "institution_name": "机关事务管理局",
    "institution_name_en": "Government Offices Administration",
    "timezone": "Asia/Shanghai",
}


def _silent(number: int, place: str) -> Item:
    hours = 7.5 + number * 9
    seen = {
        "kind": "absence",
        "subject_kind": "device",
        "code": f"w2-{number:02}",
        "name": place,
        "value": hours,
        "limit": 6,
        "is_above": True,
        "unit": "h",
        "at": NOW - timedelta(hours=hours),
    }
    return _item(number, seen)


def _sparse(number: int, place: str) -> Item:
    seen = {
        "kind": "low_coverage",
        "subject_kind": "meter",
        "code": f"w3-{number:02}",
        "name": place,
        "value": 0.61,
        "limit": 0.8,
        "is_above": False,
        "unit": "",
        "at": NOW,
        "days": 7,
    }
    return _item(number, seen)


def _item(number: int, seen: Mapping[str, object]) -> Item:
    sighting = Sighting.model_validate({**_OWNER, **seen})
    rule = next(rule for rule in [*_RULES, *_JUMP.rules] if rule.kind == sighting.kind)
    days = DAYS if sighting.kind == "rate_of_change" else ()
    return Item(rule, 100 + number, 200 + number, NOW, ChangeReason.LASTED, sighting, days)
