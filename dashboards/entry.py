"""A page file as the first script of a new server.

Belongs here: the way from a page file to the app. Keep out: everything else.

Streamlit takes every file of a folder ``pages`` for a page of its own until the app has declared its
navigation once. So the first reader of a new server who comes by a link to a case would get the bare
file; it starts the app instead.
"""

from __future__ import annotations


def run_app() -> None:
    """Draw the app; imported late, because the app imports the pages."""
    from dashboards.app import main

    main()
