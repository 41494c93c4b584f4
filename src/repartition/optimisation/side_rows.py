"""Side rows: every rule that is not "one dwelling each", written once, as ``a·x − s ≤ upper``.

The list of rules is :func:`write_side_rows`. All numbers are integers: a row about a share with
``k`` decimals is multiplied by ``10^k``. Each row bends through a slack ``s ≥ 0``, its shortfall in
those units; hard rules are the level whose total must be 0, so an infeasible scenario is only one
whose best plan has shortfall left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily, QuotaRow
from repartition.domain.scenario import QuotaKind
from repartition.domain.tiers import HARD_LEVEL
from repartition.eligibility.charging import Charging, TransferCap
from repartition.optimisation.ways import Ways

Rule = QuotaRow | TransferCap
Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class SideRows:
    """The side rows and their slacks.

    Attributes
    ----------
    way_start, row, coefficient
        Sparse by way: way ``w`` has ``coefficient[i]`` in ``row[i]`` for ``i`` in
        ``way_start[w]:way_start[w + 1]`` (int64).
    upper
        int64 (n_rows,).
    slack
        int32 (n_rows,): the slack that bends the row. Two rows may share one.
    slack_level, slack_scale, slack_limit
        int64 (n_slacks,): level (0 = hard); units per attribution; largest value it can need.
    rules
        The rule each slack measures, (n_slacks,).
    """

    way_start: NDArray[np.int64]
    row: NDArray[np.int64]
    coefficient: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack: NDArray[np.int32]
    slack_level: NDArray[np.int64]
    slack_scale: NDArray[np.int64]
    slack_limit: NDArray[np.int64]
    rules: tuple[Rule, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.upper)

    @property
    def row_scale(self) -> NDArray[np.int64]:
        """Units per attribution of each row: int64 (n_rows,)."""
        return self.slack_scale[self.slack]

    @property
    def n_slacks(self) -> int:
        """Number of slacks."""
        return len(self.slack_level)

    def entries(self, ways: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the entries of some ways, and the position in ``ways`` each belongs to."""
        first = self.way_start[ways]
        count = self.way_start[ways + 1] - first
        owner = np.repeat(np.arange(len(ways)), count)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        return within + first[owner], owner

    def cost_of_ways(self, prices: NDArray[Number]) -> NDArray[Number]:
        """Return Σ price × coefficient over the rows of each way: (n_ways,)."""
        running = np.concatenate(([0], np.cumsum(prices[self.row] * self.coefficient)))
        return running[self.way_start[1:]] - running[self.way_start[:-1]]


@dataclass(slots=True)
class _Writer:
    """Gathers rows and entries; the order of calls is the order of rows."""

    upper: list[int] = field(default_factory=list)
    slack: list[int] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    scales: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    entries: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = field(
        default_factory=list
    )

    def add_slack(self, rule: Rule, level: int, scale: int, limit: int) -> int:
        self.rules.append(rule)
        self.levels.append(level)
        self.scales.append(scale)
        self.limits.append(max(0, limit))
        return len(self.rules) - 1

    def add_row(self, upper: int, slack: int) -> int:
        self.upper.append(upper)
        self.slack.append(slack)
        return len(self.upper) - 1

    def add_entries(
        self,
        way: NDArray[np.integer],
        row: NDArray[np.integer],
        coefficient: NDArray[np.integer],
    ) -> None:
        kept = (coefficient != 0) & (row >= 0)
        self.entries.append(
            (
                way[kept].astype(np.int64),
                row[kept].astype(np.int64),
                coefficient[kept].astype(np.int64),
            )
        )

    def finish(self, n_ways: int) -> SideRows:
        empty = np.zeros(0, np.int64)
        way, row, coefficient = (
            np.concatenate([entry[part] for entry in self.entries] or [empty]) for part in range(3)
        )
        order = np.lexsort((row, way))
        way = way[order]
        return SideRows(
            np.searchsorted(way, np.arange(n_ways + 1)).astype(np.int64),
            row[order],
            coefficient[order],
            np.array(self.upper, np.int64),
            np.array(self.slack, np.int32),
            np.array(self.levels, np.int64),
            np.array(self.scales, np.int64),
            np.array(self.limits, np.int64),
            tuple(self.rules),
        )


def write_side_rows(
    instance: Instance,
    charging: Charging,
    families: Sequence[QuotaFamily],
    ways: Ways,
    offered: NDArray[np.bool_],
) -> SideRows:
    """Return every side row: transfers, then quotas in the scenario's order.

    Parameters
    ----------
    offered
        bool (n_vacancies,): dwellings that at least one household can have; no count can exceed
        theirs.
    """
    writer = _Writer()
    _limit_transfers(writer, instance, charging, ways)
    for family in families:
        _bound_counts(writer, family, ways, offered)
    return writer.finish(len(ways))


def _limit_transfers(writer: _Writer, instance: Instance, charging: Charging, ways: Ways) -> None:
    """Σ attributions through transfer t on the dwellings of contingent c − s ≤ ⌊share · N⌋."""
    for cap in charging.caps:
        slack = writer.add_slack(cap, HARD_LEVEL, 1, cap.dwellings)
        row = writer.add_row(cap.cap, slack)
        used = np.flatnonzero(
            (ways.transfer == cap.transfer)
            & (instance.vacancies.contingent[ways.vacancy] == cap.contingent)
        )
        writer.add_entries(used, np.full(len(used), row), np.ones(len(used), np.int64))


def _bound_counts(
    writer: _Writer, family: QuotaFamily, ways: Ways, offered: NDArray[np.bool_]
) -> None:
    """Write each bound of a quota: σ(S·n − sh·m) − s ≤ σ·upper, σ = ±1 for maxima and minima."""
    group = family.group_of(ways.vacancy, ways.contingent)
    among = (group >= 0) & family.among_who[ways.household] & family.among_via[ways.contingent]
    counted = among & family.counted_who[ways.household] & family.counted_via[ways.contingent]
    most = _largest_counts(family, offered)
    for kind, bound in family.quota.bounds():
        rows = [
            _Row(family, g, kind, Fraction(bound), int(most[g])) for g in range(len(family.groups))
        ]
        main = np.array([_write_main_row(writer, row) for row in rows], np.int64)
        tight = np.array(
            [
                _write_tightened_row(writer, row, index)
                for row, index in zip(rows, main, strict=True)
            ],
            np.int64,
        )
        if not len(rows):
            continue
        sample = rows[0]
        every = np.arange(len(ways))
        target = np.where(among, main[group], -1)
        writer.add_entries(
            every, target, counted * sample.count_coefficient + among * sample.among_coefficient
        )
        # The tightened rows differ by group in their factor, so their coefficients are looked up.
        factor = np.array([row.tight_factor for row in rows], np.int64)
        target = np.where(among, tight[group], -1)
        writer.add_entries(
            every,
            target,
            counted * factor[group] * sample.sign + among * sample.tight_among_coefficient,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """The integers of one quota row. ``S`` units make one attribution."""

    family: QuotaFamily
    group: int
    kind: QuotaKind
    bound: Fraction
    most: int
    """Largest ``m`` (and so ``n``) any plan can have, counters left out."""

    @property
    def rule(self) -> QuotaRow:
        return QuotaRow(self.family, self.group, self.kind, self.bound)

    @property
    def sign(self) -> int:
        return 1 if self.rule.is_maximum else -1

    @property
    def scale(self) -> int:
        return self.bound.denominator if self.rule.moves_with_attributions else 1

    @property
    def share(self) -> int:
        """The share in units, 0 where the bound does not move with the attributions."""
        return int(self.bound * self.scale) if self.rule.moves_with_attributions else 0

    @property
    def count_before(self) -> int:
        return int(self.family.counted_before[self.group])

    @property
    def among_before(self) -> int:
        return int(self.family.among_before[self.group])

    @property
    def count_coefficient(self) -> int:
        return self.sign * self.scale

    @property
    def among_coefficient(self) -> int:
        return -self.sign * self.share

    @property
    def upper(self) -> int:
        """What σ(S·n − sh·m) of the plan alone may reach: the bound less the counters."""
        if self.rule.moves_with_attributions:
            return self.sign * (self.share * self.among_before - self.scale * self.count_before)
        return self.sign * (int(self.rule.bound(self.among_before)) - self.count_before)

    @property
    def limit(self) -> int:
        """The shortfall of the worst plan, in units."""
        worst = self.scale if self.sign > 0 else self.share
        return worst * self.most - self.upper

    @property
    def highest(self) -> int:
        """S times the bound when the group is as full as can be."""
        return self.share * (self.most + self.among_before)

    @property
    def tight_factor(self) -> int:
        """(1 − f)·S for a maximum, f·S for a minimum, f = the fraction of the highest bound."""
        fraction = self.highest % self.scale
        return self.scale - fraction if self.sign > 0 else fraction

    @property
    def tight_among_coefficient(self) -> int:
        return 0 if self.sign > 0 else self.share


def _write_main_row(writer: _Writer, row: _Row) -> int:
    slack = writer.add_slack(row.rule, row.family.level, row.scale, row.limit)
    return writer.add_row(row.upper, slack)


def _write_tightened_row(writer: _Writer, row: _Row, main: np.int64) -> int:
    """Write what integrality adds to a share (mixed-integer rounding); −1 where it adds nothing.

    With ``b`` the bound of the fullest group and ``f`` its fraction, every whole ``n`` has
    ``(1 − f)(n − ⌊b⌋) ≤ s`` for a maximum and ``f(⌈b⌉ − n) ≤ s + share·(M − m)`` for a minimum: the
    first because n ≤ b + s, the second because n ≥ b − share·(M − m) − s (Nemhauser and Wolsey
    1990). Plans satisfy them anyway; fractions of plans do not.
    """
    if row.highest % row.scale == 0:
        return -1
    whole = floor(Fraction(row.highest, row.scale))
    if row.sign > 0:
        upper = row.tight_factor * (whole - row.count_before)
    else:
        upper = row.share * row.most - row.tight_factor * (whole + 1 - row.count_before)
    return writer.add_row(upper, writer.slack[main])


def _largest_counts(family: QuotaFamily, offered: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the largest ``m`` of each group, counters left out: its dwellings, its households."""
    size = len(family.groups)
    if family.contingent_group is None:
        inside = family.vacancy_group[offered]
        dwellings = np.bincount(inside[inside >= 0], minlength=size)
    else:
        dwellings = np.full(size, int((family.vacancy_group[offered] >= 0).sum()))
    return np.minimum(dwellings, int(family.among_who.sum())).astype(np.int64)
