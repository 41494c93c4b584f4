from datetime import date
from fractions import Fraction

import pytest

from repartition.language import day, spoken
from repartition.report.numerals import bound_percent, gigabytes, number, percent, signed

NARROW_SPACE = "\u202f"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (3700, 2, "3,700"),
        (Fraction(1, 4), 2, "0.25"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 200), 2, "0.01"),  # halves go up
        (Fraction(-1, 4), 2, "−0.25"),
        (Fraction(5, 2), 0, "3"),
        (10**18 + 1, 2, "1,000,000,000,000,000,001"),
        (None, 2, "–"),
    ],
)
def test_a_number_is_rounded_for_the_eye_only(
    value: Fraction | int | None, decimals: int, text: str
) -> None:
    assert number(value, decimals=decimals) == text


def test_french_numbers_have_a_comma_and_narrow_spaces() -> None:
    with spoken("fr"):
        assert number(Fraction(7401, 2)) == f"3{NARROW_SPACE}700,5"


@pytest.mark.parametrize(
    ("share", "text"), [(Fraction(54, 100), "54.0%"), (Fraction(2, 3), "66.7%"), (None, "–")]
)
def test_a_share_is_shown_in_percent(share: Fraction | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(1, 5), "20%"), (Fraction(125, 1000), "12.5%"), (Fraction(1, 10**6), "0.0001%")],
)
def test_the_share_a_scenario_gives_keeps_every_decimal(share: Fraction, text: str) -> None:
    assert bound_percent(share) == text


@pytest.mark.parametrize(("change", "text"), [(12, "+12"), (-3, "−3"), (0, "0")])
def test_a_change_carries_its_sign(change: int, text: str) -> None:
    assert signed(change) == text


@pytest.mark.parametrize(
    ("size", "text"), [(3 * 10**9, "3"), (650_000_000, "0.7"), (10**7, "0.01")]
)
def test_memory_is_told_in_gigabytes(size: int, text: str) -> None:
    assert gigabytes(size) == text


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (date(2014, 1, 1), "January 1, 2014", "1er janvier 2014"),
        (date(2014, 12, 31), "December 31, 2014", "31 décembre 2014"),
        (date(2014, 8, 11), "August 11, 2014", "11 août 2014"),
    ],
)
def test_a_day_is_written_out(value: date, english: str, french: str) -> None:
    assert day(value) == english
    with spoken("fr"):
        assert day(value) == french
