"""Workbooks whose sheets are larger than what stands in them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from repartition.errors import Fault
from repartition.ingest import workbooks
from repartition.ingest.workbooks import ReadSheet, first_rows, read_sheets


def sheet_with_cells_far_away(folder: Path) -> Path:
    """Return a workbook of two communes, one cell in its last row and one in its last column."""
    book = Workbook()
    for row in (["commune", "name"], ["37261", "Tours"], ["37109", "Fondettes"]):
        book.worksheets[0].append(row)
    book.worksheets[0]["A1048576"] = " "
    book.worksheets[0]["XFD2"] = " "
    path = folder / "wide.xlsx"
    book.save(path)
    return path


def read(path: Path) -> ReadSheet:
    return read_sheets(path, {"Sheet": "wide.xlsx[Sheet]"})["Sheet"]


def test_cells_far_away_widen_no_other_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 20_000)  # 16,384 of one row, and the table
    path = sheet_with_cells_far_away(tmp_path)
    table, faults = read(path)

    assert table is not None and not faults
    assert table.columns["name"].cells() == ["Tours", "Fondettes"]
    assert first_rows(path, "Sheet", 1)[0].cells == ["commune", "name"]


def test_a_sheet_that_spans_too_many_cells_is_said_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 16_000)
    table, faults = read(sheet_with_cells_far_away(tmp_path))

    assert table is None
    assert [fault.remedy for fault in faults] == [
        "delete what stands far to the right of the table, or save the sheet as CSV"
    ]
    assert isinstance(faults[0], Fault)
    assert faults[0].file == "wide.xlsx[Sheet]"
