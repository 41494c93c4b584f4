"""By how much one rule refuses one pair: what there is, and what there would have to be.

Each rule has its own record; the arithmetic is that of :mod:`repartition.eligibility.rules`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from repartition.domain.instance import NEVER
from repartition.domain.law import CEILING_ZONES, FINANCINGS
from repartition.domain.table import NO_ROW
from repartition.eligibility.effort import HousingCosts, monthly_budget
from repartition.eligibility.measures import effort_rate
from repartition.eligibility.rules import income_ceilings, least_surface, rooms_allowed
from repartition.explanation.case import Case, DecisionFact

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ActiveMargin:
    """The request is not active, or the dwelling is free after the period."""

    household_active: bool
    available_on: date | None
    period_end: date
    rule: Literal["active"] = "active"


@dataclass(frozen=True, slots=True)
class TypologyMargin:
    """Rooms of the dwelling, and the fewest and most for that household."""

    rooms: int
    smallest: int
    largest: int
    persons: int
    rule: Literal["typology"] = "typology"


@dataclass(frozen=True, slots=True)
class SurfaceMargin:
    """Square metres of the dwelling, and the least the law asks for."""

    surface: Decimal
    least: Decimal
    persons: int
    rule: Literal["surface"] = "surface"


@dataclass(frozen=True, slots=True)
class CeilingMargin:
    """Yearly reference income and ceiling, in euros."""

    reference_income: Decimal
    ceiling: Decimal
    excess: Decimal
    financing: str
    zone: str
    category: int
    rule: Literal["ceiling"] = "ceiling"


@dataclass(frozen=True, slots=True)
class EffortMargin:
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
class Place:
    """A commune: its code and its name."""

    commune: str
    name: str


@dataclass(frozen=True, slots=True)
class CommuneMargin:
    """The dwelling's commune, and those the household asks for."""

    place: Place
    wishes: tuple[Place, ...]
    rule: Literal["commune"] = "commune"


@dataclass(frozen=True, slots=True)
class AccessibleMargin:
    """The household needs an accessible dwelling, and this one is not."""

    rule: Literal["accessible"] = "accessible"


@dataclass(frozen=True, slots=True)
class ContingentMargin:
    """Whom the dwelling is reserved for, the contingents that would open it, and those held."""

    reserved_for: str
    openers: tuple[str, ...]
    held: tuple[str, ...]
    rule: Literal["contingent"] = "contingent"


@dataclass(frozen=True, slots=True)
class DecisionMargin:
    """The decision that keeps the household from the dwelling."""

    decision: DecisionFact | None
    rule: Literal["decision"] = "decision"


Margin: TypeAlias = (
    ActiveMargin
    | TypologyMargin
    | SurfaceMargin
    | CeilingMargin
    | EffortMargin
    | CommuneMargin
    | AccessibleMargin
    | ContingentMargin
    | DecisionMargin
)


def margin(case: Case, rule: str, household: int, vacancy: int) -> Margin:
    """Return by how much a rule that refuses a pair refuses it."""
    return _MARGINS[rule](case, household, vacancy)


def openers(case: Case, vacancy: int) -> tuple[str, ...]:
    """Return the contingents that would open a dwelling: its own, then those of a transfer."""
    charging = case.outcome.charging
    own = int(case.instance.vacancies.contingent[vacancy])
    found = {own} - {NO_ROW}
    for cell in range(
        int(charging.vacancy_class[vacancy]),
        len(charging.way_start) - 1,
        charging.n_vacancy_classes,
    ):
        ways = slice(int(charging.way_start[cell]), int(charging.way_start[cell + 1]))
        found.update(charging.way_contingent[ways].tolist())
    found.discard(case.instance.n_contingents)
    ordered = sorted(found, key=lambda contingent: (contingent != own, contingent))
    return tuple(case.names.contingent[contingent] for contingent in ordered)


def held_contingents(case: Case, household: int) -> tuple[str, ...]:
    """Return the contingents a household may be proposed through; a landlord's are open to all."""
    held = sorted(case.instance.households.contingents[household])
    return tuple(case.names.contingent[contingent] for contingent in held)


def wished_places(case: Case, household: int) -> tuple[Place, ...]:
    """Return the communes a household asks for, in its order; empty = anywhere."""
    wishes = case.instance.households.communes[household]
    return tuple(_place(case, commune) for commune in wishes)


def place_of(case: Case, vacancy: int) -> Place:
    """Return the commune of a dwelling."""
    return _place(case, int(case.instance.commune_of_vacancy()[vacancy]))


def euros(cents: int) -> Decimal:
    """Return hundredths as the exact number they are."""
    return Decimal(cents).scaleb(-2)


def _place(case: Case, commune: int) -> Place:
    table = case.instance.communes.table
    name = table.column("name")
    code = table.identifiers()[commune]
    return Place(code, (name.cell(commune) if name else "") or code)


def _active(case: Case, household: int, vacancy: int) -> Margin:
    day = int(case.instance.vacancies.available_on[vacancy])
    return ActiveMargin(
        household_active=bool(case.instance.households.active[household]),
        available_on=None if day == NEVER else date.fromordinal(day),
        period_end=case.instance.scenario.period.end,
    )


def _typology(case: Case, household: int, vacancy: int) -> Margin:
    instance, grid = case.instance, case.instance.grid
    assert grid is not None  # the rule refuses nobody without one
    smallest, largest = rooms_allowed(instance, grid, np.array([household]))
    return TypologyMargin(
        rooms=int(instance.vacancies.rooms[vacancy]),
        smallest=int(smallest[0]),
        largest=int(largest[0]),
        persons=int(instance.households.persons[household]),
    )


def _surface(case: Case, household: int, vacancy: int) -> Margin:
    instance = case.instance
    return SurfaceMargin(
        surface=euros(int(instance.vacancies.surface[vacancy])),
        least=euros(int(least_surface(instance, np.array([household]))[0])),
        persons=int(instance.households.persons[household]),
    )


def _ceiling(case: Case, household: int, vacancy: int) -> Margin:
    instance, ceilings = case.instance, case.instance.ceilings
    assert ceilings is not None  # the rule refuses nobody without them
    asked, dwelling = np.array([household]), np.array([vacancy])
    income = int(instance.households.reference_income[household])
    ceiling = int(income_ceilings(instance, ceilings, asked, dwelling)[0, 0])
    commune = int(instance.commune_of_vacancy()[vacancy])
    return CeilingMargin(
        reference_income=euros(income),
        ceiling=euros(ceiling),
        excess=euros(income - ceiling),
        financing=FINANCINGS[instance.vacancies.financing[vacancy]],
        zone=CEILING_ZONES[instance.communes.zone[commune]],
        category=int(instance.households.ceiling_category[household]),
    )


def _effort(case: Case, household: int, vacancy: int) -> Margin:
    instance = case.instance
    asked, dwelling = np.array([household]), np.array([vacancy])
    costs = HousingCosts.of(instance)
    to_pay = int(costs.to_pay(asked, dwelling)[0])
    income = int(instance.households.monthly_income[household])
    rate = int(effort_rate(instance, asked, dwelling)[0])
    return EffortMargin(
        rent=euros(int(instance.vacancies.rent[vacancy])),
        charges=euros(int(instance.vacancies.charges[vacancy])),
        benefit=euros(int(costs.benefit(asked, dwelling)[0])),
        to_pay=euros(to_pay),
        income=euros(income),
        rate=euros(rate) if income else None,
        largest_rate=Decimal(instance.scenario.eligibility.max_effort) * 100,
        excess=euros(to_pay - int(monthly_budget(instance)[household])),
    )


def _commune(case: Case, household: int, vacancy: int) -> Margin:
    return CommuneMargin(place_of(case, vacancy), wished_places(case, household))


def _accessible(case: Case, household: int, vacancy: int) -> Margin:  # noqa: ARG001 - one shape for all
    return AccessibleMargin()


def _contingent(case: Case, household: int, vacancy: int) -> Margin:
    own = int(case.instance.vacancies.contingent[vacancy])
    return ContingentMargin(
        reserved_for="" if own == NO_ROW else case.names.contingent[own],
        openers=openers(case, vacancy),
        held=held_contingents(case, household),
    )


def _decision(case: Case, household: int, vacancy: int) -> Margin:
    spoken = case.decisions(household, vacancy)
    return DecisionMargin(spoken[0] if spoken else None)


_MARGINS: Final[dict[str, Callable[[Case, int, int], Margin]]] = {
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
