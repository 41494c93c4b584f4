"""Vacancies: dwellings that fall free, are delivered, or are freed by a tenant's move."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.synthesis.households import HouseholdTable
from repartition.synthesis.knobs import RESERVATION_KINDS, Knobs, Stock
from repartition.synthesis.programmes import ProgrammeTable
from repartition.synthesis.source import Source
from repartition.synthesis.territory import Kind

NO_DAY: Final = -1
NO_HOUSEHOLD: Final = -1
FINANCINGS: Final = ("PLAI", "PLUS", "PLS")

# Dwellings of 1–6 rooms, per hundred: assumed.
_ROOMS: Final = {
    Kind.DISTRICT: (6, 18, 37, 28, 10, 1),
    Kind.CITY: (12, 27, 33, 21, 6, 1),
    Kind.SUBURB: (4, 23, 39, 26, 7, 1),
}
_NEW_ROOMS: Final = (6, 38, 38, 15, 3, 0)
# Per hundred, in the order of FINANCINGS.
_FINANCING: Final = {Kind.DISTRICT: (2, 98, 0), Kind.CITY: (6, 89, 5), Kind.SUBURB: (10, 83, 7)}
_NEW_FINANCING: Final = (30, 60, 10)
# Tenths of a square metre, smallest and largest, by rooms.
_SURFACE: Final = np.array(
    [(240, 360), (400, 540), (560, 720), (690, 880), (830, 1040), (980, 1240)]
)
# Cents per square metre more (or less) than the level of the programme, by rooms.
_SMALL_IS_DEAR: Final = np.array([110, 45, 0, -15, -30, -45])
_RENT_NOISE: Final = 35
_OLD_UNTIL: Final = 1977
_RECENT_FROM: Final = 1995
# Cents per square metre; collective heating makes old buildings dearer to run.
_CHARGES: Final = {True: (110, 200), False: (60, 130)}
_ACCESSIBLE: Final = 60
_NEW_ACCESSIBLE: Final = 350
# Of the tenants who move, those whose home is too small.
_CRAMPED: Final = 550
# Rooms that usually fit 1, 2, … persons.
_FITTING: Final = np.array([(1, 2), (2, 3), (3, 4), (3, 4), (4, 5), (5, 6)])


@dataclass(frozen=True, slots=True, eq=False)
class VacancyTable:
    """(n,) arrays: dwellings that fall free, then those freed by a move, then new ones."""

    programme: NDArray[np.int64]
    rooms: NDArray[np.int64]
    surface: NDArray[np.int64]
    """Tenths of a square metre."""
    financing: NDArray[np.int64]
    """Index into ``FINANCINGS``."""
    rent: NDArray[np.int64]
    """Cents a month."""
    charges: NDArray[np.int64]
    """Cents a month."""
    reservation: NDArray[np.int64]
    """Index into ``RESERVATION_KINDS``."""
    accessible: NDArray[np.bool_]
    new_build: NDArray[np.bool_]
    day: NDArray[np.int64]
    """Days after the start of the period, ``NO_DAY`` where it waits for a move."""
    freed_by: NDArray[np.int64]
    """Row of the household, ``NO_HOUSEHOLD`` = nobody's move."""

    def __len__(self) -> int:
        return len(self.programme)


def make_vacancies(
    source: Source, knobs: Knobs, programmes: ProgrammeTable, households: HouseholdTable
) -> VacancyTable:
    """Return the dwellings of the period."""
    stock = knobs.stock
    movers = np.flatnonzero(households.agreed)
    rates = np.array(stock.relet_rates)[np.maximum(programmes.fragility, 0)]
    relets = source.choose("vacancy.programme", programmes.dwellings * rates, stock.relets)
    new_rows = np.flatnonzero(programmes.is_new)
    new = new_rows[np.arange(stock.new_dwellings) * len(new_rows) // max(stock.new_dwellings, 1)]
    programme = np.concatenate([relets, households.occupies[movers], new])
    freed_by = np.full(len(programme), NO_HOUSEHOLD)
    freed = slice(len(relets), len(relets) + len(movers))
    freed_by[freed] = movers
    new_build = programmes.is_new[programme]
    kinds = programmes.kinds()
    kind_of = [kinds[row] for row in programme.tolist()]
    rooms = _draw(source, "vacancy.rooms", [_ROOMS[k] for k in kind_of], _NEW_ROOMS, new_build) + 1
    rooms[freed] = _rooms_left(source, households.persons[movers])
    financing = _draw(
        source, "vacancy.financing", [_FINANCING[k] for k in kind_of], _NEW_FINANCING, new_build
    )
    smallest, largest = _SURFACE[rooms - 1].T
    surface = source.between("vacancy.surface", smallest, largest, len(programme))
    per_metre = _rent_per_metre(
        source,
        stock,
        financing=financing,
        rooms=rooms,
        built=programmes.built[programme],
        in_district=np.array([kind is Kind.DISTRICT for kind in kind_of]),
    )
    return VacancyTable(
        programme=programme,
        rooms=rooms,
        surface=surface,
        financing=financing,
        rent=surface * per_metre // 10,
        charges=surface * _charges_per_metre(source, stock, programmes, programme) // 10,
        reservation=_draw(
            source,
            "vacancy.reservation",
            [
                stock.district_reservation if kind is Kind.DISTRICT else stock.reservation
                for kind in kind_of
            ],
            stock.new_reservation,
            new_build,
        ),
        accessible=source.happens(
            "vacancy.accessible", np.where(new_build, _NEW_ACCESSIBLE, _ACCESSIBLE), len(programme)
        ),
        new_build=new_build,
        day=_days(source, knobs, programmes, programme, freed_by),
        freed_by=freed_by,
    )


def _draw(
    source: Source,
    name: str,
    old_weights: list[tuple[int, ...]],
    new_weights: tuple[int, ...],
    new_build: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return an index per dwelling, drawn by its own weights, new dwellings by theirs."""
    weights = np.where(new_build[:, None], np.array(new_weights), np.array(old_weights))
    cumulated = np.cumsum(weights, axis=1)
    drawn = source.below(name, cumulated[:, -1], len(weights))
    index: NDArray[np.int64] = (drawn[:, None] >= cumulated).sum(axis=1)
    return index


def _rooms_left(source: Source, persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rooms of the home a tenant leaves: one too few, or one too many."""
    fitting = _FITTING[np.minimum(persons, len(_FITTING)) - 1]
    cramped = source.happens("vacancy.cramped", _CRAMPED, len(persons))
    rooms: NDArray[np.int64] = np.where(cramped, fitting[:, 0] - 1, fitting[:, 1] + 1)
    return rooms.clip(1, len(_SURFACE))


def _rent_per_metre(
    source: Source,
    stock: Stock,
    *,
    financing: NDArray[np.int64],
    rooms: NDArray[np.int64],
    built: NDArray[np.int64],
    in_district: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return cents per square metre and month; the year of building is 0 for a new programme."""
    old, middle, recent, very_social, intermediate = stock.rents
    is_recent = (built >= _RECENT_FROM) | (built == 0)
    plus = np.where(is_recent, recent, np.where(built < _OLD_UNTIL, old, middle))
    level = np.choose(financing, [np.full_like(plus, very_social), plus, intermediate])
    noise = source.between("vacancy.rent", -_RENT_NOISE, _RENT_NOISE, len(rooms))
    total: NDArray[np.int64] = (
        level + _SMALL_IS_DEAR[rooms - 1] - stock.district_rebate * in_district + noise
    )
    return total * stock.rent_percent // 100


def _charges_per_metre(
    source: Source, stock: Stock, programmes: ProgrammeTable, programme: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return cents per square metre and month, the same for all dwellings of a programme."""
    old = (programmes.built < _OLD_UNTIL) & ~programmes.is_new
    low, high = np.where(old[:, None], _CHARGES[True], _CHARGES[False]).T
    level = source.between("programme.charges", low, high, len(programmes))
    charges: NDArray[np.int64] = level[programme] * stock.rent_percent // 100
    return charges


def _days(
    source: Source,
    knobs: Knobs,
    programmes: ProgrammeTable,
    programme: NDArray[np.int64],
    freed_by: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return when each dwelling is free: a new programme all at once, the others any day."""
    length = (knobs.end - knobs.start).days + 1
    delivered = source.below("programme.delivered", length, len(programmes))
    drawn = source.below("vacancy.day", length, len(programme))
    days = np.where(programmes.is_new[programme], delivered[programme], drawn)
    return np.where(freed_by >= 0, NO_DAY, days)


def reserved_for(reservation: int) -> str:
    """Return the kind of contingent that has reserved a dwelling, ``""`` = not reserved."""
    return RESERVATION_KINDS[reservation]
