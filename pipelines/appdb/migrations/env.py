"""Where Alembic meets our connection.

Belongs here: handing the open transaction of ``pipelines.appdb.database`` to the migrations.
Keep out: settings (there is no alembic.ini: the database is the one that is being opened).
"""

from __future__ import annotations

from alembic import context

from pipelines.appdb.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Both databases undo half a migration: SQLite too, because we begin transactions ourselves.
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
