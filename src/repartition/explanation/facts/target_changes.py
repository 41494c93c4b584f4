"""What one change to a plan does to its targets: counts and bounds, before and after, exactly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from repartition.audit.limits import limit_names
from repartition.audit.obstacles import judge_pairs
from repartition.audit.recount import QuotaCount, Recount, recount
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaRow
from repartition.domain.scenario import QuotaKind
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import HARD_LEVEL
from repartition.explanation.facts.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a quota, or one transfer, before and after a change.

    Attributes
    ----------
    row
        Identifier of the quota, or ``transfer:ID``; ``group`` is its group, or the contingent
        whose dwellings are handed back.
    kind
        ``max``, ``min``, ``max_share``, ``min_share``; a transfer is a ``max``.
    parameter
        The number or the share that the scenario gives; a transfer's is its cap.
    level
        0 = it must hold; otherwise the soft level.
    count, of, bound
        Before and after; ``of`` is None where the bound is no share.
    """

    row: str
    group: str
    kind: QuotaKind
    parameter: Fraction
    level: int
    count: tuple[int, int]
    of: tuple[int, int] | None
    bound: tuple[Fraction, Fraction]
    shortfall: tuple[Fraction, Fraction]

    @property
    def worsens(self) -> bool:
        """Whether it misses by more than it did."""
        return self.shortfall[1] > self.shortfall[0]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of charging a pair, and every row that would miss by more if it were used."""

    contingent: str
    transfer: str
    rows: tuple[RowChange, ...]

    @property
    def blocked(self) -> bool:
        """Whether a row that must hold would not."""
        return any(row.level == HARD_LEVEL for row in self.rows)


def changed_rows(before: Recount, after: Recount, view: PlanView) -> tuple[RowChange, ...]:
    """Return every row whose shortfall is not the same in two plans."""
    return tuple(row for row in _rows(before, after, view) if row.shortfall[0] != row.shortfall[1])


def ways_of_pair(
    view: PlanView,
    household: int,
    vacancy: int,
    *,
    plan: Plan | None = None,
    binding: Callable[[QuotaRow], bool] | None = None,
) -> tuple[Way, ...]:
    """Return what charging a pair would break, way by way, everything else staying as it is.

    Whoever has the dwelling gives it up, and so does the household with another one.

    Parameters
    ----------
    plan
        The plan changed; that of the view where missing.
    binding
        The rows of quotas looked at as if they had to hold; the hard ones where missing.
    """
    charging, plan = view.outcome.charging, view.plan if plan is None else plan
    before = recount(view.instance, charging, plan)
    found = []
    for way in charging.ways(household, vacancy):
        contingent, transfer = charging.way_contingent[way], charging.way_transfer[way]
        after = recount(
            view.instance, charging, with_pair(plan, household, vacancy, contingent, transfer)
        )
        rows = tuple(row for row in _rows(before, after, view, binding) if row.worsens)
        found.append(
            Way(
                contingent=view.names.contingent[contingent],
                transfer=view.names.transfer[transfer],
                rows=rows,
            )
        )
    return tuple(found)


def broken_limits(
    view: PlanView, household: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> list[tuple[str, ...]]:
    """Return, for each pair, what must hold and would not, whichever way it were charged.

    Names of quotas and of transfers, everything else staying as it is; none where some way is open.
    The households have no dwelling in the plan.
    """
    if not len(household):
        return []
    found = judge_pairs(view.outcome, household, vacancy)
    limits = limit_names(view.instance, policy=view.outcome.policy)
    return [tuple(limits[index] for index in np.flatnonzero(part)) for part in found.part]


def broken_by_move(view: PlanView, household: int, vacancy: int) -> tuple[str, ...]:
    """Return the same for a household that would give up the dwelling it has."""
    ways = ways_of_pair(view, household, vacancy)
    if not all(way.blocked for way in ways):
        return ()
    rows = (row for way in ways for row in way.rows if row.level == HARD_LEVEL)
    return tuple(dict.fromkeys(row.row for row in rows))


def with_pair(plan: Plan, household: int, vacancy: int, contingent: int, transfer: int) -> Plan:
    """Return a plan that gives a household a dwelling, whatever either had before."""
    kept = (plan.household != household) & (plan.vacancy != vacancy)
    return Plan.of(
        np.append(plan.household[kept], household),
        np.append(plan.vacancy[kept], vacancy),
        np.append(plan.contingent[kept], contingent),
        np.append(plan.transfer[kept], transfer),
    )


def _rows(
    before: Recount,
    after: Recount,
    view: PlanView,
    binding: Callable[[QuotaRow], bool] | None = None,
) -> Iterator[RowChange]:
    for old, new in zip(before.quotas, after.quotas, strict=True):
        if binding is None:
            yield _quota_change(old, new, new.row.family.level)
        elif binding(new.row):
            yield _quota_change(old, new, HARD_LEVEL)
    for was, now in zip(before.transfers, after.transfers, strict=True):
        cap = Fraction(now.cap)
        yield RowChange(
            row=f"transfer:{view.names.transfer[now.transfer]}",
            group="" if now.contingent == NO_ROW else view.names.contingent[now.contingent],
            kind="max",
            parameter=cap,
            level=HARD_LEVEL,
            count=(was.count, now.count),
            of=None,
            bound=(cap, cap),
            shortfall=(Fraction(was.overrun), Fraction(now.overrun)),
        )


def _quota_change(old: QuotaCount, new: QuotaCount, level: int) -> RowChange:
    return RowChange(
        row=new.row.quota,
        group=new.row.group,
        kind=new.row.kind,
        parameter=new.row.parameter,
        level=level,
        count=(old.count, new.count),
        of=None if old.size is None or new.size is None else (old.size, new.size),
        bound=(old.bound, new.bound),
        shortfall=(old.shortfall, new.shortfall),
    )
