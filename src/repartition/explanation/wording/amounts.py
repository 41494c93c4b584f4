"""Amounts, surfaces, rates, lists and sentences, as the reader's language writes them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.explanation.facts.profiles import Place
from repartition.language import _, n_
from repartition.report.numerals import number

_NAMES_SHOWN: Final = 10
_EURO_DECIMALS: Final = 2


def amount(value: Decimal | Fraction) -> str:
    """Return euros: with cents, or without any where there are none."""
    exact = Fraction(value)
    text = number(exact)
    if exact.denominator > 1:
        whole, mark, decimals = text.partition(_("."))
        text = f"{whole}{mark}{decimals:0<{_EURO_DECIMALS}}"
    return _("€{amount}", amount=text)


def rate(percents: Decimal) -> str:
    """Return a percentage, every decimal of it."""
    return _("{number}%", number=number(Fraction(percents), decimals=10))


def points(cell: str) -> str:
    """Return the points a table says, every decimal of them; an empty cell is 0."""
    return number(Fraction(cell or 0), decimals=6)


def area(value: Decimal) -> str:
    """Return square metres."""
    return _("{area} m²", area=number(Fraction(value)))


def names(identifiers: Sequence[str]) -> str:
    """Return the first of a list, and how many more there are."""
    shown = ", ".join(identifiers[:_NAMES_SHOWN])
    more = len(identifiers) - _NAMES_SHOWN
    if more <= 0:
        return shown
    return n_("{shown} and {number} more", "{shown} and {number} more", more, shown=shown)


def places(found: Sequence[Place]) -> str:
    """Return communes by name, with their codes."""
    return names([f"{place.name} ({place.commune})" for place in found])


def yes_no(*, truth: bool) -> str:
    """Return a truth in words."""
    return _("yes") if truth else _("no")


def sentence(clause: str) -> str:
    """Return a clause as a sentence: a capital first, a full stop last."""
    return f"{clause[:1].upper()}{clause[1:]}."
