"""Pictures of every page of the console over a demo: python -m tests.browser.page_pictures LINK FOLDER.

The link is the one the demo prints, which lets in once. docs/reference/pages.md shows the pictures; the
README begins with the first.
"""

import shutil
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import FloatRect, Page, expect, sync_playwright

from dashboards.pages import PAGES
from tests.browser.conftest import ARGUMENTS
from tests.browser.viewer import Viewer

_WIDTH: Final = 1280
_TALLEST: Final = 1400
_FIRST_SCREEN: Final = 985
PATHS: Final[Mapping[str, str]] = {
    "overview": "/zh",
    "overview-en": "/en",
    "institutions": "/institutions",
    "institution": "/institutions/jgj",
    "place": "/places/office",
    "meter": "/meter/w2-a",
    "quotas": "/quotas",
    "alerts": "/alerts",
    "alert": "/alerts >",
    "silences": "/alerts/silences",
    **{f"figures-{page.name}": f"/d/{page.name}" for page in PAGES},
    "board": "/board",
    "orders": "/orders",
    "order": "/orders >",
    "order-new": "/orders/new",
    "checks": "/orders/checks",
    "duty": "/orders/duty",
    "vehicles": "/vehicles",
    "vehicle": "/vehicles >",
    "quality": "/quality",
    "swap": "/quality/w2-a",
    "rejected": "/rejected",
    "devices": "/devices",
    "meters": "/meters",
    "users": "/users",
    "audit": "/audit",
}
"""Where each page is, by the name of its picture; `>` is where its first row leads."""


def take(link: str, folder: Path) -> None:
    """Log in by the link, and take every page in Chinese, once its panels have answered."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with Viewer(browser, link.partition("/enter")[0], width=_WIDTH, height=_FIRST_SCREEN) as viewer:
            entered = viewer.look(f"/enter#{link.partition('#')[2]}")
            expect(entered.locator(".who")).to_be_visible()
            for name, path in PATHS.items():
                page = _settled(viewer, path)
                tallest = _FIRST_SCREEN if path == "/zh" else _TALLEST
                height = min(page.evaluate("document.documentElement.scrollHeight"), tallest)
                clip: FloatRect = {"x": 0, "y": 0, "width": _WIDTH, "height": height}
                taken = page.screenshot(full_page=True, clip=clip)
                # 256 colours are enough for text and bars, and half as large
                Image.open(BytesIO(taken)).quantize(256).save(folder / f"console-{name}.png", optimize=True)
                page.close()
        browser.close()


def _settled(viewer: Viewer, path: str) -> Page:
    page = viewer.look(path.removesuffix(" >"))
    expect(page.locator("h1").first).to_be_visible()
    if path.endswith(">"):
        page.locator("td a, a.order").first.click()
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_load_state()
    for waiting in ("Loading …", "正在读取……"):
        expect(page.locator(".notice").get_by_text(waiting, exact=True)).to_have_count(0, timeout=30_000)
    page.evaluate("document.fonts.ready")
    # charts draw themselves in the frames after their figures came
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
