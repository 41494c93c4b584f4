"""The rows that must hold, and whether one change to a plan breaks them: exact, in integers.

For a plan made optimal these are the hard quotas and the transfers; usual practice looks only at
what it would fill: every quota with a ``max`` or a ``max_share`` of the vacancies, hard or soft,
and the transfers.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.domain.quotas import QuotaFamily, QuotaRow, resolve_quotas
from repartition.domain.tiers import HARD_LEVEL
from repartition.eligibility.charging import Charging


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Charging a pair in one way, the household that had the dwelling giving it up: (n,) arrays.

    ``was_household``, ``was_contingent`` and ``was_transfer`` mean nothing where not ``given``.
    """

    household: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    contingent: NDArray[np.int32]
    transfer: NDArray[np.int32]
    given: NDArray[np.bool_]
    was_household: NDArray[np.int32]
    was_contingent: NDArray[np.int32]
    was_transfer: NDArray[np.int32]


class Limit(Protocol):
    """Rows of one quota, or one transfer, as a plan leaves them."""

    @property
    def name(self) -> str:
        """The quota's identifier, or ``transfer:ID``."""

    def breaks(self, change: Change) -> NDArray[np.bool_]:
        """Return which changes make a row miss, or miss by more than it does."""


def binding_limits(
    instance: Instance, charging: Charging, plan: Plan, *, policy: Policy, soft: bool = False
) -> tuple[Limit, ...]:
    """Return what must hold in a plan: the quotas in their order, then the transfers.

    With ``soft``, the soft quotas too, which a plan may miss but not for nothing.
    """
    quotas = (
        _QuotaLimit(family, plan, rows)
        for family in resolve_quotas(instance)
        if (rows := _binding_rows(family, policy, soft=soft))
    )
    transfers = range(len(instance.scenario.contingents.transfers))
    return (*quotas, *(_TransferLimit(instance, charging, plan, index) for index in transfers))


def limit_names(instance: Instance, *, policy: Policy, soft: bool = False) -> tuple[str, ...]:
    """Return the names of what must hold in a plan made by ``policy``, in the same order."""
    families = resolve_quotas(instance)
    transfers = instance.scenario.contingents.transfers
    return (
        *(family.quota.id for family in families if _binding_rows(family, policy, soft=soft)),
        *(_transfer_name(transfer.id) for transfer in transfers),
    )


def _binding_rows(family: QuotaFamily, policy: Policy, *, soft: bool) -> tuple[QuotaRow, ...]:
    if policy == "optimal":
        return family.rows() if soft or family.level == HARD_LEVEL else ()
    return tuple(row for row in family.rows() if row.is_fixed_cap)


class _QuotaLimit:
    def __init__(self, family: QuotaFamily, plan: Plan, rows: tuple[QuotaRow, ...]) -> None:
        self.name = family.quota.id
        self._family = family
        self._count, self._among = family.count(plan)
        kinds = dict.fromkeys(row.kind for row in rows)
        self._bounds = tuple(_Bound([row for row in rows if row.kind == kind]) for kind in kinds)

    def breaks(self, change: Change) -> NDArray[np.bool_]:
        group, counted, among = self._share_of(change.household, change.vacancy, change.contingent)
        old_group, old_counted, old_among = (
            np.where(change.given, values, nothing)
            for values, nothing in zip(
                self._share_of(change.was_household, change.vacancy, change.was_contingent),
                (-1, 0, 0),
                strict=True,
            )
        )
        same = group == old_group
        arrives = self._worsens(group, counted - old_counted * same, among - old_among * same)
        leaves = self._worsens(old_group, -old_counted * ~same, -old_among * ~same)
        return arrives | leaves

    def _share_of(
        self,
        household: NDArray[np.int32],
        vacancy: NDArray[np.int32],
        contingent: NDArray[np.int32],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the group an attribution falls in, and what it adds to ``n`` and to ``m``."""
        family = self._family
        group = family.group_of(vacancy, contingent).astype(np.int64)
        among = (group >= 0) & family.among_who[household] & family.among_via[contingent]
        counted = among & family.counted_who[household] & family.counted_via[contingent]
        return group, counted.astype(np.int64), among.astype(np.int64)

    def _worsens(
        self,
        group: NDArray[np.int64],
        counted: NDArray[np.int64],
        among: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Return where adding this to a group (-1 = none) makes a row of it miss by more."""
        worse = np.zeros(len(group), np.bool_)
        if not len(self._count):
            return worse
        count, size = self._count[group], self._among[group]
        for bound in self._bounds:
            before = bound.shortfall(group, count, size)
            worse |= bound.shortfall(group, count + counted, size + among) > before
        return worse & (group >= 0)


class _Bound:
    """One kind of bound of a quota in every group: ``scale·n`` against ``share·m + fixed[g]``.

    Shares have at most twelve digits and counts stay below 10⁶, so int64 holds every product.
    """

    def __init__(self, rows: list[QuotaRow]) -> None:
        row = rows[0]
        self._sign = 1 if row.is_maximum else -1
        self._scale, self._share = 1, 0
        fixed = np.zeros(len(rows), np.int64)
        if row.moves_with_attributions:
            self._scale, self._share = row.parameter.denominator, row.parameter.numerator
        else:
            fixed[:] = [int(each.bound(0)) for each in rows]
        self._fixed = fixed

    def shortfall(
        self, group: NDArray[np.int64], count: NDArray[np.int64], among: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return ``scale`` times what the row misses."""
        excess = self._scale * count - self._share * among - self._fixed[group]
        missed: NDArray[np.int64] = np.maximum(self._sign * excess, 0)
        return missed


class _TransferLimit:
    def __init__(self, instance: Instance, charging: Charging, plan: Plan, transfer: int) -> None:
        self.name = _transfer_name(instance.scenario.contingents.transfers[transfer].id)
        self._transfer = transfer
        self._reserved_by = instance.vacancies.contingent
        through = plan.transfer == transfer
        reserved_by = self._reserved_by[plan.vacancy[through]]
        used = np.bincount(reserved_by[reserved_by >= 0], minlength=instance.n_contingents)
        self._room = np.zeros(instance.n_contingents + 1, np.int64)
        for cap in charging.caps:
            if cap.transfer == transfer:
                self._room[cap.contingent] = cap.cap - used[cap.contingent]

    def breaks(self, change: Change) -> NDArray[np.bool_]:
        uses = change.transfer == self._transfer
        gives_back = change.given & (change.was_transfer == self._transfer)
        room = self._room[self._reserved_by[change.vacancy]]
        broken: NDArray[np.bool_] = uses & ~gives_back & (room < 1)
        return broken


def _transfer_name(identifier: str) -> str:
    return f"transfer:{identifier}"
