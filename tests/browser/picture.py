"""The picture of the overview that the README begins with: python -m tests.browser.picture LINK FILE.

The link is the one the demo prints, which lets in once.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.viewer import Viewer


def take(link: str, file: Path) -> None:
    """Log in by the link, and take the upper part of the page in Chinese, once its charts are drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with Viewer(browser, link.partition("/enter")[0], width=1280, height=985) as viewer:
            entered = viewer.look(f"/enter#{link.partition('#')[2]}")
            expect(entered.locator(".who")).to_be_visible()
            page = viewer.open("/zh")
            expect(page.locator("[data-panel=electricity_by_item] canvas")).to_be_visible()
            page.evaluate("document.fonts.ready")
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
