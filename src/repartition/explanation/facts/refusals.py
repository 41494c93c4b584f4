"""By how much one rule refuses one pair: what there is, and what there would have to be.

Each rule has its own record; the arithmetic is that of :mod:`repartition.eligibility.rules`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import numpy as np

from repartition.domain.instance import NEVER
from repartition.domain.law import CEILING_ZONES, FINANCINGS
from repartition.domain.table import NO_ROW
from repartition.eligibility.effort import HousingCosts, monthly_budget
from repartition.eligibility.measures import effort_rate
from repartition.eligibility.rules import income_ceilings, least_surface, rooms_allowed
from repartition.explanation.facts.plan_view import DecisionFact, PlanView
from repartition.explanation.facts.profiles import (
    Place,
    euros,
    held_contingents,
    place_of,
    wished_places,
)


@dataclass(frozen=True, slots=True)
class ActiveRefusal:
    """The request is not active, or the dwelling is free after the period."""

    household_active: bool
    available_on: date | None
    period_end: date
    rule: Literal["active"] = "active"


@dataclass(frozen=True, slots=True)
class TypologyRefusal:
    """Rooms of the dwelling, and the fewest and most for that household."""

    rooms: int
    smallest: int
    largest: int
    persons: int
    rule: Literal["typology"] = "typology"


@dataclass(frozen=True, slots=True)
class SurfaceRefusal:
    """Square metres of the dwelling, and the least the law asks for."""

    surface: Decimal
    least: Decimal
    persons: int
    rule: Literal["surface"] = "surface"


@dataclass(frozen=True, slots=True)
class CeilingRefusal:
    """Yearly reference income and ceiling, in euros."""

    reference_income: Decimal
    ceiling: Decimal
    excess: Decimal
    financing: str
    zone: str
    category: int
    rule: Literal["ceiling"] = "ceiling"


@dataclass(frozen=True, slots=True)
class EffortRefusal:
    """What is to be paid a month, in euros, against the income; rates in percent.

    ``rate`` is rounded to two decimals, and None without income; ``excess`` is exact.
    """

    rent: Decimal
    charges: Decimal
    benefit: Decimal
    to_pay: Decimal
    income: Decimal
    rate: Decimal | None
    largest_rate: Decimal
    excess: Decimal
    rule: Literal["effort"] = "effort"


@dataclass(frozen=True, slots=True)
class CommuneRefusal:
    """The dwelling's commune, and those the household asks for."""

    place: Place
    wishes: tuple[Place, ...]
    rule: Literal["commune"] = "commune"


@dataclass(frozen=True, slots=True)
class AccessibleRefusal:
    """The household needs an accessible dwelling, and this one is not."""

    rule: Literal["accessible"] = "accessible"


@dataclass(frozen=True, slots=True)
class ContingentRefusal:
    """Whom the dwelling is reserved for, the contingents that would open it, and those held."""

    reserved_for: str
    openers: tuple[str, ...]
    held: tuple[str, ...]
    rule: Literal["contingent"] = "contingent"


@dataclass(frozen=True, slots=True)
class DecisionRefusal:
    """The decision that keeps the household from the dwelling."""

    decision: DecisionFact | None
    rule: Literal["decision"] = "decision"


Refusal: TypeAlias = (
    ActiveRefusal
    | TypologyRefusal
    | SurfaceRefusal
    | CeilingRefusal
    | EffortRefusal
    | CommuneRefusal
    | AccessibleRefusal
    | ContingentRefusal
    | DecisionRefusal
)


def refusal_of(view: PlanView, rule: str, household: int, vacancy: int) -> Refusal:
    """Return by how much a rule that refuses a pair refuses it."""
    return _REFUSALS[rule](view, household, vacancy)


def openers(view: PlanView, vacancy: int) -> tuple[str, ...]:
    """Return the contingents that would open a dwelling: its own, then those of a transfer."""
    charging = view.outcome.charging
    own = int(view.instance.vacancies.contingent[vacancy])
    found = {own} - {NO_ROW}
    for cell in range(
        int(charging.vacancy_class[vacancy]),
        len(charging.way_start) - 1,
        charging.n_vacancy_classes,
    ):
        ways = slice(int(charging.way_start[cell]), int(charging.way_start[cell + 1]))
        found.update(charging.way_contingent[ways].tolist())
    found.discard(view.instance.n_contingents)
    ordered = sorted(found, key=lambda contingent: (contingent != own, contingent))
    return tuple(view.names.contingent[contingent] for contingent in ordered)


def _active(view: PlanView, household: int, vacancy: int) -> Refusal:
    day = int(view.instance.vacancies.available_on[vacancy])
    return ActiveRefusal(
        household_active=bool(view.instance.households.active[household]),
        available_on=None if day == NEVER else date.fromordinal(day),
        period_end=view.instance.scenario.period.end,
    )


def _typology(view: PlanView, household: int, vacancy: int) -> Refusal:
    instance, grid = view.instance, view.instance.grid
    assert grid is not None  # the rule refuses nobody without one
    smallest, largest = rooms_allowed(instance, grid, np.array([household]))
    return TypologyRefusal(
        rooms=int(instance.vacancies.rooms[vacancy]),
        smallest=int(smallest[0]),
        largest=int(largest[0]),
        persons=int(instance.households.persons[household]),
    )


def _surface(view: PlanView, household: int, vacancy: int) -> Refusal:
    instance = view.instance
    return SurfaceRefusal(
        surface=euros(int(instance.vacancies.surface[vacancy])),
        least=euros(int(least_surface(instance, np.array([household]))[0])),
        persons=int(instance.households.persons[household]),
    )


def _ceiling(view: PlanView, household: int, vacancy: int) -> Refusal:
    instance, ceilings = view.instance, view.instance.ceilings
    assert ceilings is not None  # the rule refuses nobody without them
    asked, dwelling = np.array([household]), np.array([vacancy])
    income = int(instance.households.reference_income[household])
    ceiling = int(income_ceilings(instance, ceilings, asked, dwelling)[0, 0])
    commune = int(instance.commune_of_vacancy()[vacancy])
    return CeilingRefusal(
        reference_income=euros(income),
        ceiling=euros(ceiling),
        excess=euros(income - ceiling),
        financing=FINANCINGS[instance.vacancies.financing[vacancy]],
        zone=CEILING_ZONES[instance.communes.zone[commune]],
        category=int(instance.households.ceiling_category[household]),
    )


def _effort(view: PlanView, household: int, vacancy: int) -> Refusal:
    instance = view.instance
    asked, dwelling = np.array([household]), np.array([vacancy])
    costs = HousingCosts.of(instance)
    to_pay = int(costs.to_pay(asked, dwelling)[0])
    income = int(instance.households.monthly_income[household])
    rate = int(effort_rate(instance, asked, dwelling)[0])
    return EffortRefusal(
        rent=euros(int(instance.vacancies.rent[vacancy])),
        charges=euros(int(instance.vacancies.charges[vacancy])),
        benefit=euros(int(costs.benefit(asked, dwelling)[0])),
        to_pay=euros(to_pay),
        income=euros(income),
        rate=euros(rate) if income else None,
        largest_rate=Decimal(instance.scenario.eligibility.max_effort) * 100,
        excess=euros(to_pay - int(monthly_budget(instance)[household])),
    )


def _commune(view: PlanView, household: int, vacancy: int) -> Refusal:
    return CommuneRefusal(place_of(view, vacancy), wished_places(view, household))


def _accessible(view: PlanView, household: int, vacancy: int) -> Refusal:  # noqa: ARG001 - one shape for all
    return AccessibleRefusal()


def _contingent(view: PlanView, household: int, vacancy: int) -> Refusal:
    own = int(view.instance.vacancies.contingent[vacancy])
    return ContingentRefusal(
        reserved_for="" if own == NO_ROW else view.names.contingent[own],
        openers=openers(view, vacancy),
        held=held_contingents(view, household),
    )


def _decision(view: PlanView, household: int, vacancy: int) -> Refusal:
    spoken = view.decisions(household, vacancy)
    return DecisionRefusal(spoken[0] if spoken else None)


_REFUSALS: Final[dict[str, Callable[[PlanView, int, int], Refusal]]] = {
    "active": _active,
    "typology": _typology,
    "surface": _surface,
    "ceiling": _ceiling,
    "effort": _effort,
    "commune": _commune,
    "accessible": _accessible,
    "contingent": _contingent,
    "decision": _decision,
}
