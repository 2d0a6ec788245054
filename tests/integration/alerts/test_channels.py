"""Notices to WeCom, DingTalk, Feishu and a webhook, over HTTP and TLS to servers on this machine."""

import base64
import hashlib
import hmac
import json
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Generator
from pathlib import Path

import pytest

from alerts.channels import Notice, channel
from alerts.transport import PermanentError, ServerAwayError, TransientError, TransportError
from models.errors import ConfigError
from tests.integration.alerts.robots import LOOPBACK, Robots, certificate, serve

KEY, SECRET = "aaaabbbbccccddddeeeeffff00001111", "SEC0123456789abcdef"
NOTICE = Notice("【超定额预警】机关事务管理局", "人均用水超出同期进度 63 %", "https://guanjia.example/zh")
TEXT = "人均用水超出同期进度 63 %\nhttps://guanjia.example/zh"
WECOM, DINGTALK, FEISHU = f"wecombot://{KEY}", f"dingtalk://{SECRET}@{KEY}", f"feishu://{KEY}"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """The robots' certificate and their side of TLS."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def robots(tls: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> Generator[Robots]:
    """The robots' servers, behind the proxy that an institution would have."""
    with serve(tls[1]) as robots:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOOPBACK}:{robots.port}")
        monkeypatch.setenv("NO_PROXY", LOOPBACK)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tls[0]))
        yield robots


def webhook(robots: Robots) -> str:
    return f"json://{LOOPBACK}:{robots.port}/{KEY}"


def test_wecom_gets_text_with_title_body_and_link(robots: Robots) -> None:
    channel("office", WECOM).send(NOTICE)
    (post,) = robots.posts
    assert (post.host, post.path) == ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send")
    assert post.query == {"key": [KEY]}
    assert post.payload["msgtype"] == "text"
    lines = str(post.payload["text"]["content"]).splitlines()  # pyright: ignore[reportIndexIssue]
    assert lines == [NOTICE.title, *TEXT.splitlines()]


def test_what_is_too_long_for_wecom_is_cut_between_characters(robots: Robots) -> None:
    channel("office", WECOM).send(Notice("水", "水" * 2000))
    content = str(robots.posts[0].payload["text"]["content"])  # pyright: ignore[reportIndexIssue]
    assert 2040 < len(content.encode()) <= 2048


def test_dingtalk_gets_text_signed_as_its_manual_says(robots: Robots) -> None:
    channel("office", DINGTALK).send(NOTICE)
    (post,) = robots.posts
    assert (post.host, post.path) == ("oapi.dingtalk.com", "/robot/send")
    timestamp = post.query["timestamp"][0]
    signed = hmac.new(SECRET.encode(), f"{timestamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    # decoded once from the query, as a server does
    assert post.query["sign"] == [base64.b64encode(signed).decode()]
    assert post.query["access_token"] == [KEY]
    assert post.payload["msgtype"] == "text"
    assert post.payload["text"] == {"content": f"{NOTICE.title}\n{TEXT}"}


def test_feishu_gets_text(robots: Robots) -> None:
    channel("office", FEISHU).send(NOTICE)
    (post,) = robots.posts
    assert (post.host, post.path.rstrip("/")) == ("open.feishu.cn", f"/open-apis/bot/v2/hook/{KEY}")
    assert post.payload == {"msg_type": "text", "content": {"text": f"{NOTICE.title}\r\n{TEXT}"}}


def test_a_webhook_gets_title_and_message_as_json(robots: Robots) -> None:
    channel("office", webhook(robots)).send(NOTICE)
    (post,) = robots.posts
    assert post.path.rstrip("/") == f"/{KEY}"
    assert (post.payload["title"], post.payload["message"]) == (NOTICE.title, TEXT)
    assert post.payload["type"] == "warning"


@pytest.mark.parametrize("url", [WECOM, DINGTALK, FEISHU, "webhook"])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, PermanentError),
        (403, ServerAwayError),
        (429, TransientError),
        (500, TransientError),
        (503, TransientError),
    ],
)
def test_a_status_is_transient_or_permanent(
    robots: Robots, url: str, status: int, error: type[TransportError]
) -> None:
    robots.status = status
    with pytest.raises(error, match=str(status)) as caught:
        channel("office", webhook(robots) if url == "webhook" else url).send(NOTICE)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("url", "answer", "error"),
    [
        (WECOM, '{"errcode": 93000, "errmsg": "invalid webhook url"}', ServerAwayError),
        (WECOM, '{"errcode": 45009, "errmsg": "api freq out of limit"}', TransientError),
        (WECOM, '{"errcode": 40058, "errmsg": "invalid parameter"}', PermanentError),
        (WECOM, "<html>login to the guest network</html>", TransientError),
        (DINGTALK, '{"errcode": 310000, "errmsg": "sign not match"}', ServerAwayError),
        (DINGTALK, '{"errcode": 130101, "errmsg": "send too fast"}', TransientError),
        (DINGTALK, '{"errcode": 400102, "errmsg": "no"}', PermanentError),
        (FEISHU, '{"code": 19001, "msg": "token invalid"}', ServerAwayError),
        (FEISHU, '{"code": 11232, "msg": "frequency limited"}', TransientError),
        (FEISHU, '{"code": 9499, "msg": "Bad Request"}', PermanentError),
    ],
)
def test_an_answer_that_refuses_is_not_taken_for_success(
    robots: Robots, url: str, answer: str, error: type[TransportError]
) -> None:
    robots.answer = answer.encode()
    with pytest.raises(error) as caught:
        channel("office", url).send(NOTICE)
    assert type(caught.value) is error


def test_a_server_that_is_not_there_is_away() -> None:
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ServerAwayError, match="office"):
        channel("office", f"json://{LOOPBACK}:{port}/{KEY}").send(NOTICE)


@pytest.mark.parametrize("url", [WECOM, DINGTALK])
def test_a_proxy_that_is_not_there_is_away(robots: Robots, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((LOOPBACK, 0)) as free:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOOPBACK}:{free.getsockname()[1]}")
    with pytest.raises(ServerAwayError, match="no connection"):
        channel("office", url).send(NOTICE)
    assert not robots.posts


def test_a_certificate_nobody_trusts_gets_nothing(robots: Robots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(ServerAwayError):
        channel("office", f"{WECOM}?verify=no").send(NOTICE)
    assert not robots.posts


@pytest.mark.parametrize("url", [WECOM, "webhook"])
def test_a_server_that_hangs_is_given_up(robots: Robots, url: str) -> None:
    robots.released = threading.Event()
    hanging = channel("office", webhook(robots) if url == "webhook" else url, timeout_seconds=0.3)
    with pytest.raises(TransientError):
        hanging.send(NOTICE)


@pytest.mark.parametrize("url", [WECOM, DINGTALK, FEISHU, "webhook"])
@pytest.mark.parametrize("status", [200, 400, 500, None])
def test_the_secret_is_in_no_log_and_no_error(
    robots: Robots,
    url: str,
    status: int | None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    url = webhook(robots) if url == "webhook" else url
    robots.status = status or 200
    # a server that says back what it got
    robots.answer = json.dumps({"errcode": 40058, "code": 9499, "msg": url, "errmsg": url}).encode()
    if status is None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{LOOPBACK}:1")
        url = url.replace(str(robots.port), "1")
    told = caplog.text
    try:
        there = channel("office", url)
        told += repr(there)
        there.send(NOTICE)
    except TransportError as error:
        told += "".join(traceback.format_exception(error))
    told += caplog.text
    assert KEY not in told
    assert SECRET not in told


@pytest.mark.parametrize("url", ["", KEY, f"nothing://{KEY}", f"wecombot://{KEY}%20!", f"dingtalk://{KEY}-!"])
def test_what_apprise_does_not_know_is_named_without_the_url(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ConfigError, match=r"^office: .*write wecombot://KEY") as caught:
        channel("office", url)
    assert KEY not in caplog.text + "".join(traceback.format_exception(caught.value))
