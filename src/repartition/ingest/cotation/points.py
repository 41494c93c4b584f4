"""The points a grid gives to each household, line by line.

Everything is exact: cells are decimals, points are whole hundredths. A criterion looks once at each
distinct cell of its columns, and its points are then spread to the rows.
"""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_boolean, parse_number, write_decimal
from repartition.domain.cotation import (
    HUNDREDTHS,
    MOST_POINTS,
    Cotation,
    CotationGrid,
    Criterion,
    Group,
    Line,
    LineKind,
)
from repartition.domain.table import CellKind, Column, Table

_Amounts = NDArray[np.int64]


class TooManyPointsError(Exception):
    """A criterion would give more points than any grid does; ``cell`` is what it measures."""

    def __init__(self, cell: str) -> None:
        self.cell = cell
        super().__init__(cell)


def count_points(grid: CotationGrid, households: Table, *, label: str) -> Cotation:
    """Return the points of each household, with the lines that make them up."""
    tally = _Tally()
    by_group: dict[str | None, list[_Amounts]] = {}
    for criterion in grid.criterion:
        gained = points_of(criterion, households)
        tally.note(LineKind.CRITERION, criterion.id, gained)
        if criterion.cap is not None:
            capped = _within(gained, criterion)
            tally.note(LineKind.CRITERION_CAP, criterion.id, capped - gained)
            gained = capped
        by_group.setdefault(criterion.group, []).append(gained)
    total = np.zeros(len(households), np.int64)
    for group in grid.group:
        total += _counted_together(group, np.array(by_group.pop(group.id)), tally)
    total += sum(by_group.pop(None, []), np.zeros(len(households), np.int64))
    if grid.cap is not None:
        tally.note(LineKind.GRID_CAP, "", np.minimum(total, _hundredths(grid.cap)) - total)
    return Cotation(grid, label, tuple(tally.lines), np.array(tally.amounts, np.int32))


def points_of(criterion: Criterion, households: Table) -> _Amounts:
    """Return what a criterion gives each household before any cap, in hundredths.

    Raises
    ------
    TooManyPointsError
        If that is beyond any grid.
    """
    matching = criterion.who.matches(households)
    points = _hundredths(criterion.points)
    if criterion.measure is None or not points:
        return np.where(matching, points, 0)
    counted = households.columns[criterion.measure].integers(_Steps(criterion).whole)
    return np.where(matching, counted * points, 0)


def points_column(cotation: Cotation) -> Column:
    """Return the points of each household as a column of its table."""
    distinct, inverse = np.unique(cotation.totals(), return_inverse=True)
    texts = [write_decimal(Decimal(value).scaleb(-2)) for value in distinct.tolist()]
    merged = Column.from_cells(texts, CellKind.NUMBER)
    return Column(merged.values, merged.codes[inverse].astype(np.int32), CellKind.NUMBER)


class _Steps:
    """How often the whole ``per`` of a criterion goes into what a cell is above its ``from``.

    With c, f and p as fractions of whole numbers, ⌊(c − f) / p⌋ is one division of whole numbers:
    a column may have as many distinct cells as there are households.
    """

    def __init__(self, criterion: Criterion) -> None:
        self._start, self._start_parts = criterion.from_.as_integer_ratio()
        self._step, self._step_parts = criterion.per.as_integer_ratio()
        # Rounded down: one step more would be beyond the limit.
        self._most = int(MOST_POINTS // abs(criterion.points))

    def whole(self, cell: str) -> int:
        """Return ⌊(cell − from) / per⌋, at least 0; an empty cell and *no* are 0, *yes* is 1."""
        number = parse_number(cell) if cell else None
        value = Decimal(parse_boolean(cell) or 0) if number is None else number
        whole, parts = value.as_integer_ratio()
        above = (whole * self._start_parts - self._start * parts) * self._step_parts
        counted = max(above // (parts * self._start_parts * self._step), 0)
        if counted > self._most:
            raise TooManyPointsError(cell)
        return counted


class _Tally:
    """The lines of a breakdown, as they are found."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.amounts: list[_Amounts] = []

    def note(self, kind: LineKind, of: str, amounts: _Amounts) -> None:
        """Add a line."""
        self.lines.append(Line(kind, of))
        self.amounts.append(amounts)


def _counted_together(group: Group, gained: _Amounts, tally: _Tally) -> _Amounts:
    """Return what a group gives; ``gained`` has one row per criterion of it."""
    summed: _Amounts = gained.sum(axis=0)
    counted = summed
    if group.counts == "highest":
        counted = gained.max(axis=0)
        tally.note(LineKind.HIGHEST, group.id, counted - summed)
    if group.cap is None:
        return counted
    capped: _Amounts = np.minimum(counted, _hundredths(group.cap))
    tally.note(LineKind.GROUP_CAP, group.id, capped - counted)
    return capped


def _within(gained: _Amounts, criterion: Criterion) -> _Amounts:
    """Return what a criterion gives, no further from zero than its cap."""
    cap = _hundredths(criterion.cap or Decimal(0))
    return np.minimum(gained, cap) if cap > 0 else np.maximum(gained, cap)


def _hundredths(points: Decimal) -> int:
    return int(points * HUNDREDTHS)
