"""What every table holds: one declaration per column, the only one there is.

The reader validates with it, the template and the data dictionary are written from it.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from pydantic import BaseModel, Field

from repartition.ingest.cell_types import (
    AplZone,
    CeilingCategory,
    CeilingZone,
    ContingentKind,
    Count,
    Day,
    Decision,
    Degree,
    Financing,
    Identifier,
    IdentifierList,
    MonthlyEuros,
    Persons,
    Points,
    Quartile,
    Rank,
    SomePersons,
    SquareMetres,
    Text,
    Truth,
    Typology,
    Year,
    YearlyEuros,
)
from repartition.language import N_


class _Absence(Enum):
    REQUIRED = "required"


_REQUIRED: Final = _Absence.REQUIRED


def _column(
    meaning: str, example: str, *, default: str | _Absence = _REQUIRED, otherwise: str = ""
) -> Any:
    """Declare a column: what it means, and what an empty cell of it stands for.

    ``default`` is the text an empty cell stands for; ``otherwise`` says, in words, what stands
    there where that depends on the row.
    """
    return Field(
        default=... if default is _REQUIRED else default,
        description=meaning,
        examples=[example],
        json_schema_extra={"otherwise": otherwise},
    )


class Communes(BaseModel):
    """One row per commune."""

    commune: Identifier = _column(N_("INSEE code of the commune"), "37261")
    name: Text = _column(N_("its name"), "Tours")
    contrat_de_ville: Truth = _column(N_("whether it is in the Contrat de Ville"), "true")
    sru_deficit: Truth = _column(
        N_("whether it has less social housing than the SRU law asks"), "false", default="false"
    )
    ceiling_zone: CeilingZone = _column(
        N_("zone of the income ceilings"), "autres_regions", default="autres_regions"
    )
    apl_zone: AplZone = _column(N_("zone of the APL, 1 to 3"), "2", default="2")


class Programmes(BaseModel):
    """One row per programme: one residence of one landlord."""

    programme: Identifier = _column(N_("identifier of the programme"), "P-001")
    bailleur: Identifier = _column(N_("its landlord"), "B-1")
    commune: Identifier = _column(N_("INSEE code of its commune"), "37261")
    name: Text = _column(N_("its name"), "Les Tilleuls", default="")
    qpv: Text = _column(N_("the priority district (QPV) it is in"), "Sanitas", default="")
    fragility: Degree = _column(
        N_("degree of fragility, 0 = not fragile"),
        "2",
        default="",
        otherwise=N_("not classed: not fragile; the column is needed if the scenario uses it"),
    )
    dwellings: Count = _column(N_("dwellings occupied today"), "84", default="")
    aci_households: Count = _column(N_("ACI households among them"), "20", default="")


class Vacancies(BaseModel):
    """One row per dwelling to give."""

    vacancy: Identifier = _column(N_("identifier of the dwelling"), "L-001")
    programme: Identifier = _column(N_("its programme"), "P-001")
    typology: Typology = _column(N_("T and the number of rooms"), "T3")
    surface: SquareMetres = _column(N_("living area, in square metres"), "62.5")
    financing: Financing = _column(N_("loan it was built with"), "PLUS")
    rent: MonthlyEuros = _column(N_("rent without charges, in euros a month"), "385.20")
    charges: MonthlyEuros = _column(N_("charges, in euros a month"), "60", default="0")
    contingent: Identifier = _column(
        N_("the contingent that has reserved it"), "C-37261", default="", otherwise=N_("nobody")
    )
    accessible: Truth = _column(
        N_("whether a disabled person can live there"), "false", default="false"
    )
    new_build: Truth = _column(N_("whether it has just been built"), "false", default="false")
    available_on: Day = _column(
        N_("the day it can be let"), "2014-03-01", default="", otherwise=N_("free today")
    )
    freed_by: Identifier = _column(
        N_("the household whose move frees it"), "", default="", otherwise=N_("free today")
    )


class Households(BaseModel):
    """One row per household that asks for a dwelling. No names, no origin: identifiers only."""

    household: Identifier = _column(N_("identifier of the household"), "M-001")
    persons: Persons = _column(N_("number of persons"), "3")
    reference_income: YearlyEuros = _column(
        N_("yearly income the ceilings are compared with (revenu fiscal de référence), in euros"),
        "14500",
    )
    monthly_income: MonthlyEuros = _column(N_("income, in euros a month"), "1250.00")
    aci: Truth = _column(N_("whether the collective agreement (ACI) is about it"), "true")
    requested_on: Day = _column(N_("the day of its request"), "2012-09-15")
    adults: SomePersons = _column(
        N_("number of adults"), "2", default="", otherwise=N_("the lower of persons and 2")
    )
    children: SomePersons = _column(
        N_("dependants of any age"), "1", default="", otherwise=N_("persons − adults")
    )
    under_14: SomePersons = _column(
        N_("persons under 14"), "1", default="", otherwise=N_("as many as children")
    )
    ceiling_category: CeilingCategory = _column(
        N_("category of the income ceilings, 1 to 6"),
        "",
        default="",
        otherwise=N_("persons, one more for one adult with dependants, 6 at most"),
    )
    quartile: Quartile = _column(
        N_("income quartile, 1 to 4"),
        "",
        default="",
        otherwise=N_("from monthly_income and the thresholds of the scenario"),
    )
    dalo: Truth = _column(
        N_("whether its right to housing is recognised (DALO)"), "false", default="false"
    )
    priority: Truth = _column(
        N_("whether it is a priority household"), "false", default="", otherwise=N_("as dalo says")
    )
    points: Points = _column(N_("points of the grid (cotation)"), "45", default="0")
    communes: IdentifierList = _column(
        N_("communes wished for, in order, separated by |"),
        "37261",
        default="",
        otherwise=N_("anywhere"),
    )
    typology_min: Typology = _column(
        N_("smallest typology it accepts"), "", default="", otherwise=N_("as the grid says")
    )
    typology_max: Typology = _column(
        N_("largest typology it accepts"), "", default="", otherwise=N_("as the grid says")
    )
    accessible: Truth = _column(
        N_("whether it needs an accessible dwelling"), "false", default="false"
    )
    contingents: IdentifierList = _column(
        N_("contingents through which it may be proposed, separated by |"),
        "C-37261",
        default="",
        otherwise=N_("none"),
    )
    occupies: Identifier = _column(
        N_("the programme it lives in, for a mutation"), "", default="", otherwise=N_("none")
    )
    active: Truth = _column(N_("whether its request is still open"), "true", default="true")
    incomes_stated: Truth = _column(
        N_("whether anybody has stated its incomes; where not, 0 stands for what nobody knows"),
        "true",
        default="true",
    )


class Contingents(BaseModel):
    """One row per reservation right."""

    contingent: Identifier = _column(N_("identifier of the contingent"), "C-37261")
    kind: ContingentKind = _column(N_("who holds it"), "commune")
    name: Text = _column(N_("its name"), "Ville de Tours", default="")
    commune: Identifier = _column(
        N_("the commune it is limited to"), "37261", default="", otherwise=N_("any")
    )
    bailleur: Identifier = _column(
        N_("the landlord it is limited to"), "", default="", otherwise=N_("any")
    )


class Decisions(BaseModel):
    """One row per decision of the commission on a household and a dwelling. May be left out."""

    vacancy: Identifier = _column(N_("the dwelling"), "L-001")
    household: Identifier = _column(N_("the household"), "M-001")
    decision: Decision = _column(N_("what the commission has decided"), "attribution")
    rank: Rank = _column(
        N_("rank of the household, for attribution_ranked"), "", default="", otherwise=N_("none")
    )
    decided_on: Day = _column(
        N_("the day of the decision: the latest counts"),
        "2014-03-12",
        default="",
        otherwise=N_("before every dated one"),
    )
    reason: Text = _column(N_("the reason given"), "", default="")


class Counters(BaseModel):
    """One row per quota and group: what was already done this year. May be left out."""

    quota: Identifier = _column(N_("identifier of the quota in the scenario"), "aci-cap-fragile")
    group: Text = _column(N_("its group, as quotas.csv writes it"), "P-001", default="")
    count: Rank = _column(N_("attributions that count, already made"), "3")
    of: Rank = _column(
        N_("what they are a share of, already made"),
        "12",
        default="",
        otherwise=N_("0; needed for a share"),
    )


class Approvals(BaseModel):
    """One row per commune, year and financing: what was approved. May be left out."""

    commune: Identifier = _column(N_("INSEE code of the commune"), "37261")
    year: Year = _column(N_("the year of the approval"), "2014")
    financing: Financing = _column(N_("the loan they were approved with"), "PLAI")
    dwellings: Count = _column(N_("dwellings approved"), "12")


TABLES: Final[Mapping[str, type[BaseModel]]] = {
    "communes": Communes,
    "programmes": Programmes,
    "vacancies": Vacancies,
    "households": Households,
    "contingents": Contingents,
    "decisions": Decisions,
    "counters": Counters,
    "approvals": Approvals,
}
TABLE_MEANINGS: Final[Mapping[str, str]] = {
    "communes": N_("one row per commune"),
    "programmes": N_("one row per programme: one residence of one landlord"),
    "vacancies": N_("one row per dwelling to give"),
    "households": N_("one row per household that asks: identifiers only, no name, no origin"),
    "contingents": N_("one row per reservation right"),
    "decisions": N_("one row per decision of the commission on a household and a dwelling"),
    "counters": N_("one row per quota and group: what was already done this year"),
    "approvals": N_("one row per commune, year and financing: dwellings approved, for the report"),
}
OPTIONAL_TABLES: Final = frozenset({"decisions", "counters", "approvals"})
KEYED_TABLES: Final = tuple(name for name in TABLES if name not in OPTIONAL_TABLES)
"""Tables whose rows are named by their first column."""
DERIVED_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "programmes": ("fragile", "in_qpv"),
    "vacancies": ("rooms",),
    "households": ("waiting_days",),
}
"""Columns the program computes: one of that name in a file is not looked at."""
