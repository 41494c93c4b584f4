"""Tables as sheets of one Excel workbook."""

import warnings
from datetime import datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from repartition.errors import Fault
from repartition.ingest.raw import RawTable, Record, table_from_records
from repartition.language import _

_SIGNIFICANT_DIGITS = 15  # what Excel itself keeps and shows of a number
_UNREADABLE = (BadZipFile, InvalidFileException, KeyError, OSError, ParseError, ValueError)
_EXACT_WHOLE = 2**53  # above, a workbook's number no longer holds every unit


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook; none if it cannot be opened."""
    try:
        book = load_workbook(path, read_only=True)
    except _UNREADABLE:
        return []
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def read_sheet(path: Path, sheet: str, *, file: str) -> tuple[RawTable | None, list[Fault]]:
    """Return the table of one sheet, or None, and what is wrong with its shape.

    Lines are rows of the sheet. Whole numbers come without decimals, other numbers with the digits
    Excel shows, dates as ISO dates, booleans as ``true`` and ``false``.
    """
    try:
        records = _sheet_records(path, sheet)
    except _UNREADABLE:
        problem, remedy = _("the workbook is damaged"), _("open it and save it again")
        return None, [Fault(problem, remedy, file=file)]
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


def _sheet_records(path: Path, sheet: str) -> list[Record]:
    with warnings.catch_warnings():
        # openpyxl warns of extensions it leaves out (drop-downs, colours): no cell is among them.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return [
                Record(line, [cell_text(value) for value in row])
                for line, row in enumerate(book[sheet].iter_rows(values_only=True), start=1)
            ]
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
