"""Tables as sheets of one Excel workbook."""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from repartition.errors import Fault
from repartition.ingest.formulas import (
    Formula,
    formulas_without_result,
    has_formulas,
    without_formulas,
)
from repartition.ingest.raw import RawTable, Record, table_from_records
from repartition.language import _

ReadSheet: TypeAlias = tuple[RawTable | None, list[Fault]]
_CONTENTS: Final = "xl/workbook.xml"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_MOST_CELLS: Final = 50_000_000
"""Of one sheet: a million rows of fifty columns. Empty cells before the last of a row count."""
_SHOWN: Final = "visible"
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
    """Return the names of the sheets of a workbook, hidden ones last; none if it cannot be opened.

    Only its table of contents is read, which is quick however large it is.
    """
    try:
        with ZipFile(path) as archive:
            contents = ElementTree.fromstring(archive.read(_CONTENTS))
    except _UNREADABLE:
        return []
    sheets = sorted(contents.iter(_SHEET), key=lambda sheet: sheet.get("state", _SHOWN) != _SHOWN)
    return [sheet.attrib["name"] for sheet in sheets]


def read_sheets(
    path: Path, labels: Mapping[str, str], *, header_line: int = 1
) -> dict[str, ReadSheet]:
    """Return the tables of some sheets of one workbook, and what is wrong with their shape.

    Lines are rows of the sheet. Whole numbers come without decimals, other numbers with the digits
    Excel shows, dates as ISO dates, booleans as ``true`` and ``false``.

    Parameters
    ----------
    labels
        How messages call each sheet, by its name.
    header_line
        What stands in earlier rows is a title, and is not looked at.
    """
    try:
        records, formulas = _contents(path, labels)
    except _UNREADABLE:
        problem, remedy = _("the workbook is damaged"), _("open it and save it again")
        return {name: (None, [Fault(problem, remedy, file=file)]) for name, file in labels.items()}
    return {
        name: _table(
            name,
            [record for record in records[name] if record.line >= header_line],
            file=file,
            formulas=formulas.get(name, ()),
        )
        if name in records
        else (None, [_too_many_cells(file)])
        for name, file in labels.items()
    }


def _too_many_cells(file: str) -> Fault:
    return Fault(
        _(
            "the sheet spans more than {number} million cells, empty ones between others included",
            number=_MOST_CELLS // 10**6,
        ),
        _("delete what stands far to the right of the table, or save the sheet as CSV"),
        file=file,
    )


def first_rows(path: Path, sheet: str, number: int) -> list[Record]:
    """Return the first rows of a sheet; none where the workbook is damaged."""
    try:
        with _opened(path, results=True) as book:
            rows = book[sheet].iter_rows(max_row=number, values_only=True)
            return [Record(at, [cell_text(cell) for cell in row]) for at, row in enumerate(rows, 1)]
    except _UNREADABLE:
        return []


def may_lack_digits(cell: str) -> bool:
    """Return whether a cell, if it is a number of a workbook, says more than the number holds."""
    return cell.isdecimal() and len(cell) > _SIGNIFICANT_DIGITS


def lines_without_digits(
    path: Path, sheet: str, header_line: int, columns: frozenset[str]
) -> dict[str, frozenset[int]]:
    """Return the lines on which some columns hold a number of more digits than Excel keeps.

    An identifier of 18 digits that Excel took for a number ends in zeros that nobody wrote.

    Parameters
    ----------
    columns
        Their headers, which stand in ``header_line``.
    """
    found: dict[str, set[int]] = {name: set() for name in columns}
    for line, name, value in _cells_below(path, sheet, header_line, columns):
        if isinstance(value, int | float) and abs(value) >= 10**_SIGNIFICANT_DIGITS:
            found[name].add(line)
    return {name: frozenset(lines) for name, lines in found.items() if lines}


def number_texts(
    path: Path, sheet: str, header_line: int, columns: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Return, of some columns, the text of every cell that a workbook holds as a number.

    Parameters
    ----------
    columns
        Their headers, which stand in ``header_line``.
    """
    found: dict[str, set[str]] = {name: set() for name in columns}
    for _line, name, value in _cells_below(path, sheet, header_line, columns):
        if isinstance(value, int | float):
            found[name].add(cell_text(value))
    return {name: frozenset(texts) for name, texts in found.items()}


def _cells_below(
    path: Path, sheet: str, header_line: int, columns: frozenset[str]
) -> Iterator[tuple[int, str, object]]:
    """Yield the cells of some columns below their headers: line, header, value."""
    with _opened(path, results=True) as book:
        rows = book[sheet].iter_rows(min_row=header_line, values_only=True)
        headers = [cell_text(value).strip() for value in next(rows, ())]
        for line, row in enumerate(rows, start=header_line + 1):
            for name, value in zip(headers, row, strict=False):
                if name in columns:
                    yield line, name, value


def _table(
    sheet: str, records: Sequence[Record], *, file: str, formulas: Sequence[Formula]
) -> ReadSheet:
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
    table, faults = table_from_records(sheet, file, header=header, records=body)
    names = {position: cell.strip() for position, cell in enumerate(header.cells)}
    table, formula_faults = without_formulas(table, names, formulas)
    return table, [*faults, *formula_faults]


def _contents(
    path: Path, sheets: Iterable[str]
) -> tuple[dict[str, list[Record]], dict[str, list[Formula]]]:
    """Return the rows of some sheets, and the formulas in them whose result is not stored.

    A sheet that spans more cells than can be looked at is left out.
    """
    with _opened(path, results=True) as book:
        found = {sheet: _records(book[sheet]) for sheet in sheets}
        records = {sheet: rows for sheet, rows in found.items() if rows is not None}
        if not has_formulas(path):
            return records, {}
        with _opened(path, results=False) as written:
            return records, formulas_without_result(written, book, records)


@contextmanager
def _opened(path: Path, *, results: bool) -> Iterator[Workbook]:
    """Open a workbook to read the results of its formulas, or the formulas themselves.

    What a sheet says of its own size is not believed: one cell far away would widen every row.
    """
    with warnings.catch_warnings():
        # openpyxl warns of extensions it leaves out (drop-downs, colours): no cell is among them.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True, data_only=results)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
            yield book
        finally:
            book.close()


def _records(sheet: Worksheet) -> list[Record] | None:
    """Return the rows of a sheet that hold something; None where it spans too many cells."""
    records: list[Record] = []
    cells = 0
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if cells > _MOST_CELLS:
            return None
        if any(value is not None for value in row):
            records.append(Record(line, [cell_text(value) for value in row]))
    return records


def without_exponent(number: str) -> str:
    """Return a number as a person writes it: ``1e-05`` is 0.00001."""
    return f"{Decimal(number):f}" if "e" in number else number


def cell_text(value: object) -> str:
    """Return what a person would have written for the value of one cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            whole = value.is_integer() and abs(value) <= _EXACT_WHOLE
            return (
                str(int(value)) if whole else without_exponent(f"{value:.{_SIGNIFICANT_DIGITS}g}")
            )
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case _:
            return str(value)
