"""What stands between a household left without a dwelling and the dwellings open to it.

For every such pair, one thing is true of the dwelling: it has not been freed; or every way of
charging the pair would break a row that must hold; or it is given to another household; or it is
left empty though nothing closes it. A dwelling that is given is judged as if its household gave
it up: only what the change itself breaks counts.

Households that count in the same quotas and pass the same doors meet the same obstacles at a
dwelling: of those alike one is judged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.audit.limits import Change, binding_limits
from repartition.audit.outcome import Outcome
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW

_BLOCK: Final = 200_000
"""Pairs judged at once: bounds the memory, whatever the number of pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Obstacles:
    """What keeps a block of pairs out of a plan, one entry per pair.

    Attributes
    ----------
    household, vacancy
        int32 (n,): rows; the household has no dwelling in the plan.
    waits, full, given
        bool (n,): the dwelling is not freed; every way of charging breaks a row; it is given to
        another household. At most one holds; where none does, it is left empty.
    part
        bool (n, n_limits): the limit closes at least one way of charging; only where ``full``.
    alone
        bool (n, n_limits): without this limit some way would be open; only where ``full``.
    empty
        bool (n,): nobody has the dwelling.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    waits: NDArray[np.bool_]
    full: NDArray[np.bool_]
    given: NDArray[np.bool_]
    part: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    empty: NDArray[np.bool_]

    def of(self, household: NDArray[np.int32], place: NDArray[np.integer]) -> "Obstacles":
        """Return the obstacles of households that are alike to those at these places."""
        return Obstacles(
            household=household,
            vacancy=self.vacancy[place],
            waits=self.waits[place],
            full=self.full[place],
            given=self.given[place],
            part=self.part[place],
            alone=self.alone[place],
            empty=self.empty[place],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Obstacles counted by household, or by dwelling: n rows of one table.

    Attributes
    ----------
    open, waits, full, given
        int64 (n,): pairs of an unplaced household, and of what each of them is kept by.
    part
        int64 (n, n_limits): full pairs in which the limit takes part.
    alone
        bool (n, n_limits): some full pair would be open without this limit.
    leaves_empty
        bool (n, n_limits): the same, of a dwelling that nobody has.
    """

    open: NDArray[np.int64]
    waits: NDArray[np.int64]
    full: NDArray[np.int64]
    given: NDArray[np.int64]
    part: NDArray[np.int64]
    alone: NDArray[np.bool_]
    leaves_empty: NDArray[np.bool_]

    @classmethod
    def empty(cls, rows: int, limits: int) -> "Tally":
        """Return the tally of no pair at all."""
        return cls(
            open=np.zeros(rows, np.int64),
            waits=np.zeros(rows, np.int64),
            full=np.zeros(rows, np.int64),
            given=np.zeros(rows, np.int64),
            part=np.zeros((rows, limits), np.int64),
            alone=np.zeros((rows, limits), np.bool_),
            leaves_empty=np.zeros((rows, limits), np.bool_),
        )

    def add(self, row: NDArray[np.int32], found: Obstacles) -> None:
        """Count a block of pairs, each under its ``row``."""
        size = len(self.open)
        self.open[:] += np.bincount(row, minlength=size)
        self.waits[:] += np.bincount(row[found.waits], minlength=size)
        self.full[:] += np.bincount(row[found.full], minlength=size)
        self.given[:] += np.bincount(row[found.given], minlength=size)
        # Limits only take part in what is full.
        full = np.flatnonzero(found.full)
        row, part, alone, empty = row[full], found.part[full], found.alone[full], found.empty[full]
        for limit in range(self.part.shape[1]):
            self.part[:, limit] += np.bincount(row[part[:, limit]], minlength=size)
            self.alone[row[alone[:, limit]], limit] = True
            self.leaves_empty[row[alone[:, limit] & empty], limit] = True


def tally_obstacles(outcome: Outcome, *, soft: bool = False) -> tuple[Tally, Tally]:
    """Return what keeps the unplaced households out, by household and by dwelling.

    With ``soft``, the soft quotas are among the limits.
    """
    instance = outcome.instance
    judge = _Judge(outcome, soft=soft)
    by_household = Tally.empty(instance.n_households, judge.n_limits)
    by_vacancy = Tally.empty(instance.n_vacancies, judge.n_limits)
    for found in _judged(judge, *_pairs_of_the_unplaced(outcome)):
        by_household.add(found.household, found)
        by_vacancy.add(found.vacancy, found)
    return by_household, by_vacancy


def _pairs_of_the_unplaced(outcome: Outcome) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    wanted = outcome.unplaced()[outcome.pairs.household]
    return outcome.pairs.household[wanted], outcome.pairs.vacancy[wanted]


def _judged(
    judge: "_Judge", household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> Iterator[Obstacles]:
    """Yield what keeps these pairs out, block after block; of pairs alike one is judged."""
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(household), _BLOCK)]
    if judge.n_cells >= len(household):
        for block in blocks:
            yield judge.judge(household[block], vacancy[block])
        return
    # By cell: any pair of it, then the place of that pair among the examples.
    place = np.full(judge.n_cells, NO_ROW, np.int64)
    for block in blocks:
        cell = judge.cell(household[block], vacancy[block])
        place[cell] = np.arange(block.start, block.start + len(cell))
    present = place != NO_ROW
    example = place[present]
    place[present] = np.arange(len(example))
    found = _together(
        [
            judge.judge(household[rows], vacancy[rows])
            for rows in np.split(example, range(_BLOCK, len(example), _BLOCK))
        ]
    )
    for block in blocks:
        cell = judge.cell(household[block], vacancy[block])
        yield found.of(household[block], place[cell])


def judge_pairs(
    outcome: Outcome,
    household: NDArray[np.int32],
    vacancy: NDArray[np.int32],
    *,
    soft: bool = False,
) -> Obstacles:
    """Return what keeps these pairs out of the plan; their households have no dwelling in it.

    With ``soft``, the soft quotas are among the limits.
    """
    return _Judge(outcome, soft=soft).judge(household, vacancy)


def _together(found: Sequence[Obstacles]) -> Obstacles:
    """Return the obstacles of several blocks as those of one."""
    return Obstacles(
        *(
            np.concatenate([getattr(block, column.name) for block in found])
            for column in fields(Obstacles)
        )
    )


class _Judge:
    """Who has each dwelling of a plan, and the limits that must hold."""

    def __init__(self, outcome: Outcome, *, soft: bool = False) -> None:
        instance, plan = outcome.instance, outcome.plan
        self._charging = outcome.charging
        moves = plan.vacancy_of_household(instance.n_households) != NO_ROW
        freed_by = instance.vacancies.freed_by
        self._waits = freed_by != NO_ROW
        self._waits[self._waits] = ~moves[freed_by[self._waits]]
        self._household, self._contingent, self._transfer = (
            _by_vacancy(instance, plan, values)
            for values in (plan.household, plan.contingent, plan.transfer)
        )
        self._limits = binding_limits(
            instance, outcome.charging, plan, policy=outcome.policy, soft=soft
        )
        self.n_limits = len(self._limits)
        families = resolve_quotas(instance)
        looked_at = [who for family in families for who in (family.counted_who, family.among_who)]
        kinds, self._kind = np.unique(
            np.column_stack([outcome.charging.household_class, *looked_at]),
            axis=0,
            return_inverse=True,
        )
        self._kind = self._kind.reshape(-1).astype(np.int64)
        self.n_cells = len(kinds) * instance.n_vacancies

    def cell(self, household: NDArray[np.int32], vacancy: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the cell of each pair, below ``n_cells``: pairs of one cell are judged alike."""
        found: NDArray[np.int64] = self._kind[household] * len(self._waits) + vacancy
        return found

    def judge(self, household: NDArray[np.int32], vacancy: NDArray[np.int32]) -> Obstacles:
        """Return what keeps these pairs out of the plan."""
        pair, first, change = self._changes(household, vacancy)
        broken = np.zeros((len(pair), len(self._limits)), np.bool_)
        for index, limit in enumerate(self._limits):
            broken[:, index] = limit.breaks(change)
        causes = broken.sum(axis=1)
        waits = self._waits[vacancy]
        full = ~np.logical_or.reduceat(causes == 0, first) & ~waits
        single = broken & (causes == 1)[:, None]
        return Obstacles(
            household=household,
            vacancy=vacancy,
            waits=waits,
            full=full,
            given=(self._household[vacancy] != NO_ROW) & ~full & ~waits,
            part=np.logical_or.reduceat(broken, first, axis=0) & full[:, None],
            alone=np.logical_or.reduceat(single, first, axis=0) & full[:, None],
            empty=self._household[vacancy] == NO_ROW,
        )

    def _changes(
        self, household: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Change]:
        """Return every way of charging each pair: the pair of each way, each pair's first way."""
        start, ways = self._charging.ways_of_pairs(household, vacancy)
        first = np.cumsum(ways) - ways
        pair = np.repeat(np.arange(len(household)), ways)
        way = np.arange(len(pair)) - first[pair] + start[pair]
        dwelling = vacancy[pair]
        change = Change(
            household=household[pair],
            vacancy=dwelling,
            contingent=self._charging.way_contingent[way],
            transfer=self._charging.way_transfer[way],
            given=self._household[dwelling] != NO_ROW,
            was_household=self._household[dwelling],
            was_contingent=self._contingent[dwelling],
            was_transfer=self._transfer[dwelling],
        )
        return pair, first, change


def _by_vacancy(instance: Instance, plan: Plan, values: NDArray[np.int32]) -> NDArray[np.int32]:
    found = np.full(instance.n_vacancies, NO_ROW, np.int32)
    found[plan.vacancy] = values
    return found
