"""What people do to a workbook: each odd cell has its one reading, each row its number.

The expected readings are contracts/README.md, sections 3 and 4. Workbooks that are refused as a whole
are in ``test_bad_input``. When one of these fails, a person's term of correction is read wrongly.
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.contract import find_contract
from tests.deliveries import Landing, encode_workbook, make_record, workbook_sheets

SUBJECTS = find_contract("justice", "subjects")


def test_workbook_dates_totals_blanks_and_formulas(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """Date cells, 合计 and blank rows as the justice bureau sends them; formulas are never run."""
    sheets = workbook_sheets({"subjects": [make_record(SUBJECTS, 1), make_record(SUBJECTS, 2)]})
    header, rows = sheets["社区矫正对象"]
    rows[1][header.index("姓名")] = '=HYPERLINK("http://127.0.0.1","x")'
    rows.insert(1, [None] * len(header))
    rows.append(["合计", 2])
    landing.put("justice.subjects", content=encode_workbook(sheets))
    take_in()
    # 0 is what the sending program stored beside the formula; nothing was computed or fetched.
    assert ask('select _source_row, "姓名" from raw_justice.subjects order by all') == [
        (2, "案1"),
        (4, "0"),
    ]
    assert ask("select rows_received, rows_quarantined from ledger.deliveries") == [(2, 0)]


def test_workbook_rows_are_those_of_the_sheet_and_numbers_are_no_dates(
    landing: Landing, take_in: Callable, ask: Callable
) -> None:
    """20240305 is a date as text and none as a number; blank rows on top do not shift the rest."""
    sheets = workbook_sheets({"subjects": [make_record(SUBJECTS, n) for n in (1, 2)]})
    header, rows = sheets["社区矫正对象"]
    rows[0][header.index("矫正开始日期")] = "20240305"
    rows[1][header.index("矫正开始日期")] = 20240305
    sheets["社区矫正对象"] = ([], [[], header, *rows])
    landing.put("justice.subjects", content=encode_workbook(sheets))
    take_in()
    assert ask("select _source_row, 矫正开始日期 from raw_justice.subjects") == [(4, "2024-03-05")]
    assert ask("select row_number, reason_code, column_name from ledger.quarantine") == [
        (5, "Q3", "矫正开始日期")
    ]
