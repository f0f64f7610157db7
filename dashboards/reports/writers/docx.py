"""Word files on the grid of GB/T 9704-2012.

Belongs here: sections, faces, tables and pictures of a .docx. Keep out: measures (``page.py``).

22 lines are laid by Word's document grid; 28 characters by setting each a quarter point closer, because programs
do not agree on what a grid of characters means (LibreOffice gives a character of 16 pt two cells of 15.8). python-docx
knows neither: those elements are written as XML. The fonts are named, not embedded: offices have them.
"""

from __future__ import annotations

import io
import math
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboards.reports.blocks import Chart, Document, Heading, Paragraph, Table
from dashboards.reports.fonts import WORD_FONTS
from dashboards.reports.writers import page
from dashboards.reports.writers.page import Imprint, column_shares, written

RED = RGBColor(0xD7, 0x00, 0x0F)
# Times in the file are those of the content, so that the same content gives the same bytes.
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_WIDE = 7
# Twentieths of a point between characters, downwards, so that 28 fit and 29 do not.
CLOSER = math.floor((page.CHARACTER_PT - page.BODY_PT) * 20)


def write_docx(document: Document, imprint: Imprint, charts: dict[str, bytes]) -> bytes:
    """The report as .docx; ``charts`` holds a PNG per chart id."""
    file = docx.Document()
    _set_styles(file)
    _set_section(file)
    _write_head(file, document)
    for block in document.blocks:
        if isinstance(block, Heading):
            _heading(file, block)
        elif isinstance(block, Paragraph):
            _paragraph(file, block)
        elif isinstance(block, Chart):
            _chart(file, block, charts[block.id])
        elif not block.is_annex:
            _table(file, block)
    _write_end(file, imprint)
    _set_properties(file, document)
    target = io.BytesIO()
    file.save(target)
    return _steady(target.getvalue())


def _set_styles(file: Any) -> None:
    normal = file.styles["Normal"]
    normal.font.size = Pt(page.BODY_PT)
    _set_face(normal.element.get_or_add_rPr(), "body")
    _set_closer(normal.element.get_or_add_rPr(), CLOSER)
    _set_default_size(file)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(round(page.LINE_PT, 2))
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    # No gaps of the program's own between Chinese and digits: they would shift the grid.
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):
        switch = OxmlElement(tag)
        switch.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().insert_element_before(switch, "w:spacing", "w:ind", "w:jc")
    for level, face in ((1, "hei"), (2, "kai")):
        style = file.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(page.BODY_PT), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _set_face(style.element.get_or_add_rPr(), face)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True


def _set_default_size(file: Any) -> None:
    """The grid is counted from the document's own size: what Normal says is not asked by every program."""
    defaults = file.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for tag in ("w:sz", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        size = OxmlElement(tag)
        size.set(qn("w:val"), str(page.BODY_PT * 2))
        properties.append(size)


def _set_closer(properties: Any, twentieths: int) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(twentieths))
    properties.insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang"
    )


def _leave_grid(paragraph: Any) -> None:
    """Small print, captions and cells are not laid on the grid of the text."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph.get_or_add_pPr().insert_element_before(
        snap, "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _set_face(properties: Any, face: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), WORD_FONTS[face])


def _set_section(file: Any) -> None:
    section = file.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = (Mm(side) for side in page.PAGE_MM)
    section.top_margin, section.bottom_margin = Mm(page.TOP_MM), Mm(page.BOTTOM_MM)
    # Bound at the inner edge: left on odd pages, right on even ones.
    section.left_margin, section.right_margin = Mm(page.BINDING_MM), Mm(page.RIGHT_MM)
    section.header_distance = Mm(15)
    # The page number hangs 7 mm below the type area.
    number_mm = page.PAGE_NUMBER_PT / 72 * 25.4
    section.footer_distance = Mm(page.BOTTOM_MM - page.PAGE_NUMBER_DROP_MM - number_mm)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(page.LINE_PT * 20)))
    settings = file.settings.element
    mirror = OxmlElement("w:mirrorMargins")
    settings.insert(0, mirror)
    file.settings.odd_and_even_pages_header_footer = True
    for footer, is_odd in ((section.footer, True), (section.even_page_footer, False)):
        _page_number(footer, is_odd=is_odd)


def _page_number(footer: Any, *, is_odd: bool) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_odd else WD_ALIGN_PARAGRAPH.LEFT
    edge = Pt(page.PAGE_NUMBER_PT)
    form = paragraph.paragraph_format
    form.right_indent, form.left_indent = (edge, Pt(0)) if is_odd else (Pt(0), edge)
    form.first_line_indent = Pt(0)
    for part in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if part == "PAGE" else part)
        run.font.size = Pt(page.PAGE_NUMBER_PT)
        _set_face(run._element.get_or_add_rPr(), "song")
        if part == "PAGE":
            _field(run, part)


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._element.append(element)


def _add(
    file: Any, text: str, face: str = "body", *, size: float = page.BODY_PT, style: str = "Normal"
) -> Any:
    paragraph = file.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _set_face(run._element.get_or_add_rPr(), face)
    if size != page.BODY_PT:
        _set_closer(run._element.get_or_add_rPr(), 0)
    return paragraph


def _write_head(file: Any, document: Document) -> None:
    if document.issuer:
        issuer = _add(file, document.issuer, "title", size=36)
        issuer.runs[0].font.color.rgb = RED
        issuer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        issuer.paragraph_format.line_spacing = Pt(60)
        file.add_paragraph()
        number = _add(file, document.number)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _rule_below(number, "D7000F")
        file.add_paragraph()
        file.add_paragraph()
    title = _add(file, document.title, "title", size=page.TITLE_PT)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    if document.subtitle:
        _add(file, document.subtitle, "kai").alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.add_paragraph()


def _rule_below(paragraph: Any, colour: str) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _indent(paragraph: Any, characters: int = 2) -> None:
    """Indents are counted in characters, so that they follow the grid."""
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(round(characters * page.CHARACTER_PT * 20)))
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")


def _heading(file: Any, block: Heading) -> None:
    face = "hei" if block.level == 1 else "kai"
    _indent(_add(file, block.text, face, style=f"Heading {block.level}"))


def _paragraph(file: Any, block: Paragraph) -> None:
    if block.is_note:
        note = _add(file, block.text, size=10.5)
        note.paragraph_format.line_spacing = Pt(15)
        _leave_grid(note._p)
        return
    _indent(_add(file, block.text))


def _caption(file: Any, text: str) -> Any:
    caption = _add(file, text, "hei", size=12)
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _leave_grid(caption._p)
    return caption


def _chart(file: Any, block: Chart, picture: bytes) -> None:
    paragraph = file.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing, form.keep_with_next = WD_LINE_SPACING.SINGLE, 1, True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(page.TYPE_WIDTH_MM))
    shape._inline.docPr.set("descr", block.alt)
    _caption(file, block.caption)


def _table(file: Any, block: Table) -> None:
    _caption(file, block.caption).paragraph_format.keep_with_next = True
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = column_shares(block)
    widths = [round(share / sum(shares) * page.TYPE_WIDTH_MM * 56.7) for share in shares]
    _set_frame(table, widths)
    size = 9.0 if len(block.columns) > _WIDE else 10.5
    # Cells are reached through their rows' XML: python-docx walks the whole table for each one.
    rows = [block.columns, *([written(cell) for cell in row] for row in block.rows)]
    for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        for cell, text, kind, width in zip(row.tc_lst, texts, block.kinds, widths, strict=True):
            _fill(cell, text, kind, width, size, is_head=number == 0)
    _repeat_head(table)
    for note in block.notes:
        small = _add(file, note, size=9)
        small.paragraph_format.line_spacing = Pt(14)
        _leave_grid(small._p)
    file.add_paragraph().paragraph_format.line_spacing = Pt(12)


def _set_frame(table: Any, widths: list[int]) -> None:
    """Three lines: above and below the table, and below its head."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "12"), ("bottom", "12"), ("insideH", "2")):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), size)
        line.set(qn("w:color"), "000000" if side != "insideH" else "BBBBBB")
        borders.append(line)
    table._tbl.tblPr.append(borders)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))


def _fill(cell: Any, text: str, kind: str, width: int, size: float, *, is_head: bool) -> None:
    cell.width = width * 635
    paragraph = cell.p_lst[0]
    properties = paragraph.get_or_add_pPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:line"), str(round(size * 1.35 * 20)))
    spacing.set(qn("w:lineRule"), "exact")
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), "right" if kind == "number" else "left")
    properties.append(spacing)
    properties.append(align)
    _leave_grid(paragraph)
    run = paragraph.add_r()
    run_properties = run.get_or_add_rPr()
    _set_face(run_properties, "hei" if is_head else "body")
    _set_closer(run_properties, 0)
    for tag in ("w:sz", "w:szCs"):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(round(size * 2)))
        run_properties.append(element)
    run.text = text


def _repeat_head(table: Any) -> None:
    properties = table._tbl.tr_lst[0].get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _write_end(file: Any, imprint: Imprint) -> None:
    file.add_paragraph()
    if imprint.signature:
        signature = _add(file, imprint.signature)
        signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signature.paragraph_format.right_indent = Pt(2 * page.BODY_PT)
    day = _add(file, imprint.day)
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    day.paragraph_format.right_indent = Pt(4 * page.BODY_PT)
    for line in imprint.lines:
        note = _add(file, line, size=page.PAGE_NUMBER_PT)
        note.alignment = WD_ALIGN_PARAGRAPH.LEFT
        note.paragraph_format.left_indent = Pt(page.PAGE_NUMBER_PT)
        _leave_grid(note._p)
        if line == imprint.lines[0]:
            _rule_above(note)


def _rule_above(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _set_properties(file: Any, document: Document) -> None:
    properties = file.core_properties
    properties.title, properties.language = document.title, document.language
    properties.author = properties.last_modified_by = document.issuer
    properties.comments = document.stamp
    moment = datetime(*document.published_at.timetuple()[:6], tzinfo=UTC).replace(tzinfo=None)
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def _steady(content: bytes) -> bytes:
    """The same archive with times of its own making."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as steady,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            steady.writestr(entry, source.read(name))
    return target.getvalue()
