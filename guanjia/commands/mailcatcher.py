"""`guanjia mailcatcher`: the mail server of the demo as a process of its own; no command for people."""

import signal
from pathlib import Path
from threading import Event

import click

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
    stop = Event()

    def end(_number: int, _frame: object) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with MailCatcher(folder, port=port):
        stop.wait()
