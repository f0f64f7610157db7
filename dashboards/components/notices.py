"""What a page says when it has nothing to show: empty, wrong, not there.

Belongs here: the look of such notices. Keep out: their words (the catalogue).
"""

from __future__ import annotations

from markupsafe import Markup

from dashboards.components.markup import anchor, show


def show_notice(
    title: str, hint: str = "", *, tone: str = "empty", action: tuple[str, str] | None = None
) -> None:
    """A framed notice; ``tone`` is empty, warn or bad; ``action`` is (address, label)."""
    button = Markup('<p class="cl-action">{}</p>').format(anchor(*action)) if action else Markup("")
    show(
        Markup(
            '<section class="cl-notice cl-notice-{}" role="status"><h3>{}</h3>{}{}</section>'
        ).format(tone, title, Markup("<p>{}</p>").format(hint) if hint else "", button)
    )
