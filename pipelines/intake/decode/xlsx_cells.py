"""What the workbook reader does not tell: where a sheet begins, and which dates are bare numbers.

Belongs here: looking into the XML of one sheet. Keep out: rows and values, which fastexcel reads
many times faster.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_EIGHT_DIGITS = re.compile(r"\d{8}(\.0*)?")
_PARSING = {"resolve_entities": False, "load_dtd": False, "no_network": True}


class SheetCells:
    """The cells of one sheet as its XML has them; rows and columns count from 1."""

    def __init__(self, path: Path, sheet: str) -> None:
        self._path = path
        self._sheet = sheet

    def first_row(self) -> int:
        """The row that the reader calls its first: it leaves out blank rows above the header."""
        return next((row for row, _, _ in self._cells()), 1)

    def bare_numbers(self) -> set[tuple[int, int]]:
        """(row, place) of numbers of eight digits; ``place`` as the reader counts it, from 0.

        20250305 may be a date when it is text; as a number without a date format it is none.
        """
        first_column, found = 16_385, []
        for row, column, number in self._cells():
            first_column = min(first_column, column)
            if number and _EIGHT_DIGITS.fullmatch(number):
                found.append((row, column))
        return {(row, column - first_column) for row, column in found}

    def _cells(self) -> Iterator[tuple[int, int, str | None]]:
        """(row, column, text of a number without quotes) of every cell that holds something."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                member = _find_member(archive, self._sheet)
                if member is None:
                    return
                with archive.open(member) as handle:
                    for _, row in etree.iterparse(handle, tag="{*}row", **_PARSING):
                        yield from _row_cells(row)
                        row.clear()
                        while row.getprevious() is not None:
                            del row.getparent()[0]
        except (etree.XMLSyntaxError, KeyError):
            # The reader has its own, more patient parser; what it could read stays as it read it.
            return


def _row_cells(row: etree._Element) -> Iterator[tuple[int, int, str | None]]:
    for cell in row.iterchildren("{*}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        value = cell.findtext("{*}v")
        if reference is None or (not value and cell.find("{*}is") is None):
            continue
        column = 0
        for letter in reference[1]:
            column = column * 26 + ord(letter) - 64
        is_number = cell.get("t", "n") == "n"
        yield int(reference[2]), column, value if is_number else None


def _find_member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The file of a sheet inside the container, by way of the workbook's relationships."""
    workbook = etree.fromstring(archive.read("xl/workbook.xml"), etree.XMLParser(**_PARSING))
    links = etree.fromstring(
        archive.read("xl/_rels/workbook.xml.rels"), etree.XMLParser(**_PARSING)
    )
    targets = {link.get("Id"): link.get("Target", "") for link in links.iterchildren("{*}*")}
    for entry in workbook.iterfind(".//{*}sheet"):
        if entry.get("name") == sheet:
            wanted = next((v for k, v in entry.attrib.items() if k.endswith("}id")), None)
            target = targets.get(wanted)
            return posixpath.normpath(posixpath.join("/xl", target))[1:] if target else None
    return None
