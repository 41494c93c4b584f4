"""The scenario a run keeps says what the one it was asked for says, from where it stands."""

import copy
from decimal import Decimal
from pathlib import Path

import pytest
from tests.audit.residences import BASE, write_case

from repartition.audit.scenario_copy import scenario_for, scenario_hash, scenario_text
from repartition.ingest.scenario_file import read_scenario

GRID = "[[persons]]\npersons = 1\nsmallest = 'T1'\nlargest = 'T5'\n"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a scenario whose elder, in another folder, names a grid beside itself."""
    write_case(tmp_path / "case")
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "grid.toml").write_text(GRID, encoding="utf-8")
    elder = BASE.replace('data = "data"', 'data = "../case/data"')
    (tmp_path / "law" / "elder.toml").write_text(
        elder + '[eligibility]\ntypology = "grid.toml"\n[cotation]\ngrid = "points.toml"\n',
        encoding="utf-8",
    )
    main = tmp_path / "case" / "scenario.toml"
    main.write_text('extends = "../law/elder.toml"\n', encoding="utf-8")
    return main


def test_every_path_starts_from_the_run_folder(scenario: Path, tmp_path: Path) -> None:
    found = scenario_for(tmp_path / "runs" / "one", read_scenario(scenario))
    assert found["data"] == "../../case/data"
    assert found["eligibility"]["typology"] == "../../law/grid.toml"
    assert found["cotation"]["grid"] == "../../law/points.toml"


def test_the_scenario_that_was_read_stays_as_it_is(scenario: Path, tmp_path: Path) -> None:
    scenario_file = read_scenario(scenario)
    before = copy.deepcopy(scenario_file.merged)
    scenario_for(tmp_path / "runs" / "one", scenario_file)
    assert scenario_file.merged == before


def test_what_is_written_is_read_again_the_same(scenario: Path, tmp_path: Path) -> None:
    folder = tmp_path / "runs" / "one"
    folder.mkdir(parents=True)
    scenario_file = read_scenario(scenario)
    kept = scenario_for(folder, scenario_file)
    (folder / "scenario.toml").write_text(scenario_text(kept), encoding="utf-8")
    again = read_scenario(folder / "scenario.toml")
    assert again.merged == kept
    assert again.scenario.quotas == scenario_file.scenario.quotas
    assert scenario_hash(again.merged) == scenario_hash(kept)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"share": Decimal("0.20")}, {"share": Decimal("0.2")}, True),
        ({"share": 1}, {"share": Decimal("1.0")}, True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"share": 1}, {"share": True}, False),
        ({"share": 1}, {"share": "1"}, False),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"share": Decimal("0.2")}, {"share": Decimal("0.21")}, False),
    ],
)
def test_the_hash_is_of_what_the_scenario_says(
    one: dict[str, object], other: dict[str, object], *, same: bool
) -> None:
    assert (scenario_hash(one) == scenario_hash(other)) is same
