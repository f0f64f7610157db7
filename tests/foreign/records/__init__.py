"""Clean records of five agencies: what a careful sender would write, with nothing to remark.

Belongs here: one function per table, a module per agency; every field can be changed by name.
Keep out: faults, which the stories put in.
"""

from tests.foreign.records.court import court_case, court_document, defendant
from tests.foreign.records.justice import assessment, check_in, release, sanction, subject
from tests.foreign.records.numbers import (
    AREAS,
    COURT,
    COURT_NAME,
    FIRST,
    GIVEN,
    PLACE,
    SHORT,
    SURNAMES,
    area,
    arrest_no,
    birth,
    case_no,
    court_no,
    hexid,
    identity,
    indictment_no,
    name,
    opinion_no,
    person_no,
    prosecution_no,
    request_no,
    subject_no,
)
from tests.foreign.records.platform import flow
from tests.foreign.records.police import (
    police_case,
    police_document,
    police_extension,
    police_item,
    police_measure,
    police_person,
)
from tests.foreign.records.procuratorate import (
    arrest_review,
    prosecution_review,
    supervision,
    suspect,
)

__all__ = [
    "AREAS",
    "COURT",
    "COURT_NAME",
    "FIRST",
    "GIVEN",
    "PLACE",
    "SHORT",
    "SURNAMES",
    "area",
    "arrest_no",
    "arrest_review",
    "assessment",
    "birth",
    "case_no",
    "check_in",
    "court_case",
    "court_document",
    "court_no",
    "defendant",
    "flow",
    "hexid",
    "identity",
    "indictment_no",
    "name",
    "opinion_no",
    "person_no",
    "police_case",
    "police_document",
    "police_extension",
    "police_item",
    "police_measure",
    "police_person",
    "prosecution_no",
    "prosecution_review",
    "release",
    "request_no",
    "sanction",
    "subject",
    "subject_no",
    "supervision",
    "suspect",
]
