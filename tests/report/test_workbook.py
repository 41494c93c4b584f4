"""The workbook: numbers as numbers, words as words, nothing that is computed when it opens."""

import zipfile
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from tests.report.office import FORMULA, LANDLORD
from tests.report.runs import table

from repartition.language import Language, spoken
from repartition.report.document import (
    Amount,
    Chapter,
    Column,
    Report,
    Table,
    Unit,
    amount_of,
)
from repartition.report.rendering.workbook import write_workbook

HEADER = 3


@pytest.fixture(scope="module")
def file(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    with spoken("en"):
        write_workbook(report, target)
    return target


@pytest.fixture
def book(file: Path) -> Workbook:
    return load_workbook(file)


def small(*cells: object, unit: Unit = Unit.COUNT) -> Report:
    """Return a report of one table of one column beside its names."""
    rows = tuple((f"row {index}", cell) for index, cell in enumerate(cells))
    found = Table("t", "A table", (Column("name"), Column("value", unit)), rows)  # type: ignore[arg-type]
    return Report("r", "s", "", "en", (Chapter("c", "A chapter", (found,)),))


def test_there_is_a_sheet_for_each_table_and_one_that_leads_to_them(
    report: Report, book: Workbook
) -> None:
    first, *others = book.sheetnames

    assert first == "contents"
    assert len(others) == len(report.tables)
    assert all(len(name) <= 31 for name in others)
    links = [
        cell.hyperlink.location or cell.hyperlink.target
        for cell in book[first]["C"]
        if cell.hyperlink
    ]
    assert links == [f"#'{name}'!A1" for name in others] or links == [
        f"'{name}'!A1" for name in others
    ]


def test_every_cell_is_the_exact_number_or_word_of_the_report(
    report: Report, book: Workbook
) -> None:
    for sheet, found in zip(book.worksheets[1:], report.tables, strict=True):
        heads = [cell.value for cell in sheet[HEADER]]
        assert heads == [column.full_title or None for column in found.columns]
        for index, row in enumerate(found.rows, HEADER + 1):
            for place, (content, column) in enumerate(zip(row, found.columns, strict=True), 1):
                value, _unit = amount_of(content, column)
                expected = float(value) if isinstance(value, Fraction) else value
                assert sheet.cell(index, place).value == (expected if expected != "" else None)


def test_no_cell_is_a_formula(file: Path, book: Workbook) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}

    assert kinds <= {"s", "n"}
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)


@pytest.mark.parametrize("text", [FORMULA, LANDLORD, "+1", "-1", "\t=1"])
def test_a_word_that_begins_like_a_formula_stays_a_word_when_it_is_edited(
    tmp_path: Path, text: str
) -> None:
    write_workbook(small(text, unit=Unit.TEXT), tmp_path / "x.xlsx")
    cell = load_workbook(tmp_path / "x.xlsx").worksheets[1].cell(HEADER + 1, 2)

    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_an_ordinary_word_has_no_mark(tmp_path: Path) -> None:
    write_workbook(small("Tours", unit=Unit.TEXT), tmp_path / "x.xlsx")

    assert not load_workbook(tmp_path / "x.xlsx").worksheets[1].cell(HEADER + 1, 2).quotePrefix


def test_what_a_spreadsheet_cannot_hold_is_replaced(tmp_path: Path) -> None:
    write_workbook(small("a\x00b\x1fc\ufffed", unit=Unit.TEXT), tmp_path / "x.xlsx")

    cell = load_workbook(tmp_path / "x.xlsx").worksheets[1].cell(HEADER + 1, 2)
    assert cell.value == "a\ufffdb\ufffdc\ufffdd"


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        (Unit.COUNT, 3700, "#,##0"),
        (Unit.COUNT, Fraction(1, 4), "#,##0.##"),
        (Unit.CHANGE, -3, "+#,##0;-#,##0;0"),
        (Unit.SHARE, Fraction(54, 100), "0.0%"),
        (Unit.SHARE, 1, "0.0%"),
        (Unit.EUROS_PER_SQUARE_METRE, Fraction(11, 2), "#,##0.00 €"),
        (Unit.DECIMAL, Fraction(3, 2), "0.0"),
        (Unit.DAYS, Fraction(803, 2), "#,##0"),
    ],
)
def test_a_number_has_the_format_of_its_unit(
    tmp_path: Path, unit: Unit, value: int | Fraction, shown: str
) -> None:
    write_workbook(small(value, unit=unit), tmp_path / "x.xlsx")

    cell = load_workbook(tmp_path / "x.xlsx").worksheets[1].cell(HEADER + 1, 2)
    assert (cell.value, cell.number_format) == (float(value), shown)


def test_a_cell_may_have_a_unit_of_its_own(tmp_path: Path) -> None:
    write_workbook(small(Amount(Fraction(1, 2), Unit.SHARE)), tmp_path / "x.xlsx")

    cell = load_workbook(tmp_path / "x.xlsx").worksheets[1].cell(HEADER + 1, 2)
    assert (cell.value, cell.number_format) == (0.5, "0.0%")


def test_heads_stay_in_sight_and_rows_can_be_filtered(report: Report, book: Workbook) -> None:
    for sheet, found in zip(book.worksheets[1:], report.tables, strict=True):
        assert sheet.freeze_panes == "B4"
        last = sheet.cell(HEADER + len(found.rows), len(found.columns)).coordinate
        assert sheet.auto_filter.ref == f"A{HEADER}:{last}"
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[HEADER]]
        assert all(9 <= width <= 62 for width in widths)
        assert sheet.print_title_rows == f"${HEADER}:${HEADER}"


def test_synthetic_data_say_so_on_every_sheet(report: Report, book: Workbook) -> None:
    assert all(sheet.cell(2, 1).value == report.banner for sheet in book.worksheets[1:])


def test_the_workbook_speaks_the_readers_language(
    reports: dict[Language, Report], tmp_path: Path
) -> None:
    with spoken("fr"):
        write_workbook(reports["fr"], tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")

    assert book.sheetnames[0] == "sommaire"
    assert book.worksheets[1].cell(1, 1).value == table(reports["fr"], "headline").title


def test_the_file_names_nobody(book: Workbook) -> None:
    assert book.properties.creator == "repartition"
    assert book.properties.lastModifiedBy is None
    assert isinstance(book.properties.created, datetime)


def test_sheets_are_named_in_the_readers_language_by_words_of_their_titles(
    reports: dict[Language, Report], tmp_path: Path
) -> None:
    strange = replace(
        table(reports["fr"], "headline"), title="L'accord [Tours] / Joué*? de l'agglomération"
    )
    chapters = (*reports["fr"].chapters, Chapter("x", "x", (strange,)))
    report = replace(reports["fr"], chapters=chapters)
    target = tmp_path / "named.xlsx"
    write_workbook(report, target)
    book = load_workbook(target)
    contents, *sheets = book.worksheets
    links = [
        (cell.value, (cell.hyperlink.location or cell.hyperlink.target).lstrip("#"))
        for row in contents.iter_rows()
        for cell in row
        if cell.hyperlink
    ]

    assert book.sheetnames[1] == "01 Les chiffres auxquels…"
    assert book.sheetnames[-1] == f"{len(sheets):02} L’accord Tours Joué de…"
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert not any(set(name) & set("[]:*?/\\'") for name in book.sheetnames)
    assert links == [(name, f"'{name}'!A1") for name in book.sheetnames[1:]]
