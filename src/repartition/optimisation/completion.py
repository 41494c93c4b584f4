"""Prices that hold for every column, completed from those of a master.

Once a master's plan is optimal for all columns, what is missing is prices that say so: a few
columns outside the master still seem to gain. With the prices of the side rows held, the plan is a
matching, and its dwellings' prices are potentials: raising the price of each dwelling that
somebody would gain by taking, then of those that its occupant would gain by taking instead, and so
on, ends at prices under which nobody gains, exactly when the matching is optimal at those side
prices (the shortest-path argument of Ford and Fulkerson 1962). Only the columns of households
whose own dwelling changed price are looked at again, so a completion costs little more than one
pass over the columns.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.face import Face
from repartition.optimisation.program import Program
from repartition.optimisation.side_rows import members

_TOLERANCE = 1e-7
_MOST_LOOKS_PER_COLUMN = 6
_MOST_AT_ONCE = 2**18

Net: TypeAlias = Callable[[NDArray[np.int64]], NDArray[np.float64]]


def complete_prices(
    program: Program,
    face: Face,
    net: Net,
    vacancy_price: NDArray[np.float64],
    plan: NDArray[np.int64],
) -> NDArray[np.float64] | None:
    """Return prices of dwellings at which no column of the face gains; None where none is found.

    Parameters
    ----------
    net
        Returns, of some columns of the programme, the weight less the price of everything but the
        household and the dwelling: float64, one each.
    vacancy_price
        float64 (n_vacancies,): prices to start from; they are only ever raised.
    plan
        Columns of a whole plan.
    """
    market = _Market(program, face, net, vacancy_price.copy(), plan)
    looked = 0
    movers = np.arange(program.n_households)
    while len(movers):
        dearer = []
        for some in _groups(program, movers):
            columns = market.columns_of(some)
            looked += len(columns)
            if looked > _MOST_LOOKS_PER_COLUMN * len(face.alive):
                return None
            dearer.append(market.raise_prices(columns))
        raised = market.settle_dwellings(np.unique(np.concatenate(dearer)))
        if raised is None:
            return None
        movers = raised
    return market.price


def _groups(program: Program, households: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return some households in groups that do not have too many columns together."""
    start = program.household_start
    before = np.cumsum(start[households + 1] - start[households])
    return np.split(households, np.flatnonzero(np.diff(before // _MOST_AT_ONCE)) + 1)


class _Market:
    """Who lives where under a plan, at which prices, and what each household gets out of it."""

    def __init__(
        self,
        program: Program,
        face: Face,
        net: Net,
        price: NDArray[np.float64],
        plan: NDArray[np.int64],
    ) -> None:
        self.price = price
        self._program = program
        self._net = net
        self._alive = face.alive
        self._required = face.household_required
        settled = program.household[plan]
        self._home = np.full(program.n_households, -1)
        self._home[settled] = program.vacancy[plan]
        self._worth = np.zeros(program.n_households)
        self._worth[settled] = net(plan)
        self._occupant = np.full(program.n_vacancies, -1)
        self._occupant[program.vacancy[plan]] = settled
        self._gain = np.zeros(program.n_households)
        self._settle(settled)

    def columns_of(self, households: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the columns of the face of some households."""
        columns, _place = members(self._program.household_start, households)
        return columns[self._alive.has(columns)]

    def raise_prices(self, columns: NDArray[np.int64]) -> NDArray[np.int32]:
        """Raise prices until no one gains by these columns; return whose price rose."""
        vacancy = self._program.vacancy[columns]
        offer = self._net(columns) - self._gain[self._program.household[columns]]
        gaining = offer > self.price[vacancy] + _TOLERANCE
        vacancy, offer = vacancy[gaining], offer[gaining]
        np.maximum.at(self.price, vacancy, offer)
        return vacancy

    def settle_dwellings(self, vacancies: NDArray[np.integer]) -> NDArray[np.int64] | None:
        """Let the occupants of dwellings pay the new prices; return who they are.

        None where the plan cannot be optimal at these side prices: a dwelling nobody takes would
        have a price, or somebody who need not be housed would lose by it.
        """
        occupants = self._occupant[vacancies]
        if (occupants < 0).any():
            return None
        self._settle(occupants)
        losing = self._gain[occupants] < -_TOLERANCE
        return None if (losing & ~self._required[occupants]).any() else occupants

    def _settle(self, households: NDArray[np.integer]) -> None:
        self._gain[households] = self._worth[households] - self.price[self._home[households]]
