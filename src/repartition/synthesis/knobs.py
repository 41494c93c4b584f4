"""The knobs: every assumed number a dataset depends on, by name.

``docs/data.md`` gives each knob's meaning for a housing officer, its range and its standing
(published, derived or assumed). Amounts are euros of 2014 unless said otherwise, chances are per
thousand. Only these were turned to calibrate; what is assumed once for all (the sizes of
programmes, what each activity earns) stands at the head of the module that uses it.
"""

from dataclasses import dataclass, field
from datetime import date

RESERVATION_KINDS = (
    "etat_prioritaires",
    "etat_agents",
    "action_logement",
    "commune",
    "epci",
    "departement",
    "bailleur",
    "",
)
"""Kinds of contingent in the order of the reservation shares; the last is "not reserved"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Programmes and dwellings.

    Attributes
    ----------
    agglomerations
        How many like the real one lie side by side, each with communes and offices of its own.
    stock_percent
        Social dwellings, in percent of the 34,600 of the real agglomeration, in each of them.
    relets
        Dwellings that fall free in the period without anybody's move inside the stock.
    new_dwellings
        Dwellings delivered in the period.
    freed
        Dwellings freed only if a given tenant moves: transfers the landlords have agreed to.
    fragile_shares
        Percent of the classed dwellings in programmes of degree 3, 2 and 1.
    relet_rates
        Turnover by degree of fragility 0–3, per thousand dwellings (only their ratio counts).
    rents
        Cents per m² and month: old, middle, recent PLUS; PLAI; PLS.
    district_rebate
        Cents per m² less in a priority district.
    rent_percent
        Level of rents and charges, 2014 = 100.
    reservation, district_reservation, new_reservation
        Per thousand dwellings, in the order of ``RESERVATION_KINDS``: standing stock outside the
        priority districts, in them (where the State's rights weigh more, and those of the 1 %
        less), and new programmes.
    """

    agglomerations: int = 1
    stock_percent: int = 100
    relets: int = 2940
    new_dwellings: int = 430
    freed: int = 370
    fragile_shares: tuple[int, int, int] = (14, 14, 13)
    relet_rates: tuple[int, int, int, int] = (95, 100, 105, 110)
    rents: tuple[int, int, int, int, int] = (470, 530, 570, 480, 730)
    district_rebate: int = 25
    rent_percent: int = 100
    reservation: tuple[int, ...] = (150, 50, 200, 130, 30, 20, 340, 80)
    district_reservation: tuple[int, ...] = (350, 30, 60, 90, 30, 30, 330, 80)
    new_reservation: tuple[int, ...] = (230, 50, 200, 170, 60, 40, 250, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Households and what they ask for.

    Attributes
    ----------
    requests
        Households on file when the period starts.
    tenants
        Requests from tenants of the social stock who want to move.
    anywhere
        Requests that name no commune.
    anywhere_around
        Requests that name all the communes of their own agglomeration, where there are several.
    further
        Wishes after the first that are drawn from the whole territory, not from the
        agglomeration of the household, where there are several.
    accessible
        Households that need an accessible dwelling.
    persons
        Households of 1, 2, … 8 persons.
    activities
        Minimum income, disability allowance, unemployment, unstable job, stable job, pension, none.
    poverty_line
        Euros a month and consumption unit above which no household is an ACI one.
    aci_by_activity
        Chance of being an ACI household below that line, in the order of ``activities``.
    aci_tenants_percent
        The same chance for a tenant of the social stock, in percent of it.
    income_percent
        Level of incomes, 2014 = 100.
    """

    requests: int = 10_000
    tenants: int = 440
    anywhere: int = 180
    anywhere_around: int = 0
    further: int = 150
    accessible: int = 45
    persons: tuple[int, ...] = (430, 235, 150, 105, 52, 19, 7, 2)
    activities: tuple[int, ...] = (190, 50, 190, 210, 245, 105, 10)
    poverty_line: int = 1008
    aci_by_activity: tuple[int, ...] = (730, 410, 455, 250, 30, 180, 730)
    aci_tenants_percent: int = 38
    income_percent: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What a commission's judgement is worth, as points (there was no public grid in 2014).

    Attributes
    ----------
    quarter
        For each three months of waiting, at most ``quarters`` of them.
    dalo, priority, aci, accessible
        For a DALO household, another priority one, an ACI one, one that needs accessibility.
    tenant
        Taken off a household that already has a social dwelling.
    agreed
        For a transfer its landlord has agreed to.
    judgement
        What no grid sees: up to so many points, drawn for each household.
    """

    quarter: int = 1
    quarters: int = 16
    dalo: int = 40
    priority: int = 4
    aci: int = 0
    accessible: int = 8
    tenant: int = 16
    agreed: int = 45
    judgement: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """Everything a dataset depends on.

    Attributes
    ----------
    seed
        Public seed: the same seed and knobs give the same files, byte for byte.
    start, end
        First and last day of the period.
    quartile_given
        Whether the file says each household's income quartile (else it is derived from the
        scenario's thresholds).
    """

    seed: str
    start: date
    end: date
    quartile_given: bool = True
    stock: Stock = field(default_factory=Stock)
    demand: Demand = field(default_factory=Demand)
    points: Points = field(default_factory=Points)
