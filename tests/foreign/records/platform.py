"""Clean records of the platform. Belongs here: one function per table. Keep out: faults."""

from __future__ import annotations

from typing import Any

from tests.foreign.formats import Record
from tests.foreign.records.numbers import (
    FIRST,
    area,
    case_no,
    identity,
    name,
    opinion_no,
    prosecution_no,
)


def flow(number: int, **changes: Any) -> Record:
    """The police send the case for prosecution."""
    return {
        "flow_id": f"LZ20250220{number:08d}",
        "business_code": "B301",
        "src_case_no": case_no(number),
        "dst_case_no": prosecution_no(number),
        "related_doc_no": opinion_no(number),
        "person_name": name(number),
        "person_id_no": identity(number),
        "sender_agency": f"GA{area(number)}",
        "sender_unit": f"{area(number)}500100",
        "sender_user": "050123",
        "receiver_agency": f"JC{area(number)}",
        "receiver_unit": f"JC{area(number)}02",
        "sent_at": "2025-02-20 09:00:00",
        "received_at": "2025-02-20 09:30:00",
        "accepted_at": "2025-02-20 15:00:00",
        "returned_at": None,
        "return_reason": None,
        "resend_of": None,
        "channel": "online",
        "dossier_volumes": "2",
        "dossier_pages": "120",
        "single_track": "1",
        "status": "A",
        "updated_at": FIRST,
        "data_source": "SIM",
        **changes,
    }
