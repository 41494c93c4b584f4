"""What a change does to a programme: rows and columns that go, that come, that are settled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.table import NO_ROW
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.what_if.changes import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
)
from repartition.optimisation.what_if.residual import Closed
from repartition.optimisation.what_if.solved import Solved


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The effects of one change, in rows of the changed instance.

    Attributes
    ----------
    n_households, n_vacancies
        How many there are after the change.
    closed
        Columns of the solved programme that no plan can have any more.
    pinned
        A household and a dwelling that have each other in every plan: both are closed.
    new_pairs
        Pairs that the solved programme has no column of, and the pinned pair where it is an
        attribution (a household that is pinned where it stays is in none).
    offered
        bool (n_vacancies,): dwellings that somebody can have.
    set_loose
        Who must not be somewhere any more: the dwelling it would free is not to let.
    """

    n_households: int
    n_vacancies: int
    closed: Closed
    pinned: tuple[int, int] | None
    new_pairs: Pairs
    offered: NDArray[np.bool_]
    set_loose: tuple[int, ...]

    @property
    def is_pinned_where_it_stays(self) -> bool:
        """Whether the pinned household stays in the dwelling it would free."""
        return self.pinned is not None and not len(self.new_pairs)


def effects_of(solved: Solved, change: Change) -> Effects:
    """Return what a change does; it has been found possible."""
    instance = solved.situation.instance
    n_households = instance.n_households + isinstance(change, AnotherHousehold)
    n_vacancies = instance.n_vacancies + isinstance(change, AnotherVacancy)
    pinned = _pinned(solved, change)
    return Effects(
        n_households,
        n_vacancies,
        _closed(change, pinned, n_households, n_vacancies),
        pinned,
        _new_pairs(solved, change),
        _offered(solved, change, n_vacancies),
        _set_loose(solved, change),
    )


def _pinned(solved: Solved, change: Change) -> tuple[int, int] | None:
    """Return who has which dwelling after a change, if that is settled by it."""
    match change:
        case Give(household, vacancy) | Decide(household, vacancy):
            return household, vacancy
        case WithoutHousehold(household):
            # Who is not active any more and would free a dwelling stays in it.
            freed = int(solved.situation.instance.households.frees[household])
            if freed != NO_ROW and solved.program.required[household]:
                return household, freed
    return None


def _closed(
    change: Change, pinned: tuple[int, int] | None, n_households: int, n_vacancies: int
) -> Closed:
    household = np.zeros(n_households, np.bool_)
    vacancy = np.zeros(n_vacancies, np.bool_)
    pair = None
    match change:
        case Withhold(h, v):
            pair = h, v
        case WithoutHousehold(h):
            household[h] = True
        case WithoutVacancy(v):
            vacancy[v] = True
    if pinned is not None:
        household[pinned[0]] = vacancy[pinned[1]] = True
    return Closed(household, vacancy, pair)


def _new_pairs(solved: Solved, change: Change) -> Pairs:
    pairs, program = solved.situation.pairs, solved.program
    household, vacancy = np.zeros(0, np.int32), np.zeros(0, np.int32)
    match change:
        case Give(h, v) | Decide(h, v):
            household, vacancy = np.array([h], np.int32), np.array([v], np.int32)
        case AnotherHousehold(like):
            vacancy = pairs.open_to(like)
            household = np.full(len(vacancy), program.n_households, np.int32)
        case AnotherVacancy(like):
            first, last = solved.vacancy_start[like : like + 2]
            household = np.unique(program.household[solved.by_vacancy[first:last]])
            vacancy = np.full(len(household), program.n_vacancies, np.int32)
    return Pairs(household, vacancy)


def _offered(solved: Solved, change: Change, n_vacancies: int) -> NDArray[np.bool_]:
    pairs = solved.situation.pairs
    count = np.append(solved.pairs_of_vacancy, 0)[:n_vacancies]
    match change:
        case Give(h, v) | Decide(h, v):
            count[pairs.open_to(h)] -= 1
            count[v] = 1
        case Withhold(_h, v):
            count[v] -= 1
        case WithoutHousehold(h):
            count[pairs.open_to(h)] -= 1
        case WithoutVacancy(v):
            count[v] = 0
        case AnotherHousehold(h):
            count[pairs.open_to(h)] += 1
        case AnotherVacancy(v):
            count[-1] = count[v]
    return count > 0


def _set_loose(solved: Solved, change: Change) -> tuple[int, ...]:
    if isinstance(change, WithoutVacancy):
        household = int(solved.situation.instance.vacancies.freed_by[change.vacancy])
        return () if household == NO_ROW else (household,)
    return ()
