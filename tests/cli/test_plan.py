"""From a scenario to a plan, its verification and its explanation: the commands end to end."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from repartition import optimisation

Run = Callable[..., object]
TINY = Path(__file__).parents[2] / "scenarios" / "tiny"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a copy of the tiny scenario, with what it is made from."""
    shutil.copytree(TINY.parent / "law", tmp_path / "law")
    shutil.copytree(TINY, tmp_path / "tiny", ignore=shutil.ignore_patterns("runs"))
    return tmp_path / "tiny" / "scenario.toml"


@pytest.fixture
def made(run: Run, scenario: Path, tmp_path: Path) -> Path:
    """Return the folder of a run of the tiny scenario."""
    folder = tmp_path / "made"
    assert run("-q", "solve", scenario, "-o", folder).status == 0
    return folder


def words(text: str) -> str:
    return " ".join(text.split())


def test_check_says_what_was_read_and_writes_nothing(run: Run, scenario: Path) -> None:
    said = run("check", scenario)

    assert said.status == 0
    assert "Households 6" in words(said.out)
    assert "SYNTHETIC DATA" in said.out
    assert sorted(path.name for path in scenario.parent.iterdir()) == ["data", "scenario.toml"]


def test_check_warns_of_a_household_nobody_can_house(run: Run, scenario: Path) -> None:
    assert "Every active household has at least one dwelling open to it." in words(
        run("check", scenario).out
    )
    households = scenario.parent / "data" / "households.csv"
    text = households.read_text(encoding="utf-8")
    households.write_text(text.replace("H4,1,", "H4,9,"), encoding="utf-8")

    said = words(run("check", scenario).out)
    assert "1 active household has no dwelling open to it: H4" in said
    assert "No fault, no warning" not in said


def test_check_answers_programs(run: Run, scenario: Path) -> None:
    answer = json.loads(run("check", scenario, "--json").out)

    assert answer["counts"]["households"] == 6
    assert answer["pairs"] > 0
    assert answer["warnings"] == []


def test_check_answers_programs_with_every_fault_too(run: Run, scenario: Path) -> None:
    households = scenario.parent / "data" / "households.csv"
    text = households.read_text(encoding="utf-8")
    households.write_text(text.replace("persons", "people", 1), encoding="utf-8")

    said = run("check", scenario, "--json")

    faults = json.loads(said.out)["faults"]
    assert said.status == 2
    assert any("persons" in str(fault) for fault in faults)


def test_bad_input_writes_nothing(run: Run, scenario: Path, tmp_path: Path) -> None:
    (scenario.parent / "data" / "households.csv").unlink()

    said = run("solve", scenario, "-o", tmp_path / "run")

    assert said.status == 2
    assert "households" in said.err
    assert said.out == ""
    assert not (tmp_path / "run").exists()


def test_solve_shows_usual_practice_and_the_plan_and_writes_beside_the_scenario(
    run: Run, scenario: Path
) -> None:
    said = run("solve", scenario)

    folder = scenario.parent / "runs" / "tiny"
    assert said.status == 0
    assert (folder / "plan.csv").is_file()
    # worked out by hand in the documentation: 3 attributions by usual practice, 4 by the plan
    assert "Attributions 3 4" in words(said.out)
    assert "Run written in" in said.out


def test_a_quiet_solve_says_nothing(run: Run, scenario: Path) -> None:
    said = run("solve", scenario, "--quiet")

    assert (said.status, said.out, said.err) == (0, "", "")


def test_a_verbose_solve_shows_every_group_and_the_time_spent(run: Run, scenario: Path) -> None:
    said = run("solve", scenario, "--verbose")

    assert "aci-cap-fragile [A]" in said.out
    assert "Time spent" in said.out


def test_the_summary_fits_eighty_columns_in_both_languages(run: Run, scenario: Path) -> None:
    for language in ("fr", "en"):
        said = run("solve", scenario, "-v", "--lang", language, "-o", scenario.parent / "out")
        lines = said.out.replace(str(scenario.parent), "").splitlines()
        assert max(len(line.rstrip()) for line in lines) <= 80


def test_usual_practice_can_be_the_plan(run: Run, scenario: Path) -> None:
    said = run("solve", scenario, "--policy", "sequential")

    assert said.status == 0
    assert "Attributions 3 3" in words(said.out)
    assert "usual practice" in said.out


def test_a_scenario_can_be_changed_for_one_run(run: Run, scenario: Path) -> None:
    said = run("solve", scenario, "--set", "quotas.dalo.min=0")

    assert said.status == 0
    assert "at least 0" in words(said.out)


def test_a_run_is_compared_with_an_earlier_one_even_where_it_replaces_it(
    run: Run, scenario: Path
) -> None:
    folder = scenario.parent / "runs" / "tiny"
    run("solve", scenario, "--policy", "sequential")

    said = run("solve", scenario, "--against", folder)

    assert said.status == 0
    assert "Against" in said.out
    # 3 attributions before, 4 now
    assert words(said.out).count("Attributions 3 4") == 2
    assert "Share of the attributions that changed" in said.out


def test_a_target_nobody_can_meet_ends_with_3_and_no_folder(run: Run, scenario: Path) -> None:
    said = run("solve", scenario, "--set", "quotas.dalo.min=2", "--set", "quotas.dalo.soft=false")

    assert said.status == 3
    # one DALO household: at least 2 is out of reach, even alone
    conflict, change, warnings = (
        said.err.index(part)
        for part in ("cannot hold, even alone", "The closest plan misses:", "Warnings")
    )
    assert conflict < change < warnings
    assert "dalo: at least 2 → 1 (1 missing)" in said.err
    # The warning that tells the cause, as `check` does.
    assert "--set quotas.dalo.min=2: no plan can meet it" in words(said.err)
    assert not (scenario.parent / "runs").exists()


def test_the_other_side_of_a_conflict_is_named(run: Run, scenario: Path) -> None:
    with scenario.open("a", encoding="utf-8") as stream:
        stream.write('\n[[quotas]]\nid = "nobody"\nwho = { dalo = true }\nmax = 0\n')

    said = run("solve", scenario)

    assert said.status == 3
    together = said.err.partition("cannot all hold together")[2].partition("The closest")[0]
    assert "quota dalo: at least 1" in together
    assert "quota nobody: at most 0" in together
    assert not (scenario.parent / "runs").exists()


def test_an_empty_table_is_said_to_be_the_cause(run: Run, scenario: Path) -> None:
    vacancies = scenario.parent / "data" / "vacancies.csv"
    head, *_rows = vacancies.read_text(encoding="utf-8").splitlines()
    vacancies.write_text(head + "\n", encoding="utf-8")

    said = run("solve", scenario)

    assert said.status == 3
    assert said.err.splitlines()[1] == (
        "The cause: there is no dwelling to give; the table vacancies is empty."
    )


def test_who_stops_while_the_cause_is_sought_gets_what_is_known(
    run: Run, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(optimisation, "conflicts_in_words", stop)

    said = run("solve", scenario, "--set", "quotas.dalo.min=2")

    assert said.status == 3
    assert "dalo: at least 2 → 1 (1 missing)" in said.err


def test_a_folder_that_is_no_run_is_not_replaced(run: Run, scenario: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")

    said = run("solve", scenario, "-o", mine)

    assert said.status == 2
    assert (mine / "letter.txt").read_text() == "dear"


def test_verify_recomputes_a_run(run: Run, made: Path) -> None:
    said = run("verify", made)

    assert said.status == 0
    assert "holds what it says" in words(said.out)
    assert "Proven without the solver" in words(said.out)


def test_verify_catches_a_changed_plan(run: Run, made: Path) -> None:
    plan = made / "plan.csv"
    lines = plan.read_text(encoding="utf-8").splitlines()
    plan.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")

    said, answer = run("verify", made), run("verify", made, "--json")

    assert (said.status, answer.status) == (5, 5)
    assert "does not hold" in words(said.err)
    assert json.loads(answer.out)["ok"] is False


def test_verify_refuses_what_is_no_run(run: Run, tmp_path: Path) -> None:
    assert run("verify", tmp_path).status == 2


@pytest.mark.parametrize(("made_in", "verified_in"), [("fr", "en"), ("en", "fr")])
def test_a_run_is_verified_whatever_the_language_it_was_made_in(
    run: Run, scenario: Path, tmp_path: Path, made_in: str, verified_in: str
) -> None:
    folder = tmp_path / "made"
    assert run("-q", "solve", scenario, "-o", folder, "--lang", made_in).status == 0

    assert run("verify", folder, "--lang", verified_in).status == 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["language"] == made_in


def test_the_language_of_a_run_changes_its_sentences_and_nothing_else(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    for language in ("fr", "en"):
        run("-q", "solve", scenario, "-o", tmp_path / language, "--lang", language)

    for name in ("unplaced.csv", "vacant.csv"):
        french, english = (_rows(tmp_path / language / name) for language in ("fr", "en"))
        for one, other in zip(french, english, strict=True):
            assert one.pop("reason") != other.pop("reason")
            assert one == other
    for name in ("plan.csv", "quotas.csv", "objectives.csv", "indicators.json"):
        assert (tmp_path / "fr" / name).read_bytes() == (tmp_path / "en" / name).read_bytes()


def test_usual_practice_shows_the_bounds_its_file_holds_none(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    said = run("solve", scenario, "--policy", "sequential", "-o", tmp_path / "usual")

    assert {row["bound"] for row in _rows(tmp_path / "usual" / "objectives.csv")} == {""}
    assert "house most attributions 3 – no" in words(said.out)


def test_the_objective_a_summary_proposes_houses_more_of_the_group(
    run: Run, tmp_path: Path
) -> None:
    """In the session families of five and more lose two homes of four."""
    for name in ("law", "session"):
        shutil.copytree(TINY.parent / name, tmp_path / name, ignore=shutil.ignore_patterns("runs"))
    session = tmp_path / "session" / "scenario.toml"
    said = run("solve", session, "-o", tmp_path / "first").out
    proposed = re.search(r"^  \[\[objectives]] *\n(?:  \w+ = .*\n)+", said, re.MULTILINE)
    assert proposed is not None
    changed = tmp_path / "session" / "changed.toml"
    changed.write_text(
        'schema = 1\nname = "changed"\nextends = "scenario.toml"\n' + proposed[0], encoding="utf-8"
    )

    assert run("-q", "solve", changed, "-o", tmp_path / "second").status == 0

    housed = [
        json.loads((tmp_path / name / "indicators.json").read_text(encoding="utf-8"))["groups"][
            "large_family"
        ]["housed"]
        for name in ("first", "second")
    ]
    assert housed[0] == 2
    assert housed[1] > 2


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_usual_practice_that_cannot_free_a_decided_dwelling_is_said(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    """A decision gives H1's home to H2; H3 takes the only other one, before H1's turn."""
    data = scenario.parent / "data"
    shutil.rmtree(data)
    data.mkdir()
    tables = {
        "communes": "commune,name,contrat_de_ville\n37261,Ici,true\n",
        "programmes": "programme,bailleur,commune\nP1,B,37261\n",
        "vacancies": "vacancy,programme,typology,surface,financing,rent,freed_by\n"
        "V1,P1,T2,50,PLUS,300,H1\nV2,P1,T2,50,PLUS,300,\n",
        "households": "household,persons,reference_income,monthly_income,aci,requested_on,points\n"
        "H1,1,9000,1000,false,2013-01-01,1\nH2,1,9000,1000,false,2013-01-01,1\n"
        "H3,1,9000,1000,false,2013-01-01,9\n",
        "contingents": "contingent,kind\n",
        "decisions": "vacancy,household,decision\nV1,H2,attribution\n",
    }
    for name, text in tables.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    scenario.write_text(
        'schema = 1\nname = "s"\ndata = "data"\nseed = 1\n'
        "period = { start = 2014-01-01, end = 2014-12-31 }\n"
        '[[objectives]]\nid = "house"\nmaximise = "attributions"\n',
        encoding="utf-8",
    )

    best = run("solve", scenario, "-o", tmp_path / "best")
    usual = run("solve", scenario, "--policy", "sequential", "-o", tmp_path / "usual")

    assert best.status == 0
    assert "finds no dwelling for H1, who lives there" in words(best.out)
    assert usual.status == 3
    assert "look for the optimal plan" in words(usual.err)
    assert not (tmp_path / "usual").exists()


@pytest.mark.parametrize("command", ["explain", "verify", "solve"])
def test_the_folder_of_a_scenario_is_no_run_and_is_said_so(
    run: Run, scenario: Path, command: str
) -> None:
    """It holds a ``scenario.toml``, as a run does, and nothing else that a run has."""
    asked = {
        "explain": ("explain", scenario.parent, "--household", "H1"),
        "verify": ("verify", scenario.parent),
        "solve": ("solve", scenario, "--against", scenario.parent),
    }[command]
    said = run(*asked)

    assert said.status == 2
    sentence = f"{scenario.parent}: this is not a run folder"
    assert said.err.split() == sentence.split()
    assert not (scenario.parent / "runs").exists()


def test_an_earlier_run_of_other_data_is_compared_with_a_warning(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier"
    run("solve", scenario, "-o", earlier)
    assert "Warning: the earlier run" not in words(run("solve", scenario, "--against", earlier).out)

    with (scenario.parent / "data" / "households.csv").open("a", encoding="utf-8") as table:
        table.write("H7,1,6000,800,false,2013-06-01,false,60,,\n")
    said = words(run("solve", scenario, "--against", earlier).out)
    assert "Warning: the earlier run (tiny) was made from other data" in said


def test_the_table_of_exclusions_says_what_it_leaves_out(run: Run, scenario: Path) -> None:
    """The target of DALO households is a minimum; without it nothing is left out."""
    assert "Not counted here: what a target that asks for a minimum" in words(
        run("solve", scenario).out
    )
    with scenario.open("a", encoding="utf-8") as stream:
        stream.write('\n[[quotas]]\nid = "late"\nmax = 4\n')
    text = scenario.read_text(encoding="utf-8").replace("min = 1\n", "max = 3\n")
    scenario.write_text(text, encoding="utf-8")
    assert "Not counted here" not in run("solve", scenario).out


def test_no_english_is_left_in_french_answers(run: Run, scenario: Path, made: Path) -> None:
    limit = run("--lang", "fr", "solve", scenario, "--time-limit", "abc")
    assert (limit.status, "nombre de secondes" in limit.err) == (2, True)
    assert "float" not in limit.err

    plan = made / "plan.csv"
    rows = plan.read_text(encoding="utf-8").splitlines()
    vacancy, household, *rest = rows[1].split(",")
    rest[1] = "unknown"  # the transfer
    rows[1] = ",".join([vacancy, household, *rest])
    plan.write_text("\n".join(rows), encoding="utf-8")
    found = words(run("--lang", "fr", "verify", made).err)
    assert "aucun transfert de ce nom" in found
