"""`guanjia dashboards build`: the dashboards as files that Grafana provisions."""

from pathlib import Path

import click

from dashboards.grafana.dashboard import text
from guanjia.commands.dashboards_which import institution_option, which
from models.errors import ConfigError


@click.command()
@click.option(
    "--out",
    "out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; it is made.",
)
@institution_option
def command(out: Path, institution: str | None) -> None:
    """Write every dashboard as DIR/FOLDER/UID.json, a folder for each language.

    The same panels give the same files. Files that are there are written over, others are left.
    """
    for folder in which(institution):
        target = out / folder.title
        try:
            target.mkdir(parents=True, exist_ok=True)
            for dashboard in folder.dashboards:
                (target / f"{dashboard['uid']}.json").write_text(text(dashboard), "utf-8")
        except OSError as error:
            raise ConfigError(f"cannot write to {target}: {error.strerror}") from error
        click.echo(f"{target}: {len(folder.dashboards)} dashboards")
