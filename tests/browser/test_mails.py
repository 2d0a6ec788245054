"""A caught mail in a real browser: shown as its reader would see it, and able to do nothing."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.viewer import Viewer
from tests.integration.web.console import Console

NAME = "20261121T030000.000000Z-000001.eml"


def send(folder: Path, subject: str, html: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "guanjia@localhost", "energy@example.org"
    message["Date"] = "Sat, 21 Nov 2026 03:00:00 +0000"
    message.set_content("text")
    message.add_alternative(html, subtype="html")
    folder.joinpath(NAME).write_bytes(bytes(message))


@pytest.mark.usefixtures("house")
def test_a_click_opens_the_mail(viewer: Viewer, mail_folder: Path) -> None:
    send(mail_folder, "【超定额预警】机关", "<p style='color:#b42318'>人均用水超出</p>")
    page = viewer.open("/zh")
    line = page.get_by_role("button", name="【超定额预警】机关")
    expect(line).to_contain_text("2026-11-21 11:00")
    line.click()
    expect(page.frame_locator("iframe").get_by_text("人均用水超出")).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("iframe")).to_be_hidden()


@pytest.mark.usefixtures("house")
def test_a_nasty_mail_runs_nothing_and_loads_nothing(
    browser: Browser, console: Console, mail_folder: Path
) -> None:
    send(
        mail_folder,
        "<script>window.broken = 1</script>",
        "<p>hello</p><script>top.broken = 2</script><img src='http://127.0.0.1:9/x.png'>"
        "<form action='http://127.0.0.1:9/'><input></form>",
    )
    loaded: list[str] = []
    with Viewer(browser, console.url, console.administrator) as viewer:
        page = viewer.open("/en")
        page.on("requestfinished", lambda request: loaded.append(request.url))
        page.get_by_role("button", name="window.broken").click()
        expect(page.frame_locator("iframe").get_by_text("hello")).to_be_visible()
        assert page.evaluate("window.broken") is None
        assert page.locator("iframe").get_attribute("sandbox") == ""
        assert not [url for url in loaded if ":9/" in url]
        # the browser itself says what it refused
        assert any("sandboxed" in complaint for complaint in viewer.complaints)
        assert any("Content Security Policy" in complaint for complaint in viewer.complaints)
