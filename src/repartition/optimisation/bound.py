"""Exact dual bounds: what prices prove, in integers, without any solver.

For every vector of prices the sum below is at least the value of every plan on the face (weak
duality of linear programming). It is computed on integers over one denominator, after checking
that no intermediate sum can leave 64 bits, so a solver's rounding errors can make the bound worse
but never wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import Generic, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.side_rows import Number

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
class Prices(Generic[Number]):
    """Prices of the rows of a face, as floats from a solver or as integers over a denominator.

    ``vacancy`` (n_vacancies,), ``side`` (n_side_rows,), ``kept`` (settled tiers kept as rows,).
    """

    vacancy: NDArray[Number]
    side: NDArray[Number]
    kept: NDArray[Number]


FloatPrices: TypeAlias = Prices[np.float64]
WholePrices: TypeAlias = Prices[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """An upper bound on one tier over a face, and what it costs to leave its best plans.

    All amounts are in units of the tier's sum, times ``denominator``.

    Attributes
    ----------
    total
        The bound.
    reduced
        int64 (n_alive,): what choosing each column of the face loses, ≥ 0.
    household
        int64 (n_households,): price of each household row (may be negative if it is required).
    slack_reduced
        int64 (n_slacks,): what one more unit of each slack loses; negative: gains.
    """

    prices: WholePrices
    denominator: int
    total: int
    reduced: NDArray[np.int64]
    household: NDArray[np.int64]
    slack_reduced: NDArray[np.int64]

    @property
    def whole(self) -> int:
        """The bound rounded down: sums are whole numbers."""
        return self.total // self.denominator


def price_columns(
    program: Program,
    kept: Sequence[tuple[int, int]],
    weights: NDArray[np.int64],
    prices: Prices[Number],
    columns: NDArray[np.int64],
    denominator: int = 1,
) -> NDArray[Number]:
    """Return weight − price of everything but the household row, for ``columns``."""
    way_cost = program.side.cost_of_ways(prices.side)
    net = weights[columns] * denominator - prices.vacancy[program.vacancy[columns]]
    net = net - way_cost[program.way[columns]]
    for (tier, _target), price in zip(kept, prices.kept, strict=True):
        if price:
            net += price * program.objectives[tier].weights[columns]
    return net


def exact_bound(program: Program, face: Face, objective: Objective, prices: FloatPrices) -> Bound:
    """Return the best bound that rounding the prices gives, exactly.

    Prices so large that sums could leave 64 bits are not used: without prices the bound is only
    everyone's best column, but it holds.
    """
    if _magnitude(program, face, objective, prices) > _SAFE:
        prices = Prices(
            np.zeros_like(prices.vacancy), np.zeros_like(prices.side), np.zeros_like(prices.kept)
        )
    denominator = _denominator(program, face, objective, prices)
    return _bound(program, face, objective, _whole_prices(face, prices, denominator), denominator)


def settle(face: Face, tier: int, bound: Bound, target: int) -> Face:
    """Return the face of the plans on which the tier sums to ``target`` at least.

    A column that loses more than the gap between bound and target is in no such plan; a row
    whose price is larger than the gap has no room left in any. With no gap at all the rows and
    columns left imply the target; otherwise it is kept as a row.
    """
    gap = bound.total - target * bound.denominator
    prices = bound.prices
    loss = bound.slack_reduced
    room = np.where(loss > 0, face.slack_least + gap // np.maximum(loss, 1), face.slack_limit)
    need = np.where(loss < 0, face.slack_limit - gap // np.maximum(-loss, 1), face.slack_least)
    # A row whose price is above the gap keeps little room below its upper end; one whose price is
    # negative, above its lower end.
    least = face.upper - gap // np.maximum(prices.side, 1)
    most = face.lower + gap // np.maximum(-prices.side, 1)
    settled = Face(
        columns=face.columns[bound.reduced <= gap],
        household_required=face.household_required | (bound.household > gap),
        vacancy_required=face.vacancy_required | (prices.vacancy > gap),
        lower=np.where(prices.side > 0, np.maximum(face.lower, least), face.lower),
        upper=np.where(prices.side < 0, np.minimum(face.upper, most), face.upper),
        slack_least=np.maximum(face.slack_least, need),
        slack_limit=np.minimum(face.slack_limit, room),
        kept=face.kept,
    )
    return settled if gap == 0 else settled.keep(tier, target)


def _denominator(program: Program, face: Face, objective: Objective, prices: FloatPrices) -> int:
    """Return a denominator over which the prices are whole, or a fine one, that fits 64 bits."""
    room = _SAFE / max(1.0, _magnitude(program, face, objective, prices))
    scales = program.side.row_scale
    kept = [np.abs(program.objectives[tier].weights).max(initial=1) for tier, _target in face.kept]
    parts = np.concatenate((prices.vacancy, prices.side, prices.kept))
    # What a price is worth where it is paid: below the solver's precision it is nothing.
    worth = np.abs(parts) * np.concatenate((np.ones(len(prices.vacancy)), scales, kept))
    parts = np.unique(parts[worth > _PRECISION * max(1.0, worth.max(initial=0.0))])
    units = lcm(*(int(scale) for scale in scales[prices.side != 0]))
    for candidate in (*_SIMPLE_DENOMINATORS, *(units * simple for simple in _SIMPLE_DENOMINATORS)):
        scaled = parts * candidate
        whole = np.round(scaled)
        looks_whole = np.abs(scaled - whole) < _LOOKS_WHOLE * max(1.0, candidate / units)
        if candidate <= room and np.all(looks_whole & (whole != 0)):
            return candidate
    return int(min(_FINE_DENOMINATOR * units, max(1.0, 2.0 ** np.floor(np.log2(room)))))


def _magnitude(program: Program, face: Face, objective: Objective, prices: FloatPrices) -> float:
    """Return a number no sum of the bound exceeds, for prices over denominator 1."""

    def largest(values: NDArray[np.number]) -> float:
        return float(np.abs(values.astype(float)).max(initial=0.0))

    coefficient = largest(program.side.coefficient)
    longest = float(np.diff(program.side.way_start).max(initial=0))
    entries = float(
        np.abs(prices.side.astype(float)[program.side.row] * program.side.coefficient).sum()
    )
    column = (
        largest(objective.weights)
        + largest(prices.vacancy)
        + largest(prices.side) * coefficient * longest
        + sum(
            abs(float(price)) * largest(program.objectives[tier].weights)
            for (tier, _t), price in zip(face.kept, prices.kept, strict=True)
        )
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
    vacancy, side, kept = (
        np.round(part.astype(float) * denominator).astype(np.int64)
        for part in (prices.vacancy, prices.side, prices.kept)
    )
    return Prices(
        np.where(face.vacancy_required, vacancy, np.maximum(vacancy, 0)),
        np.where(face.lower > UNBOUNDED, side, np.maximum(side, 0)),
        np.maximum(kept, 0),
    )


def _bound(
    program: Program, face: Face, objective: Objective, prices: WholePrices, denominator: int
) -> Bound:
    columns = face.columns
    net = price_columns(program, face.kept, objective.weights, prices, columns, denominator)
    household = np.full(program.n_households, UNBOUNDED)
    owner = program.household[columns]
    if len(columns):
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        household[owner[first]] = np.maximum.reduceat(net, first)
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
        + sum(household.tolist())
        + _exact_dot(slack_net, np.where(slack_net > 0, face.slack_limit, face.slack_least))
    )
    return Bound(prices, denominator, total, household[owner] - net, household, -slack_net)


def _exact_dot(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    used = np.flatnonzero(left)
    return sum(int(left[i]) * int(right[i]) for i in used)
