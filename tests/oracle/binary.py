"""An instance as a workbook or as Parquet files: the same tables, their cells typed."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from tests.oracle.writing import DATES, NUMBERS, Case, Table, write_case

Cell = str | float | bool | dt.date | None

COUNTS = frozenset(
    {"persons", "adults", "children", "under_14", "apl_zone", "fragility", "rank", "of"}
)


def write_workbook(case: Case, folder: Path) -> Path:
    """Write the case with one sheet a table, and return its scenario."""
    path = _without_tables(case, folder, "data.xlsx")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in case.tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([typed(column, row[column]) for column in table.columns])
    book.save(folder / "data.xlsx")
    return path


def write_parquet(case: Case, folder: Path) -> Path:
    """Write the case with one Parquet file a table, and return its scenario."""
    path = _without_tables(case, folder, "data")
    (folder / "data").mkdir(exist_ok=True)
    for name, table in case.tables.items():
        arrays = [_array(table, column) for column in table.columns]
        pq.write_table(
            pa.table(arrays, names=list(table.columns)), folder / "data" / f"{name}.parquet"
        )
    return path


def typed(column: str, text: str) -> Cell:
    """Return a cell as a program would store it; an empty one is nothing."""
    if not text:
        return None
    if text in {"true", "false"} and column != "group":
        return text == "true"
    if column in DATES:
        return dt.date.fromisoformat(text)
    if column in COUNTS:
        return int(text)
    return float(text) if column in NUMBERS else text


def _array(table: Table, column: str) -> pa.Array:
    values = [typed(column, row[column]) for row in table.rows]
    kinds = {type(value) for value in values} - {type(None)}
    return pa.array(values, type=None if kinds else pa.string())


def _without_tables(case: Case, folder: Path, data: str) -> Path:
    """Write the scenario alone, its elder too, with another place for its tables."""
    beside = {
        name: {**content, "data": data} if "data" in content else content
        for name, content in case.beside.items()
    }
    scenario = {**case.scenario, "data": data} if "data" in case.scenario else case.scenario
    return write_case(replace(case, tables={}, scenario=scenario, beside=beside), folder)
