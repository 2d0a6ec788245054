"""The mail catcher, in the test's process and as a process of its own."""

import signal
import smtplib
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from guanjia.mail_catcher import MailCatcher
from tests.integration.alerts.records import read_mail

ROOT = Path(__file__).parents[3]


def send(port: int, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content("水")
    with smtplib.SMTP("127.0.0.1", port) as session:
        session.send_message(message)


def test_each_mail_becomes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    at = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
    with MailCatcher(tmp_path, clock=lambda: at) as catcher:
        send(catcher.port, "一")
        send(catcher.port, "二")
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        "20261121T081500.000000Z-000001.eml",
        "20261121T081500.000000Z-000002.eml",
    ]
    assert [read_mail(file)["Subject"] for file in files] == ["一", "二"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_mail_that_cannot_be_stored_stays_with_the_sender(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with MailCatcher(folder) as catcher:
        folder.rmdir()
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            send(catcher.port, "x")


def test_it_ends_while_a_client_is_still_connected(tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        client = socket.create_connection(("127.0.0.1", catcher.port))
        assert client.recv(3) == b"220"
    with client:
        client.settimeout(60)
        while client.recv(1000):
            pass


def test_the_process_takes_mail_says_nothing_and_ends_on_sigterm(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = "from guanjia.commands.mailcatcher import command; command()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--folder", str(tmp_path / "mail"), "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _send_when_it_listens(process, port)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, output) == (0, b"")
    assert len(list((tmp_path / "mail").iterdir())) == 1


def _send_when_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    tick, deadline = threading.Event(), datetime.now(UTC) + timedelta(seconds=60)
    while process.poll() is None and datetime.now(UTC) < deadline:
        try:
            send(port, "x")
        except ConnectionRefusedError:
            tick.wait(0.05)
        else:
            return
    pytest.fail("the mail catcher does not listen")
