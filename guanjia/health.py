"""The health check of containers: `python -m guanjia.health [URL]`.

With a URL it is asked; without one, a session with the database must be open: a worker that has none
is waiting for it, and does nothing.
"""

import http.client
import sys
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import read_settings

_ESTABLISHED = "01"
_POSTGRES_PORT = 5432
_SECONDS = 4


def has_session(table: str, port: int) -> bool:
    """Tell whether `table`, in the form of /proc/net/tcp, has an open connection to the remote `port`."""
    rows = (line.split() for line in table.splitlines()[1:])
    return any(row[3] == _ESTABLISHED and int(row[2].rpartition(":")[2], 16) == port for row in rows)


def answers_well(url: str) -> bool:
    """Tell whether the URL, of a server without TLS on this machine, answers with a status below 400."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=_SECONDS)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status < 400
    except OSError:
        return False
    finally:
        connection.close()


def _has_database() -> bool:
    port = urlsplit(read_settings().database_url).port or _POSTGRES_PORT
    tables = (Path("/proc/net") / name for name in ("tcp", "tcp6"))
    return any(has_session(table.read_text("ascii"), port) for table in tables if table.exists())


def main(arguments: list[str]) -> int:
    """Return the exit code that Docker wants: 0 is healthy."""
    healthy = answers_well(arguments[0]) if arguments else _has_database()
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
