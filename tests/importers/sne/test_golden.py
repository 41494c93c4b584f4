"""Invented families, their export, and the table a person worked out by hand."""

import csv
from datetime import date

import pytest
from tests.importers.sne.exports import export
from tests.importers.sne.families import FAMILIES, GOLDEN

from repartition.importers.files import source_file
from repartition.importers.sne import Requests, read_requests
from repartition.ingest.schemas import TABLES


@pytest.fixture
def found() -> Requests:
    return read_requests(source_file(GOLDEN / "families.xml"))


def test_the_export_beside_the_table_is_that_of_the_families() -> None:
    assert (GOLDEN / "families.xml").read_bytes() == export(FAMILIES)


def test_the_rows_are_those_worked_out_by_hand(found: Requests) -> None:
    with (GOLDEN / "families.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    names = list(found.table.columns)
    rows = zip(*found.table.columns.values(), strict=True)
    assert [dict(zip(names, row, strict=True)) for row in rows] == expected


def test_every_column_is_one_of_the_contract_and_only_aci_is_left_to_say(found: Requests) -> None:
    fields = TABLES["households"].model_fields
    assert found.table.table == "households"
    assert found.table.columns.keys() <= fields.keys()
    required = {name for name, field in fields.items() if field.is_required()}
    assert required - found.table.columns.keys() == {"aci"}


def test_the_account_adds_up_and_says_why_requests_are_dropped(found: Requests) -> None:
    account = found.account
    assert (account.rows_read, account.rows_kept) == (14, 11)
    assert {reason: finding.places for reason, finding in account.dropped.items()} == {
        "another request before it has the same number": ["request 12, line 15"],
        "no person applies": ["request 13, line 16"],
        "the request has no day that can be read": ["request 14, line 17"],
    }


def test_figures_that_stand_in_are_counted(found: Requests) -> None:
    odd = {what: finding.places for what, finding in found.account.odd_figures.items()}
    assert odd == {
        "a person has no day of birth that can be read: the age is not known": [
            "request 4, line 7"
        ],
        "no reference income is given: twelve times what is taxable in a month is written": [
            "request 8, line 11"
        ],
    }
    assert found.account.unknown_codes == {}


def test_ages_are_those_of_the_day_of_the_file_unless_another_is_given(found: Requests) -> None:
    assert found.on == date(2026, 3, 1)
    later = read_requests(source_file(GOLDEN / "families.xml"), on=date(2026, 6, 1))
    assert later.on == date(2026, 6, 1)
    # Born on 1 June 1999 and 1997: 27 + 29 = 56 years; the twins were expected on 1 May.
    assert later.table.columns["ceiling_category"][1] == ""
    assert later.table.columns["ceiling_category"][5] == ""


def test_facts_that_no_column_holds_stand_beside_the_rows(found: Requests) -> None:
    assert {name: values[1] for name, values in found.facts.items()} == {
        "lives_in": "37261",
        "works_in": "37050",
        "work": "CDI",
        "housing": "LP",
        "widened": "false",
    }
    assert {len(values) for values in found.facts.values()} == {len(found.table)}
