"""Allowances in words: Chinese first, English beside it."""

from analytics.allowances.proposal import Proposal
from models.allowances import Basis, Block, EntryKind, EntryStatus, Load, Reference

UNKNOWN = "—"

BLOCKS = {
    Block.NOT_APPROVED: "未核定：先用 `guanjia allowance approve` 核定 (nobody approved a volume)",
    Block.SET_ASIDE: "期内有暂不计入的读数突变，见 `guanjia aside list` (a register step is set aside)",
    Block.ESTIMATED: "估算占比过高，补传数据后重算 (too much of it is estimated: late data may fill it)",
    Block.LOW_COVERAGE: "覆盖率不足，补传数据后重算 (too little of the period is covered by readings)",
}
SHORT_BLOCKS = {
    Block.NOT_APPROVED: "未核定",
    Block.SET_ASIDE: "有突变暂不计入",
    Block.ESTIMATED: "估算过高",
    Block.LOW_COVERAGE: "覆盖不足",
}
BASES = {
    Basis.LAST_YEAR: "去年同期 last year",
    Basis.EARLIER_PERIODS: "此前各期 earlier periods",
    Basis.DEFAULT: "默认值 default",
    Basis.NONE: "无依据 none",
}
STATUSES = {
    EntryStatus.BLOCKED: "暂缓 blocked",
    EntryStatus.PROPOSED: "待确认 proposed",
    EntryStatus.CONFIRMED: "已确认 confirmed",
    EntryStatus.REJECTED: "已驳回 rejected",
    EntryStatus.RECORDED: "已记录 recorded",
}
KINDS = {EntryKind.SETTLEMENT: "结算 settlement", EntryKind.ADJUSTMENT: "调整 adjustment"}
_LOADS = {Load.MEAL: "餐 meals", Load.DINER: "餐 meals of diners", Load.OPEN_DAY: "开放日 open days"}


def number(value: float | None, digits: int = 2) -> str:
    """Write a number with separators; a dash for what nobody knows."""
    # adding zero turns -0.0 into 0.0
    return UNKNOWN if value is None else f"{round(value, digits) + 0.0:,.{digits}f}"


def percent(share: float) -> str:
    """Write a share in percent."""
    return f"{100 * share:.1f} %"


def formula(proposal: Proposal, unit: str) -> str:
    """Return how a proposal is computed, with its numbers.

    Examples
    --------
    去年同期 last year: 118.25 m3 ÷ 9,460 餐 meals of diners (22 d) × 10,120 (23 d) × (1 − 2 %) = 123.97 m3
    """
    words, saving = _LOADS[proposal.load], f"(1 − {100 * proposal.saving_target:g} %)"
    result = f"{number(proposal.volume)} {unit}"
    now = f"{proposal.load_now:,.0f} ({proposal.open_days_now} d)"
    match proposal.basis:
        case Basis.NONE:
            return "无历史数据，也未填写默认值，请直接核定 (no history and no default: approve a volume)"
        case Basis.DEFAULT:
            standing = proposal.standing
            said = (
                ""
                if standing is None
                else f"{standing.value:g} {unit} [{standing.status}: {standing.source}]"
            )
            return f"{BASES[proposal.basis]}: {said} × {now} {words} × {saving} = {result}"
        case Basis.LAST_YEAR | Basis.EARLIER_PERIODS:
            volume = " + ".join(number(each.volume) for each in proposal.references)
            load = " + ".join(_load(each) for each in proposal.references)
            if len(proposal.references) > 1:
                volume, load = f"({volume})", f"({load})"
            return f"{BASES[proposal.basis]}: {volume} {unit} ÷ {load} {words} × {now} × {saving} = {result}"


def _load(reference: Reference) -> str:
    return f"{reference.load:,.0f} ({reference.open_days} d)"
