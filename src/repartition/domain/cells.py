"""How the text of one cell is read, as French offices write it.

Every reader returns ``None`` for a text it cannot read; none guesses.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

TRUE_WORDS: Final = frozenset({"true", "1", "oui", "yes", "vrai"})
FALSE_WORDS: Final = frozenset({"false", "0", "non", "no", "faux"})
LIST_SEPARATOR: Final = "|"

_SPACE: Final = "[ \u00a0\u202f\u2009]"
_SPACES: Final = re.compile(_SPACE)
_NUMBER: Final = re.compile(
    rf"[+-]?((\d+|\d{{1,3}}({_SPACE}\d{{3}})+)([.,]\d*)?|[.,]\d+)", re.ASCII
)
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ]00:00(:00(\.0+)?)?)?")
_FRENCH_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def parse_number(text: str) -> Decimal | None:
    """Return the exact number written in ``text``: decimal point or comma, thousands in spaces.

    A space that is not between thousands may hide a slip: nobody knows whether ``3 40`` is 340.

    >>> parse_number("1 234,50"), parse_number("3 40"), parse_number("1e3")
    (Decimal('1234.50'), None, None)
    """
    if text.isascii() and text.isdigit():  # most cells: no need to look closer
        return Decimal(text)
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(_SPACES.sub("", text).replace(",", "."))


def parse_boolean(text: str) -> bool | None:
    """Return the truth written in ``text`` (``oui``, ``vrai``, ``1``…), in any case."""
    word = text.lower()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else None


def parse_date(text: str) -> date | None:
    """Return the day written in ``text``: ``2014-12-31`` or ``31/12/2014``."""
    written = _year_month_day(text)
    if written is None:
        return None
    try:
        return date(*written)
    except ValueError:
        return None


def is_no_day(text: str) -> bool:
    """Return whether ``text`` is written as a day that no calendar has: ``31/02/2014``."""
    return _year_month_day(text) is not None and parse_date(text) is None


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups()[:3])
    elif match := _FRENCH_DATE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    return year, month, day


def parse_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list cell, separated by ``|``; empty parts are dropped."""
    return tuple(part for part in (raw.strip() for raw in text.split(LIST_SEPARATOR)) if part)


def write_decimal(value: Decimal) -> str:
    """Return ``value`` with a decimal point, no exponent and no trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
