"""Case and document numbers typed by hand, brought to one form.

Belongs here: the rule of the dbt macros ``fold_text``, ``normalize_number`` and ``normalize_name``,
for Python (search box, probabilistic linkage). Keep out: comparing numbers.

A test holds both implementations together on a list of nasty examples; change them together.
"""

from __future__ import annotations

import re

_OPENING = "（〔【［[{｛《〈﹝"
_CLOSING = "）〕】］]}｝》〉﹞"
_BLANKS = " \u3000\u00a0\t\r\n\u2002\u2003\u2009\u200b\ufeff"
_FOLDED = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF21 + place): chr(0x41 + place) for place in range(26)},
        **{chr(0xFF41 + place): chr(0x41 + place) for place in range(26)},
        **{chr(0x61 + place): chr(0x41 + place) for place in range(26)},
        **dict.fromkeys(_OPENING, "("),
        **dict.fromkeys(_CLOSING, ")"),
        **dict(zip("－—–‐＃／：；，．＊＿", "----#/:;,.*_", strict=True)),
        **dict.fromkeys(_BLANKS, ""),
    }
)
_LEADING_ZEROS = re.compile(r"([^0-9])0+([0-9]+)$")
_BRACKETED_TAIL = re.compile(r"[(].*$", re.DOTALL)
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧・･●", "·"))


def fold_text(text: str) -> str:
    """Half-width upper-case text with one kind of bracket and no blanks."""
    return text.translate(_FOLDED)


def normalize_number(number: str | None) -> str | None:
    """The one form of a number: folded, without 号, without leading zeros of the closing serial.

    ``姑公(平江)提捕字［2024］ 012号`` and ``姑公（平江）提捕字〔2024〕12`` become the same. None and
    texts without a mark stay None.
    """
    if number is None:
        return None
    folded = fold_text(number).replace("号", "")
    return _LEADING_ZEROS.sub(r"\1\2", folded, count=1) or None


def normalize_name(name: str | None) -> str | None:
    """A name without blanks, case and width differences and without a bracketed remark."""
    if name is None:
        return None
    return _BRACKETED_TAIL.sub("", fold_text(name).translate(_MIDDLE_DOTS), count=1) or None
