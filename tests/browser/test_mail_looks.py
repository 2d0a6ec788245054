"""Mails in a real browser, as their readers see them: on a desk and on a phone, by day and by night."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from alerts.letter import Letter
from alerts.links import NO_LINKS
from models.links import Seal
from models.registry import Language
from tests.browser.letters import CONSOLE, LETTERS, composed, jump, over_quota, sightings
from tests.browser.mail_reader import MailReader
from tests.integration.web.console import PUBLISHED, SECRET
from tests.unit.alerts.samples import NOW

PHONE = 380
EACH_LETTER = [
    pytest.param(make(language), id=f"{name}-{language}")
    for name, make in LETTERS.items()
    for language in Language
]


def links(page: Page) -> list[tuple[str, str]]:
    """Return the words and the address of every link that is seen."""
    found = page.locator("a:visible")
    return [(a.inner_text(), a.get_attribute("href") or "") for a in found.all()]


def alerts_of(address: str) -> tuple[int, ...]:
    return Seal(SECRET).open(address.removeprefix(f"{PUBLISHED}/alerts/ack?t="), NOW).alerts


def test_a_desk_shows_who_how_much_over_the_quota_its_source_and_the_picture(browser: Browser) -> None:
    with MailReader(browser, width=800) as reader:
        page = reader.open(over_quota(Language.ZH_CN))
        seen = page.locator("body").inner_text()
        for said in (
            "机关事务管理局：人均用水超出同期进度 63 %。", "907 m³", "25.9 m³", "9,455 m³",
            "25 m³/(人·年)（通用值）", "DB37/T 4452-2021", "覆盖率 98 %", "建议怎么做",
        ):  # fmt: skip
            assert said in seen
        picture = page.locator("img")
        assert picture.is_visible()
        assert picture.evaluate("image => [image.complete, image.naturalWidth]") == [True, 1200]
        assert picture.get_attribute("alt") == "近 14 天每日用水（m³）"
        assert reader.elsewhere == []


def test_a_phone_shows_bars_with_figures_instead_of_a_picture_too_small_to_read(browser: Browser) -> None:
    with MailReader(browser, width=PHONE) as reader:
        page = reader.open(over_quota(Language.EN))
        assert not page.locator("img").is_visible()
        seen = page.locator("body").inner_text()
        for said in (
            "Government Offices Administration: Water per person is 63 % ahead of its quota.",
            "▲ 94",
            "29 *",
        ):
            assert said in seen


@pytest.mark.parametrize("about", EACH_LETTER)
@pytest.mark.parametrize("width", [320, PHONE, 800])
def test_nothing_sticks_out_and_everything_is_large_enough(
    browser: Browser, about: Letter, width: int
) -> None:
    with MailReader(browser, width=width) as reader:
        page = reader.open(about)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('td, div, a, li')].filter(e => e.checkVisibility())"
            ".filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 12
        assert reader.elsewhere == []


@pytest.mark.parametrize("about", EACH_LETTER)
def test_every_character_has_a_glyph(browser: Browser, about: Letter) -> None:
    with MailReader(browser) as reader:
        page = reader.open(about)
        seen = sorted(set(re.sub(r"\s", "", page.locator("body").inner_text())))
        assert len(seen) > 50
        assert page.evaluate(_BOXES, [*seen, "\U0010fffc"]) == ["\U0010fffc"], "that one no font has"


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("about", EACH_LETTER)
def test_words_stand_out_from_their_ground_by_day_and_by_night(
    browser: Browser, about: Letter, ground: str
) -> None:
    with MailReader(browser, ground="dark" if ground == "dark" else "light") as reader:
        page = reader.open(about)
        assert page.evaluate(_FAINT) == []
        assert (page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 29)") == (
            ground == "dark"
        )


def test_one_alert_has_one_link_to_take_it_on_and_one_to_the_console(browser: Browser) -> None:
    for make in (over_quota, jump):
        with MailReader(browser, width=PHONE) as reader:
            (mine, address), console = links(reader.open(make(Language.ZH_CN)))
            assert mine == "由我处理"
            assert alerts_of(address) == (make(Language.ZH_CN).items[0].alert_id,)
            assert console == ("打开管家看板", f"{CONSOLE}/zh")


def test_several_alerts_are_taken_on_one_by_one_by_rule_or_all(browser: Browser) -> None:
    with MailReader(browser) as reader:
        found = links(reader.open(sightings(Language.EN)))
    several = [(words, len(alerts_of(address))) for words, address in found if address.startswith(PUBLISHED)]
    assert several == [
        *[("I take it on", 1)] * 7, ("I take on all 7", 7),
        *[("I take it on", 1)] * 3, ("I take on all 3", 3),
        ("I take on all 10 alerts of this mail", 10),
    ]  # fmt: skip
    assert len({address for _, address in found}) == len(found)


@pytest.mark.parametrize("make", LETTERS.values(), ids=LETTERS)
def test_the_text_says_and_links_what_the_page_does(
    browser: Browser, make: Callable[[Language], Letter]
) -> None:
    mail = composed(make(Language.ZH_CN))
    body = mail.get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    with MailReader(browser) as reader:
        page = reader.show(mail)
        for _, address in links(page):
            assert address in text
        for line in page.locator("li, td.value").all_inner_texts():
            assert line.replace(" ÷ ", " / ") in text


def test_where_readers_do_not_reach_the_console_a_mail_leads_nowhere(browser: Browser) -> None:
    with MailReader(browser) as reader:
        page = reader.show(composed(sightings(Language.ZH_CN), NO_LINKS))
        assert links(page) == []
        assert "由我处理" not in page.locator("body").inner_text()


_BOXES = """
seen => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const drawn = character => {
    context.clearRect(0, 0, 40, 40);
    context.font = getComputedStyle(document.body).font;
    context.fillText(character, 4, 28);
    return context.getImageData(0, 0, 40, 40).data.join();
  };
  canvas.width = canvas.height = 40;
  const box = drawn('\\u{10FFFD}');
  return seen.filter(character => drawn(character) === box);
}
"""
"""The characters that look as one that no font has."""

_FAINT = """
() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const contrast = element => {
    const both = [light(channels(getComputedStyle(element).color)), light(ground(element))];
    const [a, b] = both.sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  return [...document.querySelectorAll('td, div, a, li, span')]
    .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => contrast(e) < 4.5).map(e => e.innerText);
}
"""
"""The words that have less than 4.5 : 1 of contrast (WCAG 2, AA)."""
