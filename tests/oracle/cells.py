"""What a column holds for a household, a dwelling or a contingent, and whether a filter holds.

Contract, sections 1 (defaults, derived columns) and 2 (filters).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.oracle.reading import Files, Row

TRUE = frozenset({"true", "1", "oui", "yes", "vrai"})
OPERATORS = frozenset({"min", "max", "present"})

TEXT, NUMBER, BOOLEAN, DATE, LIST, UNKNOWN = "text", "number", "boolean", "date", "list", "unknown"

KINDS: dict[str, dict[str, str]] = {
    "communes": {
        "commune": TEXT,
        "name": TEXT,
        "contrat_de_ville": BOOLEAN,
        "sru_deficit": BOOLEAN,
        "ceiling_zone": TEXT,
        "apl_zone": NUMBER,
    },
    "programmes": {
        "programme": TEXT,
        "bailleur": TEXT,
        "commune": TEXT,
        "name": TEXT,
        "qpv": TEXT,
        "fragility": NUMBER,
        "dwellings": NUMBER,
        "aci_households": NUMBER,
    },
    "vacancies": {
        "vacancy": TEXT,
        "programme": TEXT,
        "typology": TEXT,
        "surface": NUMBER,
        "financing": TEXT,
        "rent": NUMBER,
        "charges": NUMBER,
        "contingent": TEXT,
        "accessible": BOOLEAN,
        "new_build": BOOLEAN,
        "available_on": DATE,
        "freed_by": TEXT,
    },
    "households": {
        "household": TEXT,
        "persons": NUMBER,
        "reference_income": NUMBER,
        "monthly_income": NUMBER,
        "aci": BOOLEAN,
        "requested_on": DATE,
        "adults": NUMBER,
        "children": NUMBER,
        "under_14": NUMBER,
        "ceiling_category": NUMBER,
        "quartile": NUMBER,
        "dalo": BOOLEAN,
        "priority": BOOLEAN,
        "points": NUMBER,
        "communes": LIST,
        "typology_min": TEXT,
        "typology_max": TEXT,
        "accessible": BOOLEAN,
        "contingents": LIST,
        "occupies": TEXT,
        "active": BOOLEAN,
        "waiting_days": NUMBER,
    },
    "contingents": {
        "contingent": TEXT,
        "kind": TEXT,
        "name": TEXT,
        "commune": TEXT,
        "bailleur": TEXT,
    },
}
"""How the cells of the columns that the contract names are read."""

DEFAULTS = {
    "communes": {"sru_deficit": "false", "ceiling_zone": "autres_regions", "apl_zone": "2"},
    "programmes": {},
    "vacancies": {"charges": "0", "accessible": "false", "new_build": "false"},
    "households": {"dalo": "false", "points": "0", "accessible": "false", "active": "true"},
    "contingents": {},
}
"""What an empty cell means where the default is a constant that is not empty."""

DERIVED_OF_DWELLING = {"in_qpv": BOOLEAN, "fragile": BOOLEAN, "rooms": NUMBER}


@dataclass(frozen=True)
class Cell:
    """The text of a cell, empty for nothing, and the kind of its column."""

    text: str
    kind: str

    @property
    def items(self) -> list[str]:
        """What a list cell contains."""
        return [item for item in self.text.split("|") if item]

    @property
    def truth(self) -> bool:
        """The cell read as a boolean; an empty one is false."""
        return self.text.lower() in TRUE

    @property
    def number(self) -> Fraction:
        """The cell read as a number; an empty one is 0, a boolean is 0 or 1."""
        if self.kind == BOOLEAN or self.text in {"true", "false"}:
            return Fraction(int(self.truth))
        return Fraction(self.text) if self.text else Fraction(0)


class World:
    """The tables of a run with every default filled in and every derived column reckoned."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.scenario = files.scenario
        self.start: dt.date = files.scenario["period"]["start"]
        self.end: dt.date = files.scenario["period"]["end"]
        self.communes = self._index("communes", "commune")
        self.programmes = self._index("programmes", "programme")
        self.vacancies = self._index("vacancies", "vacancy")
        self.contingents = self._index("contingents", "contingent")
        self.households = {
            row["household"]: self._complete(row)
            for row in self._index("households", "household").values()
        }

    def _index(self, table: str, key: str) -> dict[str, Row]:
        defaults = DEFAULTS[table]
        return {
            row[key]: {
                **dict.fromkeys(KINDS[table], ""),
                **row,
                **{column: default for column, default in defaults.items() if not row.get(column)},
            }
            for row in self.files.rows[table]
        }

    def _complete(self, household: Row) -> Row:
        """Return a household with the defaults that depend on its other cells."""
        row = dict(household)
        persons = int(row["persons"])
        row["adults"] = row["adults"] or str(min(persons, 2))
        row["children"] = row["children"] or str(persons - int(row["adults"]))
        row["under_14"] = row["under_14"] or row["children"]
        row["priority"] = row["priority"] or row["dalo"]
        # Kept apart: above six, the ceiling counts persons where the category is given, else e.
        row["given_category"] = row["ceiling_category"]
        row["ceiling_category"] = row["ceiling_category"] or str(min(category_persons(row), 6))
        thresholds = self.scenario.get("quartiles", {}).get("thresholds")
        if not row["quartile"] and thresholds is not None:
            row["quartile"] = str(quartile(row, [Fraction(threshold) for threshold in thresholds]))
        waited = (self.start - dt.date.fromisoformat(row["requested_on"])).days
        row["waiting_days"] = str(max(waited, 0))
        return row

    @cached_property
    def period_dwellings(self) -> list[str]:
        """Dwellings of the period: no ``available_on``, or one not after the end of the period."""
        return [
            vacancy
            for vacancy, row in self.vacancies.items()
            if not row["available_on"] or dt.date.fromisoformat(row["available_on"]) <= self.end
        ]

    def of_household(self, household: str, column: str) -> Cell:
        """Return a cell of the household."""
        return Cell(
            self.households[household].get(column, ""), KINDS["households"].get(column, UNKNOWN)
        )

    def of_contingent(self, contingent: str, column: str) -> Cell:
        """Return a cell of the contingent; every column of nobody is empty."""
        kind = KINDS["contingents"].get(column, UNKNOWN)
        return Cell(self.contingents[contingent].get(column, "") if contingent else "", kind)

    def of_dwelling(self, vacancy: str, column: str) -> Cell:
        """Return what ``where`` sees: derived, else of the vacancy, its programme, its commune."""
        row = self.vacancies[vacancy]
        programme = self.programmes[row["programme"]]
        commune = self.communes[programme["commune"]]
        if column in DERIVED_OF_DWELLING:
            return self._derived(column, row, programme)
        sources = {
            "vacancies": ("vacancy", row),
            "programmes": ("programme", programme),
            "communes": ("commune", commune),
        }
        prefix, _, rest = column.partition(".")
        for table, (name, cells) in sources.items():
            if rest and prefix == name:
                return Cell(cells.get(rest, ""), KINDS[table].get(rest, UNKNOWN))
        for table, (_, cells) in sources.items():
            if column in self.files.columns[table]:
                return Cell(cells[column], KINDS[table].get(column, UNKNOWN))
        # An optional column that no file has is everywhere at its default.
        for table, (_, cells) in sources.items():
            if column in KINDS[table]:
                return Cell(cells[column], KINDS[table][column])
        raise KeyError(column)

    def household_has(self, column: str) -> bool:
        """Whether households have this column."""
        return column in KINDS["households"] or column in self.files.columns["households"]

    def _derived(self, column: str, vacancy: Row, programme: Row) -> Cell:
        fragility = self.scenario.get("fragility", {})
        if column == "rooms":
            return Cell(str(rooms(vacancy["typology"])), NUMBER)
        if column == "in_qpv":
            inside = programme[fragility.get("perimeter", "qpv")] != ""
            return Cell("true" if inside else "false", BOOLEAN)
        degree = programme["fragility"]
        fragile = degree != "" and int(degree) >= fragility.get("fragile_from", 1)
        return Cell("true" if fragile else "false", BOOLEAN)


def rooms(typology: str) -> int:
    """Rooms of a typology: ``T1bis`` has one, ``T6 et plus`` six."""
    found = re.match(r"T(\d+)", typology)
    assert found is not None
    return int(found[1])


def category_persons(household: Row) -> int:
    """E of the contract: persons, and one more where one adult has dependants."""
    persons = int(household["persons"])
    return persons + 1 if int(household["adults"]) == 1 and persons > 1 else persons


def quartile(household: Row, thresholds: list[Fraction]) -> int:
    """1 to 4; an income equal to a threshold falls below it."""
    persons, under_14 = int(household["persons"]), int(household["under_14"])
    units = 1 + Fraction(3, 10) * under_14 + Fraction(1, 2) * (persons - 1 - under_14)
    per_unit = Fraction(household["monthly_income"]) * 12 / units
    return 1 + sum(per_unit > threshold for threshold in thresholds)


def household_matches(
    world: World, who: Mapping[str, Any] | list[Mapping[str, Any]], household: str
) -> bool:
    """Whether every key of ``who`` holds, or of one of its tables where it is a list."""
    if isinstance(who, list):
        return any(household_matches(world, one, household) for one in who)
    return all(
        cell_matches(value, world.of_household(household, column)) for column, value in who.items()
    )


def contingent_matches(world: World, via: Mapping[str, Any], contingent: str) -> bool:
    """Whether every key of ``via`` holds for a contingent, ``""`` being nobody."""
    return all(
        cell_matches(value, world.of_contingent(contingent, column))
        for column, value in via.items()
    )


def dwelling_matches(world: World, where: Mapping[str, Any], vacancy: str) -> bool:
    """Whether every key of ``where`` holds for a dwelling."""
    return all(
        cell_matches(value, world.of_dwelling(vacancy, column)) for column, value in _flat(where)
    )


def _flat(where: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """``programme = { name = … }`` said as ``"programme.name" = …``."""
    for column, value in where.items():
        if isinstance(value, dict) and not set(value) <= OPERATORS:
            yield from ((f"{column}.{inner}", said) for inner, said in value.items())
        else:
            yield column, value


def cell_matches(value: object, cell: Cell) -> bool:
    """Return a value: equality; a list: one of; a table: range, ends included, and presence."""
    if isinstance(value, list):
        return any(equals(one, cell) for one in value)
    if isinstance(value, dict):
        if "present" in value and (cell.text != "") != value["present"]:
            return False
        return in_range(value, cell) if {"min", "max"} & set(value) else True
    return equals(value, cell)


def in_range(bounds: Mapping[str, Any], cell: Cell) -> bool:
    """Whether a cell lies between the bounds, ends included; an empty one never does."""
    least, most = (_read_as(bound, str(bound)) for bound in (bounds.get("min"), bounds.get("max")))
    known = _read_as(next(iter(bounds.values())), cell.text)
    if known is None or cell.kind in {TEXT, LIST, BOOLEAN}:
        return False
    return (least is None or known >= least) and (most is None or known <= most)


def equals(value: object, cell: Cell) -> bool:
    """Whether a cell equals a value of the scenario, which says how the cell is read."""
    if isinstance(value, bool):
        return cell.kind in {BOOLEAN, UNKNOWN} and cell.truth == value
    if cell.kind == LIST:
        return str(value) in cell.items or (value == "" and not cell.items)
    if not cell.text:
        return value == ""
    if isinstance(value, str):
        return cell.kind in {TEXT, UNKNOWN} and cell.text == value
    if cell.kind == TEXT:
        # Text never equals a number, save a whole number an identifier written the same.
        return str(value) == cell.text
    return bool(_read_as(value, cell.text) == _read_as(value, str(value)))


def _read_as(value: object, text: str) -> Any:
    """Return a text read as the value is, a date or a number; None where it is not one."""
    try:
        return dt.date.fromisoformat(text) if isinstance(value, dt.date) else Fraction(text)
    except ValueError:
        return None
