"""The files of a run as plain dictionaries of text, read without any help from the program.

Only well-formed input is understood: UTF-8 tables with commas, decimal points and ISO dates, and
TOML scenarios. Whatever is read here has been written by a test, so nothing is checked.
"""

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]
"""A line of a table: column to the text of its cell."""

FILTER_KEYS = frozenset({"who", "where", "via", "among", "from", "to"})
"""The keys that ``extends`` replaces whole instead of merging."""

TABLES = (
    "communes",
    "programmes",
    "vacancies",
    "households",
    "contingents",
    "decisions",
    "counters",
)


@dataclass(frozen=True)
class Files:
    """A scenario with every file it names: text of cells, numbers of TOML as exact decimals."""

    scenario: dict[str, Any]
    columns: dict[str, tuple[str, ...]]
    """Columns that each table has in its file."""
    rows: dict[str, tuple[Row, ...]]
    grid: list[dict[str, Any]]
    """Rows of the typology grid; empty where the rule is off."""
    ceilings: list[dict[str, Any]]
    """Rows of the ceilings; empty where the rule is off."""


def read_files(scenario: Path) -> Files:
    """Everything that the scenario at this path names."""
    merged = read_scenario(scenario)
    data = Path(merged["data"])
    columns: dict[str, tuple[str, ...]] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        columns[table], rows[table] = read_table(data / f"{table}.csv")
    eligibility = merged.get("eligibility", {})
    return Files(
        scenario=merged,
        columns=columns,
        rows=rows,
        grid=_rows_of(eligibility.get("typology", False), "persons"),
        ceilings=_rows_of(eligibility.get("ceilings", False), "ceiling"),
    )


def read_table(path: Path) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Header and lines of a table; both empty where the file does not exist."""
    if not path.exists():
        return (), ()
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = tuple(dict(row) for row in reader)
        return tuple(reader.fieldnames or ()), rows


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file, its decimals exact."""
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def read_scenario(path: Path) -> dict[str, Any]:
    """Return a scenario with its elders merged into it and its paths made absolute."""
    scenario = _with_absolute_paths(read_toml(path), path.parent)
    elder = scenario.pop("extends", None)
    if elder is not None:
        scenario = merge(read_scenario(path.parent / elder), scenario)
    return _without_marks(scenario)


def merge(elder: dict[str, Any], younger: dict[str, Any]) -> dict[str, Any]:
    """Return the elder's tables with the younger's said over them."""
    merged = dict(elder)
    for key, value in younger.items():
        known = merged.get(key)
        if key in FILTER_KEYS or known is None:
            merged[key] = value
        elif isinstance(known, dict) and isinstance(value, dict):
            merged[key] = merge(known, value)
        elif _is_array_of_tables(known) and _is_array_of_tables(value):
            merged[key] = _merge_by_id(known, value)
        else:
            merged[key] = value
    return merged


def _merge_by_id(
    elders: list[dict[str, Any]], younger: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Elders keep their place, new ones come after; ``before`` moves, ``remove`` takes away."""
    merged = list(elders)
    for table in younger:
        places = [place for place, known in enumerate(merged) if known["id"] == table["id"]]
        if table.get("remove"):
            del merged[places[0]]
            continue
        if places:
            place = places[0]
            merged[place] = merge(merged[place], table)
        else:
            place = len(merged)
            merged.append(table)
        if "before" in table:
            moved = merged.pop(place)
            target = next(i for i, known in enumerate(merged) if known["id"] == table["before"])
            merged.insert(target, {key: value for key, value in moved.items() if key != "before"})
    return merged


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _with_absolute_paths(scenario: dict[str, Any], folder: Path) -> dict[str, Any]:
    scenario = dict(scenario)
    if "data" in scenario:
        scenario["data"] = str(folder / scenario["data"])
    if "eligibility" in scenario:
        rules = dict(scenario["eligibility"])
        for key in ("typology", "ceilings"):
            if isinstance(rules.get(key), str):
                rules[key] = str(folder / rules[key])
        scenario["eligibility"] = rules
    return scenario


def _without_marks(scenario: dict[str, Any]) -> dict[str, Any]:
    """``soft = false`` is said to undo an elder; once merged it says nothing."""
    quotas = [
        {key: value for key, value in quota.items() if not (key == "soft" and value is False)}
        for quota in scenario.get("quotas", [])
    ]
    return {**scenario, "quotas": quotas} if quotas else scenario


def _rows_of(path: str | bool, key: str) -> list[dict[str, Any]]:
    return list(read_toml(Path(path))[key]) if isinstance(path, str) else []
