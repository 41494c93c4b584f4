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

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.face import Face
from repartition.optimisation.program import Program
from repartition.optimisation.side_rows import members

_TOLERANCE = 1e-7
_MOST_LOOKS_PER_COLUMN = 6


def complete_prices(
    program: Program,
    face: Face,
    net: NDArray[np.float64],
    vacancy_price: NDArray[np.float64],
    plan: NDArray[np.int64],
) -> NDArray[np.float64] | None:
    """Return prices of dwellings at which no column of the face gains; None where none is found.

    Parameters
    ----------
    net
        float64 (n_alive,): weight less the price of everything but the household and the dwelling.
    vacancy_price
        float64 (n_vacancies,): prices to start from; they are only ever raised.
    plan
        Columns of a whole plan.
    """
    market = _Market(program, face, net, vacancy_price.copy(), plan)
    looked = 0
    movers = np.arange(program.n_households)
    while len(movers):
        columns = market.columns_of(movers)
        looked += len(columns)
        raised = market.raise_prices(columns)
        if raised is None or looked > _MOST_LOOKS_PER_COLUMN * len(net):
            return None
        movers = raised
    return market.price


class _Market:
    """Who lives where under a plan, at which prices, and what each household gets out of it."""

    def __init__(
        self,
        program: Program,
        face: Face,
        net: NDArray[np.float64],
        price: NDArray[np.float64],
        plan: NDArray[np.int64],
    ) -> None:
        self.price = price
        self._net = net
        self._household = face.alive.household
        self._vacancy = face.alive.vacancy
        self._start = np.searchsorted(self._household, np.arange(program.n_households + 1))
        self._required = face.household_required
        place = np.searchsorted(face.columns, plan)
        self._home = np.full(program.n_households, -1)
        self._home[program.household[plan]] = place
        self._occupant = np.full(program.n_vacancies, -1)
        self._occupant[program.vacancy[plan]] = program.household[plan]
        self._gain = np.zeros(program.n_households)
        self._settle(program.household[plan])

    def columns_of(self, households: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the positions of the columns of some households."""
        return members(self._start, households)[0]

    def raise_prices(self, columns: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Raise prices until no one gains by these columns; return whose own home became dearer.

        None where the plan cannot be optimal at these side prices: a dwelling nobody takes would
        have a price, or somebody who need not be housed would lose by it.
        """
        vacancy = self._vacancy[columns]
        offer = self._net[columns] - self._gain[self._household[columns]]
        gaining = offer > self.price[vacancy] + _TOLERANCE
        vacancy, offer = vacancy[gaining], offer[gaining]
        np.maximum.at(self.price, vacancy, offer)
        occupants = self._occupant[np.unique(vacancy)]
        if (occupants < 0).any():
            return None
        self._settle(occupants)
        losing = self._gain[occupants] < -_TOLERANCE
        return None if (losing & ~self._required[occupants]).any() else occupants

    def _settle(self, households: NDArray[np.integer]) -> None:
        home = self._home[households]
        self._gain[households] = self._net[home] - self.price[self._vacancy[home]]
