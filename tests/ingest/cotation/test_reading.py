"""A scenario's grid: its points take the place of those of the table, wherever these are used."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Reader, Tables
from tests.ingest.cotation.conftest import GRID, GRID_FAULTS, READ_GRID, WITH_GRID

from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.ingest import hash_inputs, read_scenario
from repartition.usual_practice import order_of_service

Cautions = Callable[..., list[str]]


def points(read: READ_GRID, *arguments: str) -> list[str]:
    """Return the points of M1 (ACI, 473 days) and of M2 (1 day)."""
    column = read(*arguments).who_view().column("points")
    assert column is not None
    return column.cells()


def test_the_points_are_those_of_the_grid(read_grid: READ_GRID) -> None:
    # M1 has 40 + 5 × ⌊473/365⌋ = 45.
    assert points(read_grid) == ["45", "0"]


def test_without_a_grid_they_are_those_of_the_table(tables: Tables, read: Reader) -> None:
    tables["households"][1]["points"] = "12.5"
    found = read(SCENARIO)
    column = found.who_view().column("points")
    assert column is not None
    assert (column.cells(), found.cotation) == (["0", "12.5"], None)


def test_false_switches_the_grid_of_an_elder_off(tables: Tables, read_grid: READ_GRID) -> None:
    tables["households"][1]["points"] = "12"
    assert points(read_grid, GRID, "cotation.grid=false") == ["0", "12"]


def test_usual_practice_serves_in_the_order_of_the_grid(
    tables: Tables, read_grid: READ_GRID
) -> None:
    tables["households"][1]["points"] = "99"
    assert order_of_service(read_grid()).tolist() == [0, 1]
    assert order_of_service(read_grid(GRID, "cotation.grid=false")).tolist() == [1, 0]


def test_filters_and_measures_see_the_points_of_the_grid(
    tables: Tables, read_grid: READ_GRID
) -> None:
    tables["households"][1]["points"] = "99"
    instance = read_grid(
        GRID,
        scenario=WITH_GRID + '[[quotas]]\nid = "q"\nwho = { points = { min = 45 } }\nmax = 1\n',
    )
    (quota,) = instance.scenario.quotas
    assert quota.who.matches(instance.who_view()).tolist() == [True, False]
    assert len(find_pairs(instance, resolve_charging(instance))) > 0


def test_a_criterion_sees_the_quartile_that_the_scenario_derives(read_grid: READ_GRID) -> None:
    """M1: 1250.50 × 12 / 1.8 = 8,336.67 €/yr/UC; M2: 700 × 12 = 8,400."""
    grid = GRID.replace("aci = true", "quartile = 1")
    scenario = WITH_GRID + "[quartiles]\nthresholds = [8350, 12200, 17600]\n"
    column = read_grid(grid, scenario=scenario).who_view().column("points")
    assert column is not None
    assert column.cells() == ["45", "0"]


def test_waiting_is_counted_up_to_the_start_of_the_period(read_grid: READ_GRID) -> None:
    # From 2012-09-15 to 2014-09-15 are 730 days: 40 + 5 × 2 = 50, at most 45 in the group.
    wide = GRID.replace("cap = 45", "cap = 60")
    assert points(read_grid, wide, "period.start=2014-09-15") == ["50", "0"]
    assert points(read_grid, wide, "period.start=2014-09-14") == ["45", "0"]


def test_other_points_in_the_file_are_not_used_and_a_warning_says_so(
    tables: Tables, grid_cautions: Cautions
) -> None:
    tables["households"][0]["points"] = "44"
    tables["households"][1]["points"] = "0,0"
    assert grid_cautions() == [
        "data/households.csv:1 points: 1 household of 2 has other points here than grid.toml gives "
        "it: those of the grid are used: take the column out, or write grid = false under "
        "[cotation] to use it"
    ]


def test_the_same_points_and_empty_cells_are_no_cause_for_a_warning(
    tables: Tables, grid_cautions: Cautions
) -> None:
    tables["households"][0]["points"] = ""
    tables["households"][1]["points"] = "0,0"
    assert grid_cautions() == []
    tables["households"][0]["points"] = "45,0"
    assert grid_cautions() == []


def test_a_grid_that_nobody_has_compared_is_a_warning(grid_cautions: Cautions) -> None:
    assert grid_cautions(GRID.replace("verified = true", "")) == [
        "grid.toml: a grid: this points grid was not compared with one that is published: "
        "compare it, then write verified = true"
    ]


NOBODY = [
    ("aci = true", "aci = true, persons = { min = 9 }",
     "grid.toml:7 criterion.aci: ACI: no household has points of this criterion: "
     "check its rule and the columns it looks at"),
    ("aci = true", 'occupies = "PP2"',
     "grid.toml:11 criterion.aci.who.occupies: PP2: no row says this: write P2?"),
    ("aci = true", 'aci = "true"',
     "grid.toml:11 criterion.aci.who.aci: the column holds true or false: this condition never "
     "holds: compare it with true or false"),
    ("per = 365", "per = 3650",
     "grid.toml:14 criterion.years: years of waiting: no household has points of this criterion: "
     "check its rule and the columns it looks at"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), NOBODY)
def test_a_criterion_that_nobody_meets_is_a_warning(
    grid_cautions: Cautions, old: str, new: str, sentence: str
) -> None:
    assert grid_cautions(GRID.replace(old, new, 1)) == [sentence]


def test_a_criterion_of_no_points_is_met_by_nobody_without_a_warning(
    grid_cautions: Cautions,
) -> None:
    """Published grids list what is worth nothing too."""
    assert grid_cautions(GRID.replace("points = 40", "points = 0")) == []


def test_a_grid_that_is_not_there_is_a_fault_on_its_line(faults: FaultReader) -> None:
    assert faults(WITH_GRID) == [
        f"scenario.toml:{WITH_GRID.count(chr(10))} cotation.grid: grid.toml: there is no such "
        "file: correct the path; it starts from the folder of the scenario"
    ]


def test_a_key_that_cotation_does_not_have_is_a_fault(faults: FaultReader) -> None:
    (fault,) = faults(SCENARIO + '[cotation]\ngird = "grid.toml"\n')
    assert "cotation.gird: is not a key known here: write grid?" in fault


def test_the_grid_is_found_from_the_file_that_names_it_and_hashed(
    tmp_path: Path, tables: Tables, read_grid: READ_GRID
) -> None:
    read_grid()
    (tmp_path / "grids").mkdir()
    (tmp_path / "grids" / "mine.toml").write_text(GRID, encoding="utf-8")
    (tmp_path / "grids" / "elder.toml").write_text(
        SCENARIO.replace('"data"', '"../data"') + '[cotation]\ngrid = "mine.toml"\n',
        encoding="utf-8",
    )
    younger = tmp_path / "younger.toml"
    younger.write_text('extends = "grids/elder.toml"\n', encoding="utf-8")

    found = read_scenario(younger)

    assert found.scenario.cotation.grid == "grids/mine.toml"
    assert "grids/mine.toml" in hash_inputs(found)


def test_faults_of_the_tables_and_of_the_grid_are_said_together(
    tables: Tables, grid_faults: GRID_FAULTS
) -> None:
    tables["households"][0]["persons"] = "many"
    found = grid_faults(GRID.replace("aci = true", "dallo = true"))
    assert len(found) == 2
    assert any("households.csv" in fault for fault in found)
    assert (
        "grid.toml:11 criterion.aci.who.dallo: households has no such column: write dalo?" in found
    )
