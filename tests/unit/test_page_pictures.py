"""docs/reference/pages.md shows a picture of every page of the console."""

import re

from tests.browser.page_pictures import PATHS
from tests.unit.pages import page


def test_every_page_has_its_picture_and_every_picture_its_page() -> None:
    shown = re.findall(r"\(\.\./images/console-([a-z_-]+)\.png\)", page("docs/reference/pages.md"))
    assert shown == list(PATHS)
