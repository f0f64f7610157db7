"""The letters of documents: where their files are, and what stands in for a missing one.

Belongs here: finding font files, and the names under which Word knows them. Keep out: the fonts of the
pages (``dashboards/fonts``), whose Noto stands in for rare characters here too.

GB/T 9704 asks for 小标宋, 仿宋, 黑体, 楷体 and 宋体. In PDF these are Fandol's, which `make setup` unpacks from
Debian's texlive-lang-chinese; a machine that cannot get it writes everything in Noto. Word files name the
fonts that offices have installed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

FONTS_VARIABLE = "CASELOOM_FONTS"
UNPACKED = Path(sys.prefix) / "share" / "fonts" / "caseloom"
_FOLDERS = (
    UNPACKED,
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)
_WOFF = Path(__file__).parents[1] / "static" / "fonts" / "noto-sans-sc-regular.woff2"

# The five faces: as Typst finds them in the files, and as Word has them installed.
PDF_FONTS = {
    "title": "FandolSong",
    "body": "FandolFang R",
    "hei": "FandolHei",
    "kai": "FandolKai",
    "song": "FandolSong",
}
WORD_FONTS = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "hei": "黑体",
    "kai": "楷体_GB2312",
    "song": "宋体",
}
FALLBACK = "Noto Sans SC"


def find_fandol() -> Path | None:
    """The folder with Fandol's files: ``$CASELOOM_FONTS``, else where `make setup` or TeX put them."""
    named = os.environ.get(FONTS_VARIABLE)
    candidates = (Path(named),) if named else _FOLDERS
    return next(
        (folder for folder in candidates if (folder / "FandolFang-Regular.otf").exists()), None
    )


@lru_cache(maxsize=1)
def noto_file() -> Path:
    """Noto as TTF: the file of the pages is WOFF2, which neither Typst nor Matplotlib reads."""
    for folder in (UNPACKED, Path(tempfile.gettempdir()) / f"caseloom-fonts-{os.getuid()}"):
        target = folder / "noto" / "noto-sans-sc-regular.ttf"
        if target.exists():
            return target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{os.getpid()}.ttf")
            _unpack(draft)
            draft.replace(target)
        except OSError:
            continue
        return target
    raise OSError(f"no place to unpack a font in; make [{UNPACKED}] writable")


def font_folders() -> list[Path]:
    """The folders that the typesetter reads, the best first."""
    fandol = find_fandol()
    return [*([fandol] if fandol else []), noto_file().parent]


def _unpack(target: Path) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(_WOFF)
    font.flavor = None
    font.save(target)
