"""What points are made of, in a run folder: written, recomputed, gone where there is no grid."""

import csv
from pathlib import Path

import pytest
from tests.audit.residences import GRID, make_run, with_grid, write_case

from repartition.audit import verify, write_run
from repartition.audit.tables import POINTS

# Days waited by 2014-01-01: H1 365, H2 214, H3 731, H4 1, H5 31, H6 31, H7 334, H8 61.
# H2, H5 and H6 ask for any commune. H3: 12.5 × 2 = 25, no further than 20.
ROWS = [
    ("H1", "aci", "30"),
    ("H1", "years", "12.5"),
    ("H2", "far", "-4"),
    ("H3", "cap:years", "-5"),
    ("H3", "years", "25"),
    ("H4", "aci", "30"),
    ("H4", "dalo", "50"),
    ("H4", "highest:first", "-30"),
    ("H5", "far", "-4"),
    ("H6", "far", "-4"),
    ("H8", "aci", "30"),
]


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """Return a run of the case under a grid."""
    scenario = with_grid(write_case(tmp_path / "case"))
    return write_run(tmp_path / "runs" / "one", make_run(scenario))


def rows_of(run: Path) -> list[tuple[str, ...]]:
    with (run / "points.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def places(folder: Path) -> list[tuple[str, str]]:
    """Return file and column of everything that verify finds wrong."""
    return [(fault.file, fault.column) for fault in verify(folder).findings]


def test_it_holds_the_criteria_that_count_and_what_is_taken_off(run_folder: Path) -> None:
    assert rows_of(run_folder) == [POINTS.names, *ROWS]
    assert verify(run_folder).ok


def test_its_rows_sum_to_the_points_of_the_plan(run_folder: Path) -> None:
    """H1 has 30 + 12.5, and H4 50 + 30 − 30."""
    with (run_folder / "plan.csv").open(encoding="utf-8", newline="") as file:
        plan = {row["household"]: row["points"] for row in csv.DictReader(file)}

    assert {"H1", "H3"} <= plan.keys()
    for household, points in plan.items():
        assert sum(float(row[2]) for row in ROWS if row[0] == household) == float(points)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("H1,aci,30", "H1,aci,31", "points"),
        ("H1,aci,30\n", "", ""),
        ("H1,aci,30", "H9,aci,30", ""),
        ("H1,aci,30", "H1,acii,30", ""),
    ],
)
def test_every_tampering_is_found(run_folder: Path, old: str, new: str, column: str) -> None:
    path = run_folder / "points.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = places(run_folder)
    assert found
    assert set(found) == {("points.csv", column)}


def test_the_order_of_its_rows_does_not_matter(run_folder: Path) -> None:
    path = run_folder / "points.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\r\n".join([head, *reversed(rows)]).replace("30", "30.0"), encoding="utf-8")
    assert verify(run_folder).ok


def test_a_run_under_a_grid_without_it_is_not_whole(run_folder: Path) -> None:
    (run_folder / "points.csv").unlink()
    assert places(run_folder) == [("points.csv", "")]


def test_a_grid_changed_since_is_an_input_changed(run_folder: Path, tmp_path: Path) -> None:
    changed = GRID.replace("points = 30", "points = 31")
    (tmp_path / "case" / "grid.toml").write_text(changed, encoding="utf-8")
    found = places(run_folder)
    assert ("../../case/grid.toml", "") in found
    assert ("points.csv", "points") in found


def test_a_run_without_a_grid_has_none_and_one_of_before_goes(
    run_folder: Path, tmp_path: Path
) -> None:
    scenario = tmp_path / "case" / "scenario.toml"
    again = write_run(run_folder, make_run(scenario, overrides=("cotation.grid=false",)))
    assert again == run_folder
    assert not (run_folder / "points.csv").exists()
    assert verify(run_folder).ok


def test_a_file_of_that_name_that_a_user_put_into_a_run_without_a_grid_is_his_own(
    tmp_path: Path,
) -> None:
    folder = write_run(tmp_path / "run", make_run(write_case(tmp_path / "case")))
    (folder / "points.csv").write_text("mine\n", encoding="utf-8")
    assert verify(folder).ok
