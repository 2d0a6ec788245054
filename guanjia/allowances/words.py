"""What of an allowance is kept or refused in words.

Tables are in the language of who reads them (`guanjia.words`). A formula is stored with the proposal, and
whoever reads it later has another language: it is in both.
"""

from analytics.allowances.proposal import Proposal
from guanjia.words import number
from models.allowances import Basis, Block, Load, Reference

REMEDIES = {
    Block.NOT_APPROVED: "nobody approved a volume: `guanjia allowance approve`",
    Block.SET_ASIDE: "a register step is set aside: explain it, see `guanjia aside list`",
    Block.ESTIMATED: "too much of it is estimated: settle again when late data has filled it",
    Block.LOW_COVERAGE: "too little of it is between readings: settle again when late data has filled it",
}
_BASES = {
    Basis.LAST_YEAR: "去年同期 last year",
    Basis.EARLIER_PERIODS: "此前各期 earlier periods",
    Basis.DEFAULT: "默认值 default",
    Basis.NONE: "无依据 none",
}
_LOADS = {Load.MEAL: "餐 meals", Load.DINER: "餐 meals of diners", Load.OPEN_DAY: "开放日 open days"}


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
            return f"{_BASES[proposal.basis]}: {said} × {now} {words} × {saving} = {result}"
        case Basis.LAST_YEAR | Basis.EARLIER_PERIODS:
            volume = " + ".join(number(each.volume) for each in proposal.references)
            load = " + ".join(_load(each) for each in proposal.references)
            if len(proposal.references) > 1:
                volume, load = f"({volume})", f"({load})"
            return f"{_BASES[proposal.basis]}: {volume} {unit} ÷ {load} {words} × {now} × {saving} = {result}"


def _load(reference: Reference) -> str:
    return f"{reference.load:,.0f} ({reference.open_days} d)"
