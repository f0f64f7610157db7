"""Migrations of the application database, run when it is opened.

Belongs here: one module per change of tables, never edited after a release. Keep out: data.
A new one: ``alembic revision`` is not set up on purpose; copy the last file of ``versions/`` and
chain it. A test compares the outcome with ``pipelines/appdb/tables.py``.
"""
