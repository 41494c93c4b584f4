"""What follows from the cells given: defaults that depend on the row, and derived columns.

Everything is exact: integers, cents, and the thresholds as the fractions they are.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_boolean
from repartition.domain.fragility import FragilityIndex
from repartition.domain.instance import NEVER
from repartition.domain.law import CEILING_CATEGORIES
from repartition.domain.lottery import lottery_number
from repartition.domain.table import CellKind, Column
from repartition.ingest.cell_types import rooms_of
from repartition.ingest.validation import ReadTable

CENTS = 100
_MONTHS = 12
_NOT_GIVEN = -1
_USUAL_ADULTS = 2
# Consumption units in tenths: 1 for the first person, 0.3 under 14, 0.5 for each other person.
_FIRST, _UNDER_14, _OTHER = 10, 3, 5


def whole(column: Column, *, empty: int = _NOT_GIVEN) -> NDArray[np.int64]:
    """Return the whole numbers of a column, ``empty`` where a cell says nothing."""
    return column.integers(lambda cell: int(cell) if cell else empty)


def hundredths(column: Column) -> NDArray[np.int64]:
    """Return a column in hundredths, rounded down: euros in cents, square metres in hundredths."""
    return column.integers(lambda cell: int(Decimal(cell) * CENTS) if cell else 0)


def truths(column: Column) -> NDArray[np.bool_]:
    """Return the truths of a column."""
    return column.test(lambda cell: cell == "true")


def days(column: Column) -> NDArray[np.int64]:
    """Return the day ordinals of a column, ``NEVER`` where a cell says nothing."""
    return column.integers(lambda cell: date.fromisoformat(cell).toordinal() if cell else NEVER)


def rooms(column: Column) -> NDArray[np.int64]:
    """Return the rooms of a column of typologies, 0 where a cell says nothing."""
    return column.integers(lambda cell: rooms_of(cell) or 0)


def numbers(values: NDArray[np.integer]) -> Column:
    """Return a column that says whole numbers; negative ones stand for an empty cell."""
    distinct, inverse = np.unique(values, return_inverse=True)
    texts = [str(value) if value >= 0 else "" for value in distinct.tolist()]
    merged = Column.from_cells(texts, CellKind.NUMBER)
    return Column(merged.values, merged.codes[inverse].astype(np.int32), CellKind.NUMBER)


def booleans(values: NDArray[np.bool_]) -> Column:
    """Return a column that says truths."""
    return Column(("false", "true"), values.astype(np.int32), CellKind.BOOLEAN)


def complete_households(
    table: ReadTable, start: date, thresholds: tuple[Decimal, ...] | None
) -> ReadTable:
    """Return the households with every default that depends on the row, and what is derived."""
    persons = whole(table.column("persons"))
    adults = _or_else(table, "adults", np.minimum(persons, _USUAL_ADULTS))
    children = _or_else(table, "children", np.maximum(persons - adults, 0))
    under_14 = _or_else(table, "under_14", children)
    category = _or_else(
        table, "ceiling_category", np.minimum(ceiling_size(persons, adults), CEILING_CATEGORIES)
    )
    filled: dict[str, Column] = {
        "adults": numbers(adults),
        "children": numbers(children),
        "under_14": numbers(under_14),
        "ceiling_category": numbers(category),
        "priority": _filled_truths(table.column("priority"), table.column("dalo")),
        "waiting_days": numbers(
            np.maximum(start.toordinal() - days(table.column("requested_on")), 0)
        ),
    }
    if thresholds is not None:
        derived = quartiles(
            hundredths(table.column("monthly_income")), persons, under_14, thresholds=thresholds
        )
        filled["quartile"] = numbers(_or_else(table, "quartile", derived))
    return table.with_columns(filled)


def ceiling_size(persons: NDArray[np.int64], adults: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return e: ``persons``, and one more where one adult lives with dependants."""
    return np.where((adults == 1) & (persons > 1), persons + 1, persons)


def quartiles(
    income: NDArray[np.int64],
    persons: NDArray[np.int64],
    under_14: NDArray[np.int64],
    *,
    thresholds: tuple[Decimal, ...],
) -> NDArray[np.int64]:
    """Return the income quartile of each household, 1 to 4.

    The yearly income per consumption unit is compared with each threshold; a value equal to one
    falls below it. ``income`` is in cents a month, thresholds in euros a year.
    """
    units = _FIRST + _UNDER_14 * under_14 + _OTHER * (persons - 1 - under_14)  # tenths
    units = np.maximum(units, 1)
    found = np.ones(len(income), np.int64)
    for threshold in thresholds:
        # 12 income / (units / 10) > threshold, both sides multiplied to be whole numbers.
        exact = Fraction(threshold) * CENTS
        scale = exact.denominator
        found += income * (_MONTHS * _FIRST * scale) > units * exact.numerator
    return found


def complete_programmes(
    table: ReadTable, perimeter: str, fragile_from: int, *, index: FragilityIndex | None = None
) -> ReadTable:
    """Return the programmes with ``in_qpv`` and ``fragile``, and the degrees of the index if any.

    Those of the file then give way to them.
    """
    computed = {} if index is None else {"fragility": numbers(index.degree)}
    table = table.with_columns(computed)
    degree = whole(table.column("fragility"))
    inside = table.table.columns[perimeter].test(is_inside)
    return table.with_columns(
        {"fragile": booleans(degree >= fragile_from), "in_qpv": booleans(inside)}
    )


def is_inside(cell: str) -> bool:
    """Return whether a cell of the perimeter's column says that the programme is in a QPV.

    Empty is outside; so is ``non``, which no district is called.
    """
    return cell != "" and parse_boolean(cell) is not False


def complete_vacancies(table: ReadTable) -> ReadTable:
    """Return the vacancies with ``rooms``."""
    return table.with_columns({"rooms": numbers(rooms(table.column("typology")))})


def points_order(column: Column) -> NDArray[np.int64]:
    """Return the rank of each household's points among the distinct values, 0 = fewest."""
    distinct = sorted({Decimal(cell) for cell in column.values})
    place = {value: rank for rank, value in enumerate(distinct)}
    return column.integers(lambda cell: place[Decimal(cell)])


def lottery(seed: int, households: Column) -> NDArray[np.int64]:
    """Return the first 20 bits of SHA-256 of ``SEED:HOUSEHOLD``: one number per household."""
    return households.integers(lambda household: lottery_number(seed, household))


def _or_else(table: ReadTable, name: str, otherwise: NDArray[np.int64]) -> NDArray[np.int64]:
    given = whole(table.column(name))
    return np.where(given >= 0, given, otherwise)


def _filled_truths(column: Column, otherwise: Column) -> Column:
    return booleans(np.where(column.test(bool), truths(column), truths(otherwise)))
