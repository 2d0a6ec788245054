"""Conversations with mail servers that want TLS or a login, or misbehave."""

import shutil
import socket
import ssl
import subprocess
import threading
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alerts.smtp import SmtpTransport, smtp_server
from alerts.transport import ServerAwayError, TransientError
from guanjia.mail_catcher import SmtpListener
from tests.integration.alerts.records import Inbox

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Tls:
    """The server's side of TLS, and a client's that trusts its certificate."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext


class LoginListener(SmtpListener):
    """A server that wants STARTTLS and then the login of user `office`."""

    def __init__(self, inbox: Inbox, tls: ssl.SSLContext) -> None:
        super().__init__(inbox, LOOPBACK, 0)
        self._tls = tls
        self._inbox = inbox

    def _conversation(self) -> SMTP:
        return SMTP(
            self._inbox,
            hostname="localhost",
            tls_context=self._tls,
            require_starttls=True,
            auth_required=True,
            authenticator=_authenticate,
        )


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    del server, session, envelope, mechanism
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"office", b"s3cret@")
    return AuthResult(success=is_right, handled=False)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """A certificate of 127.0.0.1 that signs itself."""
    openssl = shutil.which("openssl")
    assert openssl, "these tests need the openssl program: apt-get install openssl"
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "server.crt", folder / "server.key"
    names = ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        check=True,
        capture_output=True,
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    return Tls(server, ssl.create_default_context(cafile=certificate))


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "x"
    message.set_content("x")
    return message


def test_with_starttls_and_the_right_password_the_mail_is_taken(tls: Tls) -> None:
    inbox = Inbox()
    with LoginListener(inbox, tls.server) as server:
        url = f"smtp+starttls://office:s3cret%40@{LOOPBACK}:{server.port}"
        SmtpTransport(smtp_server(url), tls.trusting).send(mail())
    assert inbox.recipients() == {"b@example.org": 1}


def test_a_wrong_password_is_for_the_operator_to_put_right_and_the_mail_waits(tls: Tls) -> None:
    with LoginListener(Inbox(), tls.server) as server:
        url = f"smtp+starttls://office:wrong@{LOOPBACK}:{server.port}"
        with pytest.raises(ServerAwayError, match="535") as caught:
            SmtpTransport(smtp_server(url), tls.trusting).send(mail())
    assert "wrong" not in str(caught.value)


def test_a_certificate_nobody_trusts_gets_neither_password_nor_mail(tls: Tls) -> None:
    inbox = Inbox()
    with LoginListener(inbox, tls.server) as server:
        url = f"smtp+starttls://office:s3cret%40@{LOOPBACK}:{server.port}"
        with pytest.raises(ServerAwayError, match="CERTIFICATE_VERIFY_FAILED"):
            SmtpTransport(smtp_server(url), ssl.create_default_context()).send(mail())
    assert not inbox.mails


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(tls: Tls) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        url = f"smtp+starttls://{LOOPBACK}:{server.port}"
        with pytest.raises(ServerAwayError, match="STARTTLS"):
            SmtpTransport(smtp_server(url), tls.trusting).send(mail())
    assert not inbox.mails


def test_a_server_that_breaks_off_leaves_the_mail_to_be_tried_again() -> None:
    with socket.create_server((LOOPBACK, 0)) as listening:
        script = threading.Thread(target=_break_off_after_the_greeting, args=[listening])
        script.start()
        url = f"smtp://{LOOPBACK}:{listening.getsockname()[1]}"
        with pytest.raises(TransientError):
            SmtpTransport(smtp_server(url), ssl.create_default_context()).send(mail())
        script.join()


def _break_off_after_the_greeting(listening: socket.socket) -> None:
    client, _ = listening.accept()
    with client:
        client.sendall(b"220 test\r\n")
        client.recv(100)


def test_a_name_that_does_not_resolve_is_a_server_that_is_away() -> None:
    transport = SmtpTransport(smtp_server("smtp://mail.invalid"), ssl.create_default_context())
    with pytest.raises(ServerAwayError, match=r"mail\.invalid"):
        transport.send(mail())
