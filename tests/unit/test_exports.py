"""Files that readers take away: complete, harmless to open, with everything that explains them inside.

When this fails, a delivered text runs as a formula on a prosecutor's machine, or a file says more than the page.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import fastexcel
import pytest

from dashboards.charts.image import draw_image
from dashboards.charts.spec import ChartKind, ChartSpec, Funnel, FunnelPoint, Series
from dashboards.exports.csv_text import write_csv
from dashboards.exports.excel import TooLongForExcelError, write_excel
from dashboards.exports.package import (
    HIDDEN,
    SMALL,
    Column,
    Definition,
    ExportPackage,
    ExportTable,
    Words,
)
from dashboards.exports.pdf import write_pdf

EVIL = '=HYPERLINK("http://x","y")'
LINK = "http://localhost:8501/metric_cases?metric=m"


def chart(kind: ChartKind) -> ChartSpec:
    funnel = Funnel(
        (FunnelPoint("甲", 40, 20.0, True),), 10.0, ((10, 0.0, 30.0),), ((10, 0.0, 45.0),)
    )
    return ChartSpec(
        kind,
        "立案数上升",
        "件",
        ("2025-01", "2025-02"),
        (Series("本期", (3.0, None), (False, True)), Series("上年", (2.0, 4.0))),
        funnel=funnel if kind is ChartKind.FUNNEL else None,
    )


@pytest.fixture
def package() -> ExportPackage:
    table = ExportTable(
        "立案[数]/表",
        (Column("地区"), Column("人数", True, 0, "人"), Column("率", True, 2, "%"), Column("日期")),
        (
            (EVIL, 1234, 12.345, date(2025, 1, 2)),
            ("@吴中", SMALL, HIDDEN, None),
        ),
        {(0, 1): LINK},
        chart(ChartKind.BAR),
    )
    words = Words("说明", "口径", "指标", "定义", "来源", "负责", "图表数据")
    return ExportPackage(
        "test",
        "立案统计",
        (("期间", "2025-01"), ("公安数据截至", "2025-01-31")),
        ("小于5的人数不显示。",),
        (table,),
        (Definition("立案数", "+按日", "公安部", "公安"),),
        words,
    )


def test_a_workbook_holds_everything_and_no_formula(package: ExportPackage) -> None:
    data = write_excel(package)
    book = fastexcel.read_excel(data)
    assert book.sheet_names == ["立案 数  表", "图表数据", "说明", "口径"]
    rows = book.load_sheet(0, header_row=None).to_arrow().to_pylist()
    cells = [str(value) for row in rows for value in row.values()]
    assert EVIL in cells and "<5" in cells and "*" in cells
    about = str(book.load_sheet(2, header_row=None).to_arrow().to_pylist())
    assert "2025-01-31" in about and "小于5" in about
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [
            parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        ]
        assert not any("<f>" in sheet for sheet in sheets)
        assert any("autoFilter" in sheet for sheet in sheets)
        assert "xl/charts/chart1.xml" in parts.namelist()
        links = "".join(
            parts.read(name).decode() for name in parts.namelist() if "_rels/sheet" in name
        )
        assert LINK.replace("&", "&amp;") in links


def test_a_table_longer_than_a_sheet_is_refused_not_cut(
    package: ExportPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.exports.excel.MAX_ROWS", 1)
    with pytest.raises(TooLongForExcelError, match="2 rows"):
        write_excel(package)


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(package: ExportPackage) -> None:
    data = write_csv(package)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["地区", "人数 (人)", "率 (%)", "日期"]
    assert rows[1] == [f"'{EVIL}", "1234", "12.345", "2025-01-02"]
    assert rows[2] == ["'@吴中", "<5", "*", ""]
    assert ["公安数据截至", "2025-01-31"] in rows and ["小于5的人数不显示。"] in rows


def test_pdf_is_drawn_without_a_browser(package: ExportPackage) -> None:
    data = write_pdf(package)
    assert data.startswith(b"%PDF") and len(data) > 5_000


@pytest.mark.parametrize("kind", ChartKind)
def test_every_chart_is_a_picture_and_a_sentence(kind: ChartKind) -> None:
    drawn = chart(kind)
    assert draw_image(drawn, "png").startswith(b"\x89PNG")
    first, second = draw_image(drawn, "svg"), draw_image(drawn, "svg")
    assert first == second and b"<svg" in first
    assert ("20" if kind is ChartKind.FUNNEL else "2025-02 4") in drawn.describe()


@pytest.mark.parametrize("kind", ChartKind)
def test_every_chart_is_one_of_excels_own(package: ExportPackage, kind: ChartKind) -> None:
    table = package.tables[0]
    drawn = ExportTable(table.title, table.columns, table.rows, {}, chart(kind))
    data = write_excel(ExportPackage(**{**vars(package), "tables": (drawn,)}))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
