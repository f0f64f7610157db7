"""The registry of figures: every number and chart that is shown, defined once.

Belongs here: one entry per figure. Keep out: drawing. Titles and definitions stand in the catalogue
under ``figure.<id>.title`` and ``figure.<id>.definition``, the question in ``sql/<id>.sql``.

Pages, e-mails and reports draw from these entries, so that a number means the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dashboards import links
from dashboards.formats import is_empty
from dashboards.i18n import Texts

_FOLDER = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Figure:
    """One figure.

    ``unit`` is a key of the catalogue (``unit.<unit>``). ``page`` and ``filters`` name the list
    behind the figure; a filter value in braces is taken from the column of that name in the
    figure's row.
    """

    id: str
    unit: str
    page: str
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        return _read_sql(self.id)

    def title(self, text: Texts) -> str:
        return text(f"figure.{self.id}.title")

    def definition(self, text: Texts) -> str:
        return text(f"figure.{self.id}.definition")

    def unit_name(self, text: Texts) -> str:
        return text(f"unit.{self.unit}")

    def list_filters(self, row: dict[str, object]) -> dict[str, str]:
        """The filters of the list behind one row of the figure; what the row leaves open is none."""
        given = {name: "" if is_empty(value) else value for name, value in row.items()}
        return {name: value.format(**given) for name, value in self.filters.items()}


@lru_cache(maxsize=64)
def _read_sql(figure_id: str) -> str:
    return (_FOLDER / f"{figure_id}.sql").read_text(encoding="utf-8")


_PERIOD = {"from": "{first_day:%Y-%m-%d}", "to": "{last_day:%Y-%m-%d}"}

_OVERDUE = {"state": "overdue"}

FIGURES = {
    figure.id: figure
    for figure in (
        Figure("cases_known", "case", links.CASE_SEARCH),
        Figure("cases_open", "case", links.CASE_SEARCH, {"stage": "open"}),
        Figure("cases_filed_in_month", "case", links.CASE_SEARCH, {"basis": "filed", **_PERIOD}),
        Figure("cases_judged_in_month", "case", links.CASE_SEARCH, {"basis": "judged", **_PERIOD}),
        Figure("rows_refused", "row", links.DELIVERIES),
        Figure("cases_by_stage", "case", links.CASE_SEARCH, {"stage": "{stage}"}),
        Figure("case_flow", "case", links.CASE_SEARCH, {"basis": "{step}", **_PERIOD}),
        Figure("data_freshness", "day", links.DELIVERIES, {"agency": "{agency}"}),
        Figure("clocks_overdue_custody", "clock", links.CLOCKS, {**_OVERDUE, "custody": "yes"}),
        Figure("clocks_overdue_other", "clock", links.CLOCKS, {**_OVERDUE, "custody": "no"}),
        Figure("clocks_due_3", "clock", links.CLOCKS, {"state": "due", "within": "3"}),
        Figure("clocks_due_7", "clock", links.CLOCKS, {"state": "due", "within": "7"}),
        Figure("clocks_due_15", "clock", links.CLOCKS, {"state": "due", "within": "15"}),
        Figure("clocks_by_stage", "clock", links.CLOCKS, {**_OVERDUE, "stage": "{code}"}),
        Figure(
            "clocks_custody_tiers",
            "clock",
            links.CLOCKS,
            {**_OVERDUE, "custody": "yes", "tier": "{tier}"},
        ),
        Figure(
            "clocks_ageing",
            "clock",
            links.CLOCKS,
            {**_OVERDUE, "over_from": "{over_from}", "over_to": "{over_to}"},
        ),
        Figure("clock_risks_by_band", "clock", links.CLOCKS, {"state": "due", "risk": "{code}"}),
        Figure("clocks_by_agency", "clock", links.CLOCKS, {**_OVERDUE, "agency": "{code}"}),
        Figure("clocks_by_region", "clock", links.CLOCKS, {**_OVERDUE, "region": "{code}"}),
        Figure("clocks_by_rule", "clock", links.CLOCKS, {**_OVERDUE, "rule": "{code}"}),
        Figure("clocks_by_unit", "clock", links.CLOCKS, {**_OVERDUE, "unit": "{code}"}),
        Figure("findings_by_rule", "finding", links.FINDINGS, {"rule": "{code}"}),
    )
}
