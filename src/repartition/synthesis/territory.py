"""The territory: communes and priority districts of Tours Métropole Val de Loire.

Names, INSEE codes, APL zones, SRU status and districts are public. How the 34,600 social
dwellings split between communes and districts is assumed, in round numbers (``docs/data.md``).

A larger territory is several such agglomerations side by side. Each has communes, districts and
offices of its own; the four other landlords let dwellings in all of them.
"""

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Final

TOURS: Final = "37261"


class Kind(Enum):
    """What a neighbourhood is like, which its buildings and its turnover follow."""

    DISTRICT = "district"
    """A priority district: large programmes of 1955–1978."""
    CITY = "city"
    """The rest of a commune of the Contrat de Ville."""
    SUBURB = "suburb"
    """A commune without a priority district."""


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune.

    Attributes
    ----------
    asked
        How often a household names it as a wish, per thousand wishes (assumed).
    built
        How new dwellings split between communes, per thousand (assumed: two thirds outside the
        Contrat de Ville, the communes in SRU deficit first).
    """

    code: str
    name: str
    apl_zone: int
    contrat_de_ville: bool
    sru_deficit: bool
    asked: int
    built: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of a commune and its social dwellings.

    Attributes
    ----------
    qpv_2015, qpv_2024
        Name of the priority district of each perimeter, empty = outside.
    dwellings
        Social dwellings in it (assumed; all of them add up to 34,600).
    """

    commune: str
    name: str
    kind: Kind
    dwellings: int
    qpv_2015: str = ""
    qpv_2024: str = ""


def _commune(
    code: str,
    name: str,
    apl_zone: int,
    asked: int,
    built: int,
    *,
    contrat_de_ville: bool = False,
    sru_deficit: bool = False,
) -> Commune:
    return Commune(code, name, apl_zone, contrat_de_ville, sru_deficit, asked, built)


COMMUNES: Final = (
    _commune("37018", "Ballan-Miré", 2, 14, 60),
    _commune("37025", "Berthenay", 3, 1, 0),
    _commune("37050", "Chambray-lès-Tours", 2, 46, 110),
    _commune("37054", "Chanceaux-sur-Choisille", 3, 4, 20),
    _commune("37099", "Druye", 3, 1, 0),
    _commune("37109", "Fondettes", 2, 24, 120, sru_deficit=True),
    _commune("37122", "Joué-lès-Tours", 2, 125, 90, contrat_de_ville=True),
    _commune("37139", "Luynes", 2, 9, 30),
    _commune("37151", "La Membrolle-sur-Choisille", 2, 8, 20),
    _commune("37152", "Mettray", 2, 4, 15),
    _commune("37172", "Notre-Dame-d'Oé", 3, 9, 30),
    _commune("37179", "Parçay-Meslay", 2, 5, 15),
    _commune("37195", "La Riche", 2, 55, 50, contrat_de_ville=True),
    _commune("37203", "Rochecorbon", 2, 6, 10),
    _commune("37208", "Saint-Avertin", 2, 52, 120, sru_deficit=True),
    _commune("37214", "Saint-Cyr-sur-Loire", 2, 75, 110),
    _commune("37217", "Saint-Étienne-de-Chigny", 3, 2, 10),
    _commune("37219", "Saint-Genouph", 2, 1, 0),
    _commune("37233", "Saint-Pierre-des-Corps", 2, 70, 50, contrat_de_ville=True),
    _commune("37243", "Savonnières", 3, 3, 10),
    _commune("37261", "Tours", 2, 485, 130, contrat_de_ville=True),
    _commune("37272", "Villandry", 3, 1, 0),
)


def _district(commune: str, name: str, dwellings: int) -> Neighbourhood:
    return Neighbourhood(commune, name, Kind.DISTRICT, dwellings, name, name)


def _later_district(commune: str, name: str, dwellings: int) -> Neighbourhood:
    return Neighbourhood(commune, name, Kind.CITY, dwellings, "", name)


def _rest(commune: str, kind: Kind, dwellings: int) -> Neighbourhood:
    return Neighbourhood(commune, "", kind, dwellings)


NEIGHBOURHOODS: Final = (
    _district(TOURS, "Sanitas", 2300),
    _district(TOURS, "Europe", 1300),
    _district(TOURS, "Bords de Loire", 700),
    _district(TOURS, "Maryse Bastié", 450),
    _district(TOURS, "Rives du Cher", 1100),
    _district(TOURS, "Rochepinard", 500),
    _district(TOURS, "Les Fontaines", 1500),
    _later_district(TOURS, "Les Tourettes", 450),
    _rest(TOURS, Kind.CITY, 10450),
    _district("37122", "La Rabière", 2100),
    _later_district("37122", "Le Morier", 600),
    _rest("37122", Kind.CITY, 2300),
    _district("37233", "La Rabaterie", 1500),
    _later_district("37233", "La Galboisière", 350),
    _rest("37233", Kind.CITY, 1600),
    _district("37195", "Niqueux-Bruère–Marcel Pagnol", 600),
    _rest("37195", Kind.CITY, 1200),
    _rest("37214", Kind.SUBURB, 1450),
    _rest("37050", Kind.SUBURB, 950),
    _rest("37208", Kind.SUBURB, 900),
    _rest("37109", Kind.SUBURB, 550),
    _rest("37018", Kind.SUBURB, 420),
    _rest("37139", Kind.SUBURB, 260),
    _rest("37172", Kind.SUBURB, 260),
    _rest("37151", Kind.SUBURB, 190),
    _rest("37152", Kind.SUBURB, 120),
    _rest("37054", Kind.SUBURB, 110),
    _rest("37203", Kind.SUBURB, 110),
    _rest("37179", Kind.SUBURB, 90),
    _rest("37243", Kind.SUBURB, 70),
    _rest("37217", Kind.SUBURB, 45),
    _rest("37219", Kind.SUBURB, 30),
    _rest("37272", Kind.SUBURB, 25),
    _rest("37099", Kind.SUBURB, 15),
    _rest("37025", Kind.SUBURB, 5),
)

OFFICES: Final = ("office-fictif-1", "office-fictif-2")
OTHER_LANDLORDS: Final = ("esh-fictive-1", "esh-fictive-2", "esh-fictive-3", "esh-fictive-4")


@dataclass(frozen=True, slots=True)
class Territory:
    """Agglomerations side by side, the first with the real names.

    Attributes
    ----------
    communes
        ``len(COMMUNES)`` of each agglomeration, one agglomeration after the other.
    neighbourhoods
        In the same order.
    bailleurs
        The landlords: offices of each agglomeration, then the others.
    agglomerations
        How many there are.
    """

    communes: tuple[Commune, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    bailleurs: tuple[str, ...]
    agglomerations: int

    def agglomeration_of(self, commune: int) -> int:
        """Return the agglomeration of a commune, both by number."""
        return commune // len(COMMUNES)

    def communes_of(self, agglomeration: int) -> range:
        """Return the numbers of the communes of an agglomeration."""
        first = agglomeration * len(COMMUNES)
        return range(first, first + len(COMMUNES))

    def landlords_of(self, agglomeration: int) -> tuple[int, ...]:
        """Return the numbers of the landlords of an agglomeration, its offices first."""
        first = agglomeration * len(OFFICES)
        others = range(self.agglomerations * len(OFFICES), len(self.bailleurs))
        return (*range(first, first + len(OFFICES)), *others)


@cache
def territory(agglomerations: int) -> Territory:
    """Return that many agglomerations side by side."""
    numbers = range(1, agglomerations + 1)
    return Territory(
        tuple(
            replace(commune, code=_again(commune.code, number), name=_again(commune.name, number))
            for number in numbers
            for commune in COMMUNES
        ),
        tuple(
            replace(
                place,
                commune=_again(place.commune, number),
                name=_again(place.name, number),
                qpv_2015=_again(place.qpv_2015, number),
                qpv_2024=_again(place.qpv_2024, number),
            )
            for number in numbers
            for place in NEIGHBOURHOODS
        ),
        (
            *(_again(office, number) for number in numbers for office in OFFICES),
            *OTHER_LANDLORDS,
        ),
        agglomerations,
    )


def _again(name: str, number: int) -> str:
    """Return a name for the agglomeration of that number: the first keeps the real one."""
    return name if number == 1 or not name else f"{name}-{number}"
