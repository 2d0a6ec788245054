"""`guanjia mailcatcher`: the mail server of the demo as a process of its own; no command for people."""

from pathlib import Path

import click

from guanjia.signals import stop_event
from models.errors import ComponentMissingError


@click.command(hidden=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--port", type=click.IntRange(1, 65535), required=True)
def command(folder: Path, port: int) -> None:
    """Take mail on PORT of 127.0.0.1 and write each as .eml into FOLDER, until SIGTERM."""
    try:
        # an extra: a server without the embedded stack has no aiosmtpd, and is told what to do
        from guanjia.mail_catcher import MailCatcher  # noqa: PLC0415
    except ImportError as error:
        raise ComponentMissingError(
            "the mail catcher needs aiosmtpd: run `make setup`, or `pip install guanjia[embedded]`"
        ) from error
    stop = stop_event()
    with MailCatcher(folder, port=port):
        stop.wait()
