"""What the index says of every programme, and what it comes from."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

NO_DEGREE: Final = -1
"""Fragility of a programme that has not been classed."""
NOT_DRAWN: Final = -1
"""What stands for draws kept where a degree does not come from the weights."""
HIGHEST_SCORE: Final = 100
SURE_FROM: Final = Fraction(80, 100)
"""Share of the draws from which a degree that they keep is firm."""


class Basis(Enum):
    """What the degree of a programme, or its not having one, comes from."""

    INDEX = "index"
    OVERRIDE = "override"
    TOO_SMALL = "too_small"
    """It has fewer dwellings than the scenario classes."""
    NO_DWELLINGS = "no_dwellings"
    """Nobody says how many it has."""
    NO_INDICATOR = "no_indicator"
    """Every one of its indicators is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class FragilityIndex:
    """The index of every programme, and all it takes to show where a degree comes from.

    ``i`` indexes the n programmes, ``j`` the indicators of the scenario in their order.

    Attributes
    ----------
    degree
        int64 (n,): the degree that counts, ``NO_DEGREE`` where there is none.
    computed
        int64 (n,): the degree by the cut, before overrides; ``NO_DEGREE`` where not classed.
    basis
        (n,): what ``degree`` comes from.
    score
        (n,): 0 to 100, None where not classed.
    cuts
        For each quantile or threshold, the score from which it is reached; None where no programme
        reaches a quantile, for too many are equal.
    rank
        int64 (n, n_indicators): r_ij; 0 where not classed, or where the cell is empty.
    ranked
        int64 (n_indicators,): n_j.
    kept
        int64 (n,): how many of the draws of other weights keep the degree; ``NOT_DRAWN`` where it
        does not come from them.
    draws
        How many there were.
    """

    degree: NDArray[np.int64]
    computed: NDArray[np.int64]
    basis: tuple[Basis, ...]
    score: tuple[Fraction | None, ...]
    cuts: tuple[Fraction | None, ...]
    rank: NDArray[np.int64]
    ranked: NDArray[np.int64]
    kept: NDArray[np.int64]
    draws: int

    def percentile(self, programme: int, indicator: int) -> Fraction | None:
        """Return p_ij, 0 to 100; None where the programme is not ranked by this indicator."""
        rank = int(self.rank[programme, indicator])
        size = 2 * int(self.ranked[indicator])
        return Fraction(HIGHEST_SCORE * rank, size) if rank else None

    def robustness(self, programme: int) -> Fraction | None:
        """Return the share of draws that keep the degree, None where it is not drawn."""
        kept = int(self.kept[programme])
        return None if kept == NOT_DRAWN else Fraction(kept, self.draws)

    def classed(self) -> NDArray[np.bool_]:
        """Return which programmes have a score: bool (n,)."""
        found: NDArray[np.bool_] = self.computed != NO_DEGREE
        return found

    def unsure(self) -> NDArray[np.bool_]:
        """Return whose degree fewer than four draws in five keep: bool (n,)."""
        found: NDArray[np.bool_] = (self.kept != NOT_DRAWN) & (
            self.kept * SURE_FROM.denominator < self.draws * SURE_FROM.numerator
        )
        return found

    def incomplete(self) -> NDArray[np.bool_]:
        """Return which classed programmes lack an indicator: bool (n,)."""
        found: NDArray[np.bool_] = self.classed() & (self.rank == 0).any(axis=1)
        return found
