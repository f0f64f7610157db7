"""Saved views: filters of a page under a name, each user's own, opened by anybody who has the link.

Belongs here: keeping, finding and removing them. Keep out: what filters mean (the pages) and scopes: a
view holds none, so it cannot widen what its opener may see.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipelines.appdb.audit import write_entry
from pipelines.appdb.database import AppDatabase, now_in_beijing
from pipelines.appdb.tables import saved_views as views

NAME_LENGTH = 128


@dataclass(frozen=True)
class SavedView:
    """``filters`` are the values of an address, without its language."""

    view_id: str
    owner: str
    name: str
    page: str
    filters: dict[str, str]
    saved_at: datetime


def save_view(
    database: AppDatabase, *, owner: str, name: str, page: str, filters: Mapping[str, str]
) -> SavedView:
    """Keep filters under a name; the same name again replaces them and keeps its link.

    Raises ValueError for an empty name or one that is too long.
    """
    chosen = " ".join(name.split())
    if not chosen or len(chosen) > NAME_LENGTH:
        raise ValueError(f"a view needs a name of 1 to {NAME_LENGTH} characters, not [{name}]")
    with database.changing() as connection:
        before = _find(connection, owner=owner, name=chosen)
        saved = SavedView(
            before.view_id if before else uuid.uuid4().hex,
            owner,
            chosen,
            page,
            {key: value for key, value in filters.items() if key != "lang"},
            now_in_beijing(),
        )
        if before:
            connection.execute(views.delete().where(views.c.view_id == before.view_id))
        connection.execute(views.insert().values(**vars(saved)))
        _write_down(connection, owner, "save_view", before, saved)
    return saved


def remove_view(database: AppDatabase, *, owner: str, view_id: str) -> bool:
    """Forget a view of one's own; False where there is none."""
    with database.changing() as connection:
        before = _find(connection, owner=owner, view_id=view_id)
        if before is None:
            return False
        connection.execute(views.delete().where(views.c.view_id == view_id))
        _write_down(connection, owner, "remove_view", before, None)
    return True


def views_of(database: AppDatabase, owner: str) -> list[SavedView]:
    """A user's views by name."""
    with database.reading() as connection:
        rows = connection.execute(
            select(views).where(views.c.owner == owner).order_by(views.c.name)
        ).all()
    return [SavedView(**row._mapping) for row in rows]


def find_view(database: AppDatabase, view_id: str) -> SavedView | None:
    """The view of a link, whoever saved it."""
    with database.reading() as connection:
        return _find(connection, view_id=view_id)


def _find(connection: Connection, **values: str) -> SavedView | None:
    row = connection.execute(select(views).filter_by(**values)).first()
    return SavedView(**row._mapping) if row else None


def _write_down(
    connection: Connection,
    actor: str,
    action: str,
    before: SavedView | None,
    after: SavedView | None,
) -> None:
    named = after or before
    write_entry(
        connection,
        at=now_in_beijing(),
        actor=actor,
        action=action,
        subject=("view", named.view_id if named else ""),
        before=vars(before) if before else None,
        after=vars(after) if after else {"removed": True},
    )
