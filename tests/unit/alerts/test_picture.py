"""A trend as a picture: what it shows, in which words, and that it is the same picture each time."""

import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from alerts.picture import HEIGHT_PX, WIDTH_PX, Day, Trend, Words, draw
from alerts.typeface import Typeface, choose, machine_typeface
from models.registry import Language

LAST = date(2026, 11, 21)
OVER, WITHIN = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)
AMOUNTS = (32, 71, 68, 70, 73, 75, 36, 32, 78, 81, 79, 90, 94, 29)
WORDS = {
    Language.ZH_CN: Words(
        "机关事务管理局：近 14 天每日用水",
        "m³",
        "定额平均每天 41.1 m³",
        "不高于定额平均",
        "高于定额平均",
        "当天计量不完整",
    ),
    Language.EN: Words(
        "Government Offices Administration: water of the latest 14 days",
        "m³",
        "Even share of the quota: 41.1 m³ a day",
        "not above",
        "above",
        "not all of the day metered",
    ),
}
NIGHT = {
    language: replace(words, title=title, unit="m³/h", level="0.35 m³/h")
    for (language, words), title in zip(
        WORDS.items(), ("综合楼：夜间（2–4 点）流量", "Main building: flow at night (2 to 4)"), strict=True
    )
}


def days(*amounts: float) -> tuple[Day, ...]:
    first = LAST - timedelta(days=len(amounts) - 1)
    return tuple(Day(first + timedelta(days=k), amount, True) for k, amount in enumerate(amounts))


def trend(*amounts: float, level: float = 41.1) -> Trend:
    return Trend(days(*amounts), level, WORDS)


def in_chinese(drawn: Trend) -> bytes:
    return draw(drawn, Language.ZH_CN, machine_typeface())


def count(png: bytes, colour: tuple[int, int, int]) -> int:
    pixels = Image.open(BytesIO(png)).convert("RGB")
    return sum(n for n, seen in pixels.getcolors(pixels.width * pixels.height) or [] if seen == colour)


@pytest.fixture
def without_chinese(caplog: pytest.LogCaptureFixture) -> Typeface:
    """What is chosen on a machine that has no font."""
    with caplog.at_level(logging.WARNING):
        face = choose([])
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "fonts-noto-cjk" in caplog.text
    return face


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "drawn", [trend(*AMOUNTS), Trend(days(*[0.3] * 40, 2.41, 2.45, 2.4), 0.35, NIGHT)], ids=["water", "night"]
)
def test_a_picture_is_small_sharp_and_the_same_each_time(drawn: Trend, language: Language) -> None:
    png = draw(drawn, language, machine_typeface())
    assert Image.open(BytesIO(png)).size == (2 * WIDTH_PX, 2 * HEIGHT_PX)
    assert len(png) < 60_000
    assert draw(drawn, language, machine_typeface()) == png


def test_the_order_of_the_days_does_not_matter() -> None:
    drawn = trend(*AMOUNTS)
    assert in_chinese(replace(drawn, days=drawn.days[::-1])) == in_chinese(drawn)


def test_the_font_has_a_glyph_for_every_character_that_is_written() -> None:
    face = machine_typeface()
    assert face.has_chinese
    # read by another library than the one that draws
    glyphs = TTFont(face.file, fontNumber=face.face_index).getBestCmap() or {}
    written = {character for words in (*WORDS.values(), *NIGHT.values()) for character in words.title}
    written |= set("定额平均每天不高于当天计量不完整m³/h0123456789-,.…")
    assert not [character for character in written if ord(character) not in glyphs]


def test_each_chinese_character_is_drawn_as_itself_and_not_as_a_box() -> None:
    def titled(title: str) -> bytes:
        words = {language: replace(said, title=title) for language, said in WORDS.items()}
        return in_chinese(replace(trend(*AMOUNTS), words=words))

    assert len({titled("水"), titled("电"), titled("热"), titled("气"), titled("")}) == 5


def test_without_a_font_with_chinese_the_picture_is_in_english_and_the_log_says_what_to_install(
    without_chinese: Typeface,
) -> None:
    assert not without_chinese.has_chinese
    drawn = trend(*AMOUNTS)
    assert draw(drawn, Language.ZH_CN, without_chinese) == draw(drawn, Language.EN, without_chinese)
    assert draw(drawn, Language.ZH_CN, without_chinese) != in_chinese(drawn)


def test_a_name_without_an_english_form_leaves_no_boxes(without_chinese: Typeface) -> None:
    # matplotlib warns of a glyph it lacks, and a warning is an error here
    words = {language: replace(said, title="机关事务管理局: water") for language, said in WORDS.items()}
    plain = {language: replace(said, title=": water") for language, said in WORDS.items()}
    drawn = trend(*AMOUNTS)
    assert draw(replace(drawn, words=words), Language.ZH_CN, without_chinese) == draw(
        replace(drawn, words=plain), Language.EN, without_chinese
    )


def test_a_machine_without_fonts_is_told_so_once_a_process() -> None:
    asked_twice = "from alerts.typeface import machine_typeface as f; print(f().has_chinese, f().has_chinese)"
    said = subprocess.run(
        [sys.executable, "-c", asked_twice],
        env={**os.environ, "MPL_IGNORE_SYSTEM_FONTS": "1"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["False", "False"]
    assert said.stderr.count("fonts-noto-cjk") == 1


def test_a_file_that_only_has_the_name_of_a_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"no font")
    assert not choose([tmp_path / "NotoSansCJK-Regular.ttc"]).has_chinese


def test_days_over_the_line_look_different_and_a_day_on_it_is_not_over() -> None:
    assert not count(in_chinese(trend(40, 41.1)), OVER)
    png = in_chinese(trend(40, 41.2))
    assert count(png, OVER)
    assert count(png, WITHIN)


def test_a_day_that_is_partly_metered_is_hatched() -> None:
    whole = trend(90, 30)
    partly = replace(whole, days=tuple(replace(day, is_whole=False) for day in whole.days))
    assert 0 < count(in_chinese(partly), OVER) < count(in_chinese(whole), OVER) / 2


def test_a_day_that_is_missing_leaves_a_gap() -> None:
    drawn = trend(*AMOUNTS)
    missing = replace(drawn, days=(*drawn.days[:4], *drawn.days[5:]))
    closed_up = trend(*AMOUNTS[:4], *AMOUNTS[5:])
    assert in_chinese(missing) != in_chinese(closed_up)


@pytest.mark.parametrize("amounts", [(0,), (0, 0), (-3, 5), (1e7, 2e7), (1e-4, 0)])
@pytest.mark.parametrize("level", [0, 41.1])
def test_whatever_the_scale_there_is_a_picture(amounts: tuple[float, ...], level: float) -> None:
    assert in_chinese(trend(*amounts, level=level)).startswith(b"\x89PNG")


@pytest.mark.parametrize(("amounts", "level"), [((), 1.0), ((float("nan"),), 1.0), ((1.0,), float("inf"))])
def test_what_has_no_scale_is_refused(amounts: tuple[float, ...], level: float) -> None:
    with pytest.raises(ValueError, match="a day at least"):
        trend(*amounts, level=level)
