"""Prices made right again after a change: shortest augmenting paths, one tier at a time.

With the prices of the side rows held, the best plan of a tier is a matching that loses nothing: a
household without a home it should have, or a dwelling without a tenant, is a free end. The path of
least loss from it, over columns that are in the plan and columns that are open, ends where somebody
can do without, or where a dwelling was empty. If it loses nothing, prices stay as they are;
otherwise those of whoever lies nearer than its end are moved by the difference, and again nobody
loses (Kuhn 1955, Munkres 1957; the shortest path of Ford and Fulkerson 1962). The bound of a tier
is then the best that any prices of households and dwellings can give.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.table import NO_ROW
from repartition.optimisation.what_if.residual import Open, Residual

_FAR = np.int64(2**61)
_LOOKED_AT_ONCE = {"household": 32, "vacancy": 8}


class NoPathError(Exception):
    """A row that must be filled cannot be, at these prices of the side rows."""


@dataclass(slots=True, eq=False)
class Matching:
    """Who is where, and which ends are free.

    Attributes
    ----------
    home, occupant
        int32 (n_households,), (n_vacancies,), ``NO_ROW`` = nowhere, nobody.
    free_households, free_vacancies
        Those whose row has to be filled, as far as prices say.
    """

    home: NDArray[np.int32]
    occupant: NDArray[np.int32]
    free_households: list[int]
    free_vacancies: list[int]

    def copy(self) -> "Matching":
        """Return the same, to be changed."""
        return Matching(
            self.home.copy(),
            self.occupant.copy(),
            list(self.free_households),
            list(self.free_vacancies),
        )

    def part_from_home(self, household: int) -> None:
        """Undo an attribution: both its ends are free."""
        vacancy = int(self.home[household])
        self.home[household] = self.occupant[vacancy] = NO_ROW
        self.free_households.append(household)
        self.free_vacancies.append(vacancy)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Households, or dwellings, as one end of columns: prices, who must be matched, and to whom."""

    name: str
    price: NDArray[np.int64]
    required: NDArray[np.bool_]
    partner: NDArray[np.int32]
    moved: NDArray[np.bool_]

    def leaving(self, rows: NDArray[np.integer], distance: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how far it is to the end where each of some rows stays without a partner."""
        found: NDArray[np.int64] = np.where(
            self.required[rows], _FAR, distance[rows] + self.price[rows]
        )
        return found


def raise_prices(
    residual: Residual,
    tier: int,
    part: int,
    *,
    household_required: NDArray[np.bool_],
    vacancy_required: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Raise the prices of one part until they bound the tier; return whose were raised.

    A row that need not be filled has no negative price, and nobody gains by a stray.
    """
    prices = residual.prices[tier][part]
    dearer = (prices.vacancy < 0) & ~vacancy_required
    prices.vacancy[dearer] = 0
    least = np.where(household_required, np.iinfo(np.int64).min, 0)
    found = residual.strays(tier, part)
    np.maximum.at(least, found.household, prices.household[found.household] - found.loss)
    raised = least > prices.household
    prices.household[raised] = least[raised]
    return raised, dearer


class TierRepair:
    """One tier of a residual, made optimal again from a matching that was."""

    def __init__(
        self,
        residual: Residual,
        tier: int,
        matching: Matching,
        *,
        lost_home: NDArray[np.bool_],
        household_required: NDArray[np.bool_],
        vacancy_required: NDArray[np.bool_],
    ) -> None:
        prices = residual.prices[tier][residual.best[tier]]
        self._residual = residual
        self._tier = tier
        self.matching = matching
        self._lost_home = lost_home
        self._households = _Side(
            "household",
            prices.household,
            household_required,
            matching.home,
            np.zeros(len(prices.household), np.bool_),
        )
        self._vacancies = _Side(
            "vacancy",
            prices.vacancy,
            vacancy_required,
            matching.occupant,
            np.zeros(len(prices.vacancy), np.bool_),
        )

    def run(self) -> None:
        """Move prices until no open column gains and the matching loses nothing; leave the tier.

        Raises
        ------
        NoPathError
            If a row that must be filled cannot be.
        """
        self._raise()
        matching = self.matching
        for household in matching.free_households:
            self._augment(self._households, self._vacancies, household)
        for vacancy in matching.free_vacancies:
            if matching.occupant[vacancy] == NO_ROW:
                self._augment(self._vacancies, self._households, vacancy)
        self._residual.leave(self._tier, self._households.moved, self._vacancies.moved)

    def _raise(self) -> None:
        """Raise prices until no column gains; whoever loses at home by it is set free."""
        matching = self.matching
        raised, dearer = raise_prices(
            self._residual,
            self._tier,
            self._residual.best[self._tier],
            household_required=self._households.required,
            vacancy_required=self._vacancies.required,
        )
        self._households.moved[raised] = True
        self._vacancies.moved[dearer] = True
        housed = matching.home != NO_ROW
        lost = raised | self._lost_home
        lost[matching.occupant[dearer & (matching.occupant != NO_ROW)]] = True
        for household in np.flatnonzero(housed & lost).tolist():
            matching.part_from_home(household)
        waiting = np.flatnonzero(raised & ~housed)
        matching.free_households += np.setdiff1d(waiting, matching.free_households).tolist()

    def _augment(self, near: _Side, far: _Side, start: int) -> None:
        """Fill the row of ``start``, or leave it at the least loss; move prices by that loss."""
        path = _Path(near, far, start)
        while path.goes_on():
            rows = path.next_rows(_LOOKED_AT_ONCE[near.name])
            if near.name == "household":
                path.look(self._residual.of_households(self._tier, rows))
            else:
                path.look(self._residual.of_vacancies(self._tier, rows))
        path.move_prices()
        path.follow()


class _Path:
    """The search for the shortest path from a free row of one side."""

    def __init__(self, near: _Side, far: _Side, start: int) -> None:
        self._near, self._far, self._start = near, far, start
        self._near_distance = np.full(len(near.price), _FAR)
        self._far_distance = np.full(len(far.price), _FAR)
        self._came_from = np.full(len(far.price), NO_ROW, np.int64)
        self._near_distance[start] = 0
        self._waiting = np.array([start])
        self._end: tuple[_Side, int] = near, start
        self._length = int(near.leaving(self._waiting, self._near_distance)[0])

    def goes_on(self) -> bool:
        """Return whether a shorter path may still be found."""
        self._waiting = self._waiting[self._near_distance[self._waiting] < self._length]
        return len(self._waiting) > 0

    def next_rows(self, number: int) -> NDArray[np.int64]:
        """Return the nearest rows that wait to be looked at."""
        order = np.argsort(self._near_distance[self._waiting], kind="stable")
        chosen, self._waiting = np.split(self._waiting[order], [number])
        return chosen

    def look(self, columns: Open) -> None:
        """Go on over some columns of rows that are reached."""
        if self._near.name == "household":
            near, far = columns.household, columns.vacancy
        else:
            near, far = columns.vacancy, columns.household
        distance = self._near_distance[near] + columns.loss
        shorter = (distance < self._far_distance[far]) & (distance < self._length)
        near, far, distance = near[shorter], far[shorter], distance[shorter]
        if not len(near):
            return
        np.minimum.at(self._far_distance, far, distance)
        best = distance == self._far_distance[far]
        self._came_from[far[best]] = near[best]
        reached = np.unique(far)
        partner = self._far.partner[reached]
        empty = reached[partner == NO_ROW]
        self._end_at(self._far, empty, self._far_distance[empty])
        others = reached[partner != NO_ROW]
        partner = partner[partner != NO_ROW].astype(np.int64)
        self._near_distance[partner] = self._far_distance[others]
        self._end_at(self._near, partner, self._near.leaving(partner, self._near_distance))
        self._waiting = np.union1d(self._waiting, partner)

    def _end_at(self, side: _Side, rows: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        if not len(rows):
            return
        place = int(np.argmin(lengths))
        if lengths[place] < self._length:
            self._end, self._length = (side, int(rows[place])), int(lengths[place])

    def move_prices(self) -> None:
        """Move the prices of whoever lies nearer than the end: nobody loses on the path then."""
        if self._length >= _FAR:
            raise NoPathError
        for side, distance, sign in (
            (self._near, self._near_distance, -1),
            (self._far, self._far_distance, 1),
        ):
            nearer = np.flatnonzero(distance < self._length)
            if self._length:
                side.price[nearer] += sign * (self._length - distance[nearer])
                side.moved[nearer] = True

    def follow(self) -> None:
        """Match along the path, from its end to its start."""
        side, row = self._end
        if side is self._near:
            if row == self._start:
                return
            far = int(self._near.partner[row])
            self._near.partner[row] = NO_ROW
        else:
            far = row
        while True:
            near = int(self._came_from[far])
            before = int(self._near.partner[near])
            self._near.partner[near], self._far.partner[far] = far, near
            if near == self._start:
                return
            far = before
