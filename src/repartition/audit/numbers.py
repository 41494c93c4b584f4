"""Exact numbers as text: what the files of a run hold, and how it is read again."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.language import _, whole

_PLAIN: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


def write_exact(value: Fraction) -> str:
    """Return ``value`` as a plain decimal, every digit of it.

    Counts are whole and shares are finite decimals, so every number of a run is one.

    Raises
    ------
    ValueError
        If ``value`` is not a finite decimal.

    Examples
    --------
    >>> write_exact(Fraction(1, 4)), write_exact(Fraction(30, 10))
    ('0.25', '3')
    """
    rest, twos = _without(value.denominator, 2)
    rest, fives = _without(rest, 5)
    if rest != 1:
        raise ValueError(value)
    digits = max(twos, fives)
    whole, decimals = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals:0{digits}d}" if digits else f"{sign}{whole}"


def say_exact(value: Fraction) -> str:
    """Return ``value``, every digit of it, as a sentence in the reader's language writes it.

    Raises
    ------
    ValueError
        If ``value`` is not a finite decimal.
    """
    digits, _point, decimals = write_exact(abs(value)).partition(".")
    sign = "-" if value < 0 else ""
    return sign + whole(int(digits)) + (_(".") + decimals if decimals else "")


def rounded_down(value: Fraction, decimals: int = 4) -> Decimal:
    """Return ``value`` with so many decimals, rounded down.

    What is shown then reaches a limit of as many decimals exactly where the value does.

    Examples
    --------
    >>> rounded_down(Fraction(2, 3)), rounded_down(Fraction(60), 2)
    (Decimal('0.6666'), Decimal('60.00'))
    """
    scaled = value * 10**decimals
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-decimals)


def write_down(value: Fraction | None) -> str:
    """Return ``value`` rounded down to four decimals, ``""`` where there is none."""
    return "" if value is None else write_decimal(rounded_down(value))


def write_hundredths(value: int) -> str:
    """Return a number of hundredths (cents, percents) with no trailing zeros."""
    return write_decimal(Decimal(value).scaleb(-2))


def read_exact(text: str) -> Fraction | None:
    """Return the number a file of a run holds, None where the text is no plain decimal."""
    return Fraction(text) if _PLAIN.fullmatch(text) else None


def _without(number: int, factor: int) -> tuple[int, int]:
    """Return ``number`` freed of ``factor``, and how many times it was there."""
    power = 0
    while number % factor == 0:
        number //= factor
        power += 1
    return number, power
