"""From a page to a package: filters, freshness, notes and definitions that every file carries.

Belongs here: what all files have in common. Keep out: tables and charts (the page), file formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboards.components.trust import freshness_line
from dashboards.exports.package import (
    HIDDEN,
    SMALL,
    Definition,
    ExportPackage,
    ExportTable,
    Words,
)
from dashboards.formats import is_empty
from dashboards.view import View


def fill_package(
    view: View,
    *,
    name: str,
    title: str,
    filters: Iterable[tuple[str, str]],
    tables: Sequence[ExportTable],
    metric_ids: Iterable[str],
    address: str,
    notes: Iterable[str] = (),
) -> ExportPackage:
    """``address`` is the whole address of the page with its filters; ``name`` the stem of the file."""
    text = view.text
    said = {cell for table in tables for row in table.rows for cell in row}
    standing = [text("export.small")] if said & {SMALL, HIDDEN} else []
    return ExportPackage(
        name=name,
        title=title,
        facts=(
            *filters,
            *(
                (text("export.data_until", agency=agency), day)
                for agency, day in freshness_line(view)
            ),
            (text("frame.data_date"), view.formats.date(view.as_of)),
            (text("frame.version"), view.snapshot.version),
            (text("frame.published_at"), view.formats.time(view.published_at)),
            (text("export.scope"), scope_words(view)),
            (text("export.address"), address),
        ),
        notes=(*notes, *standing, text("export.sealed")),
        tables=tuple(tables),
        definitions=tuple(_definitions(view, sorted(set(metric_ids)))),
        words=Words(
            about=text("export.about"),
            definitions=text("export.definitions"),
            metric=text("statistics.metric"),
            definition=text("frame.definition"),
            source=text("export.source"),
            owner=text("export.owner"),
            chart_data=text("export.chart_data"),
        ),
    )


def scope_words(view: View) -> str:
    """The reader's scope in words."""
    scope = view.reader.scope
    names = [*map(view.labels.region, scope.regions), *map(view.labels.unit, scope.agencies)]
    return view.text("frame.list_separator").join(names) or view.text("export.everything")


def _definitions(view: View, metric_ids: list[str]) -> Iterable[Definition]:
    if not metric_ids:
        return
    for row in view.ask("trust_metrics", metric_ids=metric_ids).to_dict("records"):
        above, below = row["numerator_zh"], row["denominator_zh"]
        words = row["definition_en"] if view.language == "en" else above
        if view.language == "zh" and not is_empty(below):
            words = f"{above} ÷ {below}"
        yield Definition(
            row[f"name_{view.language}"],
            words,
            row["official_source"],
            view.labels.agency(row["owner_agency"]),
        )
