"""The mail server's URL."""

import pytest

from alerts.smtp import SmtpServer, smtp_server
from models.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1", SmtpServer("smtp", "127.0.0.1", 25, "", "")),
        ("smtp://mail.example.org:2525", SmtpServer("smtp", "mail.example.org", 2525, "", "")),
        ("smtps://u:p%40ss@mail.example.org", SmtpServer("smtps", "mail.example.org", 465, "u", "p@ss")),
        ("smtp+starttls://u:p@h", SmtpServer("smtp+starttls", "h", 587, "u", "p")),
        ("smtp://u:p@localhost:25", SmtpServer("smtp", "localhost", 25, "u", "p")),
        ("smtp://u:p@[::1]:25", SmtpServer("smtp", "::1", 25, "u", "p")),
    ],
)
def test_a_url_says_host_port_login_and_encryption(url: str, server: SmtpServer) -> None:
    assert smtp_server(url) == server


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:x"])
def test_what_is_no_mail_server_is_named_with_its_setting(url: str) -> None:
    with pytest.raises(ConfigError, match="GUANJIA_SMTP_URL"):
        smtp_server(url)


def test_a_password_is_never_sent_in_the_clear_over_a_network() -> None:
    with pytest.raises(ConfigError, match="in the clear") as caught:
        smtp_server("smtp://user:secret@mail.example.org")
    assert "secret" not in str(caught.value)


def test_a_server_is_printed_without_its_password() -> None:
    assert "secret" not in repr(smtp_server("smtps://user:secret@mail.example.org"))
