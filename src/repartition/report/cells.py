"""A cell as the reader's language writes it."""

from fractions import Fraction
from typing import Final

from repartition.report.document import Cell, Column, Table, Unit, amount_of
from repartition.report.numerals import NOTHING, fixed, money, number, percent, signed

_DECIMALS: Final = {
    Unit.COUNT: 2,
    Unit.DAYS: 0,
}


def written(cell: Cell, column: Column) -> str:
    """Return one cell as a person reads it; a dash where a number would have no meaning."""
    value, unit = amount_of(cell, column)
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    match unit:
        case Unit.CHANGE:
            return signed(value)
        case Unit.SHARE:
            return percent(Fraction(value))
        case Unit.DECIMAL:
            return fixed(value, decimals=1)
        case Unit.EUROS_PER_SQUARE_METRE:
            return money(value)
        case _:
            return number(value, decimals=_DECIMALS.get(unit, 2))


def written_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return every row of a table as a person reads it."""
    return tuple(
        tuple(written(cell, column) for cell, column in zip(row, table.columns, strict=True))
        for row in table.rows
    )
