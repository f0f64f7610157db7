"""Names of the members of a breakdown, for documents.

Belongs here: from code to word. Keep out: which members there are.
"""

from __future__ import annotations

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


def member_label(labels: Labels, text: Texts, breakdown: str, member: str) -> str:
    """A code of a list, a word of the catalogue, else the code."""
    if breakdown in CODE_LISTS:
        found = labels.all_names(CODE_LISTS[breakdown]).get(member)
        return found or text.find(f"member.{member}") or member
    if breakdown == "stage":
        return text.find(f"clock_stage.{member}") or text.find(f"stage.{member}") or member
    return text.find(f"member.{member}") or member
