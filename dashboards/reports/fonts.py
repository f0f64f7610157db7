"""The letters of documents: where their files are, and what stands in for a missing one.

Belongs here: finding font files, and the names under which Word knows them. Keep out: the fonts of the
pages (``dashboards/fonts``), whose Noto stands in for rare characters here too.

GB/T 9704 asks for 小标宋, 仿宋, 黑体, 楷体 and 宋体. In PDF these are Fandol's, which `make setup` unpacks from
Debian's texlive-lang-chinese; a machine that cannot get it writes everything in Noto. Word files name the
fonts that offices have installed.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from dashboards.charts.fonts import font_file

FONTS_VARIABLE = "CASELOOM_FONTS"
UNPACKED = Path(sys.prefix) / "share" / "fonts" / "caseloom"
_FOLDERS = (
    UNPACKED,
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)

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
def noto_folder() -> Path:
    """A folder with Noto alone: the typesetter reads every font of a folder that it is given."""
    source = font_file()
    folder = Path(tempfile.gettempdir()) / f"caseloom-typesetting-{os.getuid()}"
    target = folder / source.name
    if not target.exists():
        folder.mkdir(exist_ok=True)
        draft = folder / f".{os.getpid()}"
        shutil.copy(source, draft)
        draft.replace(target)
    return folder


def font_folders() -> list[Path]:
    """The folders that the typesetter reads, the best first."""
    fandol = find_fandol()
    return [*([fandol] if fandol else []), noto_folder()]
