"""The colours and letters of the house, for charts and marks.

Belongs here: every colour and font that Python draws with. Keep out: the colours of widgets, which stand in
``.streamlit/config.toml``, and of our own markup, which stand in ``components/style.css`` (a test
holds the three together).
"""

from __future__ import annotations

FONT = "Noto Sans SC, sans-serif"
# Mails carry no fonts: those that readers' machines have.
MAIL_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif"
# What offices have on their machines.
OFFICE_FONT = "Microsoft YaHei"

PRIMARY = "#1d4e89"
INK = "#1c2733"
MUTED = "#5d6b7a"
LINE = "#dde3ea"
CARD = "#ffffff"
PAGE = "#f5f7fa"

AGENCIES = {
    "police": "#2b6cb0",
    "procuratorate": "#7a4fa0",
    "court": "#b4532a",
    "justice": "#2f7d5b",
    "platform": "#64748b",
}

# Bands behind a time axis: light enough for marks and text above them.
STAGES = {
    "filing": "#eef3fa",
    "investigation": "#e3edf8",
    "arrest_review": "#efe7f6",
    "prosecution_review": "#f3eefa",
    "trial": "#fbece4",
    "second_instance": "#fbf1dd",
    "execution": "#f1f3f5",
    "community_correction": "#e4f2eb",
    "closed": "#eceff2",
}

# What has run out, on pages and charts alike.
ALARM = "#a62b1f"

CLOCKS = {
    "on_time": "#2f7d5b",
    "due_soon": "#d08a2e",
    "overdue": "#1d4e89",
    "completed_late": "#1d4e89",
    "suspended": "#64748b",
}

# One line each in a chart of several series, told apart by lightness too.
SERIES = (
    "#1d4e89",
    "#b07cc6",
    "#d99a3a",
    "#a8431c",
    "#2f7d5b",
    "#7cc4ea",
    "#59616b",
    "#e9b9d3",
)

# From little to much, readable with every kind of colour vision (lightness falls steadily).
SEQUENCE = ("#f3f7fb", "#bdd4ea", "#86b0d8", "#4a80c0", "#1d4e89")
OUTLINE = "#7d8a98"
NO_DATA = "#f1f3f5"

# Beside what chance explains; neither side is good or bad, so neither is red or green.
PLACES = {
    "below": "#8fa7d6",
    "within": "#e9edf2",
    "above": "#d08a2e",
    "unknown": "#f1f3f5",
}

# What goes back in the process, against what goes on.
FORWARD = "#4a80c0"
BACK = "#b4532a"

# Earlier years beside the present one, and where they say the present one should be.
EARLIER = "#7d8a98"
EARLIER_YEARS = ("#1d4e89", "#7d8a98", "#b3bcc6", "#d3d9df")
EXPECTED = "rgba(125, 138, 152, 0.18)"


def agency_colour(agency: str) -> str:
    """The colour of an agency; that of text for one that nobody gave a colour."""
    return AGENCIES.get(agency, MUTED)
