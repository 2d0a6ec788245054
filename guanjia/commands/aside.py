"""`guanjia aside`: register steps that are not counted, and what to do about each."""

from zoneinfo import ZoneInfo

import click

from config.settings import read_settings
from guanjia.export.selection import Selection, selected
from models.consumption import AsideReason
from storage.asides import Aside, asides
from storage.database import connect
from storage.export import exported_meters

_WORDS: dict[str, tuple[str, str]] = {
    AsideReason.DROP: (
        "the register fell 读数下降",
        "was the meter changed or reset? Enter the swap with its end and start register as two installations "
        "更换或清零过：在登记表中按旧表止码、新表起码登记两次安装",
    ),
    AsideReason.JUMP: (
        "the register rose by more than the meter can count in the time 读数突增",
        "was the meter changed? Enter the swap; is the flow real? Raise its max_rate_per_hour "
        "更换过：登记换表；流量属实：调高 max_rate_per_hour",
    ),
    AsideReason.REVERSE: (
        "the register ran backwards 读数倒走",
        "does it count both ways? Set two_way of the installation; else look at the check valve "
        "可双向计量：设 two_way；否则检查止回阀",
    ),
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
def list_(site: str | None, meter: str | None, rows: int) -> None:
    """List steps set aside, newest first, in the site's own time."""
    with connect(read_settings().database, application="guanjia-aside") as connection:
        selected(exported_meters(connection), Selection(site=site, meter=meter))
        found = asides(connection, site=site, meter=meter, rows=rows)
    for aside in found:
        click.echo("\n".join(lines(aside)))
    if not found:
        click.echo("nothing is set aside")


def lines(aside: Aside) -> list[str]:
    """Return what is said of a step: when and where, how much and why, and what to do."""
    at = aside.at.astimezone(ZoneInfo(aside.timezone)).isoformat(sep=" ", timespec="minutes")
    reason, remedy = _WORDS.get(aside.reason, (aside.reason, "see docs/glossary.md, Hours"))
    return [
        f"{at}  {aside.site} {aside.place_name}  {aside.meter} {aside.meter_name}",
        f"    {aside.step:+,.3f} {aside.unit} not counted: {reason}",
        f"    {remedy}",
    ]
