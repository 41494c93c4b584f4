"""Commands about data: template, generate, check."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., object]
SCENARIOS = Path(__file__).parents[2] / "scenarios"
TABLES = {"communes", "programmes", "vacancies", "households", "contingents"}


def test_a_template_is_a_folder_of_tables_or_a_workbook(run: Run, tmp_path: Path) -> None:
    folder, workbook = tmp_path / "data", tmp_path / "data.xlsx"

    first, second = run("template", folder), run("template", workbook)

    assert (first.status, second.status) == (0, 0)
    assert {path.stem for path in folder.glob("*.csv")} >= TABLES
    assert workbook.is_file()
    assert str(workbook) in second.out.replace("\n", "")


@pytest.mark.parametrize("name", ["data.ods", "data.csv", "data.XLS"])
def test_a_template_of_another_kind_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    said = run("template", tmp_path / name)
    assert said.status == 2
    assert "give the name of a folder, or that of a workbook in .xlsx" in " ".join(said.err.split())
    assert not (tmp_path / name).exists()


def test_a_template_replaces_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text("mine")

    said = run("template", tmp_path)

    assert said.status == 2
    assert (tmp_path / "households.csv").read_text() == "mine"


def test_generate_writes_the_tables_of_a_preset(run: Run, tmp_path: Path) -> None:
    said = run("generate", "session", "-o", tmp_path / "made")

    assert said.status == 0
    assert {path.stem for path in (tmp_path / "made").glob("*.csv")} >= TABLES
    with (tmp_path / "made" / "vacancies.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) > 0


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    """Return the small scenario with degrees computed from a survey of its two programmes."""
    data = tmp_path / "data"
    shutil.copytree(SCENARIOS / "tiny" / "data", data)
    with (data / "programmes.csv").open(encoding="utf-8", newline="") as file:
        rows = [{k: v for k, v in row.items() if k != "fragility"} for row in csv.DictReader(file)]
    with (data / "programmes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "dwellings", "poor"])
        writer.writeheader()
        writer.writerows(
            row | {"dwellings": "40", "poor": poor}
            for row, poor in zip(rows, ("35,5", "10"), strict=True)
        )
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(
        f"extends = '{(SCENARIOS / 'tiny' / 'scenario.toml').as_posix()}'\ndata = 'data'\n"
        "[fragility]\nmethod = 'index'\n[fragility.cut]\nthresholds = [60, 70]\n"
        "[[fragility.indicators]]\nid = 'poor'\nweight = 1\n",
        encoding="utf-8",
    )
    return scenario


def test_check_shows_how_degrees_were_computed(run: Run, indexed: Path) -> None:
    said, told = run("check", indexed), run("check", "-v", indexed)

    assert (said.status, told.status) == (0, 0)
    assert "The scores of 2 classed programmes are cut at 60; 70." in said.out
    assert "Degree of each programme" not in said.out
    assert "Degree of each programme" in told.out


def test_check_answers_another_program_with_the_degrees(run: Run, indexed: Path) -> None:
    said = run("check", "--json", indexed)
    given = run("check", "--json", SCENARIOS / "tiny" / "scenario.toml")

    found = json.loads(said.out)["fragility"]
    assert found["degrees"] == {"0": 1, "1": 0, "2": 1}
    assert found["cuts"] == [{"at": "60", "score": "60"}, {"at": "70", "score": "70"}]
    assert json.loads(given.out)["fragility"] is None


def test_generate_names_the_presets_it_knows(run: Run, tmp_path: Path) -> None:
    said = run("generate", "atlantis", "-o", tmp_path)

    assert said.status == 2
    assert "tours-2014" in said.err


@pytest.mark.parametrize("name", ["tours-2014", "session"])
def test_the_help_of_generate_names_them_too(run: Run, name: str) -> None:
    assert name in run("generate", "--help").out


def test_check_says_what_a_grid_gives_and_with_v_each_criterion(run: Run) -> None:
    scenario = SCENARIOS / "session-cotation" / "scenario.toml"

    plain, full = run("check", scenario), run("check", "-v", scenario)
    answer = json.loads(run("check", scenario, "--json").out)["cotation"]

    said = "gives 180 active requests their points: from −10 to 120, 10 in the median."
    assert said in " ".join(plain.out.split())
    assert said in " ".join(full.out.split())
    assert "Déjà locataire du parc social" not in plain.out
    assert "Déjà locataire du parc social 87 −870" in " ".join(full.out.split())
    assert (answer["smallest"], answer["median"], answer["largest"]) == ("-10", "10", "120")
    assert {"criterion": "dalo", "met": 4, "points": "400"} in answer["criteria"]
    assert (
        json.loads(run("check", SCENARIOS / "tiny" / "scenario.toml", "--json").out)["cotation"]
        is None
    )
