"""Every rule as rows over the kinds of attributions, each bent by a shortfall."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.audit.proof.attributions import Kinds
from repartition.domain.instance import Instance
from repartition.domain.quotas import QuotaFamily, QuotaRow
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL
from repartition.eligibility.charging import Charging


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows of one shape, ``coefficient · x − s ≤ upper``: of each kind, its row and coefficient.

    Attributes
    ----------
    row
        int32 (n_kinds + 1,): the row of the block, −1 = in none.
    coefficient
        int64 (n_kinds + 1,).
    upper
        int64 (n_rows,).
    slack
        int32 (n_rows,): which shortfall bends each row.
    exists
        bool (n_rows,): whether there is such a row.
    """

    row: NDArray[np.int32]
    coefficient: NDArray[np.int64]
    upper: NDArray[np.int64]
    slack: NDArray[np.int32]
    exists: NDArray[np.bool_]

    def cost(self, price: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what each kind pays at the prices of the rows: int64 (n_kinds + 1,)."""
        found: NDArray[np.int64] = np.where(self.row >= 0, price[self.row] * self.coefficient, 0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Slacks:
    """The shortfalls: the level of each, units per attribution, and the most any plan needs."""

    level: NDArray[np.int64]
    scale: NDArray[np.int64]
    limit: NDArray[np.int64]


class RowWriter:
    """Writes rows, and notes the shortfalls that bend them."""

    def __init__(self, instance: Instance, kinds: Kinds, offered: NDArray[np.bool_]) -> None:
        self._instance = instance
        self._kinds = kinds
        self._offered = offered
        self._slacks: list[Slacks] = []

    def caps(self, charging: Charging) -> Block:
        """Write: through a transfer, on the dwellings of a contingent, at most so many."""
        kinds = self._kinds
        reserved_by = self._instance.vacancies.contingent[kinds.vacancy]
        row = np.full(len(kinds) + 1, NO_ROW, np.int32)
        for index, cap in enumerate(charging.caps):
            row[:-1][(kinds.transfer == cap.transfer) & (reserved_by == cap.contingent)] = index
        size = len(charging.caps)
        limit = np.array([cap.dwellings for cap in charging.caps], np.int64)
        return Block(
            row,
            np.ones(len(row), np.int64),
            np.array([cap.cap for cap in charging.caps], np.int64),
            self._bend(HARD_LEVEL, 1, limit),
            np.ones(size, np.bool_),
        )

    def quota(self, family: QuotaFamily) -> Iterator[tuple[Block, Block]]:
        """Yield the plain and the tightened rows of each bound of a quota.

        With ``m`` attributions of which ``n`` count and σ = 1 for a maximum, −1 for a minimum, the
        plain row is σ(S·n − share·m) − s ≤ σ·bound, where S makes the share a whole number. The
        tightened row is what whole numbers add to a share: see docs/model.md.
        """
        kinds = self._kinds
        group, among, counted = family.membership(kinds.household, kinds.vacancy, kinds.contingent)
        row = np.append(np.where(among, group, NO_ROW), NO_ROW).astype(np.int32)
        m, n = np.append(among, False).astype(np.int64), np.append(counted, False).astype(np.int64)
        most = self._most(family)
        before, among_before = family.counted_before, family.among_before
        size = len(family.groups)
        for kind, parameter in family.quota.bounds():
            rules = [QuotaRow(family, g, kind, Fraction(parameter)) for g in range(size)]
            exact = Fraction(parameter)
            maximum, moves = (
                kind.startswith("max"),
                bool(rules) and rules[0].moves_with_attributions,
            )
            sign = 1 if maximum else -1
            scale = exact.denominator if moves else 1
            share = exact.numerator if moves else 0
            fixed = np.array(
                [int(r.bound(int(among_before[r.group_index]))) for r in rules], object
            )
            bound = share * among_before if moves else fixed.astype(np.int64)
            upper = sign * (bound - scale * before)
            slack = self._bend(
                family.level, scale, np.maximum((scale if maximum else share) * most - upper, 0)
            )
            plain = Block(
                row, sign * (scale * n - share * m), upper, slack, np.ones(size, np.bool_)
            )
            highest = share * (most + among_before)
            fraction, whole = highest % scale, highest // scale
            factor = scale - fraction if maximum else fraction
            of_all = 0 if maximum else share
            ceiling = (
                factor * (whole - before)
                if maximum
                else share * most - factor * (whole + 1 - before)
            )
            of_counted = sign * np.append(factor, 0)[row]
            yield plain, Block(row, of_counted * n + of_all * m, ceiling, slack, fraction > 0)

    def slacks(self) -> Slacks:
        """Return every shortfall noted so far."""
        return Slacks(
            np.concatenate([slacks.level for slacks in self._slacks]),
            np.concatenate([slacks.scale for slacks in self._slacks]),
            np.concatenate([slacks.limit for slacks in self._slacks]),
        )

    def _bend(self, level: int, scale: int, limit: NDArray[np.int64]) -> NDArray[np.int32]:
        first = sum(len(slacks.level) for slacks in self._slacks)
        size = len(limit)
        self._slacks.append(Slacks(np.full(size, level), np.full(size, scale), limit))
        return np.arange(first, first + size, dtype=np.int32)

    def _most(self, family: QuotaFamily) -> NDArray[np.int64]:
        """Return how many attributions can fall in each group: its dwellings, its households."""
        size = len(family.groups)
        inside = family.vacancy_group[self._offered]
        inside = inside[inside >= 0]
        dwellings = (
            np.bincount(inside, minlength=size)
            if family.contingent_group is None
            else np.full(size, len(inside))
        )
        return np.minimum(dwellings, int(family.among_who.sum())).astype(np.int64)
