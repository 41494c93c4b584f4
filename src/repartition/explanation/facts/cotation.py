"""What the points of a household are made of, criterion by criterion, and where they put it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from repartition.domain.cotation import HUNDREDTHS, Cotation, Criterion, Line, LineKind
from repartition.explanation.facts.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class Datum:
    """A cell of the household that a criterion looks at; ``""`` where it is empty."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class CriterionFact:
    """One criterion of the grid and what it gives the household, before anything is taken off.

    Attributes
    ----------
    group
        The group it is counted in, ``""`` = by itself.
    points
        What it gives; 0 where the household does not meet it.
    weight, measure, per, start
        Its rule: ``weight`` points, or as many for each whole ``per`` of ``measure`` above
        ``start`` (``measure`` is ``""`` where it has none).
    data
        What the household has in the columns it looks at.
    """

    criterion: str
    label: str
    proof: str
    group: str
    points: Decimal
    weight: Decimal
    measure: str
    per: Decimal
    start: Decimal
    data: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class Deduction:
    """What a cap, or the rule that the highest alone counts, takes off (``points`` < 0).

    ``kind``: ``criterion_cap``, ``highest``, ``group_cap``, ``grid_cap``; ``of``, ``label``: the
    criterion or group it is about, ``""`` for the grid; ``limit`` is the cap, None for ``highest``.
    """

    kind: Literal["criterion_cap", "highest", "group_cap", "grid_cap"]
    of: str
    label: str
    limit: Decimal | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class CotationFact:
    """What the points of a household are made of.

    Attributes
    ----------
    grid, source, verified
        The grid: its name, where it comes from, whether somebody has compared it with that.
    criteria, deductions
        Every criterion, those not met included, and what is taken off; they sum to ``points``.
    rank, equal, of
        One more than the active requests with more points, how many others of them have as many,
        and how many there are. An inactive household is ranked as if it were one of them.
    """

    grid: str
    source: str
    verified: bool
    points: Decimal
    rank: int
    equal: int
    of: int
    criteria: tuple[CriterionFact, ...]
    deductions: tuple[Deduction, ...]


def cotation_fact(view: PlanView, household: int) -> CotationFact | None:
    """Return what the points of a household are made of; None where no grid gives them."""
    cotation = view.instance.cotation
    if cotation is None:
        return None
    own = view.instance.households
    totals = cotation.totals()
    active = own.active.copy()
    active[household] = True
    return CotationFact(
        grid=cotation.grid.name,
        source=cotation.grid.source,
        verified=cotation.grid.verified,
        points=_points(totals[household]),
        rank=int((active & (totals > totals[household])).sum()) + 1,
        equal=int((active & (totals == totals[household])).sum()) - 1,
        of=int(own.active.sum()),
        criteria=tuple(
            _criterion(view, household, criterion, int(gained[household]))
            for criterion, gained in cotation.of_criteria()
        ),
        deductions=tuple(
            _deduction(cotation, line, int(amounts[household]))
            for line, amounts in zip(cotation.lines, cotation.amounts, strict=True)
            if line.kind is not LineKind.CRITERION and amounts[household]
        ),
    )


def _criterion(view: PlanView, household: int, criterion: Criterion, points: int) -> CriterionFact:
    columns = view.instance.households.table.columns
    return CriterionFact(
        criterion=criterion.id,
        label=criterion.label,
        proof=criterion.proof,
        group=criterion.group or "",
        points=_points(points),
        weight=criterion.points,
        measure=criterion.measure or "",
        per=criterion.per,
        start=criterion.from_,
        data=tuple(Datum(name, columns[name].cell(household)) for name in criterion.columns()),
    )


def _deduction(cotation: Cotation, line: Line, points: int) -> Deduction:
    grid = cotation.grid
    criteria = {criterion.id: criterion for criterion in grid.criterion}
    groups = {group.id: group for group in grid.group}
    amount = _points(points)
    match line.kind:
        case LineKind.HIGHEST:
            return Deduction("highest", line.of, groups[line.of].label, None, amount)
        case LineKind.GROUP_CAP:
            group = groups[line.of]
            return Deduction("group_cap", line.of, group.label, group.cap, amount)
        case LineKind.CRITERION_CAP:
            criterion = criteria[line.of]
            return Deduction("criterion_cap", line.of, criterion.label, criterion.cap, amount)
        case _:
            return Deduction("grid_cap", "", "", grid.cap, amount)


def _points(hundredths: int | np.integer) -> Decimal:
    return Decimal(int(hundredths)) / HUNDREDTHS
