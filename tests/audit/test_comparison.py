"""A file of a run beside what was recomputed: what differs is named where it stands, and only that.

The sheet has two rows, ``a`` and ``b``, with a name, a number, a truth and a word each.
"""

from decimal import Decimal

import pytest

from repartition.audit.comparison import compare_json, compare_sheet
from repartition.audit.sheets import BOOLEAN, NUMBER, TEXT, Layout, ReadRow, ReadSheet, Sheet
from repartition.errors import Fault

LAYOUT = Layout("plan.csv", {"name": TEXT, "rent": NUMBER, "aci": BOOLEAN, "word": TEXT}, key=1)
RECOMPUTED = Sheet(LAYOUT, (("a", "1.5", "true", "Elm"), ("b", "", "false", "")))
A, B = RECOMPUTED.rows


def found(*rows: tuple[str, ...]) -> ReadSheet:
    """Return a file read: its header is line 1, its rows are the next ones."""
    return ReadSheet(
        tuple(
            ReadRow(line, dict(zip(LAYOUT.names, row, strict=True)))
            for line, row in enumerate(rows, start=2)
        )
    )


def said(faults: list[Fault]) -> list[tuple[int | None, str, str | None]]:
    assert all(fault.file == "plan.csv" for fault in faults)
    return [(fault.line, fault.column, fault.value) for fault in faults]


@pytest.mark.parametrize(
    ("rows", "differences"),
    [
        ((A, B), []),
        ((B, A), []),
        # A number and a truth are what they mean; a word is what it is.
        ((("a", "1.50", "TRUE", "Elm"), B), []),
        ((("a", "1.51", "true", "Elm"), B), [(2, "rent", "1.51")]),
        ((("a", "1,5", "true", "Elm"), B), [(2, "rent", "1,5")]),
        ((("a", "", "true", "Elm"), B), [(2, "rent", "empty")]),
        ((A, ("b", "0", "false", "")), [(3, "rent", "0")]),
        ((("a", "1.5", "false", "Elm"), B), [(2, "aci", "false")]),
        ((("a", "1.5", "yes", "Elm"), B), [(2, "aci", "yes")]),
        ((("a", "1.5", "true", "elm"), B), [(2, "word", "elm")]),
        ((A, ("b", "", "false", "Elm")), [(3, "word", "Elm")]),
        # Every difference of a row, and of every row.
        ((("a", "2", "false", "Elm"), ("b", "", "true", "")),
         [(2, "rent", "2"), (2, "aci", "false"), (3, "aci", "true")]),
        # Rows that are missing, invented, or there twice.
        ((A,), [(None, "", "b")]),
        ((), [(None, "", "a"), (None, "", "b")]),
        ((A, B, ("c", "1", "true", "")), [(4, "", "c")]),
        ((A, B, A), [(4, "", "a")]),
        ((A, A, A, B), [(3, "", "a"), (4, "", "a")]),
        ((A, B, ("c", "1", "true", ""), ("c", "1", "true", "")), [(4, "", "c"), (5, "", "c")]),
    ],
)  # fmt: skip
def test_a_sheet_holds_the_rows_recomputed_and_no_other(
    rows: tuple[tuple[str, ...], ...], differences: list[tuple[int | None, str, str | None]]
) -> None:
    assert said(list(compare_sheet(found(*rows), RECOMPUTED))) == differences


def test_the_line_a_row_already_stands_on_is_its_first() -> None:
    second, third = compare_sheet(found(A, A, A, B), RECOMPUTED)

    assert "line 2" in second.problem
    assert "line 2" in third.problem


def test_a_column_that_is_not_compared_may_hold_anything() -> None:
    other = found(("a", "9", "false", "Oak"), B)

    assert said(list(compare_sheet(other, RECOMPUTED, without=("word", "aci")))) == [
        (2, "rent", "9")
    ]


def test_a_file_that_cannot_be_read_has_no_rows_to_compare() -> None:
    assert list(compare_sheet(ReadSheet(None), RECOMPUTED)) == []


def differences(content: object, expected: object) -> list[str]:
    """Return the places of the differences of a JSON value."""
    return [fault.column for fault in compare_json(content, expected, file="indicators.json")]


@pytest.mark.parametrize(
    ("content", "expected", "same"),
    [
        (3, 3, True),
        (3, 4, False),
        (Decimal("3.0"), 3, True),
        (Decimal("0.54"), 0.54, True),  # read exactly, recomputed as the program writes it
        (Decimal("0.5400000001"), 0.54, False),
        (1, True, False),
        (True, 1, False),
        (0, False, False),
        (True, True, True),
        (True, False, False),
        ("3", 3, False),
        (3, "3", False),
        ("Tours", "Tours", True),
        ("Tours", "tours", False),
        (None, None, True),
        (None, 0, False),
        (0, None, False),
        (None, {}, False),
        ([], {}, False),
        ({}, [], False),
        ({}, 0, False),
        ([1], [1], True),
        ([1], [2], False),
    ],
)
def test_two_values_are_the_same_or_not(content: object, expected: object, *, same: bool) -> None:
    assert differences({"aci": content}, {"aci": expected}) == ([] if same else ["aci"])
    assert differences(content, expected) == ([] if same else [""])


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ({"by": {"qpv": {"inside": 1}}, "all": 2}, []),
        ({"all": 2, "by": {"qpv": {"inside": 1}}}, []),
        ({"by": {"qpv": {"inside": 2}}, "all": 2}, ["by.qpv.inside"]),
        ({"by": {"qpv": {}}, "all": 2}, ["by.qpv.inside"]),
        ({"by": {"qpv": {"inside": 1, "outside": 1}}, "all": 2}, ["by.qpv.outside"]),
        ({"by": {"qpv": 1}, "all": 2}, ["by.qpv"]),
        ({"by": {}, "all": 3}, ["by.qpv", "all"]),
        ({}, ["by", "all"]),
        ({"by": {"qpv": {"inside": 1}}, "all": 2, "more": None}, ["more"]),
    ],
)
def test_what_is_missing_invented_or_changed_is_named_with_its_place(
    content: object, places: list[str]
) -> None:
    assert differences(content, {"by": {"qpv": {"inside": 1}}, "all": 2}) == places


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "null"), (True, "true"), ({"a": 1}, "…"), ([1], "…"), ("Tours", "Tours"), (7, "7")],
)
def test_a_difference_shows_both_values_as_the_file_would(value: object, shown: str) -> None:
    (here,) = compare_json(value, 0, file="indicators.json")
    (there,) = compare_json(0, value, file="indicators.json")

    assert (here.value, there.value) == (shown, "0")
    assert there.problem.endswith(shown)
