"""Units a spreadsheet may hold a figure in, and how each becomes the unit of a column."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from repartition.domain.table import CellKind
from repartition.ingest.cell_types import (
    MonthlyEuros,
    SquareMetres,
    Typology,
    YearlyEuros,
)
from repartition.ingest.descriptions import ColumnDescription

ROOMS: Final = "rooms"
"""A number of rooms, which becomes a typology."""
_CENT: Final = Decimal("0.01")
_MONTHS: Final = 12
_THOUSANDS: Final = "thousand_euros_per_year"
"""The unit whose figures have three decimals, and mean them."""
_MONTHLY: Final[Mapping[str, Fraction]] = {
    "euros_per_month": Fraction(1),
    "euros_per_year": Fraction(1, _MONTHS),
    _THOUSANDS: Fraction(1000, _MONTHS),
    "cents_per_month": Fraction(1, 100),
}
_FACTORS: Final[tuple[tuple[Any, Mapping[str, Fraction]], ...]] = (
    (MonthlyEuros, _MONTHLY),
    (YearlyEuros, {unit: factor * _MONTHS for unit, factor in _MONTHLY.items()}),
    (SquareMetres, {"square_metres": Fraction(1), "square_decimetres": Fraction(1, 100)}),
)
_EUROS: Final = (MonthlyEuros, YearlyEuros)
_CENTS: Final = 2
"""Decimals of an amount in euros."""
_OF_OWN_COLUMNS: Final[Mapping[str, Fraction]] = {
    "percent": Fraction(1),
    "share": Fraction(100),
}
"""What a column of the office's own may be in: it becomes percent."""


def units_of(column: ColumnDescription | None) -> tuple[str, ...]:
    """Return the units that a column's figures may come in; None = a column of the office's own."""
    if column is None:
        return tuple(_OF_OWN_COLUMNS)
    if column.type == Typology:
        return (ROOMS,)
    return tuple(_factors(column))


def _factors(column: ColumnDescription | None) -> Mapping[str, Fraction]:
    if column is None:
        return _OF_OWN_COLUMNS
    return next((factors for kind, factors in _FACTORS if column.type == kind), {})


def is_amount(column: ColumnDescription | None, unit: str) -> bool:
    """Return whether the cells of a column are figures."""
    return bool(unit and unit != ROOMS) or (column is not None and column.kind is CellKind.NUMBER)


def loses_decimals(value: Decimal, unit: str, column: ColumnDescription | None) -> bool:
    """Return whether a figure is an amount in euros that is more exact than to the cent."""
    is_euros = column is not None and column.type in _EUROS and unit != _THOUSANDS
    return is_euros and -int(value.as_tuple().exponent) > _CENTS


def converted(value: Decimal, unit: str, column: ColumnDescription | None) -> Decimal:
    """Return a figure in the unit of its column, euros and what was divided to hundredths."""
    factor = _factors(column).get(unit, Fraction(1))
    if factor == 1:
        rounded = loses_decimals(value, unit, column)
        return value.quantize(_CENT, ROUND_HALF_UP) if rounded else value
    exact = Fraction(value) * factor
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return quotient.quantize(_CENT, ROUND_HALF_UP)
