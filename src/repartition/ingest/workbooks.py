"""Tables as sheets of one Excel workbook."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from repartition.errors import Fault
from repartition.ingest.raw import RawTable, Record, table_from_records
from repartition.language import _

ReadSheet: TypeAlias = tuple[RawTable | None, list[Fault]]
_CONTENTS: Final = "xl/workbook.xml"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_SIGNIFICANT_DIGITS = 15  # what Excel itself keeps and shows of a number
_UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    OSError,
    ElementTree.ParseError,
    ValueError,
)
_EXACT_WHOLE = 2**53  # above, a workbook's number no longer holds every unit


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook; none if it cannot be opened.

    Only its table of contents is read, which is quick however large it is.
    """
    try:
        with ZipFile(path) as archive:
            contents = ElementTree.fromstring(archive.read(_CONTENTS))
    except _UNREADABLE:
        return []
    return [sheet.attrib["name"] for sheet in contents.iter(_SHEET)]


def read_sheets(path: Path, labels: Mapping[str, str]) -> dict[str, ReadSheet]:
    """Return the tables of some sheets of one workbook, and what is wrong with their shape.

    Lines are rows of the sheet. Whole numbers come without decimals, other numbers with the digits
    Excel shows, dates as ISO dates, booleans as ``true`` and ``false``.

    Parameters
    ----------
    labels
        How messages call each sheet, by its name.
    """
    try:
        records = _records(path, labels)
    except _UNREADABLE:
        problem, remedy = _("the workbook is damaged"), _("open it and save it again")
        return {name: (None, [Fault(problem, remedy, file=file)]) for name, file in labels.items()}
    return {name: _table(name, records[name], file=file) for name, file in labels.items()}


def _table(sheet: str, records: Sequence[Record], *, file: str) -> ReadSheet:
    header = next((record for record in records if not record.is_blank()), None)
    if header is None:
        problem, remedy = _("the sheet is empty"), _("write the column names in its first row")
        return None, [Fault(problem, remedy, file=file)]
    width = len(header.cells)
    body = (
        Record(record.line, [*record.cells, *[""] * (width - len(record.cells))])
        for record in records
        if record.line > header.line
    )
    return table_from_records(sheet, file, header=header, records=body)


def _records(path: Path, sheets: Iterable[str]) -> dict[str, list[Record]]:
    with warnings.catch_warnings():
        # openpyxl warns of extensions it leaves out (drop-downs, colours): no cell is among them.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return {
                sheet: [
                    Record(line, [cell_text(value) for value in row])
                    for line, row in enumerate(book[sheet].iter_rows(values_only=True), start=1)
                    if any(value is not None for value in row)
                ]
                for sheet in sheets
            }
        finally:
            book.close()


def cell_text(value: object) -> str:
    """Return what a person would have written for the value of one cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            whole = value.is_integer() and abs(value) <= _EXACT_WHOLE
            return str(int(value)) if whole else f"{value:.{_SIGNIFICANT_DIGITS}g}"
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case _:
            return str(value)
