"""Tables as sheets of one Excel workbook."""

import warnings
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from repartition.errors import Fault
from repartition.ingest.raw import RawTable, Record, table_from_records
from repartition.language import _

_SIGNIFICANT_DIGITS = 15  # what Excel itself keeps and shows of a number
_EXACT_WHOLE = 2**53  # above, a workbook's number no longer holds every unit


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook; none if it cannot be opened."""
    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
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
    with warnings.catch_warnings():
        # openpyxl warns of extensions it leaves out (drop-downs, colours): no cell is among them.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            records = list(_records(book[sheet].iter_rows(values_only=True)))
        finally:
            book.close()
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


def _records(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    for line, row in enumerate(rows, start=1):
        yield Record(line, [cell_text(value) for value in row])


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
