"""The rules as side rows: transfers, then quotas, each bound written once.

The list of rules is :func:`write_side_rows`. All numbers are integers: a row about a share with
``k`` decimals is multiplied by ``10^k``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily, QuotaRow
from repartition.domain.scenario import QuotaKind
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL
from repartition.eligibility.charging import Charging
from repartition.optimisation.side_rows import RowWriter, SideRows
from repartition.optimisation.ways import Ways


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
    writer = RowWriter()
    _limit_transfers(writer, instance, charging, ways)
    for family in families:
        _bound_counts(writer, family, ways, offered)
    return writer.finish(len(ways))


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What the quotas count: of each quota and group, how many attributions (``n``).

    Attributes
    ----------
    group_of_way
        int32 (n_quotas, n_ways + 1): the group of each quota in which a way is counted, −1 = none;
        the last way is that of those who stay.
    quota, group
        int32 (n_slacks,): the count that each side row's shortfall is about, −1 = a transfer's.
    """

    group_of_way: NDArray[np.int32]
    quota: NDArray[np.int32]
    group: NDArray[np.int32]

    def weight_of_ways(self, bound: CountBound) -> NDArray[np.int64]:
        """Return the coefficient of each way in a bound on a count: int64 (n_ways + 1,)."""
        counted: NDArray[np.int64] = (self.group_of_way[bound.quota] == bound.group).astype(
            np.int64
        )
        return bound.sign * counted


def list_counts(families: Sequence[QuotaFamily], ways: Ways, side: SideRows) -> Counts:
    """Return the counts of every quota."""
    place = {id(family): index for index, family in enumerate(families)}
    group_of_way = np.full((len(families), len(ways) + 1), NO_ROW, np.int32)
    for index, family in enumerate(families):
        group, _among, counted = family.membership(ways.household, ways.vacancy, ways.contingent)
        group_of_way[index, :-1] = np.where(counted, group, NO_ROW)
    of_slack = [
        (place[id(rule.family)], rule.group_index) if isinstance(rule, QuotaRow) else (NO_ROW,) * 2
        for rule in side.rules
    ]
    quota, group = np.array(of_slack, np.int32).reshape(-1, 2).T
    return Counts(group_of_way, quota, group)


def _limit_transfers(writer: RowWriter, instance: Instance, charging: Charging, ways: Ways) -> None:
    """Σ attributions through transfer t on the dwellings of contingent c − s ≤ ⌊share · N⌋."""
    for cap in charging.caps:
        slack = writer.add_slack(cap, HARD_LEVEL, 1, cap.dwellings)
        row = writer.add_row(cap.cap, slack, (1, 0))
        used = np.flatnonzero(
            (ways.transfer == cap.transfer)
            & (instance.vacancies.contingent[ways.vacancy] == cap.contingent)
        )
        writer.add_entries(used, np.full(len(used), row), np.ones(len(used), np.int64))


def _bound_counts(
    writer: RowWriter, family: QuotaFamily, ways: Ways, offered: NDArray[np.bool_]
) -> None:
    """Write each bound of a quota: σ(S·n − sh·m) − s ≤ σ·upper, σ = ±1 for maxima and minima."""
    group, among, counted = family.membership(ways.household, ways.vacancy, ways.contingent)
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


def _write_main_row(writer: RowWriter, row: _Row) -> int:
    slack = writer.add_slack(row.rule, row.family.level, row.scale, row.limit)
    shape = (row.count_coefficient + row.among_coefficient, row.among_coefficient)
    return writer.add_row(row.upper, slack, shape)


def _write_tightened_row(writer: RowWriter, row: _Row, main: np.int64) -> int:
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
    among = row.tight_among_coefficient
    return writer.add_row(upper, writer.slack[main], (row.tight_factor * row.sign + among, among))


def _largest_counts(family: QuotaFamily, offered: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the largest ``m`` of each group, counters left out: its dwellings, its households."""
    size = len(family.groups)
    if family.contingent_group is None:
        inside = family.vacancy_group[offered]
        dwellings = np.bincount(inside[inside >= 0], minlength=size)
    else:
        dwellings = np.full(size, int((family.vacancy_group[offered] >= 0).sum()))
    return np.minimum(dwellings, int(family.among_who.sum())).astype(np.int64)
