"""Every attribution that a plan may be made of, and the kinds they are of.

An attribution is a household, a dwelling, and a way of charging it. What it adds to the rules only
depends on its *kind*: the kind of household, the kind of dwelling, who is charged and how.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs

_BLOCK: Final = 2**18


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
    cell, example = _cells(pairs, households, vacancies)
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
    moves = []
    for some in blocks(len(cell)):
        own = cell[some]
        pair = np.repeat(np.arange(some.start, some.stop), count[own])
        # The ways of a pair follow each other, as the kinds of its cell do.
        before = np.cumsum(count[own]) - count[own]
        kind = np.arange(len(pair)) + np.repeat(kind_start[own] - before, count[own])
        moves.append(
            Attributions(pairs.household[pair], pairs.vacancy[pair], kind.astype(np.int32))
        )
    return joined(moves), kinds


def joined(parts: Sequence[Attributions]) -> Attributions:
    """Return the attributions of several parts, one after the other."""
    none = np.zeros(0, np.int32)
    return Attributions(
        np.concatenate([none, *(part.household for part in parts)]),
        np.concatenate([none, *(part.vacancy for part in parts)]),
        np.concatenate([none, *(part.kind for part in parts)]),
    )


def blocks(size: int) -> Iterator[slice]:
    """Yield the blocks of an array: of tens of millions, a few at a time are looked at."""
    for first in range(0, size, _BLOCK):
        yield slice(first, min(first + _BLOCK, size))


def _cells(
    pairs: Pairs, households: NDArray[np.int64], vacancies: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the cell of each pair, kind of household by kind of dwelling, and a pair of each."""
    size = int(vacancies.max(initial=0)) + 1
    table = np.full((int(households.max(initial=0)) + 1) * size, NO_ROW)

    def place(some: slice) -> NDArray[np.int64]:
        found: NDArray[np.int64] = households[pairs.household[some]] * size
        found += vacancies[pairs.vacancy[some]]
        return found

    for some in blocks(len(pairs)):
        table[place(some)] = np.arange(some.start, some.stop)
    example = table[table != NO_ROW]
    table[table != NO_ROW] = np.arange(len(example))
    cell = np.empty(len(pairs), np.int32)
    for some in blocks(len(pairs)):
        cell[some] = table[place(some)]
    return cell, example


def _classes(*features: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return the class of each row: rows alike in every feature share one."""
    table = np.column_stack([np.asarray(feature, np.int64) for feature in features])
    _values, found = np.unique(table, axis=0, return_inverse=True)
    return found.reshape(-1)


def staying(
    instance: Instance, pairs: Pairs, kind: int
) -> tuple[Attributions, NDArray[np.bool_], int]:
    """Return the attributions of staying, by household, who must be in one, and all the dwellings.

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
    order = np.argsort(tenant, kind="stable")
    found = Attributions(
        tenant[order].astype(np.int32), home[order], np.full(len(home), kind, np.int32)
    )
    return found, required, instance.n_vacancies + int(given.sum())
