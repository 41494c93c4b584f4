"""A small agglomeration on paper, and what is needed to write it to files and read it back."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TypeAlias

import pytest

from repartition.domain.instance import Instance
from repartition.errors import InputError
from repartition.ingest import read_instance, read_scenario

Rows: TypeAlias = list[dict[str, str]]
Tables: TypeAlias = dict[str, Rows]

SCENARIO = """\
schema = 1
name = "paper"
data = "data"
period = { start = 2014-01-01, end = 2014-12-31 }
seed = 2014

[fragility]
method = "given"

[[objectives]]
id = "house"
maximise = "attributions"
"""

TABLES: Tables = {
    "communes": [
        {"commune": "37261", "name": "Tours", "contrat_de_ville": "true"},
        {"commune": "37122", "name": "Joué-lès-Tours", "contrat_de_ville": "false"},
    ],
    "programmes": [
        {"programme": "P1", "bailleur": "B1", "commune": "37261", "fragility": "2"},
        {"programme": "P2", "bailleur": "B2", "commune": "37122", "fragility": "0"},
    ],
    "contingents": [
        {"contingent": "C1", "kind": "commune", "commune": "37261"},
        {"contingent": "E1", "kind": "etat_prioritaires", "commune": ""},
    ],
    "vacancies": [
        {
            "vacancy": "L1",
            "programme": "P1",
            "typology": "T3",
            "surface": "61.5",
            "financing": "PLUS",
            "rent": "1350.20",
            "contingent": "C1",
            "freed_by": "",
            "available_on": "2014-03-01",
        },
        {
            "vacancy": "L2",
            "programme": "P2",
            "typology": "T2",
            "surface": "45",
            "financing": "PLAI",
            "rent": "290",
            "contingent": "",
            "freed_by": "M1",
            "available_on": "",
        },
    ],
    "households": [
        {
            "household": "M1",
            "persons": "3",
            "reference_income": "14500",
            "monthly_income": "1250.50",
            "aci": "true",
            "requested_on": "2012-09-15",
            "occupies": "P2",
            "communes": "37261|37122",
        },
        {
            "household": "M2",
            "persons": "1",
            "reference_income": "9000",
            "monthly_income": "700",
            "aci": "false",
            "requested_on": "2013-12-31",
            "occupies": "",
            "communes": "",
        },
    ],
}


@pytest.fixture
def tables() -> Tables:
    """Return the small agglomeration, to be changed at will."""
    return deepcopy(TABLES)


def csv_text(rows: Sequence[Mapping[str, str]], separator: str = ",") -> str:
    """Return rows as a CSV text; what a row lacks is an empty cell."""
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names, restval="", delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_tables(folder: Path, tables: Mapping[str, Rows]) -> None:
    """Write each table as plain CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(csv_text(rows), encoding="utf-8")


Reader: TypeAlias = Callable[..., Instance]
FaultReader: TypeAlias = Callable[..., list[str]]


@pytest.fixture
def read(tmp_path: Path, tables: Tables) -> Reader:
    """Return a reader of the tables as they stand, under a scenario."""

    def reader(scenario: str = SCENARIO, *overrides: str, write: bool = True) -> Instance:
        if write:
            write_tables(tmp_path / "data", tables)
        path = tmp_path / "scenario.toml"
        path.write_text(scenario, encoding="utf-8")
        return read_instance(read_scenario(path, overrides))

    return reader


@pytest.fixture
def faults(read: Reader) -> FaultReader:
    """Return a reader that expects bad input, and gives its sentences."""

    def reader(scenario: str = SCENARIO, *overrides: str, write: bool = True) -> list[str]:
        with pytest.raises(InputError) as caught:
            read(scenario, *overrides, write=write)
        return [str(fault) for fault in caught.value.faults]

    return reader


@pytest.fixture
def cautions(read: Reader) -> FaultReader:
    """Return a reader of good input that gives the sentences of its cautions."""

    def reader(scenario: str = SCENARIO, *overrides: str) -> list[str]:
        return [str(caution) for caution in read(scenario, *overrides).cautions]

    return reader
