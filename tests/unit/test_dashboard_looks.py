"""Fonts, theme and forms of the pages.

When this fails, a name shows an empty box, a chart has other colours than the page around it, or a
page asks the internet for something.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from dashboards import palette
from dashboards.fonts.cut import required_characters
from dashboards.formats import EMPTY, Formats
from dashboards.links import link

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
FONTS = DASHBOARDS / "static" / "fonts"
MEBIBYTE = 1024 * 1024
# Names of schemas in SVG files are not addresses that anybody opens.
FOREIGN = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)


@pytest.fixture(scope="module")
def settings() -> dict:
    return tomllib.loads((DASHBOARDS / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_table_has_all_its_characters() -> None:
    """通用规范汉字表: 3,500 + 3,000 + 1,605 characters, each once."""
    characters = required_characters()
    assert len(characters) == len(set(characters)) == 8105
    assert characters[0] == "一"


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.woff2")), ids=lambda path: path.name)
def test_fonts_show_every_standard_character(path: Path) -> None:
    shown = TTFont(path).getBestCmap()
    others = "，。、；：？！（）《》〔〕【】「」…—·￥¥％0123456789ABCabc()[]①②③→↑↓●○■□✓"
    missing = [char for char in required_characters() + others if ord(char) not in shown]
    assert missing == []


def test_fonts_are_ours_to_hand_out(settings: dict) -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
    declared = {face["url"] for face in settings["theme"]["fontFaces"]}
    assert declared == {f"app/static/fonts/{path.name}" for path in FONTS.glob("*.woff2")}
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < 6 * MEBIBYTE


def test_nothing_calls_home(settings: dict) -> None:
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["enableStaticServing"] is True
    assert settings["server"]["address"] == settings["browser"]["serverAddress"] == "localhost"
    foreign = []
    for path in DASHBOARDS.rglob("*"):
        if path.suffix in (".py", ".css", ".toml", ".svg", ".sql", ".po"):
            text = path.read_text(encoding="utf-8")
            foreign += [f"{path.name}: {found}" for found in FOREIGN.findall(text)]
    assert foreign == []


def test_colours_agree(settings: dict) -> None:
    theme, style = settings["theme"], (DASHBOARDS / "components" / "style.css").read_text()
    assert theme["primaryColor"] == theme["linkColor"] == palette.PRIMARY
    assert theme["textColor"] == palette.INK
    assert theme["backgroundColor"] == palette.PAGE
    assert theme["secondaryBackgroundColor"] == palette.CARD
    assert theme["borderColor"] == palette.LINE
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    variables = dict(re.findall(r"--cl-([a-z]+): (#[0-9a-f]{6});", light))
    darker = dict(re.findall(r"--cl-([a-z]+): (#[0-9a-f]{6});", dark))
    assert darker["ink"] == theme["dark"]["textColor"]
    assert darker["card"] == theme["dark"]["secondaryBackgroundColor"]
    assert darker["line"] == theme["dark"]["borderColor"]
    assert darker["primary"] == theme["dark"]["linkColor"]
    assert variables["primary"] == palette.PRIMARY
    assert variables["ink"] == palette.INK
    assert variables["muted"] == palette.MUTED
    assert variables["alarm"] == palette.ALARM
    assert {name: variables[name] for name in palette.AGENCIES} == palette.AGENCIES


# What eyes without one kind of cones see (Machado, Oliveira and Fernandes 2009, severity 1), linear RGB.
KINDS_OF_SIGHT = {
    "usual": np.eye(3),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


def as_lab(colour: str, sight: np.ndarray) -> np.ndarray:
    """A colour in CIE L*a*b* (D65) as an eye sees it."""
    given = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)
    seen = np.clip(sight @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ seen / np.array([0.9505, 1.0, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", KINDS_OF_SIGHT)
@pytest.mark.parametrize(
    "colours",
    [
        palette.SERIES,
        palette.SEQUENCE,
        (palette.FORWARD, palette.BACK),
        tuple(palette.PLACES.values())[:3],
    ],
    ids=["series", "sequence", "directions", "places"],
)
def test_every_eye_tells_colours_apart(colours: tuple[str, ...], sight: str) -> None:
    """When this fails, one man in twelve cannot say which line is which."""
    seen = [as_lab(colour, KINDS_OF_SIGHT[sight]) for colour in colours]
    pairs = itertools.combinations(range(len(colours)), 2)
    distances = {(colours[a], colours[b]): np.linalg.norm(seen[a] - seen[b]) for a, b in pairs}
    close = {
        pair: round(float(distance), 1) for pair, distance in distances.items() if distance < 13
    }
    assert close == {}


def test_amounts_grow_darker() -> None:
    """In print and for every eye, more is darker."""
    lightness = [as_lab(colour, np.eye(3))[0] for colour in palette.SEQUENCE]
    assert lightness == sorted(lightness, reverse=True)


def test_forms_of_values() -> None:
    formats = Formats("zh")
    assert formats.number(1234567) == "1,234,567"
    assert formats.number(1.5, decimals=3) == "1.5"
    assert formats.share(0.1234) == "12.3%"
    assert formats.yuan(3200) == "¥3,200"
    assert formats.yuan(3566.6) == "¥3,566.60"
    assert [formats.signed(n, decimals=1) for n in (2.25, -3.64, 0.04)] == ["+2.2", "−3.6", "0.0"]
    assert formats.date(date(2025, 10, 30)) == "2025-10-30"
    assert formats.month("2025-10-30") == "2025-10"
    assert formats.month_of_year(3) == "3月"
    assert [formats.short_number(n) for n in (9999, 12345, 340_000_000)] == [
        "9,999",
        "1.2万",
        "3.4亿",
    ]
    assert [Formats("en").short_number(n) for n in (9999, 12345, 2_500_000)] == [
        "9,999",
        "12.3K",
        "2.5M",
    ]
    assert formats.time("2025-10-30 14:05:09") == "2025-10-30 14:05"
    assert formats.time("2025-10-30") == "2025-10-30"


@pytest.mark.parametrize("nothing", [None, "", float("nan"), pd.NaT, pd.NA])
def test_nothing_is_a_dash(nothing: object) -> None:
    formats = Formats("en")
    forms = (
        formats.number,
        formats.signed,
        formats.share,
        formats.yuan,
        formats.date,
        formats.time,
        formats.text,
    )
    assert {form(nothing) for form in forms} == {EMPTY}


def test_addresses() -> None:
    assert link("cases", "zh") == "cases"
    assert link("", "zh") == "./"
    assert link("", "en") == "./?lang=en"
    assert link("case", "en", case_id="C1", page=None, q="") == "case?case_id=C1&lang=en"
    assert link("source_row", "zh", file="a/b c.csv", row=3) == "source_row?file=a%2Fb+c.csv&row=3"
