"""Households: who asks, for what, since when, and through whom they may be proposed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.synthesis.incomes import (
    COUPLE,
    MINIMUM_INCOME,
    STABLE_JOB,
    UNSTABLE_JOB,
    Incomes,
    make_incomes,
    unit_tenths,
)
from repartition.synthesis.knobs import Demand, Knobs, Points
from repartition.synthesis.programmes import ProgrammeTable
from repartition.synthesis.source import Source
from repartition.synthesis.territory import COMMUNES, Territory

NOWHERE: Final = -1

# Waiting time on the first day: days reached by so many requests per thousand (assumed; that
# about a third wait more than a year was published in 2015).
_WAITING: Final = (
    (0, 1),
    (180, 60),
    (360, 150),
    (520, 250),
    (650, 366),
    (820, 600),
    (930, 950),
    (990, 1600),
    (1000, 2900),
)
_MOST_WISHES: Final = 6
_WISHES: Final = (300, 290, 200, 110, 60, 40)
_FIRST_WISH_IS_HOME: Final = 600
_CHILD_UNDER_14: Final = 680
_YOUNG_COUPLE: Final = 300
_ROOM_FOR_VISITING_CHILDREN: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class HouseholdTable:
    """(n,) arrays, in the order of identifiers."""

    persons: NDArray[np.int64]
    adults: NDArray[np.int64]
    under_14: NDArray[np.int64]
    incomes: Incomes
    aci: NDArray[np.bool_]
    dalo: NDArray[np.bool_]
    priority: NDArray[np.bool_]
    accessible: NDArray[np.bool_]
    young_couple: NDArray[np.bool_]
    """Two persons whose ages add up to 55 at most: ceiling category 3."""
    one_more_room: NDArray[np.bool_]
    """A person alone whose children come to stay: up to three rooms."""
    waiting_days: NDArray[np.int64]
    occupies: NDArray[np.int64]
    """Row of the programme it lives in, ``NOWHERE`` = not a tenant of the social stock."""
    agreed: NDArray[np.bool_]
    """Whether its landlord has agreed to its transfer: its dwelling is among the vacancies."""
    wishes: list[tuple[int, ...]]
    """Rows of the communes wished for, in order; empty = anywhere."""
    contingents: list[tuple[str, ...]]
    """Kinds of contingent through which it may be proposed; a commune as its INSEE code."""
    points: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.persons)


def make_households(source: Source, knobs: Knobs, programmes: ProgrammeTable) -> HouseholdTable:
    """Return the requests on file when the period starts."""
    demand, where = knobs.demand, programmes.territory
    count = demand.requests
    persons, adults, under_14 = _composition(source, demand)
    incomes = make_incomes(source, demand, adults=adults, children=persons - adults)
    tenant = source.happens("household.tenant", demand.tenants, count)
    rented = source.choose("household.occupies", programmes.dwellings, count)
    occupies = np.where(tenant, rented, NOWHERE)
    home = np.where(
        tenant,
        programmes.commune[rented],
        source.choose("household.home", [commune.asked for commune in where.communes], count),
    )
    chance = np.array(demand.aci_by_activity)[incomes.activity]
    percent = np.where(tenant, demand.aci_tenants_percent, 100)
    line = demand.poverty_line * demand.income_percent // 100
    poor = incomes.monthly * 10 <= line * unit_tenths(persons, under_14)
    aci = poor & source.happens("household.aci", chance * percent // 100, count)
    dalo = source.happens("household.dalo", np.where(aci, 60, 4), count)
    accessible = source.happens("household.accessible", demand.accessible, count)
    priority = dalo | source.happens(
        "household.priority", np.where(aci, 550, np.where(accessible, 500, 70)), count
    )
    agreed = np.zeros(count, np.bool_)
    tenants = source.shuffled("household.agreed", count)
    tenants = tenants[tenant[tenants]]
    agreed[tenants[: knobs.stock.freed]] = True
    waiting_days = _waiting(source, count)
    wishes = _wishes(source, demand, where, home)
    return HouseholdTable(
        persons=persons,
        adults=adults,
        under_14=under_14,
        incomes=incomes,
        aci=aci,
        dalo=dalo,
        priority=priority,
        accessible=accessible,
        young_couple=(adults == COUPLE)
        & (persons == COUPLE)
        & source.happens("household.young", _YOUNG_COUPLE, count),
        one_more_room=(persons == 1)
        & source.happens("household.visits", _ROOM_FOR_VISITING_CHILDREN, count),
        waiting_days=waiting_days,
        occupies=occupies,
        agreed=agreed,
        wishes=wishes,
        contingents=_contingents(
            source,
            where,
            aci=aci,
            priority=priority,
            activity=incomes.activity,
            home=home,
            wishes=wishes,
        ),
        points=_points(
            source,
            knobs.points,
            waiting_days=waiting_days,
            dalo=dalo,
            priority=priority,
            aci=aci,
            accessible=accessible,
            tenant=tenant,
            agreed=agreed,
        ),
    )


def _composition(
    source: Source, demand: Demand
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return persons, adults, and children under 14."""
    count = demand.requests
    persons = 1 + source.choose("household.persons", demand.persons, count)
    # One adult with a child is likelier among two persons than among more; three adults are rare.
    drawn = source.below("household.adults", 1000, count)
    couples_from = np.where(persons == COUPLE, 560, 340)
    adults = np.where(persons > 1, 1 + (drawn >= couples_from), 1)
    adults += (persons > 3) & (drawn >= 950)  # noqa: PLR2004 - a grown child, one in twenty
    children = persons - adults
    under_14 = np.zeros(count, np.int64)
    for rank in range(len(demand.persons) - 1):
        under_14 += (children > rank) & source.happens(
            f"household.under_14:{rank}", _CHILD_UNDER_14, count
        )
    return persons, adults, under_14


def _waiting(source: Source, count: int) -> NDArray[np.int64]:
    """Return days of waiting, by straight lines between the points of ``_WAITING``."""
    shares, days = np.array(_WAITING).T
    drawn = source.below("household.waiting", 1_000_000, count)
    after = np.searchsorted(shares * 1000, drawn, side="right")
    start, end = days[after - 1], days[after]
    step = (shares[after] - shares[after - 1]) * 1000
    waited: NDArray[np.int64] = start + (end - start) * (drawn - shares[after - 1] * 1000) // step
    return waited


def _wishes(
    source: Source, demand: Demand, where: Territory, home: NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """Return the communes each household names, in order of preference; none = anywhere."""
    count = len(home)
    asked = [commune.asked for commune in COMMUNES]
    around = home // len(COMMUNES) * len(COMMUNES)
    drawn = [
        _there(source, demand, where, rank, around)
        + source.choose(f"household.wish:{rank}", asked, count)
        for rank in range(_MOST_WISHES)
    ]
    stays = source.happens("household.stays", _FIRST_WISH_IS_HOME, count)
    first = np.where(stays, home, drawn[0])
    lengths = 1 + source.choose("household.wishes", _WISHES, count)
    lengths[source.happens("household.anywhere", demand.anywhere, count)] = 0
    rows = np.column_stack([first, *drawn[1:]]).tolist()
    # A commune drawn twice counts once, so that lists are a little shorter than drawn.
    wishes = [
        tuple(dict.fromkeys(row[:length]))
        for row, length in zip(rows, lengths.tolist(), strict=True)
    ]
    if demand.anywhere_around:
        around_home = source.happens("household.around", demand.anywhere_around, count)
        for row in np.flatnonzero(around_home & (lengths > 0)).tolist():
            own = where.communes_of(where.agglomeration_of(int(home[row])))
            wishes[row] = tuple(dict.fromkeys((*wishes[row][:1], *own)))
    return wishes


def _there(
    source: Source, demand: Demand, where: Territory, rank: int, around: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the first commune of the agglomeration in which a wish of each household lies."""
    if where.agglomerations == 1 or rank == 0:
        return around
    count = len(around)
    elsewhere = source.happens(f"household.further:{rank}", demand.further, count)
    other = source.below(f"household.agglomeration:{rank}", where.agglomerations, count)
    return np.where(elsewhere, other * len(COMMUNES), around)


def _contingents(
    source: Source,
    where: Territory,
    *,
    aci: NDArray[np.bool_],
    priority: NDArray[np.bool_],
    activity: NDArray[np.int64],
    home: NDArray[np.int64],
    wishes: list[tuple[int, ...]],
) -> list[tuple[str, ...]]:
    """Return the kinds of contingent (a commune as its code) each household is registered with."""
    count = len(aci)
    works = (activity == STABLE_JOB) | (activity == UNSTABLE_JOB)
    public = works & source.happens("household.public_servant", 150, count)
    open_to = {
        "etat_prioritaires": priority | (aci & source.happens("household.prefecture", 700, count)),
        "etat_agents": public,
        "action_logement": works & ~public & source.happens("household.employer", 750, count),
        "departement": source.happens(
            "household.social_worker",
            np.where(aci, 500, np.where(activity == MINIMUM_INCOME, 250, 20)),
            count,
        ),
        "epci": source.happens("household.epci", np.where(aci, 500, 200), count),
    }
    kinds = [[] for _row in range(count)]  # type: list[list[str]]
    for kind, registered in open_to.items():
        for row in np.flatnonzero(registered).tolist():
            kinds[row].append(kind)
    at_home = source.happens("household.town_hall", 600, count).tolist()
    at_wish = source.happens("household.other_town_hall", 450, count).tolist()
    for row, (commune, wished) in enumerate(zip(home.tolist(), wishes, strict=True)):
        asked = [commune] if at_home[row] else []
        asked += wished[:1] if at_wish[row] else ()
        kinds[row] += [where.communes[place].code for place in dict.fromkeys(asked)]
    return [tuple(found) for found in kinds]


def _points(  # noqa: PLR0913 - what the judgement looks at
    source: Source,
    points: Points,
    *,
    waiting_days: NDArray[np.int64],
    dalo: NDArray[np.bool_],
    priority: NDArray[np.bool_],
    aci: NDArray[np.bool_],
    accessible: NDArray[np.bool_],
    tenant: NDArray[np.bool_],
    agreed: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return whole points, at least 0."""
    quarters = np.minimum(waiting_days // 91, points.quarters)
    total: NDArray[np.int64] = (
        points.quarter * quarters
        + points.dalo * dalo
        + points.priority * (priority & ~dalo)
        + points.aci * aci
        + points.accessible * accessible
        - points.tenant * tenant
        + points.agreed * agreed
        + source.below("household.judgement", points.judgement + 1, len(aci))
    )
    return np.maximum(total, 0)
