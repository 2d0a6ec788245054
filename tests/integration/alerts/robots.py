"""The robots' servers on this machine: a proxy that answers for their hosts, and plain HTTP for webhooks."""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

LOOPBACK = "127.0.0.1"
HOSTS = ("qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn")


@dataclass(frozen=True, slots=True)
class Post:
    """What was sent."""

    host: str
    path: str
    query: dict[str, list[str]]
    payload: dict[str, object]


@dataclass(slots=True)
class Robots:
    """How they answer, and what they got."""

    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}'
    posts: list[Post] = field(default_factory=list[Post])
    released: threading.Event | None = None
    port: int = 0


class Conversation(BaseHTTPRequestHandler):
    """One client; after CONNECT the rest goes over TLS with the certificate of the robots' hosts."""

    robots: ClassVar[Robots]
    tls: ClassVar[ssl.SSLContext]

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        plain = self.rfile, self.wfile
        try:
            secured = self.tls.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, OSError):
            return
        with secured, secured.makefile("rb") as self.rfile, secured.makefile("wb", 0) as self.wfile:  # pyright: ignore[reportAttributeAccessIssue]
            self.handle_one_request()
        self.rfile, self.wfile = plain

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        url = urlsplit(self.path)
        host = str(self.headers["Host"])
        self.robots.posts.append(Post(host, url.path, parse_qs(url.query), json.loads(body)))
        if self.robots.released is not None:
            self.robots.released.wait(60)
            return
        self.send_response(self.robots.status)
        self.send_header("Content-Length", str(len(self.robots.answer)))
        self.end_headers()
        self.wfile.write(self.robots.answer)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(tls: ssl.SSLContext) -> Generator[Robots]:
    """Listen until the block ends."""
    robots = Robots()
    conversation = type("OneConversation", (Conversation,), {"robots": robots, "tls": tls})
    with ThreadingHTTPServer((LOOPBACK, 0), conversation) as server:
        robots.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield robots
        if robots.released is not None:
            robots.released.set()
        server.shutdown()
        thread.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return a certificate of the robots' hosts that signs itself, and the server's side of TLS with it."""
    openssl = shutil.which("openssl")
    assert openssl, "these tests need the openssl program: apt-get install openssl"
    public, key = folder / "robots.crt", folder / "robots.key"
    names = "subjectAltName=" + ",".join(f"DNS:{host}" for host in HOSTS)
    subject = ["-subj", "/CN=test", "-addext", names, "-keyout", str(key), "-out", str(public)]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject],
        check=True,
        capture_output=True,
    )
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(public, key)
    return public, tls
