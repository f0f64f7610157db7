"""Questions that a newcomer can try in the calculator.

Belongs here: invented events that show an extension, a breach and a person on bail. Keep out: anything
of a real case. Their names stand in the catalogue under ``calculator.example_<name>``.
"""

from __future__ import annotations

from datetime import datetime

from dashboards.calculation import Question, TypedEvent

_DETAINED = datetime(2025, 3, 3, 10, 0)

EXAMPLES = {
    "detention": Question(
        "detention_request_arrest",
        "",
        datetime(2025, 3, 12),
        (
            TypedEvent("detained", _DETAINED),
            TypedEvent(
                "extension_granted",
                datetime(2025, 3, 6, 16, 0),
                attributes={"kind": "ext_1_4", "days": 4, "approver": "county_police_head"},
            ),
        ),
    ),
    "investigation": Question(
        "investigation_custody",
        "",
        datetime(2025, 7, 1),
        (
            TypedEvent("arrested", datetime(2025, 3, 10, 9, 0)),
            TypedEvent(
                "extension_granted",
                datetime(2025, 5, 8, 9, 0),
                attributes={"kind": "ext156", "approver": "superior_procuratorate"},
            ),
        ),
    ),
    "everything": Question(
        None,
        "",
        datetime(2025, 4, 20),
        (
            TypedEvent("case_received", datetime(2025, 3, 1, 9, 0)),
            TypedEvent("filing_decision", datetime(2025, 3, 3, 9, 0)),
            TypedEvent("detained", _DETAINED, "A"),
            TypedEvent("bail_started", datetime(2025, 3, 5, 15, 0), "B"),
            TypedEvent("arrest_request_submitted", datetime(2025, 3, 6, 17, 0), "A"),
        ),
    ),
}
