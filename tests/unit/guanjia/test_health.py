import socket
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from guanjia.health import answers_well, has_session, main

# columns as in /proc/net/tcp: 0x1538 is 5432; state 01 is established, 06 is closing, 0A listens
HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n"
LISTENING = "   0: 0100007F:1538 00000000:0000 0A 00000000:00000000\n"
CLOSING = "   1: 020011AC:A1B2 030011AC:1538 06 00000000:00000000\n"
OPEN = "   2: 020011AC:A1B4 030011AC:1538 01 00000000:00000000\n"
OPEN_IPV6 = "   0: 0000000000000000FFFF0000020011AC:A1B4 0000000000000000FFFF0000030011AC:1538 01 0:0\n"


@pytest.mark.parametrize(
    ("rows", "healthy"),
    [("", False), (LISTENING, False), (CLOSING, False), (CLOSING + OPEN, True), (OPEN_IPV6, True)],
)
def test_only_an_open_connection_to_the_database_is_a_session(rows: str, healthy: bool) -> None:
    assert has_session(HEADER + rows, 5432) is healthy
    assert not has_session(HEADER + rows, 5433)


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.removeprefix("/")))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides
        del format, args


@pytest.fixture
def server() -> Generator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answer) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (302, 0), (404, 1), (503, 1)])
def test_a_url_is_healthy_when_it_answers_well(server: HTTPServer, status: int, code: int) -> None:
    assert main([f"http://127.0.0.1:{server.server_port}/{status}"]) == code


def test_a_server_that_is_not_there_is_unhealthy() -> None:
    with socket.socket() as closed:
        # bound, so that nobody else takes the port, and never listening
        closed.bind(("127.0.0.1", 0))
        assert not answers_well(f"http://127.0.0.1:{closed.getsockname()[1]}/200")
