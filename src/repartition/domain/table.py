"""Tables as columns of distinct cells: what filters, groups and measures read.

A cell is text, exactly as a person could have written it; numbers, dates and booleans of the
columns the contract names are kept in one canonical spelling. A column stores each distinct cell
once, so that anything asked of a cell (is it in this range? which number is it?) is computed once
per distinct cell, exactly, and spread to the rows by one array look-up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

NO_ROW: Final = -1
"""Index that stands for "no such row" wherever one table points into another."""


class CellKind(Enum):
    """How the cells of a column are meant, where the contract says so."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LIST = "list"
    UNKNOWN = "unknown"
    """A column the contract does not name: it is read as the scenario's value asks."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: ``values[codes[row]]`` is the cell of ``row``.

    Attributes
    ----------
    values
        The distinct cells, sorted. An empty cell is ``""``.
    codes
        int32, one per row.
    kind
        How the cells are meant.
    """

    values: tuple[str, ...]
    codes: NDArray[np.int32]
    kind: CellKind = CellKind.UNKNOWN

    @classmethod
    def from_cells(cls, cells: Sequence[str], kind: CellKind = CellKind.UNKNOWN) -> "Column":
        """Return the column that holds ``cells``, in their order."""
        values = tuple(sorted(set(cells)))
        code = {value: index for index, value in enumerate(values)}
        codes = np.fromiter((code[cell] for cell in cells), dtype=np.int32, count=len(cells))
        return cls(values, codes, kind)

    @classmethod
    def constant(cls, cell: str, length: int, kind: CellKind = CellKind.UNKNOWN) -> "Column":
        """Return a column of ``length`` equal cells."""
        return cls((cell,), np.zeros(length, dtype=np.int32), kind)

    def __len__(self) -> int:
        return len(self.codes)

    def cell(self, row: int) -> str:
        """Return the text of one cell."""
        return self.values[int(self.codes[row])]

    def cells(self) -> list[str]:
        """Return every cell, in row order."""
        return [self.values[code] for code in self.codes]

    def test(self, predicate: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return, for each row, whether ``predicate`` holds of its cell."""
        found = np.fromiter((predicate(v) for v in self.values), np.bool_, len(self.values))
        return found[self.codes] if len(self.values) else np.zeros(len(self), np.bool_)

    def integers(self, read: Callable[[str], int]) -> NDArray[np.int64]:
        """Return, for each row, the integer that ``read`` makes of its cell."""
        found = np.fromiter((read(v) for v in self.values), np.int64, len(self.values))
        return found[self.codes] if len(self.values) else np.zeros(len(self), np.int64)

    def take(self, rows: NDArray[np.integer], *, missing: str = "") -> "Column":
        """Return the column whose row ``i`` is ``rows[i]`` of this one; ``missing`` where none."""
        if not (rows < 0).any():
            return Column(self.values, self.codes[rows], self.kind)
        cells = [self.cell(int(row)) if row >= 0 else missing for row in rows]
        return Column.from_cells(cells, self.kind)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A named table: its columns, all of the same length, in the order they were read.

    ``absent`` names the columns that no file has: their cells hold what an empty one stands for,
    and tell nothing.
    """

    name: str
    columns: Mapping[str, Column]
    absent: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``, or None."""
        return self.columns.get(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(self.columns)

    def with_columns(self, columns: Mapping[str, Column]) -> "Table":
        """Return this table with ``columns`` added or put in place of their namesakes."""
        return replace(self, columns={**self.columns, **columns})

    def identifiers(self) -> list[str]:
        """Return the cells of the first column, which names the rows."""
        return next(iter(self.columns.values())).cells() if self.columns else []


def index_of(identifiers: Iterable[str]) -> dict[str, int]:
    """Return the row of each identifier."""
    return {identifier: row for row, identifier in enumerate(identifiers)}
