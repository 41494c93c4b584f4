"""Numbers, shares and days as the reader's language writes them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from repartition.language import _, current_language

NOTHING: Final = "–"
"""What stands where a number would have no meaning."""
MINUS: Final = "−"
"""The one sign of what is below zero, on every screen."""


def number(value: Fraction | int | None, *, decimals: int = 2) -> str:
    """Return ``value`` with at most ``decimals`` decimals, or a dash where there is none."""
    if value is None:
        return NOTHING
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    text = format_decimal(_rounded(value, decimals), format=pattern, locale=current_language())
    return text.replace("-", MINUS)


def fixed(value: Fraction | int, *, decimals: int) -> str:
    """Return ``value`` with exactly ``decimals`` decimals."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    text = format_decimal(_rounded(value, decimals), pattern, locale=current_language())
    return text.replace("-", MINUS)


def signed(value: Fraction | int) -> str:
    """Return ``value`` with its sign, as a change is written."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + number(value if value > 0 else -value)


def percent(share: Fraction | None, *, decimals: int = 1) -> str:
    """Return a share of one as a percentage, or a dash where there is none."""
    if share is None:
        return NOTHING
    return _("{number}%", number=fixed(share * 100, decimals=decimals))


def money(value: Fraction | int) -> str:
    """Return an amount in euros and cents."""
    return _("€{amount}", amount=fixed(value, decimals=2))


def decimal_mark() -> str:
    """Return what the reader's language sets before decimals."""
    return get_decimal_symbol(current_language())


def thousands_mark() -> str:
    """Return what the reader's language sets thousands apart by."""
    return get_group_symbol(current_language())


def bound_percent(share: Fraction) -> str:
    """Return the share a scenario gives, every decimal of it kept."""
    exact = Decimal((share * 100).numerator) / Decimal((share * 100).denominator)
    text = format_decimal(exact, "#,##0.##########", locale=current_language())
    return _("{number}%", number=text)


def ratio(part: int, whole: int) -> Fraction | None:
    """Return ``part`` of ``whole``, None where there is no whole."""
    return Fraction(part, whole) if whole else None


def gigabytes(size: int) -> str:
    """Return an amount of memory in gigabytes."""
    return number(Fraction(size, 10**9), decimals=1 if size >= 10**8 else 2)


def _rounded(value: Fraction | int, decimals: int) -> Decimal:
    scaled = Fraction(value) * 10**decimals
    whole = int((abs(scaled) + Fraction(1, 2)) // 1)
    exact = Decimal(-whole if scaled < 0 else whole).scaleb(-decimals)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
