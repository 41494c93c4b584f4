"""Commands about data: template, generate, check."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., object]
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


def test_generate_names_the_presets_it_knows(run: Run, tmp_path: Path) -> None:
    said = run("generate", "atlantis", "-o", tmp_path)

    assert said.status == 2
    assert "tours-2014" in said.err


@pytest.mark.parametrize("name", ["tours-2014", "session"])
def test_the_help_of_generate_names_them_too(run: Run, name: str) -> None:
    assert name in run("generate", "--help").out
