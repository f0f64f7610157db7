"""Who acts: a local development user, until somebody logs in.

Belongs here: the name under which changes are written down. Keep out: rights.
"""

from __future__ import annotations

import os

USER_VARIABLE = "CASELOOM_USER"
# Says what it is: nobody has proved who they are.
DEFAULT_USER = "local-development"


def current_user() -> str:
    """``$CASELOOM_USER``, else a name that says that nobody logged in."""
    return os.environ.get(USER_VARIABLE, "").strip() or DEFAULT_USER


def is_named() -> bool:
    """Whether somebody set a name."""
    return current_user() != DEFAULT_USER
