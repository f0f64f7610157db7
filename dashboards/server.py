"""The server of the dashboards: Streamlit with our one script.

Belongs here: how Streamlit is started. Keep out: pages, and the processes beside it
(pipelines/serve.py).

    python -m dashboards.server [--server.port 8501 …]     ($CASELOOM_HOME says where snapshots are)
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path

APP = Path(__file__).with_name("app.py")


def main() -> None:
    """Serve until interrupted; arguments are Streamlit's own options."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import cli

    # Streamlit takes every file of a folder named `pages` for a page of its own until the app has
    # declared its navigation once. The first reader of a new server who came by a link would be
    # told that the page does not exist; there is no option that says what this says.
    PagesManager.uses_pages_directory = False
    # Streamlit looks through everything in memory after each run of a page. What is loaded now stays for
    # ever and need not be looked at: that was half of what a page cost. It also spares the first reader
    # the loading.
    import_module("dashboards.app")
    gc.collect()
    gc.freeze()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
