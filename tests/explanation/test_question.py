"""From a run folder to an answer: what is refused, and what every answer has."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.explanation.conftest import SCENARIOS, RunOf

from repartition.cli import main
from repartition.errors import UsageError, VerificationError
from repartition.explanation import explain
from repartition.explanation.facts.json_values import json_value
from repartition.language import LANGUAGES, spoken
from repartition.pipeline import solve

ASKED = [("H3", None), (None, "A1"), ("H1", "A1"), ("H1", "A2"), ("H4", "B2")]


@pytest.fixture
def own_run(tmp_path: Path) -> Path:
    """Return a run of a copy of the tiny scenario, to be tampered with."""
    shutil.copytree(SCENARIOS / "tiny", tmp_path / "scenarios" / "tiny")
    shutil.copytree(SCENARIOS / "law", tmp_path / "scenarios" / "law")
    scenario = tmp_path / "scenarios" / "tiny" / "scenario.toml"
    return solve(scenario, output=tmp_path / "run").folder


@pytest.mark.parametrize(
    ("household", "vacancy", "message"),
    [
        (
            "H33",
            None,
            "there is no household H33 in this run: write H3? (known: H1, H2, H3, H4, H5",
        ),
        (None, "a1", "there is no dwelling a1 in this run: write A1?"),
        ("H1", "Z9", "there is no dwelling Z9 in this run"),
    ],
)
def test_an_unknown_name_gets_the_nearest_known_one(
    run_of: RunOf, household: str | None, vacancy: str | None, message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        explain(run_of("tiny"), household, vacancy)
    assert message in str(refused.value)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        explain(tmp_path, "H1", None)


def test_neither_a_household_nor_a_dwelling_is_no_question(run_of: RunOf) -> None:
    with pytest.raises(UsageError):
        explain(run_of("tiny"), None, None)


def test_inputs_that_have_changed_are_named_and_end_with_status_5(
    own_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "scenarios" / "tiny" / "data" / "households.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("H1,2", "H1,3"), encoding="utf-8")

    with pytest.raises(VerificationError):
        explain(own_run, "H1", None)
    assert main(["--lang", "en", "explain", str(own_run), "--household", "H1"]) == 5
    assert "households.csv: this input has changed since the run was made" in (
        capsys.readouterr().err
    )


def test_a_plan_that_does_not_hold_is_not_explained(own_run: Path) -> None:
    """B2 given to H4 as well as to H5: no plan gives one dwelling twice."""
    plan = own_run / "plan.csv"
    text = plan.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("B2,"))
    plan.write_text(text + row.replace("H5", "H4") + "\n", encoding="utf-8")

    with pytest.raises(VerificationError):
        explain(own_run, "H5", None)


@pytest.mark.parametrize(("household", "vacancy"), ASKED)
def test_every_answer_says_who_decides_and_that_it_can_be_contested(
    run_of: RunOf, household: str | None, vacancy: str | None
) -> None:
    assert explain(run_of("tiny"), household, vacancy).sentences()[-1] == (
        "This plan is a proposal: the commission decides. Every household may ask for this "
        "explanation and contest it."
    )


@pytest.mark.parametrize(("household", "vacancy"), ASKED)
def test_json_is_the_same_in_every_language(
    run_of: RunOf, household: str | None, vacancy: str | None
) -> None:
    found = []
    for language in LANGUAGES:
        with spoken(language):
            found.append(json.dumps(explain(run_of("tiny"), household, vacancy).as_json()))
    assert found[0] == found[1]


@pytest.mark.parametrize(("household", "vacancy"), ASKED)
@pytest.mark.parametrize("policy", ["optimal", "sequential"])
def test_the_command_answers_in_sentences_and_in_json(
    run_of: RunOf,
    policy: str,
    household: str | None,
    vacancy: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = [
        *(["--household", household] if household else []),
        *(["--vacancy", vacancy] if vacancy else []),
    ]
    command = ["--lang", "en", "explain", str(run_of("tiny", policy)), *options]

    assert main(command) == 0
    assert "the commission decides" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == "tiny"


def test_amounts_are_exact_texts_and_counts_are_numbers(run_of: RunOf) -> None:
    found: dict[str, Any] = explain(run_of("tiny"), None, "A1").as_json()

    assert (found["about"], found["situation"], found["eligible"]) == ("vacancy", "given", 5)
    assert (found["data"]["rent"], found["data"]["surface"]) == ("250", "48")
    assert found["data"]["available_on"] == "2014-02-01"


def test_what_is_no_fact_is_no_json() -> None:
    with pytest.raises(TypeError):
        json_value(object())


@pytest.mark.parametrize(
    ("asked", "about_its_dwelling"), [("H000146", False), (None, True), ("H000146", True)]
)
def test_an_answer_warns_of_a_household_found_inadmissible(
    run_of: RunOf, asked: str | None, *, about_its_dwelling: bool
) -> None:
    """In the session, a decision on L00018 found the request of H000146 inadmissible."""
    run = run_of("session")
    with (run / "plan.csv").open(encoding="utf-8", newline="") as file:
        home = {row["household"]: row["vacancy"] for row in csv.DictReader(file)}["H000146"]
    lines = explain(run, asked, home if about_its_dwelling else None).sentences()

    assert any("the request of H000146 was found inadmissible" in line for line in lines)


def test_a_household_that_no_decision_found_inadmissible_goes_without_warning(
    run_of: RunOf,
) -> None:
    lines = explain(run_of("tiny"), "H1", None).sentences()

    assert not any("inadmissible" in line for line in lines)


def test_two_unknown_names_are_both_told(run_of: RunOf) -> None:
    with pytest.raises(UsageError) as refused:
        explain(run_of("tiny"), "NOPE", "XX")
    assert "no household NOPE" in str(refused.value)
    assert "no dwelling XX" in str(refused.value)
