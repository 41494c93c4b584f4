"""Files as offices hold them, and the tables that come out."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from repartition.importers.account import Account
from repartition.importers.dataset import Import, merge_into
from repartition.importers.dataset.report import MergeReport
from repartition.importers.tables import ImportedTable

Rows = Iterable[Mapping[str, str]]
Give = Callable[..., MergeReport]
DAY = date(2026, 1, 31)


def table_of(name: str, rows: Rows) -> ImportedTable:
    """Return a table of a few rows, as an importer gives it."""
    given = list(rows)
    names = dict.fromkeys(column for row in given for column in row)
    return ImportedTable(name, {each: [row.get(each, "") for row in given] for each in names})


def read_table(data: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table of a dataset."""
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything_in(folder: Path) -> str:
    """Return all that stands in the files of a folder."""
    return "\n".join(
        path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of a dataset that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def give(data: Path) -> Give:
    """Import some rows of one table from a source."""

    def call(
        source: str,
        table: str,
        *rows: Mapping[str, str],
        kind: str = "test",
        file: str = "file.csv",
        key: str = "",
        **asked: Any,
    ) -> MergeReport:
        tables = (table_of(table, rows),) if rows else ()
        imported = Import(source, kind, file, "0" * 64, tables, Account(), key)
        return merge_into(data, imported, on=DAY, **asked)

    return call
