"""Empty tables to fill: headers, explanations, one example row, drop-downs.

What is written is read back as it is: a person replaces the example by his own rows.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from repartition.domain.table import CellKind
from repartition.errors import UsageError
from repartition.ingest.dataset import OTHER_WORKBOOKS, WORKBOOK
from repartition.ingest.descriptions import ColumnDescription, describe, kind_in_words
from repartition.ingest.schemas import OPTIONAL_TABLES, TABLE_MEANINGS, TABLES
from repartition.language import _

_NO_FOLDERS: Final = OTHER_WORKBOOKS | {".csv", ".tsv", ".txt", ".parquet", ".toml"}
_WITHOUT_EXAMPLE: Final = frozenset({"counters"})
"""Their example would name a quota that the reader's scenario does not have."""
_ROWS_WITH_CHOICES: Final = 20_000
_WIDTH: Final = 18
_COMMENT_SIZE: Final = (320, 140)
_HEADER: Final = Font(bold=True)
_OPTIONAL: Final = PatternFill("solid", fgColor="E8E8E8")


def write_template(target: Path) -> list[Path]:
    """Write empty tables to fill in, and return the files written.

    Parameters
    ----------
    target
        A workbook if its name ends in ``.xlsx``, else a folder, which is made.

    Raises
    ------
    UsageError
        If that would replace a file, or if the name is that of another kind of file.
    """
    if target.suffix.lower() == WORKBOOK:
        _refuse_to_replace([target])
        target.parent.mkdir(parents=True, exist_ok=True)
        _workbook().save(target)
        return [target]
    if target.suffix.lower() in _NO_FOLDERS:
        raise UsageError(
            _("{path}: give the name of a folder, or that of a workbook in .xlsx", path=target)
        )
    guide = target / f"{_('README')}.txt"
    tables = {name: target / f"{name}.csv" for name in TABLES}
    _refuse_to_replace([*tables.values(), guide])
    target.mkdir(parents=True, exist_ok=True)
    for name, path in tables.items():
        _write_csv(path, name)
    guide.write_text("\n".join(_explanations()) + "\n", encoding="utf-8-sig")
    return [*tables.values(), guide]


def _refuse_to_replace(paths: list[Path]) -> None:
    for path in paths:
        if path.exists():
            raise UsageError(
                _("{path} is already there: choose another place, or move it", path=path)
            )


def _write_csv(path: Path, table: str) -> None:
    columns = describe(table)
    # What a French spreadsheet opens by a double click: its mark, and semicolons.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([column.name for column in columns])
        if table not in _WITHOUT_EXAMPLE:
            writer.writerow([_example_text(column) for column in columns])


def _example_text(column: ColumnDescription) -> str:
    if column.kind is CellKind.BOOLEAN and column.example:
        return _yes_and_no()[column.example == "false"]
    return column.example


def _yes_and_no() -> tuple[str, str]:
    return _("yes"), _("no")


def _explanations() -> Iterator[str]:
    yield _("Each table is a file or a sheet; its first row names the columns.")
    yield _("Replace the example by your rows. You may add columns: filters can use them.")
    yield _("An empty cell of an optional column stands for what is said of it.")
    for table, meaning in TABLE_MEANINGS.items():
        optional = _("may be left out") if table in OPTIONAL_TABLES else _("required")
        yield ""
        yield f"{table} ({optional}): {_(meaning)}"
        for column in describe(table):
            yield f"  {column.name}: {'; '.join(explain(column))}"


def explain(column: ColumnDescription) -> list[str]:
    """Return what a person should know to fill a column, in short sentences."""
    parts = [_(column.meaning), kind_in_words(column.kind)]
    if column.allowed and column.kind is not CellKind.BOOLEAN:
        parts.append(_("one of {words}", words=", ".join(column.allowed)))
    if column.required:
        parts.append(_("required"))
    elif column.otherwise:
        parts.append(_("if empty: {what}", what=_(column.otherwise)))
    elif column.default:
        parts.append(_("if empty: {what}", what=column.default))
    else:
        parts.append(_("may be empty"))
    if column.example:
        parts.append(_("example: {example}", example=_example_text(column)))
    return parts


def _workbook() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in TABLES:
        _fill_sheet(book.create_sheet(table), table)
    guide = book.create_sheet(_("README"))
    for line in _explanations():
        guide.append([line])
    guide.column_dimensions["A"].width = 6 * _WIDTH
    return book


def _fill_sheet(sheet: Worksheet, table: str) -> None:
    sheet.freeze_panes = "A2"
    for position, column in enumerate(describe(table), start=1):
        letter = get_column_letter(position)
        header = sheet.cell(row=1, column=position, value=column.name)
        header.font = _HEADER
        if not column.required:
            header.fill = _OPTIONAL
        header.comment = _comment(column)
        sheet.column_dimensions[letter].width = _WIDTH
        if column.kind in {CellKind.TEXT, CellKind.LIST}:
            # Else a spreadsheet takes the zero off 01234.
            sheet.column_dimensions[letter].number_format = "@"
        if table not in _WITHOUT_EXAMPLE:
            example = sheet.cell(row=2, column=position, value=_example_value(column))
            if column.kind in {CellKind.TEXT, CellKind.LIST}:
                example.number_format = "@"
        if choices := _choices(column):
            validation = DataValidation(
                type="list", formula1=f'"{",".join(choices)}"', allow_blank=not column.required
            )
            validation.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
            sheet.add_data_validation(validation)


def _comment(column: ColumnDescription) -> Comment:
    comment = Comment("\n".join(explain(column)), "repartition")
    comment.width, comment.height = _COMMENT_SIZE
    return comment


def _choices(column: ColumnDescription) -> tuple[str, ...]:
    return _yes_and_no() if column.kind is CellKind.BOOLEAN else column.allowed


def _example_value(column: ColumnDescription) -> str | date | Decimal | None:
    if not column.example:
        return None
    match column.kind:
        case CellKind.NUMBER:
            return Decimal(column.example)
        case CellKind.DATE:
            return date.fromisoformat(column.example)
        case _:
            return _example_text(column)
