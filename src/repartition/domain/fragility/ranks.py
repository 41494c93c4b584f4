"""Columns of numbers to percentile ranks, ranks to scores: whole numbers and exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_number
from repartition.domain.fragility.index import HIGHEST_SCORE
from repartition.domain.scenario import FragilityIndicator
from repartition.domain.table import Column

EMPTY: Final = -1
"""Place of a cell that says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The classed programmes (N) as the cut sees them: their ranks, and what those weigh.

    Attributes
    ----------
    rank
        int64 (N, n_indicators): r_ij, 0 where the programme has not the indicator.
    ranked
        int64 (n_indicators,): n_j.
    weights
        int64 (n_indicators,): the weights, brought to whole numbers.
    unit, steps
        A multiple of every 2 n_j, and how often each goes into it: p_ij = 100 · r_ij · step / unit.
    """

    rank: NDArray[np.int64]
    ranked: NDArray[np.int64]
    weights: NDArray[np.int64]
    unit: int
    steps: tuple[int, ...]

    @classmethod
    def of(
        cls, rank: NDArray[np.int64], ranked: NDArray[np.int64], *, weights: NDArray[np.int64]
    ) -> "Ranking":
        """Return the ranking of these rows; an indicator may rank nobody."""
        sizes = [max(2 * size, 1) for size in ranked.tolist()]
        unit = lcm(*sizes)
        return cls(rank, ranked, weights, unit, tuple(unit // size for size in sizes))

    def score(self, row: int, weights: Sequence[int]) -> Fraction:
        """Return the score of one row, 0 to 100, exactly."""
        found, weighed = 0, 0
        for rank, step, weight in zip(self.rank[row].tolist(), self.steps, weights, strict=True):
            if rank:
                found += weight * rank * step
                weighed += weight
        return Fraction(HIGHEST_SCORE * found, self.unit * weighed)


def value_order(column: Column) -> NDArray[np.int64]:
    """Return the place of each cell's number among the distinct ones, smallest first; -1 empty."""
    numbers = {cell: parse_number(cell) for cell in column.values if cell}
    distinct = sorted({number for number in numbers.values() if number is not None})
    place = {number: order for order, number in enumerate(distinct)}
    return column.integers(
        lambda cell: EMPTY if (number := numbers.get(cell)) is None else place[number]
    )


def mid_ranks(order: NDArray[np.int64], indicator: FragilityIndicator) -> NDArray[np.int64]:
    """Return r: twice the number of less fragile programmes, plus that of equal ones."""
    _values, place, equal = np.unique(order, return_inverse=True, return_counts=True)
    rank = (2 * (np.cumsum(equal) - equal) + equal)[place]
    ranked: NDArray[np.int64] = rank.astype(np.int64)
    return ranked if indicator.higher_is == "more_fragile" else 2 * len(order) - ranked


def whole_weights(weights: Sequence[Decimal]) -> NDArray[np.int64]:
    """Return exact weights brought to whole numbers in the same proportions."""
    exact = [Fraction(weight) for weight in weights]
    scale = lcm(*(weight.denominator for weight in exact))
    return np.array([int(weight * scale) for weight in exact], np.int64)
