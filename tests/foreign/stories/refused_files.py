"""Files that are refused as a whole: F1 to F7 and which of them comes first (section 3).

Belongs here: one file per fault, in every format. Keep out: faults of rows, and F5 by a correction.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

from tests.foreign import records as r
from tests.foreign.deliveries import City, Fate, File, Folder
from tests.foreign.formats import shape
from tests.foreign.stories.clean_city import add_subjects

Bend = Callable[[bytes], bytes]
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def tell(city: City) -> None:
    _police(city)
    _procuratorate(city)
    _court(city)
    _platform(city)
    _justice(city)
    _names(city)


def rezip(change: Bend) -> Bend:
    """Change what is inside a gzip file."""
    return lambda data: gzip.compress(change(gzip.decompress(data)), mtime=0)


def declare(text: str) -> Bend:
    """Put text behind the XML declaration."""
    return lambda data: data.replace(b"?>\n", f"?>\n{text}\n".encode(), 1)


def _refuse(folder: Folder, table: str, content: dict, faults: dict[str, Bend], **entry) -> None:
    """One file per fault; the key starts with the expected code."""
    name = table.split(".")[1]
    start = sum(file.stem == name for file in folder.files) + 1
    for batch, (fault, bend) in enumerate(faults.items(), start=start):
        file = folder.file(name, batch, entry=dict(entry), bend=bend).row(table, content)
        file.becomes("quarantined", fault.split()[0])


def _police(city: City) -> None:
    folder = city.folder("police", "20250418")
    case = r.police_case(160)
    _refuse(
        folder,
        "police.cases",
        case,
        {
            "F2 half a character at the end": lambda data: data + "案".encode("gb18030")[:1],
            "F2 half a four-byte character at the end": lambda data: (
                data + "𠮷".encode("gb18030")[:3]
            ),
            "F2 an unclosed quote at the end": lambda data: data + b'"A3205',
            "F3 UTF-8": lambda data: data.decode("gb18030").encode(),
            "F3 UTF-8 with BOM": lambda data: data.decode("gb18030").encode("utf-8-sig"),
            "F3 a byte that is none of the encoding": lambda data: data.replace(
                "盗窃".encode("gb18030"), b"\xff\xff"
            ),
            "F3 wrong bytes come before the open quote": lambda data: (
                data.replace("盗窃".encode("gb18030"), b"\xff\xff") + b'"A3205'
            ),
            "F5 a column twice": lambda data: data.replace(b"AJMC", b"AJBH", 1),
            "F5 a column that is not ours, twice": lambda data: data.replace(
                b"XBMJ,", b"QT,", 1
            ).replace(b"ZBMJXM,", b"QT,", 1),
        },
    )
    # The hash comes first, whatever else is wrong with the file.
    _refuse(
        folder,
        "police.cases",
        case,
        {"F1": lambda data: data + b'"A3205'},
        sha256="0" * 64,
    )
    names = shape("police.cases").columns
    lacking = folder.file("cases", 20, header=tuple(n for n in names if n != "SARQ"))
    lacking.row("police.cases", case).becomes("quarantined", "F5")
    # The file of another table under this table's name.
    foreign = folder.file("persons", 1, bend=bytes)
    foreign.row("police.measures", r.police_measure(160)).becomes("quarantined", "F5")
    empty = folder.file("documents", bend=lambda data: b"")
    empty.becomes("quarantined", "F5")


def _procuratorate(city: City) -> None:
    folder = city.folder("procuratorate", "20250418")
    _refuse(
        folder,
        "procuratorate.arrest_review",
        r.arrest_review(160, 侦查机关案件编号=None, 提请批准逮捕书文号=None),
        {
            "F2 cut": lambda data: data[: -len("</审查逮捕案件集>\n".encode()) - 8],
            "F2 two roots": lambda data: data + b"<x/>",
            "F2 a bare ampersand": lambda data: data.replace("盗窃案".encode(), b"a & b", 1),
            "F2 half a character at the end": lambda data: data + "尾".encode()[:2],
            "F2 an entity that nobody declared": lambda data: data.replace(
                "盗窃案".encode(), b"&a;", 1
            ),
            "F2 a NUL": lambda data: data.replace("盗窃案".encode(), b"\0", 1),
            "F2 nothing": lambda data: b"",
            "F3 GBK inside": lambda data: data.replace(
                "盗窃案".encode(), "盗窃案".encode("gbk"), 1
            ),
            "F3 GB18030, and it says so": lambda data: (
                data.decode().replace('"UTF-8"', '"GB18030"').encode("gb18030")
            ),
            "F3 UTF-16": lambda data: data.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16"),
            "F3 wrong bytes come before the DOCTYPE": lambda data: declare(DOCTYPE)(data).replace(
                "盗窃案".encode(), b"\xff", 1
            ),
            "F4 an entity from outside": declare(DOCTYPE),
            "F4 without an entity": declare("<!DOCTYPE 审查逮捕案件集>"),
            "F4 comes before not well-formed": lambda data: declare(DOCTYPE)(data)[:-20],
            "F4 in lines of its own": declare("<!-- x -->\n<!DOCTYPE\n x\n>"),
            "F4 behind a megabyte of words": declare(f"<!-- {'x' * 1_100_000} -->\n{DOCTYPE}"),
            "F2 cut comes before another root": lambda data: data.replace(
                "审查逮捕案件集".encode(), "诉讼监督集".encode()
            )[:-9],
            "F5 another root": lambda data: data.replace(
                "审查逮捕案件集".encode(), "诉讼监督集".encode()
            ),
        },
    )
    deep = f"<备注>{'<a>' * 3000}{'</a>' * 3000}</备注></案件>"
    _refuse(
        folder,
        "procuratorate.arrest_review",
        r.arrest_review(161),
        {"F7 deep": lambda data: data.replace("</案件>".encode(), deep.encode(), 1)},
    )
    # Words about a DOCTYPE are no DOCTYPE.
    folder.file("supervision", bend=declare("<!-- without <!DOCTYPE x> -->")).row(
        "procuratorate.supervision",
        r.supervision(
            160, 关联统一受案号=r.prosecution_no(9), 侦查机关案件编号=None, 文书号="<!DOCTYPE>"
        ),
    )


def _court(city: City) -> None:
    folder = city.folder("court", "20250418")
    deep = "[" * 100_000 + "]" * 100_000
    _refuse(
        folder,
        "court.cases",
        r.court_case(160, indictmentNo=None),
        {
            "F2 cut gzip": lambda data: data[:-12],
            "F2 bytes behind gzip": lambda data: data + b"\0tail",
            "F2 not gzip": gzip.decompress,
            "F2 nothing": lambda data: b"",
            "F2 wrong check sum": lambda data: data[:-8] + b"\0\0\0\0" + data[-4:],
            "F2 half a character at the end": rezip(lambda data: data + "尾".encode()[:1]),
            "F3 GBK": rezip(lambda data: data.decode().encode("gbk")),
            "F3 one wrong byte in the middle": rezip(
                lambda data: data.replace("盗窃".encode(), b"\xff", 1)
            ),
            "F7 deep": rezip(lambda data: data + f'{{"caseId": {deep}}}\n'.encode()),
            "F7 expands beyond measure": rezip(
                lambda data: data + b'{"title": "' + b"0" * 100_000_000 + b'"}\n'
            ),
        },
    )


def _platform(city: City) -> None:
    folder = city.folder("platform", "20250418")
    _refuse(
        folder,
        "platform.flows",
        r.flow(120, return_reason="退回重做"),
        {
            "F2 half a character at the end": lambda data: data + "退".encode()[:2],
            "F2 an unclosed quote": lambda data: data + b'LZ,"',
            "F3 GBK": lambda data: data.decode().encode("gbk"),
            "F5 another comma": lambda data: data.replace(b",", b";"),
        },
    )

    # The only row became the header, so nothing is left to count; it has one name in it twice.
    twice = r.flow(120, return_reason=r.name(120))
    headless = folder.file("flows", bend=lambda data: data.split(b"\n", 1)[1], batch=9)
    headless.row("platform.flows", twice).becomes("quarantined", "F5", countable=0)
    headless.warnings.add("W14")


def _justice(city: City) -> None:
    folder = city.folder("justice", "20250418", kind="full", until="2025-04-12")
    faults: dict[str, Bend] = {
        "F2 cut zip": lambda data: data[:-200],
        "F2 no zip": lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        "F2 nothing": lambda data: b"",
        "F2 a zip without a workbook": lambda data: _zip("readme.txt", b"x"),
        "F7 a zip bomb": lambda data: _zip("xl/worksheets/sheet1.xml", b"0" * 100_000_000),
    }
    for batch, (fault, bend) in enumerate(faults.items(), start=1):
        file = folder.file("community_correction", batch, bend=bend)
        add_subjects(file, Fate.HISTORY)
        file.becomes("quarantined", fault.split()[0])
    names = shape("justice.check_ins").columns
    headers = {
        "a required column is missing": tuple(n for n in names if n != "矫正编号"),
        "a column twice": ("报到编号", "矫正编号", "登记人", "登记人", *names[2:]),
    }
    for batch, header in enumerate(headers.values(), start=6):
        file = folder.file("community_correction", batch, header={"check_ins": header})
        add_subjects(file, Fate.HISTORY)
        file.becomes("quarantined", "F5")


def _zip(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # A ZipInfo of its own has no clock in it.
        entry = zipfile.ZipInfo(name)
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _names(city: City) -> None:
    """F6: names of no contract, of another agency, of another format; it comes before F1."""
    folder = city.folder("police", "20250419")

    def misnamed(name: str, **entry: object) -> File:
        file = folder.file("cases", name=name, entry=dict(entry))
        return file.row("police.cases", r.police_case(162)).becomes("quarantined", "F6")

    for name in (
        "cases.csv",
        "cases_01.csv",
        "suspects__01.csv",
        "flows__01.csv",
        "cases__01.csv.bak",
    ):
        misnamed(name)
    misnamed("arrest_review__01.xml")
    misnamed("readme.txt", sha256="0" * 64)
    for place in (
        "prison/20250419/cases__01.csv",
        "police/cases__01.csv",
        "police/april/cases__01.csv",
        "notes.txt",
        "court/20250419/old/cases__01.jsonl.gz",
    ):
        city.strays[place] = b"AJBH,AJMC\r\n1,2\r\n"
