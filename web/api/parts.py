"""What routes of the API are made with."""

from dataclasses import dataclass

from web.api.gate import Clocks, Gate
from web.api.pages import Pages
from web.api.threads import Threads


@dataclass(frozen=True, slots=True)
class Parts:
    """`gate`, as a dependency, gives who asks; `pages` has rows, `threads` is where one waits."""

    gate: Gate
    pages: Pages
    threads: Threads
    clocks: Clocks
