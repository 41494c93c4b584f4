"""Every attribution that a plan may be made of, and the kinds they are of.

An attribution is a household, a dwelling, and a way of charging it. What it adds to the rules only
depends on its *kind*: the kind of household, the kind of dwelling, who is charged and how.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs


@dataclass(frozen=True, slots=True, eq=False)
class Attributions:
    """Attributions that are still possible, sorted by household.

    Attributes
    ----------
    household, vacancy
        int32 (n,). Dwellings beyond the instance's are exits.
    kind
        int32 (n,); the last kind is that of staying where one is, which is in no row.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    kind: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    def keep(self, wanted: NDArray[np.bool_]) -> "Attributions":
        """Return those where ``wanted`` holds."""
        return Attributions(self.household[wanted], self.vacancy[wanted], self.kind[wanted])


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """One attribution of each kind, standing for all: int32 (n_kinds,) each."""

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.household)

    def counted_in(self, family: QuotaFamily) -> NDArray[np.int32]:
        """Return the group of a quota in which each kind is counted, −1 = none: (n_kinds,)."""
        group, _among, counted = family.membership(self.household, self.vacancy, self.contingent)
        return np.where(counted, group, NO_ROW).astype(np.int32)


def moving(
    charging: Charging, pairs: Pairs, families: Sequence[QuotaFamily]
) -> tuple[Attributions, Kinds]:
    """Return every pair in every way it can be charged."""
    households = _classes(
        charging.household_class, *(m for f in families for m in (f.counted_who, f.among_who))
    )
    vacancies = _classes(charging.vacancy_class, *(f.vacancy_group for f in families))
    size = int(vacancies.max(initial=0)) + 1
    cell = households[pairs.household] * size + vacancies[pairs.vacancy]
    table = np.full((int(households.max(initial=0)) + 1) * size, NO_ROW)
    table[cell] = np.arange(len(cell))
    example = table[table != NO_ROW]
    table[table != NO_ROW] = np.arange(len(example))
    cell = table[cell]
    first, count = charging.ways_of_pairs(pairs.household[example], pairs.vacancy[example])
    kind_start = np.cumsum(count) - count
    of_cell = np.repeat(np.arange(len(count)), count)
    way = np.arange(len(of_cell)) - kind_start[of_cell] + first[of_cell]
    kinds = Kinds(
        pairs.household[example][of_cell],
        pairs.vacancy[example][of_cell],
        charging.way_contingent[way],
        charging.way_transfer[way],
    )
    times = count[cell]
    pair = np.repeat(np.arange(len(cell), dtype=np.int32), times)
    before = np.cumsum(times) - times
    place = np.arange(len(pair)) - before[pair]
    kind = (kind_start[cell[pair]] + place).astype(np.int32)
    return Attributions(pairs.household[pair], pairs.vacancy[pair], kind), kinds


def _classes(*features: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return the class of each row: rows alike in every feature share one."""
    table = np.column_stack([np.asarray(feature, np.int64) for feature in features])
    _values, found = np.unique(table, axis=0, return_inverse=True)
    return found.reshape(-1)


def staying(
    instance: Instance, pairs: Pairs, kind: int
) -> tuple[Attributions, NDArray[np.bool_], int]:
    """Return the attributions of staying, who must be in one, and how many dwellings there are.

    Whoever frees a dwelling that somebody can have moves or stays in it; where a decision gives it
    to another, staying is an exit, a dwelling of one's own that the hard rules count as a miss.
    Those whom a decision houses cannot stay.
    """
    decisions = instance.decisions
    required = np.zeros(instance.n_households, np.bool_)
    required[decisions.fixed_household] = True
    offered = np.unique(pairs.vacancy)
    tenant = instance.vacancies.freed_by[offered]
    may_stay = (tenant != NO_ROW) & ~np.isin(tenant, decisions.fixed_household)
    home, tenant = offered[may_stay].astype(np.int32), tenant[may_stay]
    given = np.isin(home, decisions.fixed_vacancy)
    home[given] = instance.n_vacancies + np.arange(given.sum())
    required[tenant] = True
    found = Attributions(tenant.astype(np.int32), home, np.full(len(home), kind, np.int32))
    return found, required, instance.n_vacancies + int(given.sum())
