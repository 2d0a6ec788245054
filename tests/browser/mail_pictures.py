"""The pictures of mails that the documentation shows: python -m tests.browser.mail_pictures FOLDER."""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from models.registry import Language
from tests.browser.conftest import ARGUMENTS
from tests.browser.letters import LETTERS
from tests.browser.mail_reader import MailReader

_NAMES = {Language.ZH_CN: "zh", Language.EN: "en"}


def take(folder: Path, *, everything: bool = False) -> None:
    """Take the over-quota mail in both languages; or all mails, wide and narrow, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for kind, make in LETTERS.items() if everything else [("over-quota", LETTERS["over-quota"])]:
            for language, tag in _NAMES.items():
                file = folder / f"mail-{kind}-{tag}.png"
                with MailReader(browser, width=700) as reader:
                    reader.open(make(language)).screenshot(path=file, full_page=True)
                _shrink(file)
                if not everything:
                    continue
                for width in (380, 800):
                    for ground in ("light", "dark"):
                        with MailReader(browser, width=width, ground=ground) as reader:
                            page = reader.open(make(language))
                            page.screenshot(
                                path=folder / f"{kind}-{tag}-{width}-{ground}.png", full_page=True
                            )
        browser.close()


def _shrink(file: Path) -> None:
    """Write a picture with 128 colours: a page needs no more, and takes a third."""
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(128)
    small.save(file, optimize=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]), everything="--all" in sys.argv[2:])
