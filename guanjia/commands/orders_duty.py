"""`guanjia orders duty`, `daily` and `daily-import`: what is registered of vehicles beside orders."""

from pathlib import Path

import click

from guanjia.commands.order_book import Given, book, by_option, end_with, midnight, typed_instant
from guanjia.dispatch.daily_lines import import_checks
from guanjia.dispatch.listing import local
from guanjia.dispatch.trail import note_check, note_duty
from models.dispatch import CheckKind
from models.errors import GuanjiaError
from storage import dispatch as stored
from storage.dispatch import DailyCheck, DutyRow


@click.command("duty")
@click.argument("plate")
@click.option("--from", "starts", required=True, help="When it begins, as in '2026-10-01 08:00'.")
@click.option("--to", "ends", required=True, help="When it ends.")
@click.option("--reason", required=True, help="What for.")
@by_option
@click.pass_obj
def duty(given: Given, plate: str, starts: str, ends: str, reason: str, author: str) -> None:
    """Register vehicle PLATE for duty. What lies before the registration is not covered by it."""
    with book() as opened:
        vehicle = opened.vehicle(plate)
        zone = opened.zones.get(vehicle.institution, opened.zone)
        begin, end = typed_instant(starts, zone), typed_instant(ends, zone)
        if end <= max(begin, opened.now):
            raise GuanjiaError(f"duty of {plate} from {starts} to {ends} is over, or never begins")
        if not reason.strip() or not author.strip():
            raise GuanjiaError("say with --reason what for, and with --by who registers it")
        row = DutyRow(plate, begin, end, reason.strip(), opened.now, author.strip())
        if stored.register_duty(opened.connection, row):
            note_duty(opened.connection, row)
            text = given.words.say("%(plate)s is registered for duty from %(since)s to %(until)s")
        else:
            text = given.words.say("%(plate)s was registered for duty from %(since)s to %(until)s before")
        click.echo(text % {"plate": plate, "since": local(begin, zone), "until": local(end, zone)})


@click.command("daily")
@click.argument("plate")
@click.argument("kind", type=click.Choice([kind.value for kind in CheckKind]))
@click.option("--driver", required=True, help="Who checked: code or name.")
@click.option("--day", help="Of which day, as in 2026-11-28; today unless given.")
@click.option("--defects", default="", help="What did not pass; without it the check is passed.")
@by_option
@click.pass_obj
def daily(given: Given, plate: str, kind: str, day: str | None, **said: str) -> None:
    """Write down that vehicle PLATE was checked: before driving, during, or after coming home."""
    with book() as opened:
        vehicle = opened.vehicle(plate)
        zone = opened.zones.get(vehicle.institution, opened.zone)
        of = opened.now.astimezone(zone).date() if day is None else midnight(opened, day).date()
        driver, author, defects = (said[name].strip() for name in ("driver", "author", "defects"))
        if not driver or not author:
            raise GuanjiaError("say with --driver who checked, and with --by who writes it down")
        check = DailyCheck(plate, of, CheckKind(kind), driver, not defects, defects, opened.now, author)
        if stored.write_check(opened.connection, check):
            note_check(opened.connection, check)
        name = given.words.name("daily check", kind)
        click.echo(given.words.say("%(plate)s %(day)s: %(check)s", plate=plate, day=of, check=name))


@click.command("daily-import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@by_option
@click.pass_obj
def daily_import(given: Given, file: Path, author: str) -> None:
    """Write down the daily checks of a CSV file; a bad line is named, and the rest goes in."""
    with book() as opened:
        written, known, mistakes = import_checks(opened, file, author)
    click.echo(given.words.say("%(new)s checks are new, %(known)s were there", new=written, known=known))
    end_with(mistakes)
