"""The typeface of pictures: one that has Chinese, found on this machine once a process."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import FontPath, FontProperties, findSystemFonts
from matplotlib.ft2font import FT2Font

_log = logging.getLogger(__name__)

_FILES = (
    "NotoSansCJK-Regular",
    "NotoSansCJKsc-Regular",
    "NotoSansSC-Regular",
    "NotoSansSC-VF",
    "SourceHanSansSC-Regular",
    "SourceHanSansCN-Regular",
    "wqy-microhei",
    "wqy-zenhei",
    "DroidSansFallbackFull",
    "msyh",
    "simhei",
    "Deng",
    "simsun",
    "PingFang",
    "Hiragino Sans GB",
    "STHeiti Light",
    "STHeiti Medium",
)
"""Files of sans-serif fonts that Debian, Windows and macOS ship, the best first.

Names of files and not of families: matplotlib remembers families from its first run on a machine, and would
not see a font that was installed because we asked for it.
"""
_PROBE = frozenset(map(ord, "用水电热气定额超出每日夜间流量计量不完整机关事务管理局"))


@dataclass(frozen=True, slots=True)
class Typeface:
    """A face of a font file; `glyphs` are the code points it can draw, whatever a text would like."""

    file: Path
    face_index: int
    glyphs: frozenset[int] = field(repr=False)

    @property
    def has_chinese(self) -> bool:
        """Whether Chinese can be read in it."""
        return self.glyphs >= _PROBE

    def properties(self, size_pt: float, weight: str = "normal") -> FontProperties:
        """Return what matplotlib calls this face at a size."""
        return FontProperties(fname=FontPath(str(self.file), self.face_index), size=size_pt, weight=weight)

    def legible(self, text: str) -> str:
        """Return `text` without what would be drawn as a box."""
        return "".join(character for character in text if ord(character) in self.glyphs).strip()


@cache
def machine_typeface() -> Typeface:
    """Return the typeface for pictures on this machine, looked for once a process (see `choose`)."""
    return choose(map(Path, findSystemFonts()))


def choose(files: Iterable[Path]) -> Typeface:
    """Return the best face with Chinese among font files.

    Where there is none it says in the log what to install, and returns DejaVu Sans, which comes with
    matplotlib and has Latin only.
    """
    known = {file.stem: file for file in files}
    for stem in _FILES:
        if stem in known and (face := _chinese_face(known[stem])) is not None:
            return face
    _log.warning(
        "no font with Chinese on this machine: pictures in mails are labelled in English;"
        " install the package fonts-noto-cjk and start again"
    )
    return _face(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", 0)


def _chinese_face(file: Path) -> Typeface | None:
    """Return the face for simplified Chinese: a collection also holds Japanese and Korean shapes."""
    try:
        families = [
            FT2Font(str(file), face_index=index).family_name for index in range(FT2Font(str(file)).num_faces)
        ]
    except (OSError, RuntimeError):
        return None
    simplified = [index for index, family in enumerate(families) if family.endswith((" SC", " CN"))]
    face = _face(file, simplified[0] if simplified else 0)
    return face if face.has_chinese else None


def _face(file: Path, face_index: int) -> Typeface:
    return Typeface(file, face_index, frozenset(FT2Font(str(file), face_index=face_index).get_charmap()))
