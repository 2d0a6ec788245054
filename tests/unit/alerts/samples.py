"""An institution over its quota, as the worked example of models/quota_progress.py has it, and its mail."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from alerts.letter import Item, Letter, Reader
from guanjia.rule_files import read_rules
from models.alerts import ChangeReason
from models.quota_progress import QuotaProgress
from models.quotas import Indicator, SourceStatus
from models.registry import Language
from models.rules import OverQuotaRule
from storage.alerting import DailyUse

NOW = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
RULES = Path(__file__).parents[3] / "config" / "rules"

PROGRESS = QuotaProgress(
    institution_id=1,
    institution="jgj",
    institution_name="机关事务管理局",
    institution_name_en="Government Offices Administration",
    timezone="Asia/Shanghai",
    indicator=Indicator.WATER_PER_PERSON,
    period_start=date(2026, 1, 1),
    period_end=date(2027, 1, 1),
    value=2345 / 600,
    unit="m3/person",
    numerator=2345.0,
    denominator=600.0,
    coverage=0.98,
    estimated_share=0.012,
    observed_days=35.0,
    quota="water-office",
    quota_source="DB37/T 4452-2021 (山东省，示例 / Shandong, a worked example)",
    quota_status=SourceStatus.SINGLE_SOURCE,
    quota_tier="通用值",
    quota_tier_en="general value",
    quota_value=25.0,
    quota_unit="m3/(person·a)",
    used_share=2345 / 600 / 25,
    due_share=35 / 365,
    projected=2345 / 600 / 35 * 365,
    computed_at=NOW,
)

DAYS = tuple(
    DailyUse(date(2026, 11, 21) - timedelta(days=13 - place), amount, 1.0 if place < 13 else 0.67)
    for place, amount in enumerate([32, 71, 68, 70, 73, 75, 36, 32, 78, 81, 79, 90, 94, 29])
)


@cache
def shipped_rule() -> OverQuotaRule:
    """Return the over-quota rule that comes with guanjia."""
    (found,) = (rule for rule in read_rules(RULES) if rule.code == "water-per-person")
    assert isinstance(found, OverQuotaRule)
    return found


def letter(
    *,
    address: str = "energy@example.org",
    name: str = "张工",
    language: Language = Language.ZH_CN,
    reason: ChangeReason = ChangeReason.BREACHED,
    progress: QuotaProgress = PROGRESS,
) -> Letter:
    """Return the letter that tells of `progress`."""
    item = Item(shipped_rule(), 5, 3, NOW, reason, progress, DAYS)
    return Letter(7, NOW, Reader(address, name, language), (item,))
