"""Side rows: every rule that is not "one dwelling each", written once, as ``a·x − s ≤ upper``.

They are written by :mod:`repartition.optimisation.quota_rows`. Each row bends through a slack
``s ≥ 0``, its shortfall; hard rules are the level whose total must be 0, so an infeasible scenario
is only one whose best plan has shortfall left.
"""

from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repartition.domain.quotas import QuotaRow
from repartition.eligibility.charging import TransferCap

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
    shape
        int64 (n_rows, 2): the coefficient of an attribution that counts, and of one that is only
        among those a share is of. With its rule, this tells a row from any other.
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
    shape: NDArray[np.int64]
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
        return members(self.way_start, ways)

    def keep(self, wanted: NDArray[np.bool_]) -> "SideRows":
        """Return the same rows with only the ways where ``wanted`` holds: bool (n_ways,)."""
        entry, _place = self.entries(np.flatnonzero(wanted))
        count = np.diff(self.way_start)[wanted]
        return replace(
            self,
            way_start=np.concatenate(([0], np.cumsum(count))),
            row=self.row[entry],
            coefficient=self.coefficient[entry],
        )

    def with_empty_way(self) -> "SideRows":
        """Return the same rows with one more way, the last, that is in none of them."""
        return replace(self, way_start=np.append(self.way_start, self.way_start[-1]))

    def cost_of_ways(self, prices: NDArray[Number]) -> NDArray[Number]:
        """Return Σ price × coefficient over the rows of each way: (n_ways,)."""
        running = np.concatenate(([0], np.cumsum(prices[self.row] * self.coefficient)))
        return running[self.way_start[1:]] - running[self.way_start[:-1]]


@dataclass(slots=True)
class RowWriter:
    """Gathers rows and entries; the order of calls is the order of rows."""

    upper: list[int] = field(default_factory=list)
    shape: list[tuple[int, int]] = field(default_factory=list)
    slack: list[int] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    scales: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    entries: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = field(
        default_factory=list
    )

    def add_slack(self, rule: Rule, level: int, scale: int, limit: int) -> int:
        """Add the shortfall of a rule, in units of which ``scale`` make an attribution."""
        self.rules.append(rule)
        self.levels.append(level)
        self.scales.append(scale)
        self.limits.append(max(0, limit))
        return len(self.rules) - 1

    def add_row(self, upper: int, slack: int, shape: tuple[int, int]) -> int:
        """Add a row a·x − s ≤ upper that has no entries yet; ``shape`` is what they will be."""
        self.upper.append(upper)
        self.shape.append(shape)
        self.slack.append(slack)
        return len(self.upper) - 1

    def add_entries(
        self,
        way: NDArray[np.integer],
        row: NDArray[np.integer],
        coefficient: NDArray[np.integer],
    ) -> None:
        """Add entries; those of no row (−1) or of coefficient 0 are left out."""
        kept = (coefficient != 0) & (row >= 0)
        self.entries.append(
            (
                way[kept].astype(np.int64),
                row[kept].astype(np.int64),
                coefficient[kept].astype(np.int64),
            )
        )

    def finish(self, n_ways: int) -> SideRows:
        """Return the rows."""
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
            np.array(self.shape, np.int64).reshape(-1, 2),
            np.array(self.slack, np.int32),
            np.array(self.levels, np.int64),
            np.array(self.scales, np.int64),
            np.array(self.limits, np.int64),
            tuple(self.rules),
        )


def members(
    start: NDArray[np.int64], groups: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the members of some groups, group after group, and the place in ``groups`` of each.

    The members of group ``g`` are ``start[g]:start[g + 1]``.
    """
    first = start[groups]
    count = start[groups + 1] - first
    place = np.repeat(np.arange(len(groups)), count)
    before = np.cumsum(count) - count
    return np.arange(len(place)) - before[place] + first[place], place
