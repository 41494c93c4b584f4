"""The table of approvals: read by commune, year and financing, refused where it is ambiguous."""

import pytest
from tests.ingest.conftest import FaultReader, Reader, Rows, Tables

from repartition.domain.instance import Approval


def approved(*rows: tuple[str, str, str, str]) -> Rows:
    """Return rows of approvals."""
    return [
        dict(zip(("commune", "year", "financing", "dwellings"), row, strict=True)) for row in rows
    ]


def test_without_the_table_approvals_are_not_given(read: Reader) -> None:
    assert read().approvals is None


def test_an_empty_table_says_that_nothing_was_approved(tables: Tables, read: Reader) -> None:
    tables["approvals"] = approved(("37261", "2014", "PLAI", "0"))
    assert read().approvals == (Approval(1, 2014, "PLAI", 0),)


def test_approvals_are_read_by_commune_year_and_financing(tables: Tables, read: Reader) -> None:
    tables["approvals"] = approved(
        ("37261", "2014", "plai", "12"),
        ("37122", "2014", "PLAI", "3"),
        ("37261", "2013", "PLUS", "1 200"),
    )
    # rows of communes: 37122 is 0, 37261 is 1
    assert read().approvals == (
        Approval(0, 2014, "PLAI", 3),
        Approval(1, 2013, "PLUS", 1200),
        Approval(1, 2014, "PLAI", 12),
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ("37999", "2014", "PLAI", "1"),
            "data/approvals.csv:2 commune: 37999: 37999 is not in communes: "
            "the known ones are 37122, 37261",
        ),
        (
            ("37261", "14", "PLAI", "1"),
            "data/approvals.csv:2 year: 14: is below 1900: write 1900 or more",
        ),
        (
            ("37261", "2014", "PLAI", "-1"),
            "data/approvals.csv:2 dwellings: -1: is negative: write 0 or more",
        ),
    ],
)
def test_an_approval_that_cannot_be_is_named(
    tables: Tables, faults: FaultReader, row: tuple[str, str, str, str], sentence: str
) -> None:
    tables["approvals"] = approved(row)
    assert faults() == [sentence]


def test_one_thing_approved_twice_is_named(tables: Tables, faults: FaultReader) -> None:
    tables["approvals"] = approved(("37261", "2014", "PLAI", "1"), ("37261", "2014", "PLAI", "2"))
    assert faults() == [
        "data/approvals.csv:3 commune: 37261: an earlier row is about this commune, this year and "
        "this financing: keep one of the two, or write their sum"
    ]
