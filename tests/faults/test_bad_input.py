"""Bad input: each fault gets its one reason, and the good file beside it is taken in.

The files are real files of the agencies' formats; the expected codes are contracts/README.md,
section 3. When one of these fails, an engineer is told the wrong reason or loses good rows.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable

import pytest

from pipelines.contract import find_contract
from pipelines.home import Limits
from tests.deliveries import Landing, encode_file, encode_workbook, make_record, workbook_sheets

CASES = find_contract("police", "cases")
FLOWS = find_contract("platform", "flows")
ARRESTS = find_contract("procuratorate", "arrest_review")
COURT = find_contract("court", "cases")
SUBJECTS = find_contract("justice", "subjects")


def csv_bytes(*numbers: int) -> bytes:
    return encode_file(CASES, [make_record(CASES, number) for number in numbers])


def xml_bytes(*numbers: int) -> bytes:
    return encode_file(ARRESTS, [make_record(ARRESTS, number) for number in numbers])


def json_bytes(*numbers: int) -> bytes:
    return encode_file(COURT, [make_record(COURT, number) for number in numbers])


def workbook_bytes(*numbers: int) -> bytes:
    return encode_file(SUBJECTS, [make_record(SUBJECTS, number) for number in numbers])


def drop_csv_column(data: bytes, name: str) -> bytes:
    lines = data.decode("gb18030").splitlines()
    place = lines[0].split(",").index(name)
    kept = [",".join(c for i, c in enumerate(line.split(",")) if i != place) for line in lines]
    return ("\r\n".join(kept) + "\r\n").encode("gb18030")


def lying_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return buffer.getvalue()


def damaged_workbook() -> bytes:
    """Compressed bytes that no reader can expand: every entry's first block is of no known kind."""
    data = bytearray(workbook_bytes(1))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        for member in archive.infolist():
            start = member.header_offset
            name, extra = (
                int.from_bytes(data[start + n : start + n + 2], "little") for n in (26, 28)
            )
            data[start + 30 + name + extra] = 0xFF
    return bytes(data)


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
DEEP = "[" * 5_000 + "]" * 5_000

REFUSED_FILES = {
    "truncated gzip": ("court.cases", json_bytes(1, 2)[:-20], "F2", None),
    "bytes behind gzip": ("court.cases", json_bytes(1) + b"tail", "F2", None),
    "empty gzip file": ("court.cases", b"", "F2", None),
    "truncated zip": ("justice.subjects", workbook_bytes(1)[:-200], "F2", None),
    "damaged zip": ("justice.subjects", damaged_workbook(), "F2", None),
    "zip bomb": ("justice.subjects", lying_zip(), "F7", None),
    "deep json": (
        "court.cases",
        gzip.compress(f'{{"panel": {DEEP}}}\n'.encode()),
        "F7",
        None,
    ),
    "gbk bytes in a utf-8 csv": (
        "platform.flows",
        encode_file(FLOWS, [make_record(FLOWS, 1, return_reason="退回")]).decode().encode("gbk"),
        "F3",
        1,
    ),
    "utf-8 bytes in a gb18030 csv": (
        "police.cases",
        csv_bytes(1, 2).decode("gb18030").encode(),
        "F3",
        2,
    ),
    "wrong bytes in xml": (
        "procuratorate.arrest_review",
        xml_bytes(1).replace("案".encode(), b"\xff"),
        "F3",
        None,
    ),
    "half a character at the end": (
        "police.cases",
        csv_bytes(1) + "尾".encode("gb18030")[:1],
        "F2",
        None,
    ),
    "unclosed quote": ("police.cases", csv_bytes(1) + b'"abc', "F2", None),
    "xml with entities": (
        "procuratorate.arrest_review",
        xml_bytes(1, 2).replace(b"?>\n", f"?>\n{DOCTYPE}\n".encode(), 1),
        "F4",
        2,
    ),
    "xml not well-formed": ("procuratorate.arrest_review", xml_bytes(1)[:-30], "F2", None),
    "nul in xml": (
        "procuratorate.arrest_review",
        xml_bytes(1).replace("案".encode(), b"\0"),
        "F2",
        None,
    ),
    "another root": (
        "procuratorate.arrest_review",
        xml_bytes(1).replace("审查逮捕案件集".encode(), "诉讼监督集".encode()),
        "F5",
        1,
    ),
    "cut under another root": (
        "procuratorate.arrest_review",
        xml_bytes(1).replace("审查逮捕案件集".encode(), "诉讼监督集".encode())[:-9],
        "F2",
        None,
    ),
    "entities behind a long prolog": (
        "procuratorate.arrest_review",
        xml_bytes(1).replace(b"?>\n", f"?>\n<!--{'x' * 1_100_000}-->{DOCTYPE}".encode(), 1),
        "F4",
        1,
    ),
    "missing required column": ("police.cases", drop_csv_column(csv_bytes(1, 2), "SARQ"), "F5", 2),
    "column twice": ("police.cases", csv_bytes(1).replace(b"AJMC", b"AJBH", 1), "F5", 1),
    "empty csv": ("police.cases", b"", "F5", 0),
    "missing sheet": (
        "justice.subjects",
        encode_workbook(
            {
                k: v
                for k, v in workbook_sheets({"subjects": [make_record(SUBJECTS, 1)]}).items()
                if k != "解矫"
            }
        ),
        "F5",
        1,
    ),
}


@pytest.mark.parametrize("fault", REFUSED_FILES, ids=lambda name: name.replace(" ", "_"))
def test_refused_file_has_its_reason_and_disturbs_nothing(
    fault: str, landing: Landing, take_in: Callable, ask: Callable
) -> None:
    table, content, code, rows = REFUSED_FILES[fault]
    bad = landing.put(table, content=content, batch=2)
    good = landing.put("police.documents", [make_record(find_contract("police", "documents"), 1)])
    take_in()
    lines = ask(
        "select status, reason, rows_received, rows_accepted, rows_quarantined, rows_superseded "
        "from ledger.deliveries where file_name = ?",
        bad,
    )
    expected = rows or 0
    assert lines == [("quarantined", code, expected, 0, expected, 0)]
    assert ask("select reason_code, row_number from ledger.quarantine") == [(code, None)]
    assert ask("select status, rows_accepted from ledger.deliveries where file_name = ?", good) == [
        ("loaded", 1)
    ]


def test_refused_file_counts_the_rows_of_its_manifest(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """A cut file cannot be counted, so the sender's own number stands in the ledger."""
    landing.put("court.cases", content=json_bytes(1, 2)[:-20], manifest={"rows": 2})
    take_in()
    assert ask("select reason, rows_received, rows_quarantined from ledger.deliveries") == [
        ("F2", 2, 2)
    ]


def test_wrong_hash_refuses_before_anything_else(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    landing.put("police.cases", [make_record(CASES, 1)], manifest={"sha256": "0" * 64})
    take_in()
    assert ask("select status, reason, rows_received from ledger.deliveries") == [
        ("quarantined", "F1", 1)
    ]
    assert ask("select count(*) from raw_police.cases") == [(0,)]


def test_name_of_no_contract_and_file_of_another_agency(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    landing.put("police.cases", [make_record(CASES, 1)])
    folder = landing.path / "police" / "20240310"
    (folder / "flows__01.csv").write_bytes(encode_file(FLOWS, [make_record(FLOWS, 1)]))
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (landing.path / "customs" / "20240310").mkdir(parents=True)
    (landing.path / "customs" / "20240310" / "cases__01.csv").write_bytes(csv_bytes(1))
    take_in()
    lines = ask("select file_name, status, reason from ledger.deliveries order by all")
    assert lines == [
        ("customs/20240310/cases__01.csv", "quarantined", "F6"),
        ("police/20240310/cases__01.csv", "loaded", None),
        ("police/20240310/flows__01.csv", "quarantined", "F6"),
        ("police/20240310/notes.txt", "quarantined", "F6"),
    ]


BAD_ROWS = {
    "required field empty": ({"AJMC": ""}, "Q1", "AJMC"),
    "required field of blanks": ({"AJMC": "\u3000 "}, "Q1", "AJMC"),
    "key against its pattern": ({"AJBH": "A123"}, "Q2", "AJBH"),
    "nul inside a key": ({"AJBH": make_record(CASES, 9)["AJBH"] + "\0"}, "Q2", "AJBH"),
    "nul behind a code": ({"AJZTDM": "20\0"}, "Q4", "AJZTDM"),
    "blank inside a key": (
        {"AJBH": make_record(CASES, 9)["AJBH"][:5] + " " + "1" * 17},
        "Q2",
        "AJBH",
    ),
    "impossible date": ({"SARQ": "2024-02-30 10:00:00"}, "Q3", "SARQ"),
    "24:00": ({"SARQ": "2024-02-03 24:00:00"}, "Q3", "SARQ"),
    "zone": ({"SARQ": "2024-02-03T10:00:00+08:00"}, "Q3", "SARQ"),
    "fraction of a second": ({"SARQ": "2024-02-03 10:00:00.5"}, "Q3", "SARQ"),
    "mixed separators": ({"SARQ": "2024-02/03"}, "Q3", "SARQ"),
    "year out of range": ({"SARQ": "1899-12-31"}, "Q3", "SARQ"),
    "bare excel number": ({"SARQ": "45356"}, "Q3", "SARQ"),
    "optional date unreadable": ({"LARQ": "昨天"}, "Q3", "LARQ"),
    "number with 万": ({"SAJE": "3万"}, "Q3", "SAJE"),
    "thousands separator": ({"SAJE": "1,000"}, "Q3", "SAJE"),
    "code not in a closed list": ({"AJZTDM": "99"}, "Q4", "AJZTDM"),
    "first failing column wins": ({"AJMC": "", "AJZTDM": "99", "SARQ": "x"}, "Q1", "AJMC"),
}


@pytest.mark.parametrize("fault", BAD_ROWS, ids=lambda name: name.replace(" ", "_"))
def test_bad_row_is_quarantined_alone(
    fault: str, landing: Landing, take_in: Callable, ask: Callable
) -> None:
    changes, code, column = BAD_ROWS[fault]
    landing.put("police.cases", [make_record(CASES, 1), make_record(CASES, 2, **changes)])
    take_in()
    assert ask("select row_number, reason_code, column_name from ledger.quarantine") == [
        (2, code, column)
    ]
    assert ask(
        "select rows_received, rows_accepted, rows_quarantined, rows_superseded "
        "from ledger.deliveries"
    ) == [(2, 1, 1, 0)]


GOOD_ROWS = {
    "date forms": ({"SARQ": "2024年3月5日 10:20"}, "SARQ", "2024-03-05 10:20:00"),
    "compact date": ({"SARQ": "20240305"}, "SARQ", "2024-03-05 00:00:00"),
    "full-width date": ({"SARQ": "２０２４/３/５"}, "SARQ", "2024-03-05 00:00:00"),
    "dotted date": ({"SARQ": " 2024.3.5 "}, "SARQ", "2024-03-05 00:00:00"),
    "full-width key": (
        {"AJBH": "Ａ" + make_record(CASES, 2)["AJBH"][1:]},
        "AJBH",
        make_record(CASES, 2)["AJBH"],
    ),
    "signed number": ({"SAJE": "+12.50"}, "SAJE", "12.50"),
    "full-width code": ({"AJZTDM": "２０"}, "AJZTDM", "20"),
    "text of blanks": ({"JYAQ": "　"}, "JYAQ", None),
}


@pytest.mark.parametrize("form", GOOD_ROWS, ids=lambda name: name.replace(" ", "_"))
def test_tolerated_form_is_read_and_the_received_text_kept(
    form: str, landing: Landing, take_in: Callable, ask: Callable
) -> None:
    changes, column, expected = GOOD_ROWS[form]
    landing.put("police.cases", [make_record(CASES, 2, **changes)])
    take_in()
    rows = ask(f"select {column}, _as_received from raw_police.cases")
    assert rows[0][0] == expected
    assert json.loads(rows[0][1]) == changes


def test_rows_of_the_wrong_width_and_broken_json_lines(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    landing.put(
        "police.cases", content=csv_bytes(1) + b"a,b,c\r\n" + csv_bytes(2).split(b"\r\n", 1)[1]
    )
    lines = gzip.decompress(json_bytes(1)) + b"\n{broken\n[1]\n" + gzip.decompress(json_bytes(2))
    landing.put("court.cases", content=gzip.compress(lines))
    take_in()
    assert ask(
        "select table_name, row_number, reason_code from ledger.quarantine order by all"
    ) == [
        ("cases", 2, "Q5"),
        ("cases", 2, "Q6"),
        ("cases", 3, "Q6"),
    ]
    assert ask("select rows_received, rows_accepted from ledger.deliveries order by all") == [
        (3, 2),
        (4, 2),
    ]


def test_nested_faults_name_their_place(landing: Landing, take_in: Callable, ask: Callable) -> None:
    """Lists are walked item by item; a required list needs an item; booleans are JSON's own."""
    empty = make_record(ARRESTS, 1, 嫌疑人列表=[])
    second = make_record(ARRESTS, 2)
    second["嫌疑人列表"] = [dict(second["嫌疑人列表"][0]), dict(second["嫌疑人列表"][0], 姓名="")]
    deep = make_record(ARRESTS, 3)
    deep["嫌疑人列表"][0]["罪名列表"][0]["罪名代码"] = "999999"
    late = make_record(ARRESTS, 4, 删除标志="7")
    late["嫌疑人列表"][0]["序号"] = "一"
    landing.put("procuratorate.arrest_review", [empty, second, deep, late])
    landing.put("court.cases", [make_record(COURT, 1, deleted="true")])
    take_in()
    assert ask(
        "select row_number, reason_code, column_name from ledger.quarantine order by all"
    ) == [
        (1, "Q1", "嫌疑人列表"),
        (1, "Q3", "deleted"),
        (2, "Q1", "嫌疑人列表.姓名"),
        (3, "Q4", "嫌疑人列表.罪名列表.罪名代码"),
        (4, "Q3", "嫌疑人列表.序号"),
    ]


def test_a_record_in_the_header_is_not_published(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Without its header a file is refused by what stands in its first row: a person's data."""
    record = make_record(FLOWS, 1, person_name="王建国", sender_user="王建国")
    landing.put("platform.flows", content=encode_file(FLOWS, [record]).split(b"\n", 1)[1])
    take_in()
    [(reason, detail)] = ask("select reason, reason_detail from ledger.deliveries")
    assert reason == "F5"
    assert "王" not in detail


def test_what_json_writes_in_digits_is_a_number(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Python prints 0.00005 with an exponent; the delivered line has none."""
    record = make_record(COURT, 1)
    record["defendants"][0]["amount"] = 0.00005
    landing.put("court.cases", [record])
    take_in()
    assert ask("select reason_code from ledger.quarantine") == []
    assert ask("select amount from raw_court.cases__defendants") == [("0.00005",)]


def test_limits_refuse_one_file_and_spare_its_neighbours(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    big = b"".join(b'{"caseId": "%032d"}\n' % number for number in range(40_000))
    landing.put("court.cases", content=gzip.compress(big), batch=1)
    landing.put("court.cases", [make_record(COURT, 1)], batch=2)
    take_in(limits=Limits(file_bytes=50_000, workers=1))
    assert ask("select file_name, status, reason from ledger.deliveries order by all") == [
        ("court/20240310/cases__01.jsonl.gz", "quarantined", "F7"),
        ("court/20240310/cases__02.jsonl.gz", "loaded", None),
    ]
