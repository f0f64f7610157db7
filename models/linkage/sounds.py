"""How names sound: what a clerk hears is written with another character of the same sound.

Belongs here: the sound of a name. Keep out: comparing sounds.
"""

from __future__ import annotations

import os
from functools import cache

import pandas as pd

_MARKS = str.maketrans(dict.fromkeys("·.,'- ", ""))


def sound_of(name: str) -> str:
    """Syllables without tones for Chinese names; for others the letters in alphabetical order.

    The order of a foreign name's parts is a matter of taste (NGUYEN VAN MINH, Van Minh Nguyen), so
    the letters alone are compared.
    """
    text = name.translate(_MARKS)
    if text.isascii():
        return "".join(sorted(text))
    return " ".join(map(_syllable, text))


@cache
def _syllable(character: str) -> str:
    """The usual reading of one character; both sides of a comparison are read alike."""
    # A phrase tells how to read a text, not one character; loading them costs more than a day's names.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character))


def sound_names(names: pd.DataFrame) -> pd.DataFrame:
    """``written_name`` and ``name_sound`` of each name; a frame without a row is fine."""
    sounds = names.assign(name_sound=[sound_of(name) for name in names["written_name"]])
    return sounds.astype({"written_name": "string", "name_sound": "string"})
