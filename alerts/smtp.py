"""Mail over SMTP: one conversation a mail, and every failure told as transient or permanent."""

import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Never
from urllib.parse import unquote, urlsplit

from alerts.transport import PermanentError, ServerAwayError, TransientError
from models.errors import ConfigError
from models.hosts import is_loopback

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TIMEOUT_SECONDS = 120.0
"""For each answer: a server that looks into a mail for a minute takes it, and breaking off makes copies."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, and as whom; `user` is empty where no login is wanted."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        """Return the address without the password, for messages."""
        return f"{self.scheme}://{self.host}:{self.port}"


def smtp_server(url: str) -> SmtpServer:
    """Read `smtp://`, `smtp+starttls://` or `smtps://[user:password@]host[:port]`.

    Raises
    ------
    ConfigError
        For another scheme, no host, or a password that would go over a network in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ConfigError(
            "GUANJIA_SMTP_URL: write smtp://, smtp+starttls:// or smtps:// and a host,"
            " as in smtp+starttls://user@mail.example.org:587"
        )
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise ConfigError(f"GUANJIA_SMTP_URL: {error}") from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme == "smtp" and not is_loopback(parts.hostname):
        raise ConfigError(
            f"GUANJIA_SMTP_URL: the password of {user} would go to {parts.hostname} in the clear;"
            " use smtp+starttls:// or smtps://"
        )
    return SmtpServer(parts.scheme, parts.hostname, port, user, password)


class SmtpTransport:
    """Sends mail through one server; `tls` is what its certificate is checked against."""

    def __init__(self, server: SmtpServer, tls: ssl.SSLContext) -> None:
        self._server = server
        self._tls = tls

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail to its one recipient; on return the server has taken it.

        Raises
        ------
        ServerAwayError
            No connection, no TLS, no login, no greeting: whatever the mail, it cannot be sent now.
        TransientError
            This mail was refused for now (4xx), or the conversation broke.
        PermanentError
            This mail was refused for good (5xx), or its address cannot be written in SMTP.
        """
        with self._session() as session:
            try:
                session.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                ((code, text),) = error.recipients.values()
                _refuse(code, text, error)
            except smtplib.SMTPSenderRefused as error:
                # it refuses us, not the mail: wrong GUANJIA_MAIL_FROM, or a login is wanted
                raise ServerAwayError(f"{self._server}: {error.smtp_code} {error.smtp_error!r}") from error
            except smtplib.SMTPResponseException as error:
                _refuse(error.smtp_code, error.smtp_error, error)
            except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
                raise PermanentError(f"the address cannot be written in SMTP: {error}") from error
            except (smtplib.SMTPException, OSError) as error:
                raise TransientError(f"{self._server}: the conversation broke: {error}") from error

    @contextmanager
    def _session(self) -> Generator[smtplib.SMTP]:
        try:
            session = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAwayError(f"{self._server}: {error}") from error
        try:
            self._prepare(session)
            yield session
        finally:
            _hang_up(session)

    def _connect(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=self._tls)
        return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)

    def _prepare(self, session: smtplib.SMTP) -> None:
        # a wrong password or certificate is put right by the operator: the mail waits, it is not thrown away
        try:
            if self._server.scheme == "smtp+starttls":
                session.starttls(context=self._tls)
            if self._server.user:
                session.login(self._server.user, self._server.password)
            session.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAwayError(f"{self._server}: {error}") from error


def _refuse(code: int, text: bytes | str, cause: Exception) -> Never:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if 500 <= code < 600:
        raise PermanentError(f"{code} {said}") from cause
    raise TransientError(f"{code} {said}") from cause


def _hang_up(session: smtplib.SMTP) -> None:
    # what was taken was taken, whatever the server says to QUIT
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()
