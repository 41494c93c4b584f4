"""What a plan of the synthetic data gives beside the published totals.

Three totals were fitted, by the knobs; everything else was not, and is counted here so that a
reader can judge it. The plan is made elsewhere: nothing in this package attributes a dwelling.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan

A_YEAR: Final = 365
"""Days of waiting from which a request is an old one."""
_MONTH_HUNDREDTHS: Final = 3044  # 365.25 / 12 days
_ROOMS_AND_MORE: Final = 5


@dataclass(frozen=True, slots=True)
class Totals:
    """The three figures that were published of 2014."""

    attributions: int
    aci_attributions: int
    aci_outside_fragile: int


@dataclass(frozen=True, slots=True)
class Figure:
    """How many attributions fall in one group of one question, beside what there was to give.

    Attributes
    ----------
    question, group
        What is counted: ``commune``, ``Tours``.
    attributions
        Of the plan.
    available
        Dwellings of the period in that group; for a question about households, active requests.
    """

    question: str
    group: str
    attributions: int
    available: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long those who get a dwelling have waited on the first day of the period.

    Attributes
    ----------
    mean_months
        In tenths of a month, rounded half up.
    median_months
        In tenths of a month, rounded half up.
    over_a_year
        Attributions to households that have waited more than 365 days.
    """

    mean_months: int
    median_months: int
    over_a_year: int


def totals(instance: Instance, plan: Plan) -> Totals:
    """Return the three totals of a plan."""
    aci = instance.households.aci[plan.household]
    degree = instance.programmes.fragility[instance.vacancies.programme[plan.vacancy]]
    fragile = degree >= instance.scenario.fragility.fragile_from
    return Totals(len(plan), int(aci.sum()), int((aci & ~fragile).sum()))


def figures(instance: Instance, plan: Plan) -> tuple[Figure, ...]:
    """Return what was not fitted: by commune, typology, financing, landlord, and mutations."""
    return tuple(
        figure
        for question, cells, of_vacancies in _questions(instance)
        for figure in _counted(instance, plan, question, cells, of_vacancies=of_vacancies)
    )


def waiting(instance: Instance, plan: Plan) -> Waiting:
    """Return how long the households of a plan have waited."""
    days = np.sort(instance.households.waiting_days[plan.household])
    middle = int(days[(len(days) - 1) // 2] + days[len(days) // 2])
    return Waiting(
        mean_months=_tenths_of_months(int(days.sum()), len(days)),
        median_months=_tenths_of_months(middle, 2),
        over_a_year=int((days > A_YEAR).sum()),
    )


def markdown(instance: Instance, plan: Plan) -> str:
    """Return the figures that were not fitted as a table of ``docs/data.md``."""
    rows = [
        "| what | group | attributions | share | of what there is |",
        "|---|---|---:|---:|---:|",
        *(
            f"| {figure.question} | {figure.group} | {figure.attributions} |"
            f" {_percent(figure.attributions, len(plan))} |"
            f" {_percent(figure.attributions, figure.available)} |"
            for figure in figures(instance, plan)
        ),
    ]
    waited = waiting(instance, plan)
    return "\n".join(
        [
            *rows,
            f"| waiting | mean, months | {_tenths(waited.mean_months)} | | |",
            f"| waiting | median, months | {_tenths(waited.median_months)} | | |",
            f"| waiting | more than a year | {waited.over_a_year} |"
            f" {_percent(waited.over_a_year, len(plan))} | |",
            "",
        ]
    )


def _questions(instance: Instance) -> Iterator[tuple[str, list[str], bool]]:
    """Yield each question, the group of every dwelling or household, and which of them it is."""
    where = instance.where_view()
    for question, column in (
        ("commune", "commune.name"),
        ("typology", "typology"),
        ("financing", "financing"),
        ("landlord", "bailleur"),
        ("in a district", "in_qpv"),
        ("new programme", "new_build"),
        ("freed by a move", "freed_by"),
    ):
        found = where.column(column)
        if found is not None:
            cells = found.cells()
            yield question, [_group(question, cell) for cell in cells], True
    for question, column in (("transfer", "occupies"), ("quartile", "quartile")):
        found = instance.who_view().column(column)
        if found is not None:
            yield question, [_group(question, cell) for cell in found.cells()], False


def _group(question: str, cell: str) -> str:
    if question in {"freed by a move", "transfer"}:
        return "yes" if cell else "no"
    if question == "typology" and int(cell[1:]) >= _ROOMS_AND_MORE:
        return f"T{_ROOMS_AND_MORE} and more"
    return {"true": "yes", "false": "no"}.get(cell, cell)


def _counted(
    instance: Instance, plan: Plan, question: str, cells: list[str], *, of_vacancies: bool
) -> Iterator[Figure]:
    given = plan.vacancy if of_vacancies else plan.household
    counts = instance.vacancies.of_period if of_vacancies else instance.households.active
    available = Counter(_at(cells, np.flatnonzero(counts)))
    attributed = Counter(_at(cells, given))
    for group in sorted(available):
        yield Figure(question, group, attributed[group], available[group])


def _at(cells: list[str], rows: NDArray[np.integer]) -> Iterable[str]:
    return (cells[row] for row in rows.tolist())


def _tenths_of_months(days: int, count: int) -> int:
    """Return days / count in tenths of a month, rounded half up."""
    return (2 * days * 1000 + count * _MONTH_HUNDREDTHS) // (2 * count * _MONTH_HUNDREDTHS)


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def _percent(part: int, whole: int) -> str:
    """Return a share in percent, to a tenth, rounded half up."""
    return f"{_tenths((2000 * part + whole) // (2 * whole))} %"
