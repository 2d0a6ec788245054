"""The site files of a gateway: read at the start, and again when one of them changes."""

from collections.abc import Callable
from pathlib import Path

from guanjia.broker.site_files import read_sites
from ingest.gateways.jt808.terminals import Terminals, site_of, terminals_behind
from models.errors import GuanjiaError


class TerminalFiles:
    """The files that say which terminals there are behind a gateway."""

    def __init__(self, gateway: str, paths: tuple[Path, ...]) -> None:
        self._gateway = gateway
        self._paths = paths
        self._stamps: tuple[tuple[int, int], ...] = ()
        self.site_of_gateway = ""

    def read(self) -> Terminals:
        """Return the terminals; raise ConfigError for what is wrong with the files."""
        self._stamps = self._stamps_now()
        sites = read_sites(self._paths)
        terminals = terminals_behind(self._gateway, sites)
        self.site_of_gateway = site_of(self._gateway, sites)
        return terminals

    def newer(self, log: Callable[..., None]) -> Terminals | None:
        """Return the terminals if a file has changed; what cannot be read leaves those before in force."""
        if self._stamps_now() == self._stamps:
            return None
        try:
            return self.read()
        except GuanjiaError as error:
            log("registry_wrong", fault=error)
            return None

    def _stamps_now(self) -> tuple[tuple[int, int], ...]:
        return tuple(_stamp(path) for path in self._paths)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
