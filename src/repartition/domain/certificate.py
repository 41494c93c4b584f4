"""A certificate: the prices that prove, tier by tier, that no plan can do better.

What they prove is in docs/model.md; :mod:`repartition.audit.proof` recomputes it without a solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CountBound:
    """A bound on how many attributions a quota counts: ``sign · n ≤ upper``.

    ``quota`` is its place in the scenario, ``group`` its place among the quota's groups.
    """

    quota: int
    group: int
    sign: int
    upper: int

    def complement(self) -> "CountBound":
        """Return what holds in whole numbers exactly where this does not."""
        return CountBound(self.quota, self.group, -self.sign, -(self.upper + 1))

    def other_side(self) -> "CountBound":
        """Return the bound that, with this one, leaves the count no room: ``sign · n = upper``."""
        return CountBound(self.quota, self.group, -self.sign, -self.upper)


@dataclass(frozen=True, slots=True, eq=False)
class PartPrices:
    """Prices that bound one part of the plans still open, whole numbers over ``denominator``.

    Attributes
    ----------
    split
        The bounds on counts that make the part, in the order of branching; none where the plans
        were not divided.
    vacancy
        int64: of each dwelling; then of each exit, one for every household whose home a decision
        gives away.
    cap
        int64 (n_caps,): of each cap on a transfer.
    plain, tightened
        int64: of each bound of each quota in each group (see
        :func:`repartition.domain.quotas.QuotaFamily`): all groups of the first quota's first bound,
        then of its second... ``plain`` of the bound itself, ``tightened`` of what whole numbers add
        to a share.
    kept
        Price of "this tier keeps its value", by tier.
    count
        Price of each bound on a count that holds in the part.
    """

    split: tuple[CountBound, ...]
    denominator: int
    vacancy: NDArray[np.int64]
    cap: NDArray[np.int64]
    plain: NDArray[np.int64]
    tightened: NDArray[np.int64]
    kept: dict[int, int]
    count: dict[CountBound, int]


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """For each tier in order, the parts of the plans still open, with their prices.

    The last tiers may be missing, where a search was stopped.
    """

    tiers: tuple[tuple[PartPrices, ...], ...]


def covers(splits: Sequence[tuple[CountBound, ...]]) -> bool:
    """Return whether parts hold every plan between them.

    They do where each comes of a division by one count: below, and above, with nothing between.
    """
    if not all(splits):
        return len(splits) == 1
    if not splits:
        return False
    first = splits[0][0]
    halves: dict[CountBound, list[tuple[CountBound, ...]]] = {first: [], first.complement(): []}
    for split in splits:
        if split[0] not in halves:
            return False
        halves[split[0]].append(split[1:])
    return all(covers(half) for half in halves.values())
