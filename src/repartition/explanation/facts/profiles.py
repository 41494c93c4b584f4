"""What the rules look at of a household and of a dwelling: all of it, and nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from repartition.domain.fragility import NO_DEGREE
from repartition.domain.instance import NEVER
from repartition.domain.law import FINANCINGS
from repartition.domain.table import NO_ROW
from repartition.explanation.facts.degree import DegreeOrigin, degree_origin
from repartition.explanation.facts.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class Place:
    """A commune: its code and its name."""

    commune: str
    name: str


@dataclass(frozen=True, slots=True)
class HouseholdProfile:
    """Data of a household; amounts in euros, ``""`` and empty lists as in the tables."""

    household: str
    active: bool
    persons: int
    adults: int
    monthly_income: Decimal
    is_income_unknown: bool
    """Whether the income of the month is 0 because nobody has stated any."""

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
    inadmissible: bool
    """Whether a decision found the request itself inadmissible."""


@dataclass(frozen=True, slots=True)
class DwellingProfile:
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
    degree_origin: DegreeOrigin | None
    """Where the degree comes from; None where the tables give it."""
    available_on: date | None
    freed_by: str
    of_period: bool


def household_profile(view: PlanView, household: int) -> HouseholdProfile:
    """Return the data of a household."""
    own = view.instance.households
    frees = int(own.frees[household])

    def cell(name: str) -> str:
        column = own.table.column(name)
        return "" if column is None else column.cell(household)

    return HouseholdProfile(
        household=view.names.household[household],
        active=bool(own.active[household]),
        persons=int(own.persons[household]),
        adults=int(own.adults[household]),
        monthly_income=euros(int(own.monthly_income[household])),
        is_income_unknown=cell("incomes_stated") == "false" and not own.monthly_income[household],
        reference_income=euros(int(own.reference_income[household])),
        ceiling_category=int(own.ceiling_category[household]),
        quartile=cell("quartile"),
        aci=bool(own.aci[household]),
        dalo=cell("dalo") == "true",
        points=cell("points"),
        waiting_days=int(own.waiting_days[household]),
        lottery=int(own.lottery[household]),
        needs_accessible=bool(own.accessible[household]),
        communes=wished_places(view, household),
        contingents=held_contingents(view, household),
        occupies=cell("occupies"),
        frees="" if frees == NO_ROW else view.names.vacancy[frees],
        inadmissible=household in view.instance.decisions.inadmissible_household,
    )


def dwelling_profile(view: PlanView, vacancy: int) -> DwellingProfile:
    """Return the data of a dwelling."""
    instance, own = view.instance, view.instance.vacancies
    programme = int(own.programme[vacancy])
    degree = int(instance.programmes.fragility[programme])
    day, freed_by = int(own.available_on[vacancy]), int(own.freed_by[vacancy])
    contingent = int(own.contingent[vacancy])
    typology = own.table.column("typology")
    return DwellingProfile(
        vacancy=view.names.vacancy[vacancy],
        programme=view.names.programme[programme],
        place=place_of(view, vacancy),
        typology="" if typology is None else typology.cell(vacancy),
        surface=euros(int(own.surface[vacancy])),
        financing=FINANCINGS[own.financing[vacancy]],
        rent=euros(int(own.rent[vacancy])),
        charges=euros(int(own.charges[vacancy])),
        reserved_for="" if contingent == NO_ROW else view.names.contingent[contingent],
        accessible=bool(own.accessible[vacancy]),
        fragility=None if degree == NO_DEGREE else degree,
        fragile=degree >= instance.scenario.fragility.fragile_from,
        degree_origin=degree_origin(view, programme),
        available_on=None if day == NEVER else date.fromordinal(day),
        freed_by="" if freed_by == NO_ROW else view.names.household[freed_by],
        of_period=bool(own.of_period[vacancy]),
    )


def held_contingents(view: PlanView, household: int) -> tuple[str, ...]:
    """Return the contingents a household may be proposed through; a landlord's are open to all."""
    held = sorted(view.instance.households.contingents[household])
    return tuple(view.names.contingent[contingent] for contingent in held)


def wished_places(view: PlanView, household: int) -> tuple[Place, ...]:
    """Return the communes a household asks for, in its order; empty = anywhere."""
    wishes = view.instance.households.communes[household]
    return tuple(_place(view, commune) for commune in wishes)


def place_of(view: PlanView, vacancy: int) -> Place:
    """Return the commune of a dwelling."""
    return _place(view, int(view.instance.commune_of_vacancy()[vacancy]))


def euros(cents: int) -> Decimal:
    """Return hundredths as the exact number they are."""
    return Decimal(cents).scaleb(-2)


def _place(view: PlanView, commune: int) -> Place:
    table = view.instance.communes.table
    name = table.column("name")
    code = table.identifiers()[commune]
    return Place(code, (name.cell(commune) if name else "") or code)
