"""What a section of a mail says of its alerts, as sentences of one language."""

from collections.abc import Iterator

from alerts.phrases import Phrases
from alerts.sentences import SENTENCES, facts
from models.quota_progress import QuotaProgress
from models.rules import Measure, OverQuotaRule
from models.sightings import Sighting


class Wording(Phrases):
    """One language's sentences."""

    __slots__ = ()

    def seen(self, seen: Sighting) -> str:
        """Return one sentence that says of one subject what is the matter."""
        return SENTENCES[seen.kind](self, seen)

    def facts(self, seen: Sighting) -> Iterator[tuple[str, str]]:
        """Yield what a mail about a single subject says beside the sentence: names with values."""
        return facts(self, seen)

    def quota(self, rule: OverQuotaRule, progress: QuotaProgress) -> str:
        """Return what a figure has to do with its quota, without the institution's name."""
        title = rule.title.zh_CN if self.is_chinese else rule.title.en
        f = self.formats
        match rule.measure:
            case Measure.PROGRESS:
                text, value = "%(title)s is %(share)s ahead of its quota", f.percent(progress.over_share)
            case Measure.PROJECTED:
                share = (progress.projected or 0.0) / progress.quota_value - 1
                text, value = "%(title)s will end %(share)s above its quota at this rate", f.percent(share)
            case Measure.PASSING:
                day = "" if progress.limit_date is None else progress.limit_date.isoformat()
                text, value = "%(title)s will pass its quota on %(share)s", day
            case Measure.TIER:
                text, value = "%(title)s was %(share)s above its quota", f.percent(progress.used_share - 1)
        return self.say(text, title=title, share=value)

    def divisor(self, progress: QuotaProgress) -> str:
        """Return who or what shares the amount."""
        per = progress.unit.partition("/")[2]
        if "person" in per:
            return self.say("people")
        return self.say("beds") if "bed" in per else self.formats.unit("m2")
