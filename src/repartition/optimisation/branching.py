"""Branch and price: a face divided by how many a quota counts, until its bound is what plans reach.

Where quotas cross, fractions of plans may be worth more than any whole plan: some priced rule then
counts a fraction of an attribution. In a whole plan that count is at most what it is rounded down,
or at least what it is rounded up, and each of the two parts is relaxed and bounded like the face
itself. The largest bound of the parts bounds the whole (Land and Doig 1960; Barnhart and others
1998). Only counts of rules that have a price can move the bound, and few of those are fractions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.optimisation.bound import Bound, settle
from repartition.optimisation.clock import Clock
from repartition.optimisation.face import Face, around
from repartition.optimisation.master import Relaxation, RelaxationError
from repartition.optimisation.pricing import Market
from repartition.optimisation.program import Program
from repartition.optimisation.relaxation import solve_relaxation

_WHOLE = 1e-5
_PRICED = 1e-7
_PENALTIES = (64.0, 4096.0, 262144.0)
"""What breaking a branch costs, times the largest weight, until the bound says enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a face, its best point (None where the linear solver failed), and its bound."""

    face: Face
    relaxation: Relaxation | None
    bound: Bound

    def counts_whole(self) -> bool:
        """Return whether its bound is a whole number, as every plan's sum is."""
        return self.bound.total % self.bound.denominator == 0

    def within(self, target: int, among: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which of some columns a plan of this part reaching ``target`` can have."""
        among = among[self.face.alive.has(among)]
        return among[self.bound.loss_of(among) <= self.bound.gap(target)]


def best_part(parts: tuple[Part, ...]) -> Part:
    """Return the part of the largest bound."""
    return max(parts, key=lambda part: part.bound.total / part.bound.denominator)


def face_of_best(parts: tuple[Part, ...], tier: int, target: int) -> Face:
    """Return the face of the plans on which the tier sums to ``target``, wherever they are."""
    left = [part for part in parts if part.bound.whole >= target]
    # Each part may imply the target by its own rows, but what they have in common does not.
    return around(
        [settle(part.face, tier, part.bound, target, keep=len(left) > 1) for part in left]
    )


def divide_best(
    market: Market,
    parts: tuple[Part, ...],
    *,
    priced_only: bool,
    clock: Clock,
    priced: Callable[[int], None] | None = None,
) -> tuple[Part, ...] | None:
    """Return the parts with that of the largest bound divided; None where it cannot be.

    Parameters
    ----------
    priced_only
        Divide only by a count that moves the bound.
    priced
        Called with how many columns were looked at, whenever they were.

    Raises
    ------
    OutOfTime
        If the clock runs out.
    """
    part = best_part(parts)
    branches = _branches(market.program, part, priced_only=priced_only)
    if branches is None:
        return None
    try:
        children = [
            _relaxed(market, part, branch, clock=clock, priced=priced) for branch in branches
        ]
    except RelaxationError:
        return None
    return (*(other for other in parts if other is not part), *children)


def _relaxed(
    market: Market,
    parent: Part,
    branch: CountBound,
    *,
    clock: Clock,
    priced: Callable[[int], None] | None,
) -> Part:
    """Return a part of a part, bounded.

    A part without any point is bounded by what breaking its branch costs, which is raised until
    the bound is below its parent's.
    """
    point = parent.relaxation
    assert point is not None  # what has no point has no branches
    face = parent.face.branch(branch)
    slack_weights = market.objective.slack_weights * market.program.side.slack_scale
    largest = max(market.largest, float(np.abs(slack_weights).max(initial=0)))
    for penalty in _PENALTIES:
        point, bound = solve_relaxation(
            replace(market, face=face),
            start=point.columns,
            basis=point.basis,
            clock=clock,
            penalty=penalty * largest,
            priced=priced,
        )
        if not point.is_broken or bound.whole < parent.bound.whole:
            break
    return Part(face, point, bound)


def _branches(
    program: Program, part: Part, *, priced_only: bool
) -> tuple[CountBound, CountBound] | None:
    """Return both sides of the count that weighs most for how far it is from whole; None: none."""
    point, counts = part.relaxation, program.counts
    if point is None or point.is_broken:
        return None
    way = program.way[point.columns]
    price = np.zeros(program.side.n_slacks)
    np.maximum.at(price, program.side.slack, np.abs(point.prices.side) * program.side.row_scale)
    heaviest, chosen = 0.0, None
    for quota, group_of_way in enumerate(counts.group_of_way):
        group = group_of_way[way]
        within = group >= 0
        counted = np.bincount(group[within], point.values[within], minlength=1)
        away = np.abs(counted - np.round(counted))
        away[away < _WHOLE] = 0
        weight = np.zeros(len(counted))
        rules = np.flatnonzero((counts.quota == quota) & (counts.group < len(counted)))
        np.maximum.at(weight, counts.group[rules], price[rules])
        weight = np.where(weight > _PRICED, weight, 0.0 if priced_only else _PRICED)
        index = int(np.argmax(away * weight))
        if away[index] * weight[index] > heaviest:
            heaviest = float(away[index] * weight[index])
            chosen = quota, index, int(np.floor(counted[index]))
    if chosen is None:
        return None
    quota, index, below = chosen
    return CountBound(quota, index, 1, below), CountBound(quota, index, -1, -(below + 1))
