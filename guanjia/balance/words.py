"""Words of a balance in the language of who reads it."""

from analytics.balance.tree import Judgement
from guanjia.words import Words


def doubt(judgement: Judgement, words: Words) -> str:
    """Return why a difference cannot be judged; nothing where it can, or where there is none."""
    if judgement in {Judgement.SURE, Judgement.LEAF}:
        return ""
    return words.name("judgement", judgement)
