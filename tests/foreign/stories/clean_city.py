"""Thirty matters from police to correction, delivered in full on one day; nothing to remark.

Belongs here: the clean base, some numbers typed differently on the quoting side (section 5).
Keep out: faults.
"""

from __future__ import annotations

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, File
from tests.foreign.formats import Record

DAY = "20250401"
SUBJECTS = range(1, 9)
# Police case → the matter that it is part of, and what says so: 并案, 移送管辖 (section 6).
JOINED: dict[int, tuple[int, dict[str, str]]] = {
    27: (27, {"AJZTDM": "60"}),
    28: (27, {"YAJBH": r.case_no(27)}),
    30: (29, {"AJZTDM": "70", "BAAJBH": r.case_no(29)}),
}


def tell(city: City) -> None:
    _police(city)
    _procuratorate(city)
    _court(city)
    _platform(city)


def _police(city: City) -> None:
    folder = city.folder("police", DAY, kind="full")
    cases, persons = folder.file("cases"), folder.file("persons")
    measures, documents = folder.file("measures"), folder.file("documents")
    items, extensions = folder.file("property"), folder.file("extensions")
    for number in range(1, 31):
        matter, changes = JOINED.get(number, (number, {}))
        cases.row("police.cases", r.police_case(number, **changes), matter=f"matter {matter}")
        persons.row("police.persons", r.police_person(number))
        persons.row("police.persons", r.police_person(number, 2))
        measures.row("police.measures", r.police_measure(number))
        documents.row("police.documents", r.police_document(number))
        documents.row("police.documents", r.police_document(number, 2))
        if number % 4 == 0:
            items.row("police.property", r.police_item(number))
        if number % 5 == 0:
            extensions.row("police.extensions", r.police_extension(number))


def _procuratorate(city: City) -> None:
    folder = city.folder("procuratorate", DAY, kind="full")
    arrests, prosecutions = folder.file("arrest_review"), folder.file("prosecution_review")
    matters = folder.file("supervision")
    for number in range(1, 25):
        changes, warns = {}, ()
        if number == 2:
            # 〔〕 became [], the serial is padded and the police number is not given.
            changes = {
                "提请批准逮捕书文号": f"{r.SHORT[r.area(2)]}公(刑)提捕字[2025]0002号",
                "侦查机关案件编号": None,
            }
            warns = ("W4 提请批准逮捕书文号",)
        arrests.row(
            "procuratorate.arrest_review",
            r.arrest_review(number, **changes),
            matter=f"matter {number}",
            warns=warns,
        )
    for number in range(1, 21):
        prosecutions.row(
            "procuratorate.prosecution_review",
            r.prosecution_review(number),
            matter=f"matter {number}",
        )
    for number in (3, 6, 9):
        matters.row("procuratorate.supervision", r.supervision(number))


def _court(city: City) -> None:
    folder = city.folder("court", DAY, kind="full")
    cases, documents = folder.file("cases"), folder.file("documents")
    # It quotes the case it comes from, and no indictment.
    cases.row("court.cases", _appeal(14), matter="matter 14", warns=("W7 indictmentNo",))
    for number in range(1, 15):
        changes, warns = {}, ()
        if number == 3:
            # Brackets typed in half width and 号 dropped.
            changes = {"indictmentNo": f"苏{r.SHORT[r.area(3)]}检刑诉(2025)3"}
            warns = ("W4 indictmentNo",)
        cases.row(
            "court.cases",
            r.court_case(number, **changes),
            matter=f"matter {number}",
            warns=warns,
        )
        documents.row("court.documents", r.court_document(number))


def _appeal(number: int) -> Record:
    """The second instance of a case, in the intermediate court."""
    return r.court_case(
        number,
        caseId=r.hexid(f"appeal{number}"),
        caseNo=f"(2025)苏05刑终{number}号",
        courtCode="FY320500",
        unitCode=None,
        trialLevel=2,
        caseKind="刑终",
        indictmentNo=None,
        originCaseNo=r.court_no(number),
        procedure="40",
        hearings=None,
    )


def _platform(city: City) -> None:
    flows = city.folder("platform", DAY, kind="full").file("flows")
    for number in range(1, 21):
        flows.row("platform.flows", r.flow(number))


def add_subjects(file: File, fate: Fate) -> None:
    """The rows of the bureau's workbook that every snapshot holds."""
    for number in SUBJECTS:
        changes, warns = {}, ()
        if number == 4:
            changes = {"判决书案号": r.court_no(4).replace("(", "（").replace(")", "）")}
            warns = ("W4 判决书案号",)
        file.row(
            "justice.subjects",
            r.subject(number, **changes),
            fate,
            matter=f"matter {number}",
            warns=warns,
        )
        file.row("justice.check_ins", r.check_in(number), fate)
        file.row("justice.assessments", r.assessment(number), fate, matter=f"matter {number}")
    file.row("justice.sanctions", r.sanction(5), fate)
    file.row("justice.releases", r.release(8), fate)
