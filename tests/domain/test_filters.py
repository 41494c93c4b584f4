"""Which rows a filter is about: every form a scenario may write, and what each one leaves out."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from repartition.domain.filters import EVERYTHING, Filter, parse_filter
from repartition.domain.table import CellKind, Column, Table

TEXT, NUMBER, BOOLEAN = CellKind.TEXT, CellKind.NUMBER, CellKind.BOOLEAN
DATE, LIST, UNKNOWN = CellKind.DATE, CellKind.LIST, CellKind.UNKNOWN


def holds(condition: object, cell: str, kind: CellKind) -> bool:
    """Return whether ``{ column = condition }`` matches the only row of a table."""
    table = Table("table", {"column": Column.from_cells([cell], kind)})
    (found,) = parse_filter({"column": condition}).matches(table)
    return bool(found)


@pytest.mark.parametrize(
    ("kind", "cell", "value", "equal"),
    [
        # A text is a text: as it is written, capitals and zeros included.
        (TEXT, "PLAI", "PLAI", True),
        (TEXT, "PLAI", "PLUS", False),
        (TEXT, "PLAI", "plai", False),
        (TEXT, "01234", "01234", True),
        (TEXT, "01234", "1234", False),
        (TEXT, "a|b", "a", False),
        (TEXT, "a|b", "a|b", True),
        # Asked for a text, a number, a date or a boolean never answers.
        (NUMBER, "3", "3", False),
        (BOOLEAN, "true", "true", False),
        (DATE, "2014-12-31", "2014-12-31", False),
        # A list contains, whole words only.
        (LIST, "tours|luynes", "tours", True),
        (LIST, "tours|luynes", "luynes", True),
        (LIST, "tours|luynes", "tour", False),
        (LIST, "tours|luynes", "tours|luynes", False),
        # A column of the office's own is read either way.
        (UNKNOWN, "a|b", "a", True),
        (UNKNOWN, "a|b", "a|b", True),
        (UNKNOWN, "a|b", "c", False),
        (UNKNOWN, "3", "3", True),
        (UNKNOWN, "3,0", "3", False),
    ],
)
def test_a_text_equals_a_text(kind: CellKind, cell: str, value: str, *, equal: bool) -> None:
    assert holds(value, cell, kind) is equal


@pytest.mark.parametrize(
    ("kind", "cell", "value", "equal"),
    [
        (NUMBER, "3", 3, True),
        (NUMBER, "3", 4, False),
        (NUMBER, "3.50", Decimal("3.5"), True),
        (NUMBER, "0.1", 0.1, True),  # one tenth, not the nearest binary number
        (NUMBER, "3", 3.0, True),
        (NUMBER, "1", True, False),
        (UNKNOWN, "3,0", 3, True),
        (UNKNOWN, "1 200", 1200, True),
        (UNKNOWN, "three", 3, False),
        # Text never equals a number, except a whole number an identifier written the same.
        (TEXT, "37261", 37261, True),
        (TEXT, "037261", 37261, False),
        (TEXT, "37261.0", 37261, False),
        (TEXT, "1.5", Decimal("1.5"), False),
        (TEXT, "1.5", 1.5, False),
        (LIST, "37261|37122", 37122, True),
        (LIST, "37261|37122", 3712, False),
        (BOOLEAN, "1", 1, False),
        (DATE, "2014", 2014, False),
    ],
)
def test_a_number_equals_a_number(kind: CellKind, cell: str, value: Any, *, equal: bool) -> None:
    assert holds(value, cell, kind) is equal


@pytest.mark.parametrize(
    ("kind", "cell", "value", "equal"),
    [
        (BOOLEAN, "true", True, True),
        (BOOLEAN, "false", True, False),
        (BOOLEAN, "false", False, True),
        (BOOLEAN, "true", False, False),
        (UNKNOWN, "oui", True, True),
        (UNKNOWN, "VRAI", True, True),
        (UNKNOWN, "non", False, True),
        (UNKNOWN, "0", False, True),
        # A cell that is neither yes nor no equals neither.
        (UNKNOWN, "peut-être", True, False),
        (UNKNOWN, "peut-être", False, False),
        (TEXT, "true", True, False),
        (NUMBER, "0", False, False),
        (LIST, "true", True, False),
        (DATE, "", False, False),
    ],
)
def test_a_truth_equals_a_truth(kind: CellKind, cell: str, value: Any, *, equal: bool) -> None:
    assert holds(value, cell, kind) is equal


@pytest.mark.parametrize(
    ("kind", "cell", "equal"),
    [
        (DATE, "2014-12-31", True),
        (DATE, "2014-12-30", False),
        (UNKNOWN, "31/12/2014", True),
        (UNKNOWN, "12/31/2014", False),
        (UNKNOWN, "", False),
        (TEXT, "2014-12-31", False),
        (NUMBER, "20141231", False),
    ],
)
def test_a_day_equals_a_day(kind: CellKind, cell: str, *, equal: bool) -> None:
    assert holds(date(2014, 12, 31), cell, kind) is equal


@pytest.mark.parametrize(
    ("kind", "value", "equal"),
    [
        *((kind, "", True) for kind in CellKind),
        *((kind, "text", False) for kind in CellKind),
        *((kind, 0, False) for kind in CellKind),
        *((kind, date(2014, 1, 1), False) for kind in CellKind),
        *((kind, True, False) for kind in CellKind),
        (BOOLEAN, False, True),
        (UNKNOWN, False, True),
        (TEXT, False, False),
        (NUMBER, False, False),
        *((kind, {"min": 0}, False) for kind in CellKind),
        *((kind, {"max": 0}, False) for kind in CellKind),
        *((kind, {"present": True}, False) for kind in CellKind),
        *((kind, {"present": False}, True) for kind in CellKind),
    ],
)
def test_an_empty_cell_equals_only_nothing_and_no(
    kind: CellKind, value: object, *, equal: bool
) -> None:
    assert holds(value, "", kind) is equal


@pytest.mark.parametrize("kind", CellKind)
def test_a_cell_that_is_not_empty_does_not_equal_nothing(kind: CellKind) -> None:
    assert not holds("", "1", kind)


@pytest.mark.parametrize(
    ("kind", "cell", "condition", "inside"),
    [
        # Ends included, either end alone, and both.
        (NUMBER, "2", {"min": 2}, True),
        (NUMBER, "1.99", {"min": 2}, False),
        (NUMBER, "3", {"max": 3}, True),
        (NUMBER, "3.01", {"max": 3}, False),
        (NUMBER, "2", {"min": 2, "max": 3}, True),
        (NUMBER, "3", {"min": 2, "max": 3}, True),
        (NUMBER, "4", {"min": 2, "max": 3}, False),
        (NUMBER, "1", {"min": 2, "max": 3}, False),
        (NUMBER, "0.1", {"max": 0.1}, True),  # one tenth on both sides
        (NUMBER, "0.30000000000000001", {"max": 0.3}, False),
        (UNKNOWN, "2,5", {"min": 2, "max": Decimal("2.5")}, True),
        (UNKNOWN, "a few", {"min": 0}, False),
        # Text is in no range of numbers, even one that looks like a number.
        (TEXT, "2", {"min": 1}, False),
        (LIST, "2", {"min": 1}, False),
        (BOOLEAN, "1", {"min": 1}, False),
        # Days are compared with days, and numbers with numbers.
        (DATE, "2014-06-30", {"min": date(2014, 6, 30)}, True),
        (DATE, "2014-06-29", {"min": date(2014, 6, 30)}, False),
        (DATE, "2014-06-30", {"max": date(2014, 6, 30)}, True),
        (DATE, "2014-07-01", {"max": date(2014, 6, 30)}, False),
        (DATE, "2014-07-01", {"min": date(2014, 7, 1), "max": date(2014, 7, 1)}, True),
        (UNKNOWN, "30/06/2014", {"min": date(2014, 6, 30)}, True),
        (UNKNOWN, "2014", {"min": date(2013, 1, 1)}, False),
        (NUMBER, "2014", {"min": date(2013, 1, 1)}, False),
        (DATE, "2014-06-30", {"min": 0}, False),
        (DATE, "2014-06-30", {"max": 10**6}, False),
        (NUMBER, "2014", {"max": date(2015, 1, 1)}, False),
    ],
)
def test_a_range_holds_its_ends(
    kind: CellKind, cell: str, condition: object, *, inside: bool
) -> None:
    assert holds(condition, cell, kind) is inside


@pytest.mark.parametrize("kind", CellKind)
def test_present_is_what_is_not_empty(kind: CellKind) -> None:
    assert holds({"present": True}, "0", kind)
    assert not holds({"present": False}, "0", kind)


@pytest.mark.parametrize(
    ("kind", "cell", "inside"),
    [
        (TEXT, "PLAI", True),
        (TEXT, "PLUS", True),
        (TEXT, "PLS", False),
        (TEXT, "", False),
        (LIST, "PLS|PLUS", True),
        (LIST, "PLS|PLI", False),
    ],
)
def test_a_list_of_values_is_one_of_them(kind: CellKind, cell: str, *, inside: bool) -> None:
    assert holds(["PLAI", "PLUS"], cell, kind) is inside


def test_a_list_may_mix_ways_of_reading() -> None:
    # 2, nothing at all, or the first of January: each value reads the cell its own way.
    wanted = [2, "", date(2014, 1, 1)]

    cells = ["2", "2,0", "", "01/01/2014", "3", "02/01/2014"]

    assert [holds(wanted, cell, UNKNOWN) for cell in cells] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


def test_an_empty_list_equals_nothing() -> None:
    assert not holds([], "", TEXT)
    assert not holds([], "PLAI", TEXT)


HOMES = Table(
    "vacancies",
    {
        "financing": Column.from_cells(["PLAI", "PLAI", "PLUS", "PLUS"], TEXT),
        "rent": Column.from_cells(["300", "400", "300", "400"], NUMBER),
        "programme.name": Column.from_cells(["Oaks", "Elms", "Oaks", "Elms"], TEXT),
        "programme.min": Column.from_cells(["1", "2", "3", "4"], NUMBER),
    },
)


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        # Every key must hold.
        ({"financing": "PLAI"}, [0, 1]),
        ({"financing": "PLAI", "rent": 300}, [0]),
        ({"financing": "PLAI", "rent": {"min": 500}}, []),
        # A list of tables: any of them, and none is no row.
        ([{"financing": "PLAI"}, {"rent": 300}], [0, 1, 2]),
        ([{"financing": "PLAI", "rent": 300}, {"financing": "PLUS", "rent": 400}], [0, 3]),
        ([{"rent": 300}, {}], [0, 1, 2, 3]),
        ([], []),
        # A table inside names the table that has the column.
        ({"programme": {"name": "Oaks"}}, [0, 2]),
        ({"programme.name": "Oaks"}, [0, 2]),
        ({"programme": {"name": "Oaks"}, "financing": "PLUS"}, [2]),
        ({"programme": {"name": ["Oaks", "Elms"]}}, [0, 1, 2, 3]),
        ({"programme": {"name": "Oaks", "min": 3}}, [2]),
        ({"programme": {"min": {"max": 3}, "name": "Oaks"}}, [0, 2]),
    ],
)
def test_every_key_holds_or_any_of_several_tables(raw: object, rows: list[int]) -> None:
    assert np.flatnonzero(parse_filter(raw).matches(HOMES)).tolist() == rows


def test_an_inner_table_without_a_key_asks_nothing() -> None:
    assert parse_filter({"programme": {}}).matches(HOMES).tolist() == [True] * 4


def test_a_missing_filter_matches_everything() -> None:
    assert EVERYTHING.matches(HOMES).tolist() == [True] * 4
    assert EVERYTHING.columns() == frozenset()


def test_a_filter_of_an_empty_table_has_no_row() -> None:
    empty = Table("vacancies", {"rent": Column.from_cells([], NUMBER)})

    assert parse_filter({"rent": 300}).matches(empty).shape == (0,)


def test_the_columns_of_a_filter_are_those_of_all_its_tables() -> None:
    found = parse_filter([{"aci": True, "programme": {"name": "Oaks"}}, {"dalo": True}])

    assert found.columns() == {"aci", "programme.name", "dalo"}


def test_the_order_of_the_keys_says_nothing() -> None:
    assert parse_filter({"aci": True, "dalo": True}) == parse_filter({"dalo": True, "aci": True})


def test_a_filter_already_read_stays_as_it_is() -> None:
    read = parse_filter({"aci": True})

    assert parse_filter(read) is read
    assert isinstance(read, Filter)


def test_a_column_that_no_table_has_is_not_passed_over() -> None:
    with pytest.raises(KeyError, match="storey"):
        parse_filter({"storey": 3}).matches(HOMES)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("aci", "is not a filter: write a table"),
        (True, "is not a filter: write a table"),
        (None, "is not a filter: write a table"),
        (["aci"], "is not a filter: write a table"),
        ([{"aci": True}, "dalo"], "is not a filter: write a table"),
        ({"occupies": {"present": 1}}, "write present = true or present = false"),
        ({"occupies": {"present": True, "min": 1}}, "and nothing else"),
        ({"points": {"min": "ten"}}, "is neither a number nor a date"),
        ({"points": {"max": True}}, "is neither a number nor a date"),
        ({"points": {"max": [1]}}, "is neither a number nor a date"),
        (
            {"points": {"min": 1, "max": date(2014, 1, 1)}},
            "write two numbers, or two dates",
        ),
        ({"points": None}, "write a text, a number, true, false or a date"),
        ({"points": [[1]]}, "write a text, a number, true, false or a date"),
        ({"programme": {"name": None}}, "write a text"),
    ],
)
def test_what_is_not_a_filter_is_said_in_one_sentence(raw: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse_filter(raw)
