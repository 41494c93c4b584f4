"""Programmes: one residence of one landlord, its indicators and its degree of fragility."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.synthesis.knobs import Stock
from repartition.synthesis.source import Source
from repartition.synthesis.territory import Kind, Territory, territory

NOT_CLASSED: Final = -1
"""Degree of a programme too small or too new to be classed."""
SMALLEST_CLASSED: Final = 11
"""Dwellings under which a programme is not classed."""
NEW_PROGRAMME: Final = 20
"""Dwellings of a new programme, about."""

# How the landlords share a neighbourhood (two offices, four others), and how large its programmes
# are: assumed.
_LANDLORDS: Final = {
    Kind.DISTRICT: (52, 18, 12, 10, 4, 4),
    Kind.CITY: (34, 22, 16, 13, 8, 7),
    Kind.SUBURB: (8, 38, 20, 14, 11, 9),
}
_SIZES: Final = {Kind.DISTRICT: (70, 260), Kind.CITY: (36, 170), Kind.SUBURB: (16, 90)}
_YEARS: Final = {Kind.DISTRICT: (1955, 1978), Kind.CITY: (1952, 2012), Kind.SUBURB: (1970, 2013)}
# Hardship of a programme's tenants, 0–1000, before each indicator adds its own noise.
_HARDSHIP: Final = {Kind.DISTRICT: (380, 880), Kind.CITY: (80, 640), Kind.SUBURB: (0, 480)}

# Indicator: lowest and highest percentage as hardship goes from 0 to 1000, noise, weight.
INDICATORS: Final = {
    "share_under_20": (4, 34, 4, 3),
    "share_under_40": (14, 58, 6, 2),
    "share_under_60": (30, 82, 6, 1),
    "new_under_60": (40, 92, 10, 2),
    "single_parents": (8, 34, 6, 1),
    "without_work": (14, 52, 6, 2),
    "on_apl": (28, 78, 8, 1),
    "vacant_3_months": (0, 7, 2, 1),
    "turnover": (6, 16, 3, 1),
}
"""Percentages of households (or dwellings), as the survey of occupation and RPLS have them."""


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeTable:
    """(n,) arrays, old programmes first, then those delivered in the period."""

    territory: Territory
    """Where they stand."""
    neighbourhood: NDArray[np.int64]
    """Index into its neighbourhoods; for a new programme -1."""
    commune: NDArray[np.int64]
    """Index into its communes."""
    bailleur: NDArray[np.int64]
    """Index into its landlords."""
    built: NDArray[np.int64]
    """Year."""
    dwellings: NDArray[np.int64]
    """Occupied today; 0 for a new programme."""
    aci_households: NDArray[np.int64]
    fragility: NDArray[np.int64]
    """Degree 0–3, or ``NOT_CLASSED``."""
    indicators: dict[str, NDArray[np.int64]]
    """Percentages; meaningless where not classed."""

    def __len__(self) -> int:
        return len(self.commune)

    @property
    def is_new(self) -> NDArray[np.bool_]:
        """Whether the programme is delivered in the period."""
        return self.neighbourhood < 0

    def kinds(self) -> list[Kind]:
        """Return what the surroundings of each programme are like."""
        return [
            self.territory.neighbourhoods[place].kind if place >= 0 else Kind.SUBURB
            for place in self.neighbourhood.tolist()
        ]


def make_programmes(source: Source, stock: Stock) -> ProgrammeTable:
    """Return the programmes of the territory: the standing stock and the new deliveries."""
    where = territory(stock.agglomerations)
    place, dwellings = _cut_into_programmes(source, where, stock.stock_percent)
    count = len(place)
    kinds = [where.neighbourhoods[index].kind for index in place.tolist()]
    low, high = np.array([_HARDSHIP[kind] for kind in kinds]).T
    hardship = source.between("programme.hardship", low, high, count)
    indicators = {name: _indicator(source, name, hardship) for name in INDICATORS}
    fragility = _degrees(indicators, dwellings, stock.fragile_shares)
    # One tenant in ten is an ACI household outside fragile stock, six percent more by degree.
    aci_percent = 9 + 6 * np.maximum(fragility, 0) + source.below("programme.aci", 5, count)
    first_year, last_year = np.array([_YEARS[kind] for kind in kinds]).T
    new_commune = _new_communes(source, where, stock.new_dwellings)
    new_count = len(new_commune)
    new_kinds = [
        Kind.CITY if where.communes[row].contrat_de_ville else Kind.SUBURB
        for row in new_commune.tolist()
    ]
    commune_row = {commune.code: row for row, commune in enumerate(where.communes)}
    commune_of_place = np.array([commune_row[place.commune] for place in where.neighbourhoods])
    commune = np.append(commune_of_place[place], new_commune)
    zeros = np.zeros(new_count, np.int64)
    return ProgrammeTable(
        territory=where,
        neighbourhood=np.append(place, zeros - 1),
        commune=commune,
        bailleur=_landlords(source, where, commune, kinds + new_kinds),
        built=np.append(source.between("programme.built", first_year, last_year, count), zeros),
        dwellings=np.append(dwellings, zeros),
        aci_households=np.append(dwellings * aci_percent // 100, zeros),
        fragility=np.append(fragility, zeros + NOT_CLASSED),
        indicators={name: np.append(values, zeros) for name, values in indicators.items()},
    )


def _cut_into_programmes(
    source: Source, where: Territory, stock_percent: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the neighbourhood and the dwellings of each standing programme."""
    places: list[int] = []
    sizes: list[int] = []
    for place, neighbourhood in enumerate(where.neighbourhoods):
        left = max(1, neighbourhood.dwellings * stock_percent // 100)
        low, high = _SIZES[neighbourhood.kind]
        drawn = source.between(f"programme.size:{place}", low, high, left // low + 1).tolist()
        for size in drawn:
            # What is left after the last whole programme goes with it.
            taken = left if left < size + low else size
            places.append(place)
            sizes.append(taken)
            left -= taken
            if not left:
                break
    return np.array(places), np.array(sizes)


def _indicator(source: Source, name: str, hardship: NDArray[np.int64]) -> NDArray[np.int64]:
    lowest, highest, noise, _weight = INDICATORS[name]
    drawn = source.between(f"programme.{name}", -noise, noise, len(hardship))
    percent: NDArray[np.int64] = lowest + (highest - lowest) * hardship // 1000 + drawn
    return percent.clip(0)


def _degrees(
    indicators: dict[str, NDArray[np.int64]],
    dwellings: NDArray[np.int64],
    shares: tuple[int, int, int],
) -> NDArray[np.int64]:
    """Return degrees 3, 2, 1, 0: weighted sums of percentile ranks, cut by shares of dwellings."""
    classed = dwellings >= SMALLEST_CLASSED
    index = sum(
        INDICATORS[name][3] * np.searchsorted(np.sort(values[classed]), values)
        for name, values in indicators.items()
    )
    order = np.argsort(-np.where(classed, index, -1), kind="stable")
    before = np.cumsum(dwellings[order]) - dwellings[order]
    cuts = np.cumsum(shares) * dwellings[classed].sum()
    degree = np.empty(len(dwellings), np.int64)
    degree[order] = 3 - np.searchsorted(cuts, before * 100, side="right")
    return np.where(classed, degree, NOT_CLASSED)


def _new_communes(source: Source, where: Territory, new_dwellings: int) -> NDArray[np.int64]:
    """Return the commune of each new programme."""
    count = -(-new_dwellings // NEW_PROGRAMME)
    return source.choose("new.commune", [commune.built for commune in where.communes], count)


def _landlords(
    source: Source, where: Territory, commune: NDArray[np.int64], kinds: list[Kind]
) -> NDArray[np.int64]:
    """Return the landlord of each programme: one of those of its agglomeration."""
    drawn = source.below("programme.bailleur", 100, len(kinds))
    present = [where.landlords_of(number) for number in range(where.agglomerations)]
    return np.array(
        [
            present[where.agglomeration_of(place)][
                int(np.searchsorted(np.cumsum(_LANDLORDS[kind]), number, side="right"))
            ]
            for place, kind, number in zip(commune.tolist(), kinds, drawn.tolist(), strict=True)
        ]
    )
