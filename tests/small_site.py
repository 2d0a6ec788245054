"""A small site as a file that people write; tests edit its text."""

from guanjia.registry_files.yaml_file import read_yaml
from models.registry_draft.draft import draft
from models.registry_state import Registry

QUOTA = """\
quotas:
  - code: water-office
    indicator: water_per_person
    category: 机关
    unit: m3/(person·a)
    tiers:
      - {name: 先进值, name_en: advanced, value: 10, purpose: 新建项目}
      - {name: 通用值, name_en: general, value: 25, purpose: 现有单位}
    limit: 通用值
    counts: [staff]
    source: an example
    year: 2021
    valid_from: 2021-01-01
    status: unverified
"""

SITE = """\
site: {code: yard, name: 大院, institution: bureau}
institutions:
  - {code: city, name: 市, type: region}
  - code: bureau
    name: 局
    type: government
    parent: city
    contacts:
      - {name: 专管员, reports: [monthly, daily], reports_at: 8:00, email: officer@example.org}
    quotas:
      - {quota: water-office, valid_from: 2026-01-01}
places:
  - {code: main, name: 主楼, kind: building, parent: yard}
  - {code: floor1, name: 一层, kind: floor, parent: main}
occupancy:
  - {place: main, valid_from: 2026-01-01, area_m2: 1000, people: {staff: 100}}
devices:
  - {code: w1, kind: water_meter, place: yard}
  - {code: w2, kind: water_meter, place: main}
  - {code: bd1, kind: vehicle_tracker, place: yard}
  - {code: bd2, kind: vehicle_tracker, place: yard}
meters:
  - code: w1
    name: 总表
    quantity: volume_m3
    medium: water
    level: 1
    place: yard
    serves: [main, yard]
    installations:
      - {serial: 007, valid_from: 2026-01-01T00:00:00+08:00, start_register: 5, modulus: 100000}
  - code: w2
    name: 主楼
    quantity: volume_m3
    medium: water
    level: 2
    parent: w1
    place: main
    installations:
      - {serial: B1, valid_from: 2026-01-01T00:00:00+08:00, modulus: 100000}
vehicles:
  - {plate: 宁A00001, type: 轿车, institution: bureau, device: bd1, valid_from: 2026-01-01T00:00:00+08:00}
"""


def small_site() -> Registry:
    """Return the registry that the site gives."""
    entries, mistakes = read_yaml("site.yaml", (QUOTA + SITE).encode())
    plan = draft(Registry(), entries)
    if mistakes or plan.mistakes:
        raise ValueError([*mistakes, *plan.mistakes])
    return plan.after


def line_of(text: str, part: str) -> int:
    """Return the line of `text` on which `part` first stands."""
    return text[: text.index(part)].count("\n") + 1
