"""How firm a degree of the index is: the same cut again, under weights drawn around the chosen.

Each draw multiplies each weight by a number of its own, evenly spread from a half to one and a
half, and cuts the scores anew. The numbers come from SHA-256, of a constant of the method and the
indicator's ``id``: not from the lottery's seed, which changes with every session while a degree
must not, and which nobody may choose so that a degree looks firm.

Scores of a draw are computed in floating point, for all draws at once; wherever one lies so near
to a cut that rounding might matter, it is compared again in exact fractions. So no rounding
decides here either.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.fragility.cut import quantile_sizes
from repartition.domain.fragility.index import HIGHEST_SCORE
from repartition.domain.fragility.ranks import Ranking
from repartition.domain.scenario import FragilityCut

_METHOD: Final = "repartition/fragility-index/1"
_LEAST: Final = 500
_MOST: Final = 1500
"""Thousandths of the chosen weight."""
_WORD_BITS: Final = 32
_WORDS: Final = 8
"""Words of a digest of SHA-256."""
_NEAR: Final = 1e-9
"""Scores this near, of 0 to 1, are compared exactly. Rounding is far smaller: sums of positive
terms in 53 bits err by less than 1e-13 of their value, even of hundreds of indicators."""
_BLOCK: Final = 256
"""Draws looked at together: bounds the memory, whatever their number."""


def weight_factors(names: Sequence[str], draws: int) -> NDArray[np.int64]:
    """Return the thousandths each weight is multiplied by: (draws, n_indicators), 500 to 1500.

    An indicator's are its own: they do not depend on the others, nor on their order.
    """
    return np.stack([_stream(name, draws) for name in names], axis=1)


def kept_degrees(
    ranking: Ranking,
    cut: FragilityCut,
    degrees: NDArray[np.int64],
    *,
    factors: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return for each classed programme how many draws leave it the degree it has.

    Parameters
    ----------
    degrees
        int64 (N,): the degree of each row of ``ranking`` under the chosen weights.
    factors
        int64 (draws, n_indicators): see :func:`weight_factors`.
    """
    # Programmes of the same ranks have the same score under any weights: one of each is looked at.
    rows, member, alike = np.unique(ranking.rank, axis=0, return_inverse=True, return_counts=True)
    member = member.reshape(-1)
    distinct = replace(ranking, rank=rows)
    wanted = np.empty(len(rows), np.int64)
    wanted[member] = degrees
    kept = np.zeros(len(rows), np.int64)
    for start in range(0, len(factors), _BLOCK):
        weights = distinct.weights * factors[start : start + _BLOCK]
        kept += (_Drawn(distinct, alike, weights).degrees(cut) == wanted).sum(axis=0)
    found: NDArray[np.int64] = kept[member]
    return found


class _Drawn:
    """The distinct classed programmes (P) under some draws of weights (D)."""

    def __init__(
        self, ranking: Ranking, alike: NDArray[np.int64], weights: NDArray[np.int64]
    ) -> None:
        self._ranking = ranking
        self._alike = alike
        self._weights = weights
        share = ranking.rank / (2 * np.maximum(ranking.ranked, 1))
        has = (ranking.rank > 0).astype(np.float64)
        self._scores: NDArray[np.float64] = (weights @ share.T) / (weights @ has.T)

    def degrees(self, cut: FragilityCut) -> NDArray[np.int64]:
        """Return how many cuts each reaches: int64 (D, P)."""
        found = np.zeros(self._scores.shape, np.int64)
        if cut.quantiles:
            order = np.argsort(self._scores, axis=1)
            counted = np.cumsum(self._alike[order], axis=1)
            draws = np.arange(len(order))
            for size in quantile_sizes(cut, int(self._alike.sum())):
                place = np.argmax(counted >= size, axis=1)
                found += self._exceeds(self._scores[draws, order[draws, place]], size)
            return found
        for threshold in cut.values:
            found += self._reaches(Fraction(threshold) / HIGHEST_SCORE)
        return found

    def _reaches(self, threshold: Fraction) -> NDArray[np.bool_]:
        reached: NDArray[np.bool_] = self._scores >= float(threshold)
        near = np.abs(self._scores - float(threshold)) <= _NEAR
        for draw, row in np.argwhere(near).tolist():
            reached[draw, row] = self._exact(draw, row) >= threshold
        return reached

    def _exceeds(self, last_below: NDArray[np.float64], size: int) -> NDArray[np.bool_]:
        """Return which score more than the programme that is the ``size``-th, lowest first.

        ``last_below`` is its score in each draw, but for rounding.
        """
        middle = last_below[:, np.newaxis]
        exceeds: NDArray[np.bool_] = self._scores > middle + _NEAR
        near = np.abs(self._scores - middle) <= _NEAR
        for draw in np.flatnonzero(near.sum(axis=1) > 1).tolist():
            rows = np.flatnonzero(near[draw]).tolist()
            below = int(self._alike[self._scores[draw] < middle[draw] - _NEAR].sum())
            exceeds[draw, rows] = self._settle(draw, rows, size - below)
        return exceeds

    def _settle(self, draw: int, rows: Sequence[int], size: int) -> list[bool]:
        """Return which of some rows score more than the ``size``-th programme among them."""
        exact = [self._exact(draw, row) for row in rows]
        each = [
            score
            for score, row in sorted(zip(exact, rows, strict=True))
            for _programme in range(int(self._alike[row]))
        ]
        return [score > each[size - 1] for score in exact]

    def _exact(self, draw: int, row: int) -> Fraction:
        return self._ranking.score(row, self._weights[draw].tolist()) / HIGHEST_SCORE


def _stream(name: str, draws: int) -> NDArray[np.int64]:
    """Return numbers from 500 to 1500, the same for the same name on any machine."""
    blocks = -(-draws // _WORDS)
    digests = b"".join(sha256(f"{_METHOD}:{name}:{n}".encode()).digest() for n in range(blocks))
    words = np.frombuffer(digests, ">u4")[:draws].astype(np.int64)
    numbers: NDArray[np.int64] = _LEAST + (words * (_MOST - _LEAST + 1) >> _WORD_BITS)
    return numbers
