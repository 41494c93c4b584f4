"""Spreadsheets as offices keep them, beside the table and the account worked out by hand."""

import csv
from pathlib import Path

import pytest
from tests.importers.sheet.conftest import PROGRAMMES

from repartition.importers.dataset import Import
from repartition.importers.files import source_file
from repartition.importers.sheet import read_mapping, read_sheet

GOLDEN = Path(__file__).parent / "golden"
KINDS = {"households": "sheet", "ops": "ops"}


def given(name: str) -> Import:
    return read_sheet(
        source_file(GOLDEN / f"{name}.csv"),
        read_mapping(GOLDEN / f"{name}.toml"),
        kind=KINDS[name],
        source="",
        programmes=PROGRAMMES,
    )


@pytest.mark.parametrize("name", KINDS)
def test_the_rows_are_those_worked_out_by_hand(name: str) -> None:
    (table,) = given(name).tables
    with (GOLDEN / f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    rows = zip(*table.columns.values(), strict=True)
    assert [dict(zip(table.columns, row, strict=True)) for row in rows] == expected


@pytest.mark.parametrize("name", KINDS)
def test_the_account_says_what_became_of_every_row(name: str) -> None:
    account = given(name).account
    dropped = sum(finding.count for finding in account.dropped.values())
    expected = (GOLDEN / f"{name}.account.txt").read_text(encoding="utf-8").splitlines()

    assert list(account.lines()) == expected
    assert account.rows_read == account.rows_kept + dropped
