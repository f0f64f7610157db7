"""GB/T 9704-2012 as rules that read a Word file and a PDF.

Belongs here: one small function per rule; each returns what it found beside what it wanted. Keep out: which reports
are checked.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import docx
import pdfplumber
from docx.oxml.ns import qn

MM = 72 / 25.4
DOCX_RULES: dict[str, Callable[[Any], Any]] = {}
PDF_RULES: dict[str, Callable[[Any], Any]] = {}


def docx_rule(wanted: Any) -> Callable:
    def keep(check: Callable[[Any], Any]) -> Callable:
        DOCX_RULES[check.__name__] = lambda file: (check(file), wanted)
        return check

    return keep


def pdf_rule(wanted: Any) -> Callable:
    def keep(check: Callable[[Any], Any]) -> Callable:
        PDF_RULES[check.__name__] = lambda file: (check(file), wanted)
        return check

    return keep


def broken_docx_rules(content: bytes) -> dict[str, tuple[Any, Any]]:
    """(found, wanted) by rule of a Word file that breaks some."""
    file = docx.Document(io.BytesIO(content))
    results = {name: rule(file) for name, rule in DOCX_RULES.items()}
    return {name: pair for name, pair in results.items() if pair[0] != pair[1]}


def broken_pdf_rules(content: bytes) -> dict[str, tuple[Any, Any]]:
    """(found, wanted) by rule of a PDF that breaks some."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        results = {name: rule(file) for name, rule in PDF_RULES.items()}
    return {name: pair for name, pair in results.items() if pair[0] != pair[1]}


def _mm(length: Any) -> int:
    return round(length / 36000)


def _faces(paragraph: Any) -> set[str]:
    return {
        fonts.get(qn("w:eastAsia"))
        for run in paragraph.runs
        if (fonts := run._element.find(f".//{qn('w:rFonts')}")) is not None
    }


def _texts(file: Any) -> list[Any]:
    """Paragraphs of the body's text: those that begin two characters in."""
    return [p for p in file.paragraphs if p.style.name == "Normal" and _indent(p) == "200"]


def _indent(paragraph: Any) -> str | None:
    indent = paragraph._p.find(f".//{qn('w:ind')}")
    return None if indent is None else indent.get(qn("w:firstLineChars"))


def _title(file: Any) -> Any:
    return next(p for p in file.paragraphs if p.runs and p.runs[0].font.size.pt == 22)


def _headings(file: Any, level: int) -> list[Any]:
    return [p for p in file.paragraphs if p.style.name == f"Heading {level}"]


def _grid(file: Any) -> Any:
    return file.sections[0]._sectPr.find(qn("w:docGrid"))


@docx_rule((210, 297))
def page_is_a4(file: Any) -> Any:
    section = file.sections[0]
    return _mm(section.page_width), _mm(section.page_height)


@docx_rule(37)
def top_margin(file: Any) -> Any:
    return _mm(file.sections[0].top_margin)


@docx_rule(28)
def binding_margin(file: Any) -> Any:
    return _mm(file.sections[0].left_margin)


@docx_rule((156, 225))
def type_area(file: Any) -> Any:
    s = file.sections[0]
    return (
        _mm(s.page_width - s.left_margin - s.right_margin),
        _mm(s.page_height - s.top_margin - s.bottom_margin),
    )


@docx_rule(True)
def margins_are_mirrored(file: Any) -> Any:
    return file.settings.element.find(qn("w:mirrorMargins")) is not None


@docx_rule(22)
def lines_per_page(file: Any) -> Any:
    s = file.sections[0]
    height = (s.page_height - s.top_margin - s.bottom_margin) / 635
    return int(height / int(_grid(file).get(qn("w:linePitch"))) + 0.01)


@docx_rule(28)
def characters_per_line(file: Any) -> Any:
    s = file.sections[0]
    width = (s.page_width - s.left_margin - s.right_margin) / 635
    normal = file.styles["Normal"]
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    return int(width / (normal.font.size.pt * 20 + closer))


@docx_rule(16)
def body_is_size_three(file: Any) -> Any:
    return file.styles["Normal"].font.size.pt


@docx_rule("仿宋_GB2312")
def body_face(file: Any) -> Any:
    return file.styles["Normal"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


@docx_rule(True)
def line_height_is_exact(file: Any) -> Any:
    form = file.styles["Normal"].paragraph_format
    return abs(form.line_spacing.pt - 225 / 22 * MM) < 0.05


@docx_rule((0, 0))
def no_space_between_paragraphs(file: Any) -> Any:
    form = file.styles["Normal"].paragraph_format
    return form.space_before.pt, form.space_after.pt


@docx_rule({"方正小标宋简体"})
def title_face(file: Any) -> Any:
    return _faces(_title(file))


@docx_rule(1)
def title_is_centred(file: Any) -> Any:
    return int(_title(file).alignment)


@docx_rule(set())
def headings_of_level_one_are_hei(file: Any) -> Any:
    return {face for p in _headings(file, 1) for face in _faces(p)} - {"黑体"}


@docx_rule(set())
def headings_are_size_three(file: Any) -> Any:
    return {run.font.size.pt for p in _headings(file, 1) for run in p.runs} - {16}


@docx_rule([])
def headings_of_level_one_are_numbered_in_order(file: Any) -> Any:
    numerals = "一二三四五六七八九十"
    found = [p.text.split("、")[0] for p in _headings(file, 1)]
    return [one for one, wanted in zip(found, numerals, strict=False) if one != wanted]


@docx_rule(set())
def headings_begin_two_characters_in(file: Any) -> Any:
    return {_indent(p) for p in _headings(file, 1)} - {"200"}


@docx_rule(set())
def texts_are_in_the_body_face(file: Any) -> Any:
    return {face for p in _texts(file) for face in _faces(p)} - {"仿宋_GB2312"}


@docx_rule(True)
def page_number_is_between_dashes(file: Any) -> Any:
    text = file.sections[0].footer.paragraphs[0]
    code = "".join(e.text or "" for e in text._p.iter(qn("w:instrText")))
    return text.text.startswith("— ") and text.text.endswith(" —") and code == "PAGE"


@docx_rule({14.0})
def page_number_is_size_four(file: Any) -> Any:
    return {run.font.size.pt for run in file.sections[0].footer.paragraphs[0].runs}


@docx_rule({"宋体"})
def page_number_face(file: Any) -> Any:
    return _faces(file.sections[0].footer.paragraphs[0])


@docx_rule((2, 0))
def page_number_is_outside(file: Any) -> Any:
    section = file.sections[0]
    odd = section.footer.paragraphs[0].alignment
    even = section.even_page_footer.paragraphs[0].alignment
    return int(odd), int(even)


@docx_rule(14)
def page_number_stands_one_character_in(file: Any) -> Any:
    return file.sections[0].footer.paragraphs[0].paragraph_format.right_indent.pt


@docx_rule(7)
def page_number_hangs_below_the_type_area(file: Any) -> Any:
    section = file.sections[0]
    return _mm(section.bottom_margin - section.footer_distance) - round(14 / MM)


@docx_rule(True)
def day_of_issue_is_in_arabic_numerals_without_noughts(file: Any) -> Any:
    return any(re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", p.text) for p in file.paragraphs)


@docx_rule(True)
def day_of_issue_stands_four_characters_in(file: Any) -> Any:
    day = next(p for p in file.paragraphs if re.fullmatch(r"\d{4}年\d+月\d+日", p.text))
    return int(day.alignment) == 2 and day.paragraph_format.right_indent.pt == 64


@docx_rule([])
def every_picture_has_an_alternative_text(file: Any) -> Any:
    return [s for s in file.inline_shapes if len(s._inline.docPr.get("descr") or "") < 10]


@docx_rule([])
def heads_of_tables_repeat(file: Any) -> Any:
    return [t for t in file.tables if t._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is None]


@docx_rule([])
def tables_are_no_wider_than_the_type_area(file: Any) -> Any:
    widths = [
        sum(int(c.get(qn("w:w"))) for c in t._tbl.tblGrid.findall(qn("w:gridCol")))
        for t in file.tables
    ]
    return [width for width in widths if width > 156 * 56.7 + 20]


def _lines(page: Any) -> dict[int, list[dict[str, Any]]]:
    rows = defaultdict(list)
    for char in page.chars:
        rows[round(char["top"])].append(char)
    return dict(sorted(rows.items()))


def _body_lines(page: Any) -> list[tuple[int, list[dict[str, Any]]]]:
    return [
        (top, chars)
        for top, chars in _lines(page).items()
        if all(abs(c["size"] - 16) < 0.1 and "Fang" in c["fontname"] for c in chars)
    ]


@pdf_rule({(210, 297)})
def pdf_pages_are_a4(file: Any) -> Any:
    return {(round(p.width / MM), round(p.height / MM)) for p in file.pages}


@pdf_rule(True)
def pdf_fonts_are_embedded(file: Any) -> Any:
    # A subset has a tag of six letters before its name.
    names = {c["fontname"] for p in file.pages for c in p.chars}
    return all(re.match(r"[A-Z]{6}\+", name) for name in names)


@pdf_rule([])
def pdf_text_begins_below_the_top_margin(file: Any) -> Any:
    return [p.page_number for p in file.pages if min(c["top"] for c in p.chars) < 37 * MM - 1]


@pdf_rule([])
def pdf_text_keeps_within_the_type_area(file: Any) -> Any:
    """Of punctuation at the ends of a line the empty half is taken away: its box reaches beyond."""
    wrong = []
    for p in file.pages:
        left = (28 if p.page_number % 2 else 26) * MM
        for c in p.chars:
            room = 9 if re.match(r"[（）《》〔〕“”，。；：、]", c["text"]) else 1
            is_inside = left - room <= c["x0"] <= left + 156 * MM
            if c["top"] < (37 + 225) * MM and not is_inside:
                wrong.append((p.page_number, c["text"]))
    return wrong


@pdf_rule([])
def pdf_text_ends_above_the_bottom_margin(file: Any) -> Any:
    limit = (37 + 225) * MM + 1
    return [
        p.page_number
        for p in file.pages
        if any(limit < c["bottom"] for c in p.chars if abs(c["size"] - 14) > 0.1)
    ]


@pdf_rule({29})
def pdf_lines_stand_on_the_grid(file: Any) -> Any:
    gaps: Counter[int] = Counter()
    for p in file.pages:
        tops = [top for top, _ in _body_lines(p)]
        gaps.update(b - a for a, b in zip(tops, tops[1:], strict=False) if b - a < 40)
    return {gap for gap, _ in gaps.most_common(1)} or {29}


@pdf_rule(True)
def pdf_lines_hold_28_characters(file: Any) -> Any:
    """Full lines of nothing but Chinese characters; the grid leaves no room for a 29th."""
    widths = [
        round(b["x0"] - a["x0"], 2)
        for p in file.pages
        for _, chars in _body_lines(p)
        for a, b in zip(chars, chars[1:], strict=False)
        if re.match(r"[\u4e00-\u9fff]{2}", a["text"] + b["text"])
    ]
    pitch = Counter(widths).most_common(1)[0][0] if widths else 15.79
    return int(156 * MM / pitch + 0.02) == 28


@pdf_rule({22.0})
def pdf_title_is_size_two(file: Any) -> Any:
    sizes = {round(c["size"], 1) for c in file.pages[0].chars if "Song-Bold" in c["fontname"]}
    return sizes - {36.0}


@pdf_rule(True)
def pdf_headings_are_hei(file: Any) -> Any:
    heads = [
        chars
        for p in file.pages
        for chars in _lines(p).values()
        if re.match(r"[一二三四五六七八九十]+、", "".join(c["text"] for c in chars[:3]))
        and abs(chars[0]["size"] - 16) < 0.1
    ]
    return bool(heads) and all("Hei" in chars[0]["fontname"] for chars in heads)


@pdf_rule([])
def pdf_pages_are_numbered_between_dashes(file: Any) -> Any:
    wrong = []
    for p in file.pages:
        foot = "".join(c["text"] for c in p.chars if c["top"] > (37 + 225) * MM)
        if re.sub(r"\s", "", foot) != f"—{p.page_number}—":
            wrong.append((p.page_number, foot))
    return wrong


@pdf_rule([])
def pdf_page_numbers_are_song_of_size_four(file: Any) -> Any:
    return [
        p.page_number
        for p in file.pages
        for c in p.chars
        if c["top"] > (37 + 225) * MM
        and not (abs(c["size"] - 14) < 0.1 and "Song" in c["fontname"])
    ]


@pdf_rule([])
def pdf_page_numbers_stand_outside(file: Any) -> Any:
    wrong = []
    for p in file.pages:
        foot = [c for c in p.chars if c["top"] > (37 + 225) * MM]
        is_right = min(c["x0"] for c in foot) > p.width / 2
        if is_right != bool(p.page_number % 2):
            wrong.append(p.page_number)
    return wrong


@pdf_rule([])
def pdf_page_numbers_hang_seven_millimetres_below(file: Any) -> Any:
    tops = [
        min(c["top"] for c in p.chars if c["top"] > (37 + 225) * MM) / MM - 262 for p in file.pages
    ]
    return [round(top, 1) for top in tops if not 5.5 < top < 8.5]
