"""Names of codes: charges, units, regions, agencies, event types and the short lists.

Belongs here: from code to name. Keep out: texts of pages (the catalogue).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.formats import EMPTY, is_empty


class Labels:
    """Names in one language; the Chinese one where no other was given, the code where none was."""

    def __init__(self, names: pd.DataFrame, language: str) -> None:
        chosen = names["name_zh"]
        if language == "en":
            chosen = names["name_en"].where(names["name_en"].notna(), chosen)
        self._names = {
            (kind, code): name
            for kind, code, name in zip(names["list"], names["code"], chosen, strict=True)
        }
        self._lists: dict[str, dict[str, str]] = {}
        for (kind, code), name in self._names.items():
            self._lists.setdefault(kind, {})[code] = name

    def name(self, list_name: str, code: Any) -> str:
        """The name of a code of one list."""
        if is_empty(code):
            return EMPTY
        return self._names.get((list_name, code)) or str(code)

    def all_names(self, list_name: str) -> dict[str, str]:
        """Code to name of one list, in its order."""
        return self._lists.get(list_name, {})

    def charge(self, code: Any) -> str:
        return self.name("charge", code)

    def unit(self, code: Any) -> str:
        return self.name("unit", code)

    def region(self, code: Any) -> str:
        return self.name("region", code)

    def township(self, code: Any) -> str:
        return self.name("township", code)

    def agency(self, code: Any) -> str:
        return self.name("agency", code)

    def clock_rule(self, rule_id: Any) -> str:
        return self.name("clock_rule", rule_id)

    def event(self, event_type: Any) -> str:
        return self.name("event_type", event_type)
