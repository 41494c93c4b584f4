"""Every count and every objective value of a plan, made again from the tables, exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaRow, resolve_quotas
from repartition.domain.tiers import HARD_LEVEL, Tier, tiers_of
from repartition.eligibility.charging import Charging
from repartition.eligibility.measures import HUNDREDTHS, measure


@dataclass(frozen=True, slots=True, eq=False)
class QuotaCount:
    """One row of ``quotas.csv``: a quota row and what a plan puts in it, counters included."""

    row: QuotaRow
    count: int
    among: int

    @property
    def size(self) -> int | None:
        """What a share is of; None for a count."""
        return self.row.size(self.among)

    @property
    def bound(self) -> Fraction:
        """What the count is compared with."""
        return self.row.bound(self.among)

    @property
    def slack(self) -> Fraction:
        """How far the count is from the bound; negative where the row is missed."""
        return self.row.slack(self.count, self.among)

    @property
    def shortfall(self) -> Fraction:
        """By how much the row is missed, in attributions."""
        return self.row.shortfall(self.count, self.among)


@dataclass(frozen=True, slots=True)
class TransferCount:
    """What goes through one transfer on the dwellings of one contingent, and its cap."""

    transfer: int
    contingent: int
    dwellings: int
    cap: int
    count: int

    @property
    def overrun(self) -> int:
        """By how many attributions the cap is passed."""
        return max(0, self.count - self.cap)


@dataclass(frozen=True, slots=True, eq=False)
class Recount:
    """What a plan is worth: its quotas, its transfers, and the value of each tier in order."""

    quotas: tuple[QuotaCount, ...]
    transfers: tuple[TransferCount, ...]
    tiers: tuple[tuple[Tier, Fraction], ...]


def recount(instance: Instance, charging: Charging, plan: Plan) -> Recount:
    """Return every quota, transfer and tier value of a plan, recomputed from the tables."""
    quotas = tuple(_quota_counts(instance, plan))
    transfers = tuple(_transfer_counts(instance, charging, plan))
    tiers = tuple(
        (tier, _value(instance, plan, tier, quotas, transfers)) for tier in tiers_of(instance)
    )
    return Recount(quotas, transfers, tiers)


def _quota_counts(instance: Instance, plan: Plan) -> Iterator[QuotaCount]:
    for family in resolve_quotas(instance):
        count, among = family.count(plan)
        for row in family.rows():
            yield QuotaCount(row, int(count[row.group_index]), int(among[row.group_index]))


def _transfer_counts(instance: Instance, charging: Charging, plan: Plan) -> Iterator[TransferCount]:
    reserved_by = instance.vacancies.contingent[plan.vacancy]
    for cap in charging.caps:
        used = (plan.transfer == cap.transfer) & (reserved_by == cap.contingent)
        yield TransferCount(cap.transfer, cap.contingent, cap.dwellings, cap.cap, int(used.sum()))


def _value(
    instance: Instance,
    plan: Plan,
    tier: Tier,
    quotas: tuple[QuotaCount, ...],
    transfers: tuple[TransferCount, ...],
) -> Fraction:
    if tier.level is None:
        return _sum_of_measure(instance, plan, tier)
    missed = sum((q.shortfall for q in quotas if q.row.family.level == tier.level), Fraction(0))
    overrun = sum(t.overrun for t in transfers) if tier.level == HARD_LEVEL else 0
    return missed + overrun


def _sum_of_measure(instance: Instance, plan: Plan, tier: Tier) -> Fraction:
    each = measure(instance, tier, plan.household, plan.vacancy)
    charged = tier.via.matches(instance.via_view())[plan.contingent]
    # Summed as Python integers: no measure is too large for them.
    return Fraction(sum(each[charged].tolist()), HUNDREDTHS)
