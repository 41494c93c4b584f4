"""The programme: columns, rows and objectives of the assignment problem, all in integers.

A column is "household ``h`` gets dwelling ``v`` in way ``w``"; every household and every dwelling
is a row with at most one column chosen, every other rule a side row. Two kinds of columns stand
for staying where one is: a household whose move frees a dwelling either moves or *stays* in it, so
that a freed dwelling can be given exactly when its household moves, and chains and swaps are plans
like any other, within the assignment structure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL, Tier
from repartition.eligibility.charging import Charging
from repartition.eligibility.measures import HUNDREDTHS
from repartition.eligibility.pairs import Pairs
from repartition.optimisation.clock import Clock
from repartition.optimisation.quota_rows import Counts, list_counts, write_side_rows
from repartition.optimisation.side_rows import SideRows
from repartition.optimisation.ways import Ways, list_ways
from repartition.optimisation.weights import look_up, measured, small


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """One tier in integers, always maximised: value of the tier = sign · unit · sum.

    Attributes
    ----------
    weights
        (n_columns,), in the smallest signed integers that hold them: there are millions.
    slack_weights
        int64 (n_slacks,).
    unit
        What one unit of the sum is worth in the tier's own terms.
    sign
        −1 where the tier is minimised.
    """

    tier: Tier
    weights: NDArray[np.signedinteger]
    slack_weights: NDArray[np.int64]
    unit: Fraction
    sign: int

    def value(self, total: int) -> Fraction:
        """Return the tier's value for a sum of weights."""
        return self.sign * self.unit * total


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Columns sorted by household, then dwelling, then way.

    Attributes
    ----------
    household, vacancy, way
        int32 (n_columns,). ``way`` indexes ``side.way_start``; the last way is "stays", which is
        in no side row. Vacancies beyond the instance's are *exits*: see ``_stay_columns``.
    household_start
        int64 (n_households + 1,): the columns of each household.
    required
        bool (n_households,): households that must be in exactly one column.
    n_vacancies
        Number of dwelling rows, exits included.
    ways, side
        What each way is, and what it weighs on the side rows.
    counts
        What each quota counts.
    objectives
        The tiers in order, the hard one first.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    way: NDArray[np.int32]
    household_start: NDArray[np.int64]
    required: NDArray[np.bool_]
    n_vacancies: int
    ways: Ways
    side: SideRows
    counts: Counts
    objectives: tuple[Objective, ...]

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.household)

    @property
    def n_households(self) -> int:
        """Number of household rows."""
        return len(self.required)

    def further_tier(
        self,
        tier: Tier,
        *,
        weights: NDArray[np.int64] | None = None,
        slack_weights: NDArray[np.int64] | None = None,
    ) -> Objective:
        """Return a tier that counts these weights as they are; where none are given, nothing."""
        if weights is None:
            weights = np.zeros(self.n_columns, np.int64)
        if slack_weights is None:
            slack_weights = np.zeros(self.side.n_slacks, np.int64)
        return Objective(tier, weights, slack_weights, Fraction(1), 1 if tier.maximise else -1)

    def staying(self) -> NDArray[np.int64]:
        """Return the columns of the plan in which only decisions move anyone: each one's last."""
        return self.household_start[np.flatnonzero(self.required) + 1] - 1

    def columns_of(self, plan: Plan) -> NDArray[np.int64]:
        """Return the columns that make a plan, or one that weighs the same where ways were merged.

        Whoever must be in a column and is not in the plan takes his last one: he stays. Meaningful
        only for plans made of this programme's pairs.
        """
        chosen = []
        for household, vacancy, contingent, transfer in zip(
            plan.household, plan.vacancy, plan.contingent, plan.transfer, strict=True
        ):
            columns = np.arange(
                self.household_start[household], self.household_start[household + 1]
            )
            columns = columns[self.vacancy[columns] == vacancy]
            way = self.way[columns]
            same = columns[
                (self.ways.contingent[way] == contingent) & (self.ways.transfer[way] == transfer)
            ]
            chosen += [*same[:1], *columns[:1]][:1]
        staying = self.required.copy()
        staying[plan.household] = False
        stays = self.household_start[np.flatnonzero(staying) + 1] - 1
        return np.sort(np.concatenate((np.array(chosen, np.int64), stays)))

    def in_common(self, plan: Plan) -> NDArray[np.bool_]:
        """Return which columns give a household the dwelling it has in a plan: (n_columns,)."""
        home = plan.vacancy_of_household(self.n_households)
        common: NDArray[np.bool_] = (self.way < len(self.ways)) & (
            home[self.household] == self.vacancy
        )
        return common

    def plan(self, columns: NDArray[np.integer]) -> Plan:
        """Return the plan that chooses these columns; those who stay are no attributions."""
        moves = columns[self.way[columns] < len(self.ways)]
        way = self.way[moves]
        return Plan.of(
            self.household[moves],
            self.vacancy[moves],
            self.ways.contingent[way],
            self.ways.transfer[way],
        )


def build_program(
    instance: Instance,
    charging: Charging,
    pairs: Pairs,
    tiers: Sequence[Tier],
    *,
    offered: NDArray[np.bool_] | None = None,
    clock: Clock | None = None,
) -> Program:
    """Return the assignment problem of an instance, over the pairs that no rule refuses.

    Parameters
    ----------
    tiers
        The hard one first.
    offered
        bool (n_vacancies,): dwellings that somebody can have, where ``pairs`` are only some of
        those there are.

    Raises
    ------
    OutOfTime
        If the clock runs out on the way.
    """
    clock = clock or Clock()
    clock.check()
    families = resolve_quotas(instance)
    ways, cell_of_pair = list_ways(instance, charging, pairs, families)
    if offered is None:
        offered = np.zeros(instance.n_vacancies, np.bool_)
        offered[pairs.vacancy] = True
    via = np.stack([tier.via.matches(instance.via_view()) for tier in tiers])
    side = write_side_rows(instance, charging, families, ways, offered)
    clock.check()
    distinct = _distinct(ways, side, via)
    ways = ways.keep(distinct)
    # "Stays" is one more way, in no row: writing it through an empty way keeps one code path.
    side = side.keep(distinct).with_empty_way()
    pair, way = ways.of_pairs(cell_of_pair)
    del cell_of_pair
    household, vacancy = look_up(pairs.household, pair), look_up(pairs.vacancy, pair)
    stay_household, stay_vacancy, exits = _stay_columns(instance, pairs)
    if len(stay_household):
        # A household stays by the last of its columns.
        last = np.searchsorted(household, stay_household, side="right")
        household = np.insert(household, last, stay_household)
        vacancy = np.insert(vacancy, last, stay_vacancy)
        way = np.insert(way, last, len(ways))
        pair = np.insert(pair, last, NO_ROW)
    required = np.zeros(instance.n_households, np.bool_)
    required[stay_household] = True
    required[instance.decisions.fixed_household] = True
    objectives = tuple(
        _objective(
            instance, tier, pairs, pair, _counts_via(via[index], ways, way), side, vacancy >= exits
        )
        for index, tier in enumerate(clock.each(tiers))
    )
    return Program(
        household,
        vacancy,
        way,
        np.searchsorted(household, np.arange(instance.n_households + 1)).astype(np.int64),
        required,
        int(vacancy.max(initial=instance.n_vacancies - 1)) + 1,
        ways,
        side,
        list_counts(families, ways, side),
        objectives,
    )


def _distinct(ways: Ways, side: SideRows, via: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which ways weigh unlike every earlier one of their cell: bool (n_ways,)."""
    distinct = np.ones(len(ways), np.bool_)
    for cell in np.flatnonzero(np.diff(ways.start) > 1):
        seen: set[tuple[bytes, ...]] = set()
        for way in range(ways.start[cell], ways.start[cell + 1]):
            entries = slice(side.way_start[way], side.way_start[way + 1])
            weight = (
                side.row[entries].tobytes(),
                side.coefficient[entries].tobytes(),
                via[:, ways.contingent[way]].tobytes(),
            )
            distinct[way] = weight not in seen
            seen.add(weight)
    return distinct


def _stay_columns(
    instance: Instance, pairs: Pairs
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Return who stays and where, sorted by household: the columns of staying; and the first exit.

    A household that frees a dwelling somebody can have stays in it or moves. Where the commission
    has given that dwelling to another (a fixed pair), staying is impossible: the household gets an
    *exit* instead, a column to a dwelling of its own that the hard tier counts as a shortfall.
    """
    exits = instance.n_vacancies
    freed_by = instance.vacancies.freed_by
    offered = np.unique(pairs.vacancy)
    freed = offered[freed_by[offered] != NO_ROW]
    mover = freed_by[freed]
    settled = np.isin(mover, instance.decisions.fixed_household)
    freed, mover = freed[~settled], mover[~settled]
    given = np.isin(freed, instance.decisions.fixed_vacancy)
    vacancy = freed.astype(np.int32)
    vacancy[given] = exits + np.arange(int(given.sum()))
    order = np.argsort(mover, kind="stable")
    return mover[order].astype(np.int32), vacancy[order], exits


def _counts_via(
    via: NDArray[np.bool_], ways: Ways, way: NDArray[np.int32]
) -> NDArray[np.bool_] | None:
    """Return, for each column, whether the contingent charged counts; None where all do."""
    if via.all():
        return None
    return np.append(via[ways.contingent], False)[way]


def _objective(
    instance: Instance,
    tier: Tier,
    pairs: Pairs,
    pair: NDArray[np.int32],
    counts: NDArray[np.bool_] | None,
    side: SideRows,
    exits: NDArray[np.bool_],
) -> Objective:
    sign = 1 if tier.maximise else -1
    slack_weights = np.zeros(side.n_slacks, np.int64)
    if tier.level is not None:
        wanted = side.slack_level == tier.level
        scale = lcm(*(int(s) for s in side.slack_scale[wanted]))
        slack_weights[wanted] = sign * (scale // side.slack_scale[wanted])
        of_exits = sign * scale if tier.level == HARD_LEVEL else 0
        # Where nobody takes an exit one zero stands for all.
        weights: NDArray[np.signedinteger] = np.broadcast_to(np.int8(0), len(pair))
        if exits.any():
            weights = small(np.array([0, of_exits]))[exits.astype(np.int8)]
        return Objective(tier, weights, slack_weights, Fraction(1, scale), sign)
    weights, divisor = measured(instance, tier, pairs, pair)
    if counts is not None:
        weights[~counts] = 0
    return Objective(tier, weights, slack_weights, Fraction(divisor, HUNDREDTHS), sign)
