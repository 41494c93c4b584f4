"""Tiny instances without files: rows written as keywords, the contract's defaults for the rest.

Amounts are in euros and surfaces in square metres, as in the tables; identifiers name rows::

    instance(
        households=[household("ada", persons=1), household("bob", aci=True)],
        vacancies=[vacancy("v1", rent=300, contingent="prefet")],
        contingents=[contingent("prefet", "etat_prioritaires")],
        scenario={"eligibility": {"contingents": False}},
    )

The typology and the income rules need ``grid``, ``ceilings`` or ``benefit`` from
:mod:`repartition.domain.law`; by default they are off and every home fits everyone.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import write_decimal
from repartition.domain.fragility import NO_DEGREE
from repartition.domain.instance import (
    NEVER,
    Communes,
    Contingents,
    Counter,
    Decisions,
    Households,
    Instance,
    Programmes,
    Vacancies,
)
from repartition.domain.law import CEILING_ZONES, FINANCINGS, Ceilings, Grid, HousingBenefit
from repartition.domain.scenario import Scenario
from repartition.domain.table import NO_ROW, CellKind, Column, Table, index_of

Row = dict[str, Any]
Rows = Sequence[Row]
START, END = date(2014, 1, 1), date(2014, 12, 31)


def commune(commune: str = "tours", **cells: Any) -> Row:
    """Return a commune in APL zone 2."""
    return {
        "commune": commune,
        "name": commune.title(),
        "contrat_de_ville": False,
        "sru_deficit": False,
        "ceiling_zone": "autres_regions",
        "apl_zone": 2,
    } | cells


def programme(programme: str = "residence", **cells: Any) -> Row:
    """Return a programme of one landlord in Tours, outside QPV and not fragile."""
    return {
        "programme": programme,
        "bailleur": "bailleur",
        "commune": "tours",
        "qpv": "",
        "fragility": 0,
    } | cells


def vacancy(vacancy: str, **cells: Any) -> Row:
    """Return a free T2 of 50 m² that costs nothing and that nobody has reserved."""
    return {
        "vacancy": vacancy,
        "programme": "residence",
        "typology": "T2",
        "surface": 50,
        "financing": "PLUS",
        "rent": 0,
        "charges": 0,
        "contingent": "",
        "accessible": False,
        "new_build": False,
        "available_on": "",
        "freed_by": "",
    } | cells


def household(household: str, **cells: Any) -> Row:
    """Return one person without income who asked on the first day of the period."""
    persons = cells.get("persons", 1)
    adults = cells.get("adults", min(persons, 2))
    children = cells.get("children", persons - adults)
    return {
        "household": household,
        "persons": persons,
        "reference_income": 0,
        "monthly_income": 0,
        "aci": False,
        "requested_on": START,
        "adults": adults,
        "children": children,
        "under_14": children,
        "ceiling_category": "",
        "quartile": "",
        "dalo": False,
        "priority": cells.get("dalo", False),
        "points": 0,
        "communes": [],
        "typology_min": "",
        "typology_max": "",
        "accessible": False,
        "contingents": [],
        "occupies": "",
        "active": True,
    } | cells


def contingent(contingent: str, kind: str, **cells: Any) -> Row:
    """Return a contingent of any commune and any landlord."""
    return {
        "contingent": contingent,
        "kind": kind,
        "name": "",
        "commune": "",
        "bailleur": "",
    } | cells


TOURS, RESIDENCE = commune(), programme()
CONTRACT_COLUMNS = frozenset(
    {"dwellings", "aci_households", "fragile", "in_qpv", "rooms", "waiting_days"}.union(
        TOURS, RESIDENCE, vacancy(""), household(""), contingent("", "")
    )
)


def instance(
    *,
    households: Rows,
    vacancies: Rows,
    programmes: Rows = (RESIDENCE,),
    communes: Rows = (TOURS,),
    contingents: Rows = (),
    fixed: Sequence[tuple[str, str]] = (),
    forbidden: Sequence[tuple[str, str]] = (),
    counters: Mapping[tuple[str, str], tuple[int, int]] | None = None,
    grid: Grid | None = None,
    ceilings: Ceilings | None = None,
    benefit: HousingBenefit | None = None,
    scenario: Mapping[str, Any] | None = None,
) -> Instance:
    """Return the instance these rows make; ``fixed`` and ``forbidden`` pair household, vacancy.

    ``scenario`` holds what differs from a scenario of the year 2014 with nothing but defaults.
    """
    where = {
        "commune": _index(communes, "commune"),
        "programme": _index(programmes, "programme"),
        "vacancy": _index(vacancies, "vacancy"),
        "household": _index(households, "household"),
        "contingent": _index(contingents, "contingent"),
        "bailleur": index_of(sorted({row["bailleur"] for row in programmes})),
    }
    read = _scenario(scenario or {})
    return Instance(
        scenario=read,
        communes=_communes(communes),
        programmes=_programmes(programmes, where, read),
        vacancies=_vacancies(vacancies, where, read),
        households=_households(households, vacancies, where, read),
        contingents=_contingents(contingents, where),
        decisions=Decisions(*_decided(fixed, where), *_decided(forbidden, where)),
        counters={key: Counter(*numbers) for key, numbers in (counters or {}).items()},
        bailleurs=tuple(where["bailleur"]),
        grid=grid,
        ceilings=ceilings,
        benefit=benefit,
        cautions=(),
    )


def _scenario(changes: Mapping[str, Any]) -> Scenario:
    raw = {
        "schema": 1,
        "name": "tiny",
        "data": "data",
        "period": {"start": START, "end": END},
        "seed": 2014,
    }
    return Scenario.model_validate(raw | dict(changes), strict=False)


def _communes(rows: Rows) -> Communes:
    rows = _sorted(rows, "commune")
    return Communes(
        table=_table("communes", rows),
        zone=_int32(CEILING_ZONES.index(row["ceiling_zone"]) for row in rows),
        apl_zone=_int32(row["apl_zone"] for row in rows),
    )


def _programmes(rows: Rows, where: Mapping[str, dict[str, int]], scenario: Scenario) -> Programmes:
    rows = _sorted(rows, "programme")
    degrees = [NO_DEGREE if row["fragility"] == "" else row["fragility"] for row in rows]
    perimeter = scenario.fragility.perimeter
    derived = {
        "fragile": [degree >= scenario.fragility.fragile_from for degree in degrees],
        "in_qpv": [row.get(perimeter, "") not in {"", False} for row in rows],
    }
    return Programmes(
        table=_table("programmes", rows, derived),
        commune=_int32(where["commune"][row["commune"]] for row in rows),
        bailleur=_int32(where["bailleur"][row["bailleur"]] for row in rows),
        fragility=_int64(degrees),
    )


def _vacancies(rows: Rows, where: Mapping[str, dict[str, int]], scenario: Scenario) -> Vacancies:
    rows = _sorted(rows, "vacancy")
    days = [row["available_on"].toordinal() if row["available_on"] else NEVER for row in rows]
    rooms = [_rooms(row["typology"]) for row in rows]
    return Vacancies(
        table=_table("vacancies", rows, {"rooms": rooms}),
        programme=_int32(where["programme"][row["programme"]] for row in rows),
        rooms=_int64(rooms),
        surface=_int64(_hundredths(row["surface"]) for row in rows),
        financing=_int32(FINANCINGS.index(row["financing"]) for row in rows),
        rent=_int64(_hundredths(row["rent"]) for row in rows),
        charges=_int64(_hundredths(row["charges"]) for row in rows),
        contingent=_int32(_row(where["contingent"], row["contingent"]) for row in rows),
        accessible=_flags(row["accessible"] for row in rows),
        available_on=_int64(days),
        freed_by=_int32(_row(where["household"], row["freed_by"]) for row in rows),
        of_period=_flags(day <= scenario.period.end.toordinal() for day in days),
    )


def _households(
    rows: Rows, vacancies: Rows, where: Mapping[str, dict[str, int]], scenario: Scenario
) -> Households:
    rows = _sorted(rows, "household")
    freed = {row["freed_by"]: where["vacancy"][row["vacancy"]] for row in vacancies}
    waiting = [max((scenario.period.start - row["requested_on"]).days, 0) for row in rows]
    points = [Decimal(str(row["points"])) for row in rows]
    order = {number: rank for rank, number in enumerate(sorted(set(points)))}
    # One adult with dependants counts one category up, unless the category is given.
    counted = [
        row["persons"] + (not row["ceiling_category"] and row["adults"] == 1 < row["persons"])
        for row in rows
    ]
    category = [row["ceiling_category"] or min(e, 6) for row, e in zip(rows, counted, strict=True)]
    return Households(
        table=_table("households", rows, {"waiting_days": waiting}),
        persons=_int64(row["persons"] for row in rows),
        adults=_int64(row["adults"] for row in rows),
        children=_int64(row["children"] for row in rows),
        reference_income=_int64(_hundredths(row["reference_income"]) for row in rows),
        monthly_income=_int64(_hundredths(row["monthly_income"]) for row in rows),
        ceiling_category=_int64(category),
        ceiling_extra=_int64(max(persons - 6, 0) for persons in counted),
        smallest=_int64(_rooms(row["typology_min"]) for row in rows),
        largest=_int64(_rooms(row["typology_max"]) for row in rows),
        accessible=_flags(row["accessible"] for row in rows),
        aci=_flags(row["aci"] for row in rows),
        active=_flags(row["active"] for row in rows),
        points_order=_int64(order[number] for number in points),
        waiting_days=_int64(waiting),
        lottery=_int64(_lottery(scenario.seed, row["household"]) for row in rows),
        communes=tuple(tuple(where["commune"][c] for c in row["communes"]) for row in rows),
        contingents=tuple(
            frozenset(where["contingent"][c] for c in row["contingents"]) for row in rows
        ),
        frees=_int32(freed.get(row["household"], NO_ROW) for row in rows),
    )


def _contingents(rows: Rows, where: Mapping[str, dict[str, int]]) -> Contingents:
    rows = _sorted(rows, "contingent")
    return Contingents(
        table=_table("contingents", rows),
        kind=tuple(row["kind"] for row in rows),
        commune=_int32(_row(where["commune"], row["commune"]) for row in rows),
        bailleur=_int32(_row(where["bailleur"], row["bailleur"]) for row in rows),
    )


def _decided(
    pairs: Sequence[tuple[str, str]], where: Mapping[str, dict[str, int]]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    rows = sorted((where["household"][h], where["vacancy"][v]) for h, v in pairs)
    return _int32(h for h, _v in rows), _int32(v for _h, v in rows)


def _row(rows: Mapping[str, int], identifier: str) -> int:
    return rows[identifier] if identifier else NO_ROW


def _lottery(seed: int, identifier: str) -> int:
    digest = hashlib.sha256(f"{seed}:{identifier}".encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - 20)


def _rooms(typology: str) -> int:
    return int(typology[1]) if typology else 0


def _hundredths(amount: float | str | Decimal) -> int:
    return int(Decimal(str(amount)) * 100)


def _sorted(rows: Rows, key: str) -> list[Row]:
    return sorted(rows, key=lambda row: row[key])


def _index(rows: Rows, key: str) -> dict[str, int]:
    return index_of(row[key] for row in _sorted(rows, key))


def _table(name: str, rows: Rows, derived: Mapping[str, Sequence[Any]] | None = None) -> Table:
    names = dict.fromkeys(column for row in rows for column in row)
    cells = {column: [row.get(column, "") for row in rows] for column in names} | (derived or {})
    return Table(name, {column: _column(column, found) for column, found in cells.items()})


def _column(name: str, cells: Sequence[Any]) -> Column:
    kinds = {_kind(cell) for cell in cells if cell != ""}
    # What an office adds is read as the scenario asks; so is a column without a single cell.
    known = name in CONTRACT_COLUMNS and len(kinds) == 1
    return Column.from_cells(
        [_text(cell) for cell in cells], kinds.pop() if known else CellKind.UNKNOWN
    )


def _kind(cell: Any) -> CellKind:
    kinds = {bool: CellKind.BOOLEAN, int: CellKind.NUMBER, Decimal: CellKind.NUMBER}
    return (kinds | {date: CellKind.DATE, list: CellKind.LIST}).get(type(cell), CellKind.TEXT)


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return str(cell).lower()
        case int() | Decimal():
            return write_decimal(Decimal(cell))
        case date():
            return cell.isoformat()
        case list():
            return "|".join(cell)
        case _:
            return str(cell)


def _int32(values: Any) -> NDArray[np.int32]:
    return np.array(list(values), np.int32)


def _int64(values: Any) -> NDArray[np.int64]:
    return np.array(list(values), np.int64)


def _flags(values: Any) -> NDArray[np.bool_]:
    return np.array(list(values), np.bool_)
