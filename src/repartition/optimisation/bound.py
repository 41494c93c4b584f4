"""Exact dual bounds: what prices prove, in integers, without any solver.

For every vector of prices the sum below is at least the value of every plan on the face (weak
duality of linear programming). It is computed on integers over one denominator, after checking
that no intermediate sum can leave 64 bits, so a solver's rounding errors can make the bound worse
but never wrong.
"""

from dataclasses import dataclass, replace
from math import lcm

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.optimisation.columns import Columns
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.pricing import FloatPrices, Market, Prices, WholePrices
from repartition.optimisation.program import Objective, Program

_SAFE = 2.0**61
_SIMPLE_DENOMINATORS = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
    12,
    20,
    24,
    30,
    50,
    60,
    100,
    120,
    200,
    300,
    600,
    1000,
)
_FINE_DENOMINATOR = 2**24
_LOOKS_WHOLE = 1e-5
_PRECISION = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """An upper bound on one tier over a face, and what it costs to leave its best plans.

    All amounts are in units of the tier's sum, times ``denominator``.

    Attributes
    ----------
    total
        The bound.
    household
        int64 (n_households,): price of each household row (may be negative if it is required).
    slack_reduced
        int64 (n_slacks,): what one more unit of each slack loses; negative: gains.
    """

    market: Market
    prices: WholePrices
    denominator: int
    total: int
    household: NDArray[np.int64]
    slack_reduced: NDArray[np.int64]

    @property
    def whole(self) -> int:
        """The bound rounded down: sums are whole numbers."""
        return self.total // self.denominator

    @property
    def reduced(self) -> NDArray[np.int64]:
        """What choosing each column of the face loses, ≥ 0: int64 (n_alive,), long as the face."""
        return self.loss_of(self.market.face.columns)

    def loss_of(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what choosing each of some columns of the face loses: int64, ≥ 0."""
        net = self.market.at(self.prices, self.denominator).net_of(columns)
        return self.household[self.market.program.household[columns]] - net

    def gap(self, target: int) -> int:
        """Return how far a target is below the bound, in the bound's units."""
        return self.total - target * self.denominator

    def left(self, target: int) -> Columns:
        """Return the columns of the face that a plan reaching ``target`` can have."""
        offer = self.market.at(self.prices, self.denominator)
        # Losses are not kept: there are as many as columns, and each is a sum of few numbers.
        least = self.household - min(self.gap(target), int(_SAFE))
        return self.market.face.alive.where(
            lambda block: offer.net(block) >= least[block.household]
        )


def exact_bound(market: Market, prices: FloatPrices) -> Bound:
    """Return the best bound that rounding the prices gives, exactly.

    Prices so large that sums could leave 64 bits are not used: without prices the bound is only
    everyone's best column, but it holds.
    """
    if (magnitude := _magnitude(market, prices)) > _SAFE:
        prices = Prices.none(market.program, market.face)
        magnitude = _magnitude(market, prices)
    denominator = _denominator(market, prices, room=_SAFE / magnitude)
    return bound_at(market, _whole_prices(market.face, prices, denominator), denominator)


def is_safe(market: Market, prices: WholePrices, denominator: int) -> bool:
    """Return whether the bound of whole prices can be computed without leaving 64 bits."""
    parts = (prices.vacancy, prices.side, prices.kept, prices.branch)
    fractions = Prices(*(part / denominator for part in parts))
    return _magnitude(market, fractions) * denominator <= _SAFE


def bound_without_prices(market: Market) -> Bound:
    """Return the bound of everyone's best column."""
    return exact_bound(market, Prices.none(market.program, market.face))


def highest_sum(program: Program, objective: Objective) -> int:
    """Return a sum that no plan can exceed, whatever the face.

    Everyone's best column, or every dwelling's, whichever is less; and no shortfall.
    """
    weights = np.maximum(objective.weights, 0)
    return min(_sum_of_largest(weights, rows) for rows in (program.household, program.vacancy))


def settle(face: Face, tier: int, bound: Bound, target: int, *, keep: bool = False) -> Face:
    """Return the face of the plans on which the tier sums to ``target`` at least.

    A column that loses more than the gap between bound and target is in no such plan; a row
    whose price is larger than the gap has no room left in any. With no gap at all the rows and
    columns left imply the target; otherwise, or where ``keep`` says so, it is kept as a row.
    """
    settled = replace(narrowed(face, bound, target), alive=bound.left(target))
    return settled.keep(tier, target) if bound.gap(target) or keep else settled


def narrowed(face: Face, bound: Bound, target: int) -> Face:
    """Return the face with its columns, and its rows as :func:`settle` leaves them."""
    # A gap beyond all that is added up narrows nothing; cut there, no row can leave 64 bits.
    gap = min(bound.gap(target), int(_SAFE))
    prices = bound.prices
    loss = bound.slack_reduced
    room = np.where(loss > 0, face.slack_least + gap // np.maximum(loss, 1), face.slack_limit)
    need = np.where(loss < 0, face.slack_limit - gap // np.maximum(-loss, 1), face.slack_least)
    # A row whose price is above the gap keeps little room below its upper end; one whose price is
    # negative, above its lower end.
    least = face.upper - gap // np.maximum(prices.side, 1)
    most = face.lower + gap // np.maximum(-prices.side, 1)
    return Face(
        alive=face.alive,
        household_required=face.household_required | (bound.household > gap),
        vacancy_required=face.vacancy_required | (prices.vacancy > gap),
        lower=np.where(prices.side > 0, np.maximum(face.lower, least), face.lower),
        upper=np.where(prices.side < 0, np.minimum(face.upper, most), face.upper),
        slack_least=np.maximum(face.slack_least, need),
        slack_limit=np.minimum(face.slack_limit, room),
        kept=face.kept,
        branches=(*face.branches, *_tight(face, bound, gap)),
    )


def _tight(face: Face, bound: Bound, gap: int) -> list[CountBound]:
    """Return the other sides of the branches whose price is above the gap: they hold as equal."""
    tight = (
        branch.other_side()
        for branch, price in zip(face.branches, bound.prices.branch, strict=True)
        if price > gap
    )
    return [branch for branch in tight if branch not in face.branches]


def _denominator(market: Market, prices: FloatPrices, *, room: float) -> int:
    """Return a denominator over which the prices are whole, or a fine one; ``room`` at most."""
    scales = market.program.side.row_scale
    parts = np.concatenate((prices.vacancy, prices.side, prices.kept, prices.branch))
    # What a price is worth where it is paid: below the solver's precision it is nothing.
    worth = np.abs(parts) * np.concatenate(
        (np.ones(len(prices.vacancy)), scales, market.kept_largest, np.ones(len(prices.branch)))
    )
    parts = np.unique(parts[worth > _PRECISION * max(1.0, worth.max(initial=0.0))])
    units = lcm(*(int(scale) for scale in scales[prices.side != 0]))
    for candidate in (*_SIMPLE_DENOMINATORS, *(units * simple for simple in _SIMPLE_DENOMINATORS)):
        scaled = parts * candidate
        whole = np.round(scaled)
        looks_whole = np.abs(scaled - whole) < _LOOKS_WHOLE * max(1.0, candidate / units)
        if candidate <= room and np.all(looks_whole & (whole != 0)):
            return candidate
    return int(min(_FINE_DENOMINATOR * units, max(1.0, 2.0 ** np.floor(np.log2(room)))))


def _magnitude(market: Market, prices: FloatPrices) -> float:
    """Return a number no sum of the bound exceeds, for prices over denominator 1."""
    program, face, objective = market.program, market.face, market.objective

    def largest(values: NDArray[np.number]) -> float:
        return float(np.abs(values.astype(float)).max(initial=0.0))

    coefficient = largest(program.side.coefficient)
    longest = float(np.diff(program.side.way_start).max(initial=0))
    entries = float(
        np.abs(prices.side.astype(float)[program.side.row] * program.side.coefficient).sum()
    )
    column = (
        market.largest
        + largest(prices.vacancy)
        + largest(prices.side) * coefficient * longest
        + sum(
            abs(float(price)) * weight
            for weight, price in zip(market.kept_largest, prices.kept, strict=True)
        )
        + float(np.abs(prices.branch).sum())
    )
    slack = (
        largest(objective.slack_weights)
        + entries
        + sum(
            abs(float(price)) * largest(program.objectives[tier].slack_weights)
            for (tier, _t), price in zip(face.kept, prices.kept, strict=True)
        )
    )
    return max(column, slack) + 1.0


def _whole_prices(face: Face, prices: FloatPrices, denominator: int) -> WholePrices:
    """Return the prices in integers, of the signs that the rows allow."""
    vacancy, side, kept, branch = (
        np.round(part.astype(float) * denominator).astype(np.int64)
        for part in (prices.vacancy, prices.side, prices.kept, prices.branch)
    )
    return Prices(
        np.where(face.vacancy_required, vacancy, np.maximum(vacancy, 0)),
        np.where(face.lower > UNBOUNDED, side, np.maximum(side, 0)),
        np.maximum(kept, 0),
        np.maximum(branch, 0),
    )


def bound_at(
    market: Market,
    prices: WholePrices,
    denominator: int,
    household: NDArray[np.int64] | None = None,
) -> Bound:
    """Return the bound of whole prices, exactly.

    Parameters
    ----------
    household
        int64 (n_households,): the price of each household row, where they are known of more columns
        than the market has.
    """
    program, face, objective = market.program, market.face, market.objective
    if household is None:
        household = market.at(prices, denominator).best_of_households(np.int64(UNBOUNDED))
        household = np.where(face.household_required, household, np.maximum(household, 0))
    side = program.side
    slack_net = objective.slack_weights * denominator
    np.add.at(slack_net, side.slack, prices.side)
    for (tier, _target), price in zip(face.kept, prices.kept, strict=True):
        slack_net = slack_net + price * program.objectives[tier].slack_weights
    ends = np.where(prices.side >= 0, face.upper, face.lower)
    total = (
        sum(prices.vacancy.tolist())
        + _exact_dot(prices.side, ends)
        - sum(
            int(price) * target
            for (_tier, target), price in zip(face.kept, prices.kept, strict=True)
        )
        + sum(
            int(price) * branch.upper
            for branch, price in zip(face.branches, prices.branch, strict=True)
        )
        + sum(household.tolist())
        + _exact_dot(slack_net, np.where(slack_net > 0, face.slack_limit, face.slack_least))
    )
    return Bound(market, prices, denominator, total, household, -slack_net)


def _sum_of_largest(values: NDArray[np.signedinteger], group: NDArray[np.int32]) -> int:
    """Return the sum over groups of the largest value of each; values are not negative."""
    # Of the values' own type: a change of type on the way makes this fifteen times as slow.
    largest = np.zeros(int(group.max(initial=0)) + 1, values.dtype)
    np.maximum.at(largest, group, values)
    return sum(largest.tolist())


def _exact_dot(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    used = np.flatnonzero(left)
    return sum(int(left[i]) * int(right[i]) for i in used)
