"""Short messages to group robots and webhooks by Apprise, every failure told as transient or permanent.

Apprise answers False and logs why. What it logs is overheard here, and kept from the log: it holds the URL,
which is a secret. Of WeCom and DingTalk it never reads the answer, which is HTTP 200 whatever became of the
message, so those two are sent here, with Apprise's own reading of their URLs.
"""

import json
import logging
import re
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Never, Protocol
from urllib.parse import unquote

import requests
from apprise import Apprise, NotifyBase, NotifyFormat, NotifyType
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from typing_extensions import override

from alerts.transport import PermanentError, ServerAwayError, TransientError
from models.errors import ConfigError

TIMEOUT_SECONDS = 10.0
"""For a connection, and for each wait for more of an answer."""
_WECOM_BYTES = 2048
_TOO_FAST = frozenset({-1, 45009, 130101, 410100, 11232})
"""Codes of WeCom, DingTalk and Feishu for a robot that is busy or asked too often."""
_NOT_US = frozenset({93000, 300001, 310000, 19001, 19021, 19022, 19024})
"""Their codes for a wrong key, signature, address or keyword: for the operator to put right."""
_TOO_EARLY = frozenset({408, 425, 429})
_REFUSES_US = frozenset({401, 403, 404, 407})
_STATUS = re.compile(r"error=(\d{3})\b")
_CODE = re.compile(r"\bcode=(-?\d+)")
_SECRET = re.compile(r"[^/?&=@:#]{6,}")
_TALKERS = ("apprise", "urllib3.connectionpool", "urllib3.util.retry")


@dataclass(frozen=True, slots=True)
class Notice:
    """A short message; `link` leads to more, and is empty where nothing does."""

    title: str
    body: str
    link: str = ""

    @property
    def text(self) -> str:
        """The body with the link below it: plain text, in which every robot makes it one to press."""
        return f"{self.body}\n{self.link}" if self.link else self.body


class Channel:
    """Sends notices to one place, which is called `name` in messages."""

    def __init__(self, name: str, plugin: NotifyBase, secrets: frozenset[str]) -> None:
        self._name = name
        self._plugin = plugin
        self._secrets = secrets

    @override
    def __repr__(self) -> str:
        return f"Channel({self._name})"

    def send(self, notice: Notice) -> None:
        """Hand over one notice; on return the server has taken it, as far as it says.

        Raises
        ------
        ServerAwayError
            No connection, no TLS, or a key, signature or keyword that it refuses: no notice can be sent now.
        TransientError
            This notice was refused for now (429, 5xx, sent too often), or no answer came in time.
        PermanentError
            This notice was refused for good.
        """
        with _overheard() as said:
            try:
                is_sent = self._plugin.notify(
                    body=notice.text,
                    title=notice.title,
                    notify_type=NotifyType.WARNING,
                    body_format=NotifyFormat.TEXT,
                )
            except _AnswerError as error:
                _refuse_code(self._told(error.reason), error.code)
            except _StatusError as error:
                _refuse_status(self._told("refused"), error.status)
            except requests.Timeout as error:
                is_away = isinstance(error, requests.ConnectTimeout)
                raise (ServerAwayError if is_away else TransientError)(
                    self._told("no answer in time")
                ) from None
            except requests.RequestException as error:
                # its text holds the URL
                raise ServerAwayError(self._told(f"no connection ({type(error).__name__})")) from None
        if not is_sent:
            self._explain(" ".join(said))

    def _explain(self, said: str) -> Never:
        """Raise what Apprise only logged."""
        told = self._told(said or "Apprise gives no reason")
        if status := _STATUS.search(said):
            _refuse_status(told, int(status[1]))
        if code := _CODE.search(said):
            _refuse_code(told, int(code[1]))
        if "onnection error" in said:
            raise ServerAwayError(told)
        raise TransientError(told)

    def _told(self, reason: str) -> str:
        for secret in self._secrets:
            reason = reason.replace(secret, "***")
        return f"{self._name}: {reason[:300]}"


def channel(name: str, url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Channel:
    """Read an Apprise URL, as in `wecombot://KEY`, `dingtalk://SECRET@TOKEN`, `feishu://TOKEN`, `jsons://HOST/PATH`.

    Raises
    ------
    ConfigError
        For what Apprise does not know; the URL is not in it.
    """
    with _overheard():
        plugin = Apprise.instantiate(url.strip(), suppress_exceptions=True)
        if isinstance(plugin, NotifyWeComBot):
            plugin = _WeCom(key=plugin.key)
        elif isinstance(plugin, NotifyDingTalk):
            plugin = _DingTalk(token=plugin.token, targets=plugin.targets, secret=plugin.secret)
    if not isinstance(plugin, NotifyBase):
        raise ConfigError(
            f"{name}: Apprise does not know this URL: write wecombot://KEY, dingtalk://SECRET@TOKEN,"
            " feishu://TOKEN or jsons://HOST/PATH, as the address book of Apprise has them"
        )
    plugin.socket_connect_timeout = plugin.socket_read_timeout = timeout_seconds
    _, _, rest = url.strip().partition("://")
    parts = _SECRET.findall(rest)
    return Channel(name, plugin, frozenset({*parts, *map(unquote, parts)}))


class _Posting(Protocol):
    verify_certificate: bool
    socket_read_timeout: float


class _AnswerError(Exception):
    """The robot answered, and did not take the message."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__()
        self.code = code
        self.reason = reason


class _StatusError(Exception):
    """The server answered with another status than 200."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


class _WeCom(NotifyWeComBot):
    """A group robot of WeCom (企业微信), whose answer is read."""

    @override
    def send(self, body: str, title: str = "", notify_type: object = None, **kwargs: object) -> bool:
        content = body.encode()[:_WECOM_BYTES].decode(errors="ignore")
        return _post(self, self.api_url, {}, {"msgtype": "text", "text": {"content": content}})


class _DingTalk(NotifyDingTalk):
    """A group robot of DingTalk (钉钉), whose answer is read and whose signature is encoded once."""

    @override
    def send(self, body: str, title: str = "", *args: object, **kwargs: object) -> bool:
        signed: dict[str, str] = {}
        if self.secret:
            timestamp, signature = self.get_signature()
            # it comes encoded, and requests would encode it again
            signed = {"timestamp": timestamp, "sign": unquote(signature)}
        content = f"{title}\n{body}" if title else body
        at = {"atMobiles": self.targets, "isAtAll": False}
        payload = {"msgtype": "text", "at": at, "text": {"content": content}}
        return _post(self, self.notify_url.format(token=self.token), signed, payload)


def _post(plugin: _Posting, url: str, query: dict[str, str], payload: Mapping[str, object]) -> bool:
    answer = requests.post(
        url,
        params=query,
        data=json.dumps(payload, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        verify=plugin.verify_certificate,
        timeout=plugin.socket_read_timeout,
        allow_redirects=False,
    )
    if answer.status_code != requests.codes.ok:
        raise _StatusError(answer.status_code)
    try:
        said = answer.json()
    except ValueError:
        said = None
    code = said.get("errcode") if isinstance(said, dict) else None
    if code != 0:
        raise _AnswerError(code if isinstance(code, int) else -1, f"errcode={code} {answer.text}")
    return True


def _refuse_status(told: str, status: int) -> Never:
    told = f"{told} (HTTP {status})"
    if status in _REFUSES_US:
        raise ServerAwayError(told) from None
    if 400 <= status < 500 and status not in _TOO_EARLY:
        raise PermanentError(told) from None
    raise TransientError(told) from None


def _refuse_code(told: str, code: int) -> Never:
    if code in _NOT_US:
        raise ServerAwayError(told) from None
    if code in _TOO_FAST:
        raise TransientError(told) from None
    raise PermanentError(told) from None


@contextmanager
def _overheard() -> Generator[list[str]]:
    """Collect the warnings of Apprise in this thread, and let nothing of it into the log meanwhile."""
    ear = _Ear()
    for name in _TALKERS:
        logging.getLogger(name).addFilter(ear)
    try:
        yield ear.warnings
    finally:
        for name in _TALKERS:
            logging.getLogger(name).removeFilter(ear)


class _Ear(logging.Filter):
    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.get_ident()
        self.warnings: list[str] = []

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if record.thread != self._thread:
            return True
        if record.name == "apprise" and record.levelno >= logging.WARNING:
            self.warnings.append(record.getMessage())
        return False
