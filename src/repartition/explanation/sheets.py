"""What the rules look at of a household and of a dwelling: all of it, and nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from repartition.domain.instance import NEVER, NO_DEGREE
from repartition.domain.law import FINANCINGS
from repartition.domain.table import NO_ROW
from repartition.explanation.case import Case
from repartition.explanation.margins import (
    Place,
    euros,
    held_contingents,
    place_of,
    wished_places,
)


@dataclass(frozen=True, slots=True)
class HouseholdSheet:
    """Data of a household; amounts in euros, ``""`` and empty lists as in the tables."""

    household: str
    active: bool
    persons: int
    adults: int
    monthly_income: Decimal
    reference_income: Decimal
    ceiling_category: int
    quartile: str
    aci: bool
    dalo: bool
    points: str
    waiting_days: int
    lottery: int
    needs_accessible: bool
    communes: tuple[Place, ...]
    contingents: tuple[str, ...]
    occupies: str
    frees: str
    """The dwelling its move would free."""


@dataclass(frozen=True, slots=True)
class DwellingSheet:
    """Data of a dwelling; amounts in euros, surface in square metres."""

    vacancy: str
    programme: str
    place: Place
    typology: str
    surface: Decimal
    financing: str
    rent: Decimal
    charges: Decimal
    reserved_for: str
    accessible: bool
    fragility: int | None
    fragile: bool
    available_on: date | None
    freed_by: str
    of_period: bool


def household_sheet(case: Case, household: int) -> HouseholdSheet:
    """Return the data of a household."""
    own = case.instance.households
    frees = int(own.frees[household])

    def cell(name: str) -> str:
        column = own.table.column(name)
        return "" if column is None else column.cell(household)

    return HouseholdSheet(
        household=case.names.household[household],
        active=bool(own.active[household]),
        persons=int(own.persons[household]),
        adults=int(own.adults[household]),
        monthly_income=euros(int(own.monthly_income[household])),
        reference_income=euros(int(own.reference_income[household])),
        ceiling_category=int(own.ceiling_category[household]),
        quartile=cell("quartile"),
        aci=bool(own.aci[household]),
        dalo=cell("dalo") == "true",
        points=cell("points"),
        waiting_days=int(own.waiting_days[household]),
        lottery=int(own.lottery[household]),
        needs_accessible=bool(own.accessible[household]),
        communes=wished_places(case, household),
        contingents=held_contingents(case, household),
        occupies=cell("occupies"),
        frees="" if frees == NO_ROW else case.names.vacancy[frees],
    )


def dwelling_sheet(case: Case, vacancy: int) -> DwellingSheet:
    """Return the data of a dwelling."""
    instance, own = case.instance, case.instance.vacancies
    programme = int(own.programme[vacancy])
    degree = int(instance.programmes.fragility[programme])
    day, freed_by = int(own.available_on[vacancy]), int(own.freed_by[vacancy])
    contingent = int(own.contingent[vacancy])
    typology = own.table.column("typology")
    return DwellingSheet(
        vacancy=case.names.vacancy[vacancy],
        programme=case.names.programme[programme],
        place=place_of(case, vacancy),
        typology="" if typology is None else typology.cell(vacancy),
        surface=euros(int(own.surface[vacancy])),
        financing=FINANCINGS[own.financing[vacancy]],
        rent=euros(int(own.rent[vacancy])),
        charges=euros(int(own.charges[vacancy])),
        reserved_for="" if contingent == NO_ROW else case.names.contingent[contingent],
        accessible=bool(own.accessible[vacancy]),
        fragility=None if degree == NO_DEGREE else degree,
        fragile=degree >= instance.scenario.fragility.fragile_from,
        available_on=None if day == NEVER else date.fromordinal(day),
        freed_by="" if freed_by == NO_ROW else case.names.household[freed_by],
        of_period=bool(own.of_period[vacancy]),
    )
