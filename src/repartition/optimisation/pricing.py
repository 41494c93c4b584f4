"""Prices of the rows of a face, and what every column of it is worth at given prices."""

from dataclasses import dataclass
from typing import Generic, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.face import Face
from repartition.optimisation.program import Objective, Program
from repartition.optimisation.side_rows import Number


@dataclass(frozen=True, slots=True, eq=False)
class Prices(Generic[Number]):
    """Prices of the rows of a face, as floats from a solver or as integers over a denominator.

    ``vacancy`` (n_vacancies,), ``side`` (n_side_rows,), ``kept`` (settled tiers kept as rows,),
    ``branch`` (branches,).
    """

    vacancy: NDArray[Number]
    side: NDArray[Number]
    kept: NDArray[Number]
    branch: NDArray[Number]

    @classmethod
    def none(cls, program: Program, face: Face) -> "FloatPrices":
        """Return prices of which every one is 0."""
        return Prices(
            np.zeros(program.n_vacancies),
            np.zeros(program.side.n_rows),
            np.zeros(len(face.kept)),
            np.zeros(len(face.branches)),
        )


FloatPrices: TypeAlias = Prices[np.float64]
WholePrices: TypeAlias = Prices[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """An objective over the columns of a face, ready to be priced again and again.

    Attributes
    ----------
    weights
        (n_alive,): the weight of each column of the face.
    kept_weights
        (n_alive,) for each settled tier kept as a row.
    first
        int64: where each household's columns begin, for the households ``owner`` that have any.
    owner
        int32: those households, in the order of the columns.
    largest, kept_largest
        Largest weight of a column, of either sign, 1 at least; the same of each settled tier.
    """

    program: Program
    face: Face
    objective: Objective
    weights: NDArray[np.signedinteger]
    kept_weights: tuple[NDArray[np.signedinteger], ...]
    first: NDArray[np.int64]
    owner: NDArray[np.int32]
    largest: float
    kept_largest: tuple[float, ...]

    @classmethod
    def of(cls, program: Program, face: Face, objective: Objective) -> "Market":
        """Return the market of a face."""
        columns, household = face.columns, face.alive.household
        first = np.flatnonzero(np.diff(household, prepend=-1))

        def weights_of(one: Objective) -> NDArray[np.signedinteger]:
            whole = len(columns) == program.n_columns
            return one.weights if whole else one.weights[columns]

        weights = weights_of(objective)
        kept = tuple(weights_of(program.objectives[tier]) for tier, _target in face.kept)
        return cls(
            program,
            face,
            objective,
            weights,
            kept,
            first,
            household[first],
            _largest(weights),
            tuple(_largest(one) for one in kept),
        )

    def net(self, prices: Prices[Number], denominator: int = 1) -> NDArray[Number]:
        """Return weight − price of everything but the household row: (n_alive,).

        In the numbers of the prices: exact for integers, which are over ``denominator``.
        """
        alive = self.face.alive
        cost: NDArray[Number] = cost_of_ways(self.program, self.face, prices)
        net = self.weights.astype(cost.dtype)
        if denominator != 1:
            net *= denominator
        if prices.vacancy.any():
            net -= prices.vacancy[alive.vacancy]
        if cost.any():
            net -= cost[alive.way]
        for weights, price in zip(self.kept_weights, prices.kept, strict=True):
            if price:
                net += price * weights
        return net

    def best_of_households(self, net: NDArray[Number], otherwise: Number) -> NDArray[Number]:
        """Return the best of each household's columns, ``otherwise`` where it has none."""
        best = np.full(self.program.n_households, otherwise, net.dtype)
        if len(net):
            best[self.owner] = np.maximum.reduceat(net, self.first)
        return best


def _largest(weights: NDArray[np.signedinteger]) -> float:
    return float(max(1, int(weights.max(initial=0)), -int(weights.min(initial=0))))


def cost_of_ways(program: Program, face: Face, prices: Prices[Number]) -> NDArray[Number]:
    """Return what an attribution pays in each way, for side rows and branches: (n_ways + 1,)."""
    cost = program.side.cost_of_ways(prices.side)
    for branch, price in zip(face.branches, prices.branch, strict=True):
        if price:
            cost = cost + price * program.counts.weight_of_ways(branch)
    return cost
