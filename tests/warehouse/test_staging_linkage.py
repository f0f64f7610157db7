"""Linkage on a small landing: what must come together does, what must not stays apart."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from models.linkage.cases import CASE_PREFIX
from models.linkage.identity import keyed_id
from pipelines.contract import find_contract
from pipelines.home import Home
from pipelines.intake.run import run_intake
from tests.conftest import TEST_KEY
from tests.deliveries import (
    Landing,
    Record,
    encode_workbook,
    make_key,
    make_record,
    workbook_sheets,
)
from tests.warehouse.test_staging import run_dbt_command

ZHANG = "11010519491231002X"
REQUEST = "姑公(平江)提捕字〔2024〕12号"


def _check_digit(first_17: str) -> str:
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(first_17, weights, strict=True))
    return first_17 + "10X98765432"[total % 11]


LI = _check_digit("44030119800101003")
CASES = find_contract("police", "cases")
PERSONS = find_contract("police", "persons")
ARREST = find_contract("procuratorate", "arrest_review")
PROSECUTION = find_contract("procuratorate", "prosecution_review")
COURT = find_contract("court", "cases")


def _police_case(number: int, **changes: Any) -> Record:
    return make_record(CASES, number, **{"BAAJBH": None, "YAJBH": None, **changes})


def _person(number: int, case: int, name: str, identity: str | None, **changes: Any) -> Record:
    values = {
        "AJBH": make_key(CASES, case),
        "RYLXDM": "01",
        "XM": name,
        "CYM": None,
        "XBDM": "1",
        "CSRQ": "1949-12-31",
        "ZJHM": identity,
    }
    return make_record(PERSONS, number, **{**values, **changes})


def _document(number: int, case: int, document_no: str) -> Record:
    contract = find_contract("police", "documents")
    return make_record(contract, number, AJBH=make_key(CASES, case), WSZH=document_no, YWSBH=None)


def _suspect(record: Record, list_name: str, **changes: Any) -> list[Record]:
    values = {"序号": 1, "曾用名": None, "性别": "男", "出生日期": "1949-12-31", "证件号码": None}
    return [{**record[list_name][0], **values, **changes}]


def _review(contract: Any, number: int, name: str, **changes: Any) -> Record:
    empty = {
        "侦查机关案件编号": None,
        "审查逮捕受案号": None,
        "提请批准逮捕书文号": None,
        "起诉意见书文号": None,
        "起诉书文号": None,
    }
    names = {column.name for column in contract.columns}
    record = make_record(contract, number, **{k: v for k, v in empty.items() if k in names})
    suspect = changes.pop("suspect", {})
    record["嫌疑人列表"] = _suspect(record, "嫌疑人列表", 姓名=name, **suspect)
    return {**record, **changes}


def _court_case(number: int, name: str, case_no: str, **changes: Any) -> Record:
    record = make_record(COURT, number, caseNo=case_no, indictmentNo=None, originCaseNo=None)
    person = {
        "seq": 1,
        "name": name,
        "alias": None,
        "gender": "男",
        "birthDate": "1949-12-31",
        "idNo": None,
    }
    record["defendants"] = [{**record["defendants"][0], **person}]
    return {**record, **changes}


def _deliver(landing: Landing) -> None:
    landing.put(
        "police.cases",
        [
            _police_case(1),
            _police_case(2),
            _police_case(3, BAAJBH=make_key(CASES, 1), AJZTDM="70"),
            _police_case(4),
        ],
    )
    landing.put(
        "police.persons",
        [
            _person(1, 1, "张三", ZHANG.lower()),
            _person(2, 1, "张 三", None, RYLXDM="02"),
            _person(3, 2, "李四", LI, CSRQ="1980-01-01"),
            _person(4, 4, "章三", ZHANG),
            _person(5, 3, "无名氏7", None, CSRQ=None, XBDM=None),
            _person(6, 4, "无名氏8", None, CSRQ=None, XBDM=None),
        ],
    )
    landing.put(
        "police.documents",
        [
            _document(1, 1, REQUEST),
            _document(2, 2, "姑公(平江)提捕字〔2024〕13号"),
            _document(3, 1, "姑公(平江)诉字〔2024〕7号"),
            _document(4, 2, "姑公(平江)诉字〔2024〕7号"),
        ],
    )
    landing.put(
        "procuratorate.arrest_review",
        [
            _review(ARREST, 1, "张三", 提请批准逮捕书文号="姑公（平江）提捕字［2024］ 012"),
            # One digit is wrong: number 13 is Li's case, this review is about somebody else.
            _review(
                ARREST,
                2,
                "赵六七",
                提请批准逮捕书文号="姑公(平江)提捕字〔2024〕13号",
                suspect={"出生日期": "1990-02-02"},
            ),
        ],
    )
    landing.put(
        "procuratorate.prosecution_review",
        # The opinion's number stands in two cases; the persons say which.
        [
            _review(
                PROSECUTION,
                11,
                "张三",
                起诉意见书文号="姑公(平江)诉字〔2024〕7号",
                起诉书文号="苏姑检刑诉〔2024〕33号",
            )
        ],
    )
    first, second = "(2024)苏0508刑初123号", "（2024）苏05刑终9号"
    landing.put(
        "court.cases",
        [
            _court_case(1, "张三", first, indictmentNo="苏姑检刑诉(2024)033"),
            _court_case(2, "张三", second, originCaseNo="（2024）苏0508刑初123"),
        ],
    )
    subject = make_record(
        find_contract("justice", "subjects"), 1, 姓名="张三", 判决书案号=first, 身份证号=ZHANG
    )
    assessment = make_record(
        find_contract("justice", "assessments"), 1, 被评估人="张三", 关联案号=first, 身份证号=None
    )
    _put_workbook(landing, {"subjects": [subject], "assessments": [assessment]})
    flow = make_record(
        find_contract("platform", "flows"),
        1,
        sender_agency="GA320508",
        receiver_agency="JC320508",
        src_case_no=make_key(CASES, 4),
        dst_case_no=make_key(ARREST, 2),
        related_doc_no=None,
        returned_at="2024-03-06 09:00:00",
        status="B",
    )
    landing.put("platform.flows", [flow])


def _put_workbook(landing: Landing, records: dict[str, list[Record]]) -> None:
    landing.put("justice.subjects", content=encode_workbook(workbook_sheets(records)))


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Home:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        home = Home(tmp_path_factory.mktemp("linked")).create()
        path = tmp_path_factory.mktemp("landing")
        _deliver(Landing(path))
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=path)
        run_dbt_command(
            home,
            "build",
            "--select",
            "+intermediate.linkage",
            "--indirect-selection",
            "cautious",
            "--quiet",
        )
    return home


def _ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def cases(linked: Home) -> dict[tuple[str, str], str]:
    """(table, key) → case_id of every record."""
    rows = _ask(
        linked,
        "select agency || '.' || source_table, source_record_id, case_id "
        "from intermediate.int_case_components",
    )
    return {(table, key): case for table, key, case in rows}


def test_one_matter_is_one_case_through_all_agencies(cases: dict[tuple[str, str], str]) -> None:
    """A link that is missed cuts the case page in two."""
    expected = [
        ("police.cases", make_key(CASES, 1)),
        ("police.cases", make_key(CASES, 3)),
        ("procuratorate.arrest_review", make_key(ARREST, 1)),
        ("procuratorate.prosecution_review", make_key(PROSECUTION, 11)),
        ("court.cases", make_key(COURT, 1)),
        ("court.cases", make_key(COURT, 2)),
        ("justice.subjects", make_key(find_contract("justice", "subjects"), 1)),
        ("justice.assessments", make_key(find_contract("justice", "assessments"), 1)),
    ]
    assert len({cases[record] for record in expected}) == 1
    assert len(cases) == 11


def test_a_wrong_digit_joins_no_strangers(linked: Home, cases: dict[tuple[str, str], str]) -> None:
    """The number of somebody else's case must not show one person's file to the other's handler."""
    review = cases["procuratorate.arrest_review", make_key(ARREST, 2)]
    others = [case for record, case in cases.items() if record[1] != make_key(ARREST, 2)]
    assert review not in others
    doubtful = _ask(
        linked,
        "select link_method, link_probability from intermediate.int_case_links "
        "where not is_used and link_method = 'arrest_request_no'",
    )
    assert [method for method, _ in doubtful] == ["arrest_request_no"]
    assert doubtful[0][1] < 0.5


def test_a_returned_hand_off_joins_nothing(cases: dict[tuple[str, str], str]) -> None:
    """A file sent to the wrong place came back; the two cases stay strangers."""
    assert (
        cases["police.cases", make_key(CASES, 4)]
        != cases["procuratorate.arrest_review", make_key(ARREST, 2)]
    )


def test_one_human_is_one_person_and_a_namesake_is_not(linked: Home) -> None:
    """A victim who is taken for the accused of the same name would be counted as a suspect."""
    rows = _ask(
        linked,
        "select source_table, source_person_no, person_id, link_method "
        "from intermediate.int_person_components",
    )
    persons = {(table, number): person for table, number, person, _ in rows}
    zhang = persons["persons", make_key(PERSONS, 1)]
    same = {
        persons["persons", make_key(PERSONS, 4)],
        persons["arrest_review", f"{make_key(ARREST, 1)}#1"],
        persons["prosecution_review", f"{make_key(PROSECUTION, 11)}#1"],
        persons["cases", f"{make_key(COURT, 1)}#1"],
        persons["cases", f"{make_key(COURT, 2)}#1"],
        *(person for (table, _), person in persons.items() if table in ("subjects", "assessments")),
    }
    assert same == {zhang}
    strangers = {persons["persons", make_key(PERSONS, number)] for number in (2, 3, 5, 6)} | {
        persons["arrest_review", f"{make_key(ARREST, 2)}#1"]
    }
    assert len(strangers) == 5
    assert zhang not in strangers
    assert all(person.startswith("P") and len(person) == 21 for person in persons.values())


def test_ids_depend_on_the_key(linked: Home) -> None:
    """With another key the pseudonyms must be others, or they could be compared between cities."""
    smallest, case_id = _ask(
        linked,
        "select min(record_key), case_id from intermediate.int_case_components "
        "group by case_id order by count(*) desc limit 1",
    )[0]
    assert case_id == keyed_id(CASE_PREFIX, TEST_KEY, smallest)
    assert case_id != keyed_id(CASE_PREFIX, "another key", smallest)
