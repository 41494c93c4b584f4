"""How the texts of an export are read: days, amounts, counts, codes of communes."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from repartition.domain.cells import parse_number

_DAY: Final = 10
_CENTS: Final = 100
_DIGITS: Final = 9
MOST_EUROS: Final = 10**9
_COMMUNE: Final = re.compile(r"\d[\dAB]\d{3}")


def read_day(text: str) -> date | None:
    """Return the day that starts a text (``2018-03-15``, ``2018-03-15T16:54:06``), or None."""
    try:
        return date.fromisoformat(text[:_DAY]) if len(text) >= _DAY else None
    except ValueError:
        return None


def read_cents(text: str) -> int | None:
    """Return an amount in cents, halves away from zero; None where there is none from 0 on.

    >>> read_cents("1500"), read_cents("1500,505"), read_cents("-3"), read_cents("n/a")
    (150000, 150051, None, None)
    """
    if len(text) <= _DIGITS and text.isascii() and text.isdigit():
        return int(text) * _CENTS
    value = parse_number(text)
    if value is None or not 0 <= value <= MOST_EUROS:
        return None
    return int((value * _CENTS).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def read_count(text: str, *, most: int) -> int | None:
    """Return a whole number from 0 to ``most``, or None."""
    if len(text) > _DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if int(text) <= most else None


def is_commune(text: str) -> bool:
    """Return whether a text is written as the INSEE code of a commune."""
    return _COMMUNE.fullmatch(text) is not None


def write_euros(cents: int) -> str:
    """Return an amount as a table has it.

    >>> write_euros(150000), write_euros(150050)
    ('1500', '1500.50')
    """
    euros, rest = divmod(cents, _CENTS)
    return f"{euros}.{rest:02d}" if rest else str(euros)
