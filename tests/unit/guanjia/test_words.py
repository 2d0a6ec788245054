"""What commands say stands in the catalogue of every language."""

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from analytics.balance.tree import Judgement
from analytics.balance.water_saving import Criterion
from analytics.dispatch.findings import FindingKind
from analytics.vehicles.judging import Doubt
from analytics.vehicles.pieces import OdometerLack
from models.allowances import Basis, Block, EntryKind, EntryStatus
from models.consumption import AsideReason
from models.dispatch import CheckKind, OrderState
from models.registry import Language
from tests.unit.pages import ROOT

VOCABULARIES = {
    "basis": Basis,
    "block": Block,
    "criterion": Criterion,
    "daily check": CheckKind,
    "entry kind": EntryKind,
    "entry status": EntryStatus,
    "finding": FindingKind,
    "fix doubt": [str(doubt.name).lower() for doubt in Doubt],
    "judgement": Judgement,
    "odometer lack": OdometerLack,
    "order state": OrderState,
    "reason of a step": AsideReason,
}


def said() -> set[str]:
    """Return the texts that stand in a call of `say` as they are."""
    found = set[str]()
    for file in sorted((ROOT / "guanjia").rglob("*.py")):
        if file.parent.name == "bench":
            # it says in English how far it has come: that is no text of a catalogue
            continue
        with file.open("rb") as source:
            found |= {str(text) for _, text, _, _ in extract("python", source, keywords={"say": None})}
    return found


@pytest.mark.parametrize("language", Language)
def test_what_commands_say_is_translated(language: Language) -> None:
    file = ROOT / "config" / "locales" / language.value / "LC_MESSAGES" / "guanjia.po"
    with file.open("rb") as text:
        known = {str(message.id): message.string for message in read_po(text, locale=language.value)}
    codes = {f"{name}: {code}" for name, words in VOCABULARIES.items() for code in words}
    texts = said()
    assert "nothing is set aside" in texts
    assert not {text for text in texts | codes if not known.get(text)}
