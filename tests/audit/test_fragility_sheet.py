"""``fragility.csv``: what it says of each programme, and what ``verify`` finds changed in it."""

import csv
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from tests.audit.residences import make_run, write_case

from repartition.audit import verify, write_run
from repartition.audit.fragility_sheet import FRAGILITY_FILE
from repartition.audit.numbers import rounded_down, write_down
from repartition.language import spoken

PROGRAMMES = """programme;name;bailleur;commune;qpv;dwellings;poor;vacant
P1;Les Tours;office;37261;Sanitas;40;35,5;3
P2;Le Clos;office;37050;;12;10;
P3;Les Lilas;office;37050;;30;20;9
P4;La Cour;office;37050;;10;50;9
P5;Le Parc;office;37050;;;50;9
P6;Le Pré;office;37050;;50;;
P7;Le Bois;office;37050;;50;70;4
"""
INDEX = """
[fragility]
method = "index"
draws = 7

[[fragility.indicators]]
id = "poor"
weight = 2

[[fragility.indicators]]
id = "empty"
column = "vacant"
weight = 0.5

[fragility.cut]
quantiles = [0.25, 0.5, 0.9]

[[fragility.overrides]]
id = "P2"
degree = 2
reason = "works, until 2016"

[[fragility.overrides]]
id = "P4"
degree = 1
reason = "ten dwellings, known well"
"""


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the residences under an index, and a run of them."""
    folder = tmp_path_factory.mktemp("indexed")
    scenario = write_case(folder / "case")
    (folder / "case/data/programmes.csv").write_text(PROGRAMMES, encoding="utf-8")
    with scenario.open("a", encoding="utf-8") as file:
        file.write(INDEX)
    with spoken("en"):
        write_run(folder / "runs" / "one", make_run(scenario))
    return folder


@pytest.fixture
def run_folder(indexed: Path, tmp_path: Path) -> Path:
    """Return that run beside its case, free to be tampered with."""
    shutil.copytree(indexed, tmp_path / "copy")
    return tmp_path / "copy" / "runs" / "one"


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / FRAGILITY_FILE).open(encoding="utf-8", newline="") as file:
        return {row["programme"]: row for row in csv.DictReader(file)}


def test_it_says_for_each_programme_the_degree_and_where_it_comes_from(run_folder: Path) -> None:
    """Classed: P1, P2, P3, P7, by weights of 2 and 0.5.

    Ranks by `poor` 62.5, 12.5, 37.5, 87.5; by `vacant`, of three, 16.67, none, 83.33, 50.
    P1 (125 + 8.33) / 2.5 = 53.33; P2 12.5; P3 (75 + 41.67) / 2.5 = 46.67; P7 (175 + 25) / 2.5 = 80.
    One must score less for 0.25, two for 0.5, four for 0.9: nobody.
    """
    found = rows(run_folder)
    columns = ("degree", "index_degree", "basis", "score", "cut", "next_cut")
    assert {name: tuple(row[column] for column in columns) for name, row in found.items()} == {
        "P1": ("2", "2", "index", "53.3333", "53.3333", ""),
        "P2": ("2", "0", "override", "12.5", "", "46.6666"),
        "P3": ("1", "1", "index", "46.6666", "46.6666", "53.3333"),
        "P4": ("1", "", "override", "", "", ""),
        "P5": ("", "", "no_dwellings", "", "", ""),
        "P6": ("", "", "no_indicator", "", "", ""),
        "P7": ("2", "2", "index", "80", "53.3333", ""),
    }
    assert {name: row["reason"] for name, row in found.items()} == {
        "P1": "",
        "P2": "works, until 2016",
        "P3": "",
        "P4": "ten dwellings, known well",
        "P5": "nobody says how many dwellings it has",
        "P6": "none of its indicators is known",
        "P7": "",
    }


def test_it_shows_value_rank_and_weight_of_each_indicator(run_folder: Path) -> None:
    found = rows(run_folder)
    measured = [c for c in found["P1"] if "." in c]
    assert measured == [
        "value.poor", "rank.poor", "weight.poor", "value.empty", "rank.empty", "weight.empty",
    ]  # fmt: skip
    shown = {name: [row[column] for column in measured] for name, row in found.items()}
    assert shown["P1"] == ["35.5", "62.5", "2", "3", "16.6666", "0.5"]
    assert shown["P2"] == ["10", "12.5", "2", "", "", ""]
    # What the survey says of ten dwellings is not for a sheet that goes around.
    assert shown["P4"] == shown["P5"] == [""] * 6


def test_robustness_is_a_share_of_the_draws_and_settled_degrees_have_none(run_folder: Path) -> None:
    shares = {name: row["robustness"] for name, row in rows(run_folder).items()}
    assert [name for name, share in shares.items() if not share] == ["P2", "P4", "P5", "P6"]
    # P7 is above the others by any weights, and 0.9 is reached by nobody.
    assert shares["P7"] == "1"
    assert {shares["P1"], shares["P3"]} <= {"1", *(write_down(Fraction(n, 7)) for n in range(7))}


def test_the_plan_and_its_indicators_use_these_degrees(run_folder: Path) -> None:
    with (run_folder / "plan.csv").open(encoding="utf-8", newline="") as file:
        plan = list(csv.DictReader(file))
    assert {(row["programme"], row["fragility"]) for row in plan} <= {("P1", "2"), ("P2", "2")}


def test_such_a_run_holds_what_it_says(run_folder: Path) -> None:
    found = verify(run_folder)
    assert found.findings == ()


COLUMNS = [
    *("programme", "name", "degree", "index_degree", "basis", "reason", "score", "cut"),
    *("next_cut", "robustness", "value.poor", "rank.poor", "weight.poor"),
    *("value.empty", "rank.empty", "weight.empty"),
]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_recomputed(run_folder: Path, column: str) -> None:
    path = run_folder / FRAGILITY_FILE
    changed = rows(run_folder)
    assert list(changed["P1"]) == COLUMNS
    changed["P3"][column] = "0.001"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(changed.values())
    found = {(fault.file, fault.column) for fault in verify(run_folder).findings}
    assert found == {(FRAGILITY_FILE, "" if column == "programme" else column)}


def test_a_file_that_is_missing_is_found(run_folder: Path) -> None:
    (run_folder / FRAGILITY_FILE).unlink()
    assert [str(fault) for fault in verify(run_folder).findings] == [
        "fragility.csv: this file of the run is missing"
    ]


def test_a_file_with_another_indicator_is_found(run_folder: Path) -> None:
    path = run_folder / FRAGILITY_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("rank.poor", "rank.rich"))
    assert {fault.column for fault in verify(run_folder).findings} == {"rank.poor", "rank.rich"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe binary \x80", b"nonsense", b'"' + b"a" * 200_000, b"a,b\n1,2,3\n"],
)
def test_garbage_in_it_is_a_finding(run_folder: Path, content: bytes) -> None:
    (run_folder / FRAGILITY_FILE).write_bytes(content)
    assert {fault.file for fault in verify(run_folder).findings} == {FRAGILITY_FILE}


def test_where_degrees_are_given_again_the_older_file_goes(run_folder: Path) -> None:
    case = run_folder.parents[1] / "case"
    scenario = case / "scenario.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace(INDEX, ""), encoding="utf-8")
    write_run(run_folder, make_run(scenario))
    assert not (run_folder / FRAGILITY_FILE).exists()
    assert verify(run_folder).ok


def test_a_run_is_verified_in_the_language_it_was_written_in(indexed: Path) -> None:
    with spoken("fr"):
        place = write_run(indexed / "runs" / "fr", make_run(indexed / "case" / "scenario.toml"))
    assert rows(place)["P6"]["reason"] != "none of its indicators is known"
    assert verify(place).ok


def test_what_is_shown_reaches_a_threshold_exactly_where_the_score_does() -> None:
    """59.9999… is shown below 60, never as 60."""
    assert rounded_down(Fraction(60) - Fraction(1, 10**9)) < 60
    assert write_down(Fraction(60)) == "60"
    assert write_down(None) == ""
