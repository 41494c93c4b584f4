"""The columns that a changed programme leaves open, and what each loses at the prices of a tier.

A column is open in a tier if it loses nothing in the tiers before. Which ones are, is known from
the programme that was solved; where a tier's prices have to be moved, the columns of whoever they
were moved for are looked at again, and those that have become open are *strays*: the prices of the
tiers to come know nothing of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.optimisation.side_rows import members
from repartition.optimisation.what_if.solved import Solved

OfParts = tuple[tuple[NDArray[np.int64], ...], ...]
"""An array for each part of each tier."""


@dataclass(frozen=True, slots=True, eq=False)
class Extra:
    """Columns that the solved programme does not have.

    ``household``, ``vacancy``: int32 (n,); ``net``: int64 (n,), weight less the price of everything
    but household and dwelling, over the part's denominator.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    net: OfParts


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """What a change takes away: households and dwellings with all their columns, and one pair."""

    household: NDArray[np.bool_]
    vacancy: NDArray[np.bool_]
    pair: tuple[int, int] | None = None

    def keeps(
        self, household: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> NDArray[np.bool_]:
        """Return which attributions are still possible."""
        kept: NDArray[np.bool_] = ~(self.household[household] | self.vacancy[vacancy])
        if self.pair is not None:
            kept &= (household != self.pair[0]) | (vacancy != self.pair[1])
        return kept


@dataclass(frozen=True, slots=True, eq=False)
class RowPrices:
    """The prices of one part of a tier after the change: arrays that are changed in place.

    ``household`` int64 (n_households,), ``vacancy`` int64 (n_vacancies,), both with those added.
    """

    household: NDArray[np.int64]
    vacancy: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """Some columns that are open in a tier: who, which dwelling, and what choosing one loses."""

    household: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    loss: NDArray[np.int64]


class Residual:
    """The open columns of each tier, at prices that change as tier after tier is looked at.

    Attributes
    ----------
    prices
        Of every part of every tier.
    best
        The place of the part that holds the best plans, in each tier.
    last_tier
        int8 (n_columns,): the last tier in which each column of the solved programme is open, −1 =
        closed; the number of tiers for those that a best plan can have.
    """

    def __init__(
        self, solved: Solved, closed: Closed, extra: Extra, prices: list[list[RowPrices]]
    ) -> None:
        self.prices = prices
        self.best = [step.parts.index(step.best) for step in solved.steps]
        self.last_tier = solved.last_tier.copy()
        self._solved = solved
        self._extra = extra
        self._extra_open = np.ones(len(extra.household), np.bool_)
        self._strays = np.zeros(0, np.int64)
        self._close(closed)

    def _close(self, closed: Closed) -> None:
        program = self._solved.program
        columns = self._columns_of(
            np.flatnonzero(closed.household[: program.n_households]),
            np.flatnonzero(closed.vacancy[: program.n_vacancies]),
        )
        self.last_tier[columns] = -1
        if closed.pair is not None:
            household, vacancy = closed.pair
            columns, _place = members(program.household_start, np.array([household]))
            self.last_tier[columns[program.vacancy[columns] == vacancy]] = -1

    def _columns_of(
        self, households: NDArray[np.integer], vacancies: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """Return the columns of some households and dwellings that were there; some twice."""
        solved = self._solved
        known = households[households < solved.program.n_households]
        of_households, _place = members(solved.program.household_start, known)
        places, _place = members(
            solved.vacancy_start, vacancies[vacancies < solved.program.n_vacancies]
        )
        return np.concatenate((of_households, solved.by_vacancy[places]))

    def of_households(self, tier: int, households: NDArray[np.integer]) -> Open:
        """Return the open columns of some households in a tier."""
        columns = self._columns_of(households, households[:0])
        return self._open(tier, columns, np.isin(self._extra.household, households))

    def of_vacancies(self, tier: int, vacancies: NDArray[np.integer]) -> Open:
        """Return the open columns of some dwellings in a tier."""
        columns = self._columns_of(vacancies[:0], vacancies)
        return self._open(tier, columns, np.isin(self._extra.vacancy, vacancies))

    def strays(self, tier: int, part: int) -> Open:
        """Return the open columns that the prices of a part of a tier know nothing of."""
        return self._open(tier, self._strays, np.ones(len(self._extra_open), np.bool_), part)

    def leave(self, tier: int, households: NDArray[np.bool_], vacancies: NDArray[np.bool_]) -> None:
        """Go on to the tier after: these are whose prices were moved in the one that ends."""
        n_tiers = len(self.prices)
        columns = self._columns_of(np.flatnonzero(households), np.flatnonzero(vacancies))
        columns = np.concatenate((columns, self._strays))
        columns = columns[self.last_tier[columns] >= tier]
        lost = self._loss(tier, columns) > 0
        self.last_tier[columns[lost]] = tier
        columns = columns[~lost]
        new = columns[self.last_tier[columns] == tier]
        self.last_tier[new] = n_tiers
        strays = self._strays[self.last_tier[self._strays] > tier]
        self._strays = np.union1d(strays, new)
        every = np.arange(len(self._extra_open))
        self._extra_open &= self._loss_of_extra(tier, every) == 0

    def least_loss(self, tier: int, part: int, vacancy: int) -> int:
        """Return the least that any column of a dwelling loses, be it closed or not; 0 if none."""
        columns = self._columns_of(np.zeros(0, np.int64), np.array([vacancy]))
        columns = columns[self._solved.program.way[columns] < len(self._solved.program.ways)]
        return int(self._loss(tier, columns, part).min(initial=0))

    def of_best_plans(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some columns of the solved programme that lose nothing in any tier."""
        found: NDArray[np.int64] = columns[self.last_tier[columns] == len(self.prices)]
        return found

    def _open(
        self,
        tier: int,
        columns: NDArray[np.integer],
        extra: NDArray[np.bool_],
        part: int | None = None,
    ) -> Open:
        program = self._solved.program
        columns = columns[self.last_tier[columns] >= tier]
        new = np.flatnonzero(extra & self._extra_open)
        if not len(new):
            return Open(
                program.household[columns],
                program.vacancy[columns],
                self._loss(tier, columns, part),
            )
        return Open(
            np.concatenate((program.household[columns], self._extra.household[new])),
            np.concatenate((program.vacancy[columns], self._extra.vacancy[new])),
            np.concatenate((self._loss(tier, columns, part), self._loss_of_extra(tier, new, part))),
        )

    def _loss(
        self, tier: int, columns: NDArray[np.integer], part: int | None = None
    ) -> NDArray[np.int64]:
        program = self._solved.program
        place = self.best[tier] if part is None else part
        prices = self.prices[tier][place]
        denominator = self._solved.steps[tier].parts[place].bound.denominator
        found: NDArray[np.int64] = prices.household[program.household[columns]]
        found += prices.vacancy[program.vacancy[columns]]
        found += self._solved.way_cost[tier][place][program.way[columns]]
        found -= np.int64(denominator) * program.objectives[tier].weights[columns]
        return found

    def _loss_of_extra(
        self, tier: int, new: NDArray[np.int64], part: int | None = None
    ) -> NDArray[np.int64]:
        place = self.best[tier] if part is None else part
        prices = self.prices[tier][place]
        found: NDArray[np.int64] = (
            prices.household[self._extra.household[new]]
            + prices.vacancy[self._extra.vacancy[new]]
            - self._extra.net[tier][place][new]
        )
        return found
