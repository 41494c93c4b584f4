"""A report as a workbook: one sheet a table, numbers as numbers, no formula anywhere."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from repartition.language import _
from repartition.report.cells import written
from repartition.report.document import Report, Table, Unit, amount_of

_FORMATS: Final = {
    Unit.COUNT: "#,##0.##",
    Unit.CHANGE: "+#,##0.##;-#,##0.##;0",
    Unit.SHARE: "0.0%",
    Unit.EUROS_PER_SQUARE_METRE: "#,##0.00 €",
    Unit.DAYS: "#,##0",
    Unit.DECIMAL: "0.0",
    Unit.TEXT: "@",
    Unit.CODE: "@",
}
_WHOLE: Final = {Unit.COUNT: "#,##0", Unit.CHANGE: "+#,##0;-#,##0;0"}
_MOST_LETTERS: Final = 31
"""What a spreadsheet allows in the name of a sheet."""
_UNNAMEABLE: Final = re.compile(r"[\[\]:*?/\\\s]+")
"""What a spreadsheet forbids there; a straight apostrophe would end the name in a link."""
_CUT: Final = "…"
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
# What XML cannot hold; a spreadsheet would call the file damaged.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TITLE: Final = Font(bold=True, size=13)
_HEADER: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="E8EEF3")
_NOTE: Final = Font(italic=True, color="555555")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_HEADER_ROW: Final = 3
_NARROWEST, _WIDEST, _ROWS_MEASURED = 9, 60, 200


def write_workbook(report: Report, target: Path) -> None:
    """Write the tables of a report, the contents first."""
    book = Workbook()
    contents = book.active
    if not isinstance(contents, Worksheet):
        raise TypeError("a new workbook has a sheet")
    names = [_sheet_name(index, table) for index, table in enumerate(report.tables, 1)]
    _write_contents(contents, report, names)
    for name, table in zip(names, report.tables, strict=True):
        _write_table(book.create_sheet(name), table, report)
    book.properties.title = _text(report.title)
    book.properties.creator = "repartition"
    book.save(target)


def _sheet_name(index: int, table: Table) -> str:
    """Return the number of a sheet, and of its title, up to a colon, what there is room for."""
    title = _text(table.title).partition(":")[0].replace("'", "’")
    words = _UNNAMEABLE.sub(" ", title).split()
    name = " ".join((f"{index:02}", *words))
    if len(name) <= _MOST_LETTERS:
        return name
    return name[:_MOST_LETTERS].rpartition(" ")[0].rstrip(",;") + _CUT


def _write_contents(sheet: Worksheet, report: Report, names: list[str]) -> None:
    sheet.title = _("contents")
    lines = [report.title, report.subtitle, report.run, report.notice, report.banner]
    for row, line in enumerate((line for line in lines if line), 1):
        _put(sheet, (row, 1), line)
        sheet.cell(row, 1).font = _TITLE if row == 1 else _HEADER
    first = len(lines) + 2
    for column, head in enumerate((_("Chapter"), _("Table"), _("Sheet")), 1):
        _put(sheet, (first, column), head)
        sheet.cell(first, column).font = _HEADER
        sheet.cell(first, column).fill = _SHADE
    entries = (
        (chapter.title, table.title) for chapter in report.chapters for table in chapter.tables
    )
    for row, ((chapter, title), name) in enumerate(zip(entries, names, strict=True), first + 1):
        for column, text in enumerate((chapter, title, name), 1):
            _put(sheet, (row, column), text)
        sheet.cell(row, 3).hyperlink = f"#'{name}'!A1"
        sheet.cell(row, 3).font = Font(color="0B5A8A", underline="single")
    for letter, width in zip("ABC", (38, 78, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{first + 1}"


def _write_table(sheet: Worksheet, table: Table, report: Report) -> None:
    _put(sheet, (1, 1), table.title)
    sheet.cell(1, 1).font = _TITLE
    if report.banner:
        _put(sheet, (2, 1), report.banner)
        sheet.cell(2, 1).font = _HEADER
    for column, head in enumerate(table.columns, 1):
        cell = _put(sheet, (_HEADER_ROW, column), head.full_title)
        cell.font, cell.fill, cell.alignment = _HEADER, _SHADE, _WRAPPED
    for row, cells in enumerate(table.rows, _HEADER_ROW + 1):
        for column, (content, head) in enumerate(zip(cells, table.columns, strict=True), 1):
            _write_cell(sheet, (row, column), amount_of(content, head))
    last_row = _HEADER_ROW + len(table.rows)
    last = get_column_letter(len(table.columns))
    for row, note in enumerate(table.notes, last_row + 2):
        _put(sheet, (row, 1), note)
        sheet.cell(row, 1).font = _NOTE
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{last_row}"
    for index, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    _prepare_print(sheet)


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], content: tuple[str | int | Fraction | None, Unit]
) -> None:
    value, unit = content
    if value is None:
        return
    if isinstance(value, str):
        _put(sheet, place, value).alignment = _WRAPPED
        return
    exact = Fraction(value)
    is_whole = exact.denominator == 1
    cell = sheet.cell(*place, int(exact) if is_whole else float(exact))
    cell.number_format = _WHOLE.get(unit, _FORMATS[unit]) if is_whole else _FORMATS[unit]


def _put(sheet: Worksheet, place: tuple[int, int], text: str) -> SheetCell | MergedCell:
    """Write a text as a text, whatever it begins with: never a formula, also once it is edited."""
    cell = sheet.cell(*place)
    if not text:
        return cell
    cell.value = _text(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True
    return cell


def _text(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _widths(table: Table) -> Iterator[int]:
    for place, column in enumerate(table.columns):
        words = max((len(word) for word in column.full_title.split()), default=0)
        cells = [len(written(row[place], column)) for row in table.rows[:_ROWS_MEASURED]]
        yield min(_WIDEST, max(_NARROWEST, words, *cells, 0) + 2)


def _prepare_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
