"""Numbers of a run are written whole, and read as they were written."""

from fractions import Fraction

import pytest

from repartition.audit.numbers import read_exact, say_exact, write_exact, write_hundredths
from repartition.language import spoken


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(3), "3"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction("2.310"), "2.31"),
        (Fraction("0.000000000001") * 7, "0.000000000007"),
        (Fraction(10**30, 8), "125000000000000000000000000000"),
    ],
)
def test_a_share_is_written_to_its_last_digit(value: Fraction, text: str) -> None:
    assert write_exact(value) == text
    assert read_exact(text) == value


def test_a_sentence_writes_it_as_its_language_does() -> None:
    assert say_exact(Fraction("-12345.25")) == "-12,345.25"
    with spoken("fr"):
        assert say_exact(Fraction("12345.25")) == "12\u202f345,25"


def test_a_third_is_no_finite_decimal() -> None:
    with pytest.raises(ValueError, match="1/3"):
        write_exact(Fraction(1, 3))


@pytest.mark.parametrize(("cents", "text"), [(30050, "300.5"), (5, "0.05"), (-100, "-1")])
def test_cents_are_written_as_euros(cents: int, text: str) -> None:
    assert write_hundredths(cents) == text


@pytest.mark.parametrize("text", ["", "1e5", "1,5", "nan", "٣", " 1", "1" * 60, "0x1", "1/3"])
def test_what_is_no_plain_decimal_is_no_number(text: str) -> None:
    assert read_exact(text) is None
