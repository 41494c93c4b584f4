"""Templates: empty tables that a person fills and the program reads as they are."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.ingest.conftest import SCENARIO

from repartition.domain.table import CellKind
from repartition.errors import UsageError
from repartition.ingest import read_instance, read_scenario, write_template
from repartition.ingest.descriptions import describe
from repartition.ingest.schemas import TABLE_MEANINGS, TABLES
from repartition.language import spoken


@pytest.mark.parametrize("target", ["data", "data.xlsx", "new/place/data.xlsx"])
def test_a_template_is_read_as_it_is(tmp_path: Path, target: str) -> None:
    for path in write_template(tmp_path / target):
        assert path.is_file()
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(SCENARIO.replace('data = "data"', f'data = "{target}"'), encoding="utf-8")
    instance = read_instance(read_scenario(scenario))
    assert (instance.n_households, instance.n_vacancies, instance.n_contingents) == (1, 1, 1)
    assert instance.vacancies.rent.tolist() == [38520]
    assert instance.cautions == ()


def test_a_french_template_is_read_as_it_is(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    with spoken("fr"):
        write_template(tmp_path / "data")
        assert read_instance(read_scenario(scenario)).n_households == 1


def test_both_templates_hold_the_same(tmp_path: Path) -> None:
    instances = []
    for target in ("data", "data.xlsx"):
        write_template(tmp_path / target)
        scenario = tmp_path / "scenario.toml"
        scenario.write_text(SCENARIO.replace('"data"', f'"{target}"'), encoding="utf-8")
        instances.append(read_instance(read_scenario(scenario)))
    folder, book = instances
    for name in ("communes", "programmes", "vacancies", "households", "contingents"):
        one, other = getattr(folder, name).table, getattr(book, name).table
        assert {n: c.cells() for n, c in one.columns.items()} == {
            n: c.cells() for n, c in other.columns.items()
        }


def test_every_column_is_explained(tmp_path: Path) -> None:
    *_tables, guide = write_template(tmp_path / "data")
    text = guide.read_text(encoding="utf-8-sig")
    for table in TABLES:
        assert TABLE_MEANINGS[table] in text
        for column in describe(table):
            assert f"  {column.name}: {column.meaning}" in text


def test_closed_values_are_drop_downs(tmp_path: Path) -> None:
    (path,) = write_template(tmp_path / "data.xlsx")
    book = load_workbook(path)
    for table in TABLES:
        sheet = book[table]
        closed = [c for c in describe(table) if c.allowed]
        assert len(sheet.data_validations.dataValidation) == len(closed)
        for position, column in enumerate(describe(table), start=1):
            comment = sheet.cell(row=1, column=position).comment
            assert comment is not None
            assert column.meaning in comment.text
    choices = {v.formula1 for v in book["vacancies"].data_validations.dataValidation}
    assert choices == {'"PLAI,PLUS,PLS,PLI"', '"yes,no"'}


@pytest.mark.parametrize("target", ["data", "data.xlsx"])
def test_a_template_replaces_no_file(tmp_path: Path, target: str) -> None:
    write_template(tmp_path / target)
    with pytest.raises(UsageError, match="already there"):
        write_template(tmp_path / target)


CONTRACT = {
    # table: required columns; optional columns (empty = its default is said in words or is empty)
    "communes": (["commune", "name", "contrat_de_ville"],
                 {"sru_deficit": "false", "ceiling_zone": "autres_regions", "apl_zone": "2"}),
    "programmes": (["programme", "bailleur", "commune"],
                   {"name": "", "qpv": "", "fragility": "", "dwellings": "",
                    "aci_households": ""}),
    "vacancies": (["vacancy", "programme", "typology", "surface", "financing", "rent"],
                  {"charges": "0", "contingent": "", "accessible": "false", "new_build": "false",
                   "available_on": "", "freed_by": ""}),
    "households": (["household", "persons", "reference_income", "monthly_income", "aci",
                    "requested_on"],
                   {"adults": "", "children": "", "under_14": "", "ceiling_category": "",
                    "quartile": "", "dalo": "false", "priority": "", "points": "0",
                    "communes": "", "typology_min": "", "typology_max": "",
                    "accessible": "false", "contingents": "", "occupies": "", "active": "true",
                    "incomes_stated": "true"}),
    "contingents": (["contingent", "kind"], {"name": "", "commune": "", "bailleur": ""}),
    "decisions": (["vacancy", "household", "decision"],
                  {"rank": "", "decided_on": "", "reason": ""}),
    "counters": (["quota", "count"], {"group": "", "of": ""}),
    "approvals": (["commune", "year", "financing", "dwellings"], {}),
}  # fmt: skip


def test_the_tables_are_those_of_the_contract() -> None:
    assert list(TABLES) == list(CONTRACT)
    assert list(TABLE_MEANINGS) == list(CONTRACT)
    for table, (required, optional) in CONTRACT.items():
        columns = describe(table)
        assert [c.name for c in columns if c.required] == required
        assert {c.name: c.default for c in columns if not c.required} == optional


def test_examples_are_what_the_column_may_say() -> None:
    for table in TABLES:
        for column in describe(table):
            if column.allowed and column.example:
                assert column.example in column.allowed
            if column.kind is CellKind.BOOLEAN:
                assert column.allowed == ("true", "false")
