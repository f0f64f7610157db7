"""Fixtures of the graph's tests: definitions on a home of their own, without a daemon."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg
import pytest

from pipelines.definitions import build_defs
from pipelines.defs.resources import PlaceResource
from pipelines.home import Home
from tests.deliveries import Landing


@pytest.fixture(scope="session")
def default_defs() -> dg.Definitions:
    """The definitions as `caseloom up` loads them."""
    return build_defs()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


@pytest.fixture
def place(home: Home, landing: Landing) -> PlaceResource:
    """The folders of one test."""
    return PlaceResource(home=str(home.path), landing=str(landing.path))
