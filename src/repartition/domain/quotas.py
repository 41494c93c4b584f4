"""Quotas as rows: one inequality per quota, group and bound.

In group ``g`` let ``m`` be the attributions that match where ∧ among.who ∧ among.via, ``n`` those
of them that match who ∧ via, and ``N`` the dwellings of the period that match where. A row says
``n ≤ max``, ``n ≥ min``, ``n ≤ share·m``, ``n ≤ ⌊share·N⌋``, ``n ≥ share·m`` or ``n ≥ ⌈share·N⌉``;
counters of what was done earlier in the year are added to ``n`` and to ``m`` or ``N``. What a soft
row misses, its shortfall, is exact. The coefficient of an attribution in every row depends only on
who receives it, which dwelling it is and who is charged: three arrays per quota.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.scenario import VIA_PREFIX, Quota, QuotaKind
from repartition.domain.table import NO_ROW, CellKind, Column

_MAXIMA: frozenset[QuotaKind] = frozenset({"max", "max_share"})


@dataclass(frozen=True, slots=True, eq=False)
class QuotaFamily:
    """One quota resolved on an instance: its groups, and who, where and via count in it.

    Attributes
    ----------
    groups
        Names of the groups, sorted; ``("",)`` for a quota without ``per``.
    counted_who, among_who
        bool (n_households,): counts in ``n`` (which implies ``among_who``); counts in ``m``.
    counted_via, among_via
        bool (n_contingents + 1,): the same for the contingent charged; the last is "nobody".
    vacancy_group
        int32 (n_vacancies,): index of the group, ``NO_ROW`` where the dwelling does not count. For
        a quota ``per`` via column: 0 where the dwelling counts.
    contingent_group
        int32 (n_contingents + 1,): the group, for a quota ``per`` via column; None otherwise.
    stock
        int64 (n_groups,): ``N``, dwellings of the period that match where.
    counted_before, among_before
        int64 (n_groups,): the counters, added to ``n`` and to ``m`` or ``N``.
    """

    quota: Quota
    groups: tuple[str, ...]
    counted_who: NDArray[np.bool_]
    among_who: NDArray[np.bool_]
    counted_via: NDArray[np.bool_]
    among_via: NDArray[np.bool_]
    vacancy_group: NDArray[np.int32]
    contingent_group: NDArray[np.int32] | None
    stock: NDArray[np.int64]
    counted_before: NDArray[np.int64]
    among_before: NDArray[np.int64]

    @property
    def level(self) -> int:
        """0 = hard; otherwise the soft level."""
        return int(self.quota.soft)

    def group_of(
        self, vacancy: NDArray[np.integer], contingent: NDArray[np.integer]
    ) -> NDArray[np.int32]:
        """Return the group each attribution falls in, ``NO_ROW`` = none."""
        found: NDArray[np.int32] = self.vacancy_group[vacancy]
        if self.contingent_group is None:
            return found
        return np.where(found >= 0, self.contingent_group[contingent], NO_ROW).astype(np.int32)

    def membership(
        self,
        household: NDArray[np.integer],
        vacancy: NDArray[np.integer],
        contingent: NDArray[np.integer],
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_]]:
        """Return the group of each attribution, whether it is in ``m``, and whether in ``n``."""
        group = self.group_of(vacancy, contingent)
        among = (group >= 0) & self.among_who[household] & self.among_via[contingent]
        counted = among & self.counted_who[household] & self.counted_via[contingent]
        return group, among, counted

    def count(self, plan: Plan) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return ``n`` and ``m`` of a plan, counters included: int64 (n_groups,) each."""
        group, among, counted = self.membership(plan.household, plan.vacancy, plan.contingent)
        size = len(self.groups)
        return (
            np.bincount(group[counted], minlength=size) + self.counted_before,
            np.bincount(group[among], minlength=size) + self.among_before,
        )

    def rows(self) -> tuple["QuotaRow", ...]:
        """Return the rows of this quota: group by group, the kinds in their fixed order."""
        return tuple(
            QuotaRow(self, index, kind, Fraction(bound))
            for index in range(len(self.groups))
            for kind, bound in self.quota.bounds()
        )


@dataclass(frozen=True, slots=True, eq=False)
class QuotaRow:
    """One inequality: a quota, a group of it, and one of its bounds."""

    family: QuotaFamily
    group_index: int
    kind: QuotaKind
    parameter: Fraction
    """The number the scenario gives: a count, or an exact share."""

    @property
    def quota(self) -> str:
        """Identifier of the quota."""
        return self.family.quota.id

    @property
    def group(self) -> str:
        """Name of the group, ``""`` for a quota without ``per``."""
        return self.family.groups[self.group_index]

    @property
    def is_maximum(self) -> bool:
        """Whether ``n`` must stay below the bound rather than reach it."""
        return self.kind in _MAXIMA

    @property
    def moves_with_attributions(self) -> bool:
        """Whether the bound is a share of the attributions, and so depends on the plan."""
        return self.kind.endswith("share") and self.family.quota.of == "attributions"

    @property
    def is_fixed_cap(self) -> bool:
        """Whether ``n`` has a maximum that no plan moves: all that usual practice looks at."""
        return self.is_maximum and not self.moves_with_attributions

    def size(self, among: int) -> int | None:
        """Return what a share is of: ``m`` (given, with counters) or ``N``; None for a count."""
        if not self.kind.endswith("share"):
            return None
        if self.moves_with_attributions:
            return among
        group = self.group_index
        return int(self.family.stock[group] + self.family.among_before[group])

    def bound(self, among: int) -> Fraction:
        """Return what ``n`` is compared with, when the group holds ``among`` attributions."""
        size = self.size(among)
        if size is None:
            return self.parameter
        exact = self.parameter * size
        if self.moves_with_attributions:
            return exact
        return Fraction(floor(exact) if self.is_maximum else ceil(exact))

    def slack(self, count: int, among: int) -> Fraction:
        """Return how far the row is from its bound; negative where it misses."""
        bound = self.bound(among)
        return bound - count if self.is_maximum else count - bound

    def shortfall(self, count: int, among: int) -> Fraction:
        """Return how much the row misses, exactly; 0 where it holds."""
        return max(Fraction(0), -self.slack(count, among))


# Nearly every step asks, and hundreds of quotas take their time to resolve. Instances never change,
# and are the same only if they are one object.
@lru_cache(maxsize=2)
def resolve_quotas(instance: Instance) -> tuple[QuotaFamily, ...]:
    """Return every quota of the scenario resolved on the instance, in the scenario's order."""
    return tuple(_resolve(instance, quota) for quota in instance.scenario.quotas)


def _resolve(instance: Instance, quota: Quota) -> QuotaFamily:
    who, where_view, via_view = instance.who_view(), instance.where_view(), instance.via_view()
    where = quota.where.matches(where_view)
    among_who = quota.denominator_who().matches(who)
    among_via = quota.denominator_via().matches(via_view)
    via = quota.via.matches(via_view)
    of_period = instance.vacancies.of_period
    per = quota.per
    counted_groups = {group for owner, group in instance.counters if owner == quota.id}
    contingent_group = None
    if per is None:
        groups: tuple[str, ...] = ("",)
        vacancy_group = np.where(where, 0, NO_ROW).astype(np.int32)
    elif per.startswith(VIA_PREFIX):
        column = _group_column(via_view.column(per.removeprefix(VIA_PREFIX)))
        groups = _groups(column, via, counted_groups)
        vacancy_group = np.where(where, 0, NO_ROW).astype(np.int32)
        contingent_group = _group_index(column, groups)
    else:
        column = _group_column(where_view.column(per))
        groups = _groups(column, where & of_period, counted_groups)
        vacancy_group = np.where(where, _group_index(column, groups), NO_ROW).astype(np.int32)
    counters = [instance.counters.get((quota.id, group)) for group in groups]
    stock_group = vacancy_group[of_period]
    return QuotaFamily(
        quota=quota,
        groups=groups,
        counted_who=quota.who.matches(who) & among_who,
        among_who=among_who,
        counted_via=via & among_via,
        among_via=among_via,
        vacancy_group=vacancy_group,
        contingent_group=contingent_group,
        stock=np.bincount(stock_group[stock_group >= 0], minlength=len(groups)).astype(np.int64),
        counted_before=np.array([c.count if c else 0 for c in counters], np.int64),
        among_before=np.array([c.of if c else 0 for c in counters], np.int64),
    )


def _group_column(column: Column | None) -> Column:
    if column is None:  # names are checked when the scenario is read
        raise KeyError("per")
    if column.kind is not CellKind.BOOLEAN:
        return column
    return Column(tuple(value or "false" for value in column.values), column.codes, column.kind)


def _groups(column: Column, rows: NDArray[np.bool_], counted: set[str]) -> tuple[str, ...]:
    found = {column.values[code] for code in np.unique(column.codes[rows])}
    return tuple(sorted((found | counted) - {""}))


def _group_index(column: Column, groups: tuple[str, ...]) -> NDArray[np.int32]:
    place = {group: index for index, group in enumerate(groups)}
    return column.integers(lambda value: place.get(value, NO_ROW)).astype(np.int32)
