"""Names of the members of a breakdown, for documents, and the order in which they are read.

Belongs here: from code to word and place. Keep out: which members there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.i18n import Texts
from dashboards.labels import Labels

# Breakdowns whose members are codes of a list.
CODE_LISTS = {
    "arrest_decision": "decision",
    "prosecution_decision": "decision",
    "procedure_code": "procedure",
    "suggested_procedure_code": "procedure",
    "case_source_code": "case_source",
    "business_type": "business_type",
    "correction_type_code": "correction_type",
    "property_type_code": "property_type",
    "violation_kind_code": "violation_kind",
    "counsel_type_code": "counsel_type",
    "receiver_agency": "agency",
}

# Breakdowns that are read in an order of their own: sentences from the gravest to none.
ORDERS = {
    "sentence_band": (
        "over_5_years",
        "over_3_to_5_years",
        "up_to_3_years",
        "detention",
        "control",
        "probation",
        "supplementary_only",
        "exempted",
        "acquitted",
        "none",
        "unknown",
    )
}


def in_order(breakdown: str, members: Sequence[str]) -> list[str]:
    """The members as they are read; those that nobody placed come last, by code."""
    places = {member: place for place, member in enumerate(ORDERS.get(breakdown, ()))}
    return sorted(members, key=lambda member: (places.get(member, len(places)), member))


def member_label(labels: Labels, text: Texts, breakdown: str, member: str) -> str:
    """A code of a list, a word of the catalogue, else the code."""
    if breakdown in CODE_LISTS:
        found = labels.all_names(CODE_LISTS[breakdown]).get(member)
        return found or text.find(f"member.{member}") or member
    if breakdown == "stage":
        return text.find(f"clock_stage.{member}") or text.find(f"stage.{member}") or member
    # Some words mean one thing in one breakdown only: yes, first.
    return text.find(f"member.{breakdown}_{member}") or text.find(f"member.{member}") or member
