"""A synthetic dataset: from the knobs to the contract's tables, on disk."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from repartition.errors import UsageError
from repartition.language import _
from repartition.synthesis.households import HouseholdTable, make_households
from repartition.synthesis.incomes import quartiles
from repartition.synthesis.knobs import Knobs
from repartition.synthesis.presets import presets
from repartition.synthesis.programmes import (
    INDICATORS,
    NOT_CLASSED,
    ProgrammeTable,
    make_programmes,
)
from repartition.synthesis.source import Source
from repartition.synthesis.territory import Territory
from repartition.synthesis.vacancies import (
    FINANCINGS,
    VacancyTable,
    make_vacancies,
    reserved_for,
)

Row: TypeAlias = Mapping[str, object]

_CONTINGENT_OF_KIND = {
    "etat_prioritaires": "etat-prioritaires",
    "etat_agents": "etat-agents",
    "action_logement": "action-logement",
    "epci": "epci-tours",
    "departement": "departement-37",
}


def generate(name: str, folder: Path) -> tuple[Path, ...]:
    """Write the tables of the preset ``name`` in ``folder``, made where it is missing.

    The files are the same byte for byte on every machine: UTF-8, commas, LF.

    Parameters
    ----------
    name
        One of :func:`repartition.synthesis.presets.presets`.
    folder
        Tables of the same name in it are replaced; any other file is left alone.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    UsageError
        If there is no such preset.
    """
    knobs = presets().get(name)
    if knobs is None:
        raise UsageError(
            _(
                "{name}: there is no synthetic dataset of that name; choose one of {known}",
                name=name,
                known=", ".join(presets()),
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _write(folder / f"{table}.csv", rows) for table, rows in make_tables(knobs).items()
    )


def make_tables(knobs: Knobs) -> dict[str, Sequence[Row]]:
    """Return the rows of each table of the contract, in the order they are written."""
    source = Source(knobs.seed)
    programmes = make_programmes(source, knobs.stock)
    households = make_households(source, knobs, programmes)
    vacancies = make_vacancies(source, knobs, programmes, households)
    return {
        "communes": _communes(programmes.territory),
        "programmes": _programmes(programmes),
        "vacancies": _vacancies(knobs, vacancies, programmes),
        "households": _households(knobs, households, programmes.territory),
        "contingents": _contingents(programmes.territory),
    }


def _write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return path


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _communes(where: Territory) -> list[Row]:
    return [
        {
            "commune": commune.code,
            "name": commune.name,
            "contrat_de_ville": commune.contrat_de_ville,
            "sru_deficit": commune.sru_deficit,
            "ceiling_zone": "autres_regions",
            "apl_zone": commune.apl_zone,
        }
        for commune in where.communes
    ]


def _programme_ids(count: int) -> list[str]:
    return [f"P{row + 1:04d}" for row in range(count)]


def _programmes(table: ProgrammeTable) -> list[Row]:
    rows: list[Row] = []
    territory = table.territory
    for row, programme in enumerate(_programme_ids(len(table))):
        commune = territory.communes[table.commune[row]]
        place = None if table.is_new[row] else territory.neighbourhoods[table.neighbourhood[row]]
        where = (place.name if place else "") or commune.name
        classed = table.fragility[row] != NOT_CLASSED
        rows.append(
            {
                "programme": programme,
                "name": f"Résidence fictive {row + 1} ({where})",
                "bailleur": territory.bailleurs[table.bailleur[row]],
                "commune": commune.code,
                "qpv": place.qpv_2015 if place else "",
                "qpv_2024": place.qpv_2024 if place else "",
                "fragility": table.fragility[row] if classed else "",
                "dwellings": table.dwellings[row],
                "aci_households": table.aci_households[row],
                "built": table.built[row] or "",
                **{name: table.indicators[name][row] if classed else "" for name in INDICATORS},
            }
        )
    return rows


def _vacancies(knobs: Knobs, table: VacancyTable, programmes: ProgrammeTable) -> list[Row]:
    programme_ids = _programme_ids(len(programmes))
    household_ids = _household_ids(knobs.demand.requests)
    rows: list[Row] = []
    where = programmes.territory
    for row in range(len(table)):
        programme = int(table.programme[row])
        day, freed_by = int(table.day[row]), int(table.freed_by[row])
        surface = int(table.surface[row])
        rows.append(
            {
                "vacancy": f"L{row + 1:05d}",
                "programme": programme_ids[programme],
                "typology": f"T{table.rooms[row]}",
                "surface": f"{surface // 10}.{surface % 10}",
                "financing": FINANCINGS[table.financing[row]],
                "rent": _euros(int(table.rent[row])),
                "charges": _euros(int(table.charges[row])),
                "contingent": _contingent_of(
                    reserved_for(int(table.reservation[row])),
                    where.communes[programmes.commune[programme]].code,
                    where.bailleurs[programmes.bailleur[programme]],
                ),
                "accessible": bool(table.accessible[row]),
                "new_build": bool(table.new_build[row]),
                "available_on": knobs.start + timedelta(days=day) if day >= 0 else "",
                "freed_by": household_ids[freed_by] if freed_by >= 0 else "",
            }
        )
    return rows


def _contingent_of(kind: str, commune: str, bailleur: str) -> str:
    if kind == "commune":
        return f"commune-{commune}"
    if kind == "bailleur":
        return f"bailleur-{bailleur}"
    return _CONTINGENT_OF_KIND.get(kind, "")


def _household_ids(count: int) -> list[str]:
    return [f"H{row + 1:06d}" for row in range(count)]


def _households(knobs: Knobs, table: HouseholdTable, where: Territory) -> list[Row]:
    programme_ids = _programme_ids(1 + int(table.occupies.max(initial=0)))
    quartile: Iterable[object] = quartiles(table.incomes.monthly, table.persons, table.under_14)
    codes = [commune.code for commune in where.communes]
    columns: dict[str, Iterable[object]] = {
        "household": _household_ids(len(table)),
        "persons": table.persons,
        "adults": table.adults,
        "children": table.persons - table.adults,
        "under_14": table.under_14,
        "reference_income": table.incomes.reference,
        "monthly_income": table.incomes.monthly,
        "ceiling_category": (3 if young else "" for young in table.young_couple),
        **({"quartile": quartile} if knobs.quartile_given else {}),
        "aci": table.aci.tolist(),
        "dalo": table.dalo.tolist(),
        "priority": table.priority.tolist(),
        "points": table.points,
        "requested_on": (
            knobs.start - timedelta(days=days) for days in table.waiting_days.tolist()
        ),
        "communes": ("|".join(codes[row] for row in wishes) for wishes in table.wishes),
        "typology_max": ("T3" if more else "" for more in table.one_more_room),
        "accessible": table.accessible.tolist(),
        "contingents": (
            "|".join(_CONTINGENT_OF_KIND.get(kind, f"commune-{kind}") for kind in kinds)
            for kinds in table.contingents
        ),
        "occupies": (programme_ids[row] if row >= 0 else "" for row in table.occupies.tolist()),
    }
    names = list(columns)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _contingents(where: Territory) -> list[Row]:
    names = {
        "etat_prioritaires": "État, publics prioritaires",
        "etat_agents": "État, agents",
        "action_logement": "Action Logement (1 %)",
        "epci": "Tours Métropole (EPCI)",
        "departement": "Département d'Indre-et-Loire",
    }
    shared: list[Row] = [
        {
            "contingent": _CONTINGENT_OF_KIND[kind],
            "kind": kind,
            "name": name,
            "commune": "",
            "bailleur": "",
        }
        for kind, name in names.items()
    ]
    communes: list[Row] = [
        {
            "contingent": f"commune-{commune.code}",
            "kind": "commune",
            "name": commune.name,
            "commune": commune.code,
            "bailleur": "",
        }
        for commune in where.communes
    ]
    landlords: list[Row] = [
        {
            "contingent": f"bailleur-{bailleur}",
            "kind": "bailleur",
            "name": bailleur,
            "commune": "",
            "bailleur": bailleur,
        }
        for bailleur in where.bailleurs
    ]
    return [*shared, *communes, *landlords]
