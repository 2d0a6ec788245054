"""What a replay shows while it runs."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from simulators.delivery import Delivery
from simulators.replay.publication import Publication

REFRESH_SECONDS = 0.2


@contextmanager
def showing_progress(publication: Publication, rows: int) -> Generator[Callable[[Delivery], None]]:
    """Draw a bar of rows on stderr; yield what is to be told of each delivery."""
    bar = Progress(
        TextColumn("replay"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows, {task.fields[acknowledged]} messages acknowledged"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    task = bar.add_task("replay", total=rows, acknowledged=0)
    shown_at, acknowledged = 0.0, 0

    def show(delivery: Delivery) -> None:
        nonlocal shown_at, acknowledged
        acknowledged = delivery.acknowledged
        if time.monotonic() - shown_at > REFRESH_SECONDS:
            shown_at = time.monotonic()
            bar.update(task, completed=publication.rows, acknowledged=acknowledged)

    with bar:
        yield show
        bar.update(task, completed=publication.rows, acknowledged=acknowledged)
