"""Scores cut into degrees, by quantiles of the classed programmes or by thresholds."""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from repartition.domain.scenario import FragilityCut


def quantile_sizes(cut: FragilityCut, classed: int) -> list[int]:
    """Return how many programmes must score less, for each quantile of a cut: ⌈q · N⌉."""
    shares = [Fraction(quantile) for quantile in cut.quantiles or ()]
    return [-(-share.numerator * classed // share.denominator) for share in shares]


def cut_scores(cut: FragilityCut, scores: Sequence[Fraction]) -> tuple[Fraction | None, ...]:
    """Return the score from which each quantile or threshold is reached, in the order given.

    A quantile is reached from the first score above that of the programme which, the lowest first,
    is its ⌈q · N⌉-th: those below are then enough, and equal scores go the same way.
    """
    if not cut.quantiles:
        return tuple(Fraction(threshold) for threshold in cut.values)
    ordered = sorted(scores)
    last_below = [ordered[size - 1] for size in quantile_sizes(cut, len(ordered)) if ordered]
    places = [bisect_right(ordered, last) for last in last_below]
    return tuple(ordered[place] if place < len(ordered) else None for place in places)


def degree_of(score: Fraction, cuts: Sequence[Fraction | None]) -> int:
    """Return how many cuts a score reaches."""
    return sum(cut is not None and score >= cut for cut in cuts)
