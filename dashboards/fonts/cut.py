"""Cut the font files that the pages serve out of full Noto Sans SC files.

Belongs here: which characters stay. Keep out: where the full files come from (any release of Noto
Sans SC in TTF does; those in use came from the npm package @expo-google-fonts/noto-sans-sc 0.4.3).

    python -m dashboards.fonts.cut NotoSansSC_400Regular.ttf dashboards/static/fonts/noto-sans-sc-regular.woff2

``characters.txt`` holds the 8,105 characters of 通用规范汉字表 in its order, from the property kTGH
of the Unicode Han database 15.0.
"""

from __future__ import annotations

import sys
from pathlib import Path

CHARACTERS_FILE = Path(__file__).with_name("characters.txt")
# Everything beside the table: Latin, Greek, punctuation, full-width forms, arrows, marks of charts.
_RANGES = (
    (0x0020, 0x007F),
    (0x00A0, 0x0180),
    (0x0391, 0x03CA),
    (0x2010, 0x2028),
    (0x2030, 0x205F),
    (0x2160, 0x2170),
    (0x2190, 0x219A),
    (0x2460, 0x2474),
    (0x25A0, 0x25D0),
    (0x3000, 0x3020),
    (0xFF01, 0xFF5F),
    (0xFFE0, 0xFFE7),
)
_SINGLE = "€℃№™✓✕✗≤≥≠∞−─│・"
_FEATURES = ["kern", "liga", "locl", "tnum", "pnum", "palt", "ccmp", "mark", "mkmk", "calt"]


def required_characters() -> str:
    """The 8,105 characters of 通用规范汉字表, in the order of the table."""
    return CHARACTERS_FILE.read_text(encoding="utf-8").replace("\n", "")


def kept_code_points() -> set[int]:
    """All code points that a cut file keeps, where the full file has them."""
    others = {point for first, end in _RANGES for point in range(first, end)}
    return others | {ord(char) for char in required_characters() + _SINGLE}


def cut_font(source: Path, target: Path) -> None:
    """Write the WOFF2 file ``target`` with the kept characters of the TTF ``source``."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = _FEATURES
    # The licence stands in the name table and stays with the file.
    options.name_IDs = ["*"]
    options.hinting = False
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept_code_points())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    cut_font(Path(sys.argv[1]), Path(sys.argv[2]))
