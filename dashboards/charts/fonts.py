"""The letters of the pages for programs that draw without a browser.

Belongs here: one TTF file per weight, made from the committed WOFF2 file at the first use. Keep out: which
characters there are (dashboards/fonts).
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "fonts"
WEIGHTS = {"regular": "noto-sans-sc-regular", "semibold": "noto-sans-sc-semibold"}


@lru_cache(maxsize=4)
def font_file(weight: str = "regular") -> Path:
    """The TTF file of a weight, kept among the temporary files under the hash of its source."""
    from fontTools.ttLib import TTFont

    source = FOLDER / f"{WEIGHTS[weight]}.woff2"
    mark = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"caseloom-{weight}-{mark}.ttf"
    if not target.exists():
        font = TTFont(source)
        font.flavor = None
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".ttf", delete=False) as draft:
            font.save(draft)
        Path(draft.name).replace(target)
    return target
