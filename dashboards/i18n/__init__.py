"""The texts of the pages: one message catalogue, Chinese first.

Belongs here: reading ``zh.po`` and ``en.po`` and finding a text by its key. Keep out: names of
codes, charges, units and events, which come from the published dimensions, and reasons of refusal,
which stand beside the codes in ``pipelines/reasons.csv``.

A key is ``<page or part>.<what>``; values stand in braces. The files are compiled in memory at the
first use, so that there is no second copy of a text to forget.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT_LANGUAGE = "zh"
_FOLDER = Path(__file__).parent


class MissingTextError(LookupError):
    """A page asks for a text that the catalogue does not have."""


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _read_catalogue(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of ``key`` with its values filled in; raises MissingTextError."""
        found = self._messages.gettext(key)
        if found == key:
            raise MissingTextError(
                f"no text [{key}] in [{self.language}.po]; add it to all languages"
            )
        return found.format(**values) if values else found

    def count(self, key: str, number: int, /, **values: Any) -> str:
        """The text of ``key`` in the form that ``number`` asks for."""
        found = self._messages.ngettext(key, key, number)
        if found == key:
            raise MissingTextError(
                f"no text [{key}] in [{self.language}.po]; add it to all languages"
            )
        return found.format(**values)

    def find(self, key: str) -> str | None:
        """The text of a key made from data, None where nobody wrote one."""
        found = self._messages.gettext(key)
        return None if found == key else found


def catalogue_file(language: str) -> Path:
    """The file of one language."""
    return _FOLDER / f"{language}.po"


@lru_cache(maxsize=4)
def _read_catalogue(language: str) -> gettext.GNUTranslations:
    with catalogue_file(language).open("rb") as handle:
        catalogue = read_po(handle, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
