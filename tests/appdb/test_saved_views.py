"""Saved views: one's own to name, anybody's to open.

When this fails, a colleague's link opens nothing, or another's view is overwritten.
"""

from __future__ import annotations

import pytest

from pipelines.appdb.audit import read_entries
from pipelines.appdb.database import AppDatabase
from pipelines.appdb.saved_views import find_view, remove_view, save_view, views_of


def test_a_view_is_found_by_its_owner_and_by_its_link(database: AppDatabase) -> None:
    saved = save_view(
        database,
        owner="li",
        name=" 吴中  立案 ",
        page="gallery",
        filters={"region": "320506", "lang": "en"},
    )
    assert saved.name == "吴中 立案"
    # The language is the opener's.
    assert saved.filters == {"region": "320506"}
    assert [one.view_id for one in views_of(database, "li")] == [saved.view_id]
    assert views_of(database, "wang") == []
    assert find_view(database, saved.view_id) == saved


def test_the_same_name_again_keeps_the_link(database: AppDatabase) -> None:
    first = save_view(database, owner="li", name="a", page="pivot", filters={"rows": "region"})
    second = save_view(database, owner="li", name="a", page="pivot", filters={"rows": "charge"})
    other = save_view(database, owner="wang", name="a", page="pivot", filters={})
    assert second.view_id == first.view_id != other.view_id
    found = find_view(database, first.view_id)
    assert found is not None and found.filters == {"rows": "charge"}
    actions = [entry.action for entry in read_entries(database, "view", first.view_id)]
    assert actions == ["save_view", "save_view"]


def test_only_the_owner_removes_a_view(database: AppDatabase) -> None:
    saved = save_view(database, owner="li", name="a", page="pivot", filters={})
    assert not remove_view(database, owner="wang", view_id=saved.view_id)
    assert remove_view(database, owner="li", view_id=saved.view_id)
    assert find_view(database, saved.view_id) is None


def test_a_view_needs_a_name(database: AppDatabase) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        save_view(database, owner="li", name="  ", page="pivot", filters={})
