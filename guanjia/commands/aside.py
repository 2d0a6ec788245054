"""`guanjia aside`: register steps that are not counted, and what to do about each."""

from zoneinfo import ZoneInfo

import click

from config.settings import read_settings
from guanjia.commands.language import lang_option
from guanjia.export.selection import Selection, selected
from guanjia.translations import translations
from guanjia.words import Words
from models.consumption import AsideReason
from models.registry import Language
from storage.asides import AboveModulus, Aside, above_modulus, asides
from storage.database import connect
from storage.export import exported_meters

_REMEDIES = {
    AsideReason.DROP: "was the meter changed or reset? Enter the swap with its end and start register",
    AsideReason.JUMP: "was the meter changed? Enter the swap; is the flow real? Raise its max_rate_per_hour",
    AsideReason.REVERSE: "does it count both ways? Set two_way of its installation; else see to the valve",
}


@click.group("aside")
def command() -> None:
    """Show register steps that are not counted because nothing explains them.

    What is set aside is in no hour, day or figure. Once the registry explains it, the hours are computed
    again by themselves and the line is gone.
    """


@command.command("list")
@click.option("--site", help="Only this site.")
@click.option("--meter", help="Only this measuring point.")
@click.option("--rows", default=50, show_default=True, type=click.IntRange(1, 100_000))
@lang_option
def list_(site: str | None, meter: str | None, rows: int, lang: Language) -> None:
    """List meters whose modulus is wrong, and steps set aside, newest first, in the site's own time."""
    with connect(read_settings().database, application="guanjia-aside") as connection:
        selected(exported_meters(connection), Selection(site=site, meter=meter))
        found = asides(connection, site=site, meter=meter, rows=rows)
        wrong = above_modulus(connection, site=site, meter=meter)
    words = Words(translations()[lang])
    for told in (*(modulus_lines(each, words) for each in wrong), *(lines(each, words) for each in found)):
        click.echo("\n".join(told))
    if not found and not wrong:
        click.echo(words.say("nothing is set aside"))


def lines(aside: Aside, words: Words) -> list[str]:
    """Return what is said of a step: when and where, how much and why, and what to do."""
    at = aside.at.astimezone(ZoneInfo(aside.timezone)).isoformat(sep=" ", timespec="minutes")
    return [
        f"{at}  {aside.site} {aside.place_name}  {aside.meter} {aside.meter_name}",
        "    "
        + words.say(
            "%(step)s not counted: %(reason)s",
            step=f"{aside.step:+,.3f} {aside.unit}",
            reason=words.name("reason of a step", aside.reason),
        ),
        f"    {words.say(_REMEDIES[AsideReason(aside.reason)])}",
    ]


def modulus_lines(wrong: AboveModulus, words: Words) -> list[str]:
    """Return what is said of a meter without hours, because its modulus is below what it shows."""
    remedy = words.say("correct the modulus of its installation, or leave it empty where nobody knows it")
    return [
        f"{wrong.site} {wrong.place_name}  {wrong.meter} {wrong.meter_name}",
        "    "
        + words.say(
            "%(count)s readings not counted: up to %(greatest)s, and the register wraps at %(modulus)s",
            count=f"{wrong.readings:,}",
            greatest=f"{wrong.greatest:,.3f}",
            modulus=f"{wrong.modulus:,.10g}",
        ),
        f"    {remedy}",
    ]
