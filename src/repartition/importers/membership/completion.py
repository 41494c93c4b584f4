"""Tables as rules look at them: the columns of the contract all there, their defaults filled in."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_boolean, parse_number
from repartition.domain.table import CellKind, Column, Table
from repartition.ingest.derivations import booleans, numbers
from repartition.ingest.descriptions import describe

NOT_GIVEN: Final = -1
LARGEST: Final = 10**9
"""The largest amount or count that is taken for one; what is more, the reader of tables refuses."""
_USUAL_ADULTS: Final = 2


def table_of(name: str, cells: Mapping[str, Sequence[str]]) -> Table:
    """Return a table whose columns filters read as the contract means them.

    A column of the contract that is not given stands at its default, where there is one that does
    not depend on the row.
    """
    length = len(next(iter(cells.values()), ()))
    described = {column.name: column for column in describe(name)}
    absent = {
        column.name: Column.from_cells([column.default or ""] * length, column.kind)
        for column in described.values()
        if column.name not in cells
    }
    given = {
        column: Column.from_cells(
            [cell.strip() for cell in values],
            described[column].kind if column in described else CellKind.UNKNOWN,
        )
        for column, values in cells.items()
    }
    return Table(name, {**given, **absent})


def completed(households: Table) -> Table:
    """Return the households with the defaults that depend on the row."""
    persons = whole(households, "persons")
    adults = _or_else(whole(households, "adults"), np.minimum(persons, _USUAL_ADULTS))
    children = _or_else(whole(households, "children"), np.maximum(persons - adults, 0))
    under_14 = _or_else(whole(households, "under_14"), children)
    priority = households.columns["priority"]
    is_priority = np.where(
        priority.test(bool), truths(priority), truths(households.columns["dalo"])
    )
    return households.with_columns(
        {
            "adults": numbers(adults),
            "children": numbers(children),
            "under_14": numbers(under_14),
            "priority": booleans(is_priority),
        }
    )


def whole(households: Table, name: str) -> NDArray[np.int64]:
    """Return the whole numbers of a column, ``NOT_GIVEN`` for a cell that says none from 0 on."""
    return read_numbers(households, name, int)


def read_numbers(
    households: Table, name: str, write: Callable[[Decimal], int]
) -> NDArray[np.int64]:
    """Return what ``write`` makes of the numbers of a column, ``NOT_GIVEN`` where there is none."""

    def read(cell: str) -> int:
        value = parse_number(cell)
        return NOT_GIVEN if value is None or not 0 <= value <= LARGEST else write(value)

    return households.columns[name].integers(read)


def truths(column: Column) -> NDArray[np.bool_]:
    """Return which cells say yes, as offices write it."""
    return column.test(lambda cell: parse_boolean(cell) is True)


def _or_else(given: NDArray[np.int64], otherwise: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(given >= 0, given, otherwise)
