"""Reports of the committed sample, each made once for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dashboards.metrics.book import Scope
from dashboards.reports.blocks import Document
from dashboards.reports.compose import compose
from dashboards.reports.definition import load_definitions
from dashboards.reports.drawing import draw_charts
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot

THEFT = "264001"
MakeReport = Callable[..., Document]


@pytest.fixture(scope="session")
def snapshot(built_home: Home) -> Iterator[Snapshot]:
    opened = open_snapshot(built_home.path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def make_report(snapshot: Snapshot) -> MakeReport:
    """A report by name, period, scope and language; made once."""
    made: dict[tuple, Document] = {}

    def make(
        name: str, *, period: str | None = None, scope: Scope | None = None, language: str = "zh"
    ) -> Document:
        wanted = scope or Scope()
        if load_definitions()[name].needs_charge and wanted.charge is None:
            wanted = Scope(wanted.region, wanted.agency, THEFT)
        key = (name, period, wanted, language)
        if key not in made:
            made[key] = compose(
                snapshot,
                name,
                period=period,
                scope=wanted,
                language=language,
                snapshot=snapshot.version,
            )
        return made[key]

    return make


@pytest.fixture(scope="session")
def charts_of() -> Callable[[Document], dict[str, bytes]]:
    """The charts of a report, drawn once."""
    drawn: dict[str, dict[str, bytes]] = {}

    def draw(document: Document) -> dict[str, bytes]:
        key = document.content_hash
        if key not in drawn:
            drawn[key] = draw_charts(document)
        return drawn[key]

    return draw
