"""Prices of the rows of a face, and what every column of it is worth at given prices."""

from dataclasses import dataclass
from typing import Generic, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.columns import Block
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
    largest, kept_largest
        Largest weight of a column, of either sign, 1 at least; the same of each settled tier.
    """

    program: Program
    face: Face
    objective: Objective
    largest: float
    kept_largest: tuple[float, ...]

    @classmethod
    def of(cls, program: Program, face: Face, objective: Objective) -> "Market":
        """Return the market of a face."""
        kept = (program.objectives[tier].weights for tier, _target in face.kept)
        return cls(
            program,
            face,
            objective,
            _largest(face, objective.weights),
            tuple(_largest(face, weights) for weights in kept),
        )

    def at(self, prices: Prices[Number], denominator: int = 1) -> "Offer[Number]":
        """Return what columns are worth at some prices, integers being over ``denominator``."""
        return Offer(
            self,
            prices,
            denominator,
            prices.vacancy if prices.vacancy.any() else None,
            cost_of_ways(self.program, self.face, prices),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Offer(Generic[Number]):
    """What columns are worth at given prices.

    In the numbers of the prices: exact for integers, which are over ``denominator``.

    Attributes
    ----------
    dwelling
        (n_vacancies,); None where dwellings cost nothing.
    cost
        (n_ways + 1,): what an attribution pays in each way.
    """

    market: Market
    prices: Prices[Number]
    denominator: int
    dwelling: NDArray[Number] | None
    cost: NDArray[Number]

    def net(self, block: Block) -> NDArray[Number]:
        """Return weight − price of everything but the household row: (n,) of a block."""
        objectives = self.market.program.objectives
        net = block.of(self.market.objective.weights).astype(self.cost.dtype)
        if self.denominator != 1:
            net *= self.denominator
        if self.dwelling is not None:
            net -= self.dwelling[block.vacancy]
        net -= self.cost[block.way]
        for (tier, _target), price in zip(self.market.face.kept, self.prices.kept, strict=True):
            if price:
                net += price * block.of(objectives[tier].weights)
        return net

    def net_of(self, columns: NDArray[np.int64]) -> NDArray[Number]:
        """Return the same of some columns of the programme, in any order."""
        return self.net(Block.at(self.market.program, columns))

    def best_of_households(self, otherwise: Number) -> NDArray[Number]:
        """Return the best of each household's columns, ``otherwise`` where it has none."""
        best = np.full(self.market.program.n_households, otherwise, self.cost.dtype)
        for block in self.market.face.alive.blocks():
            first = np.flatnonzero(np.diff(block.household, prepend=-1))
            best[block.household[first]] = np.maximum.reduceat(self.net(block), first)
        return best


def _largest(face: Face, weights: NDArray[np.signedinteger]) -> float:
    largest = 1
    for block in face.alive.blocks():
        own = block.of(weights)
        largest = max(largest, int(own.max()), -int(own.min()))
    return float(largest)


def cost_of_ways(program: Program, face: Face, prices: Prices[Number]) -> NDArray[Number]:
    """Return what an attribution pays in each way, for side rows and branches: (n_ways + 1,)."""
    cost = program.side.cost_of_ways(prices.side)
    for branch, price in zip(face.branches, prices.branch, strict=True):
        if price:
            cost = cost + price * program.counts.weight_of_ways(branch)
    return cost
