"""A run that is stopped, wherever it is: a whole run folder or none, and an exit status of 4."""

import csv
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import repartition
from repartition import optimisation
from repartition.clock import OutOfTime
from repartition.pipeline import judging, planning, preparation
from repartition.pipeline.allowance import Allowance

Run = Callable[..., object]
TINY = Path(__file__).parents[2] / "scenarios" / "tiny"

STOPPABLE = """
import sys
from importlib import import_module
from pkgutil import resolve_name

from repartition.cli import main

place, name = sys.argv.pop(1).rsplit(".", 1)
holder = resolve_name(place)
real = getattr(holder, name)

def here(*given, **named):
    setattr(holder, name, real)
    print("here", flush=True)
    sys.stdin.readline()
    return real(*given, **named)

setattr(holder, name, here)
sys.exit(main())
"""
"""The command line; it says where it is when it first comes to a function, and waits for a line."""

Stopped = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a copy of the tiny scenario, all of whose hard rules usual practice meets."""
    shutil.copytree(TINY.parent / "law", tmp_path / "law")
    shutil.copytree(TINY, tmp_path / "tiny", ignore=shutil.ignore_patterns("runs"))
    path = tmp_path / "tiny" / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count("min = 1\n") == 1
    path.write_text(text.replace("min = 1\n", "min = 0\n"), encoding="utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the run goes: a folder of its own."""
    return tmp_path / "runs" / "one"


@pytest.fixture
def stopped(scenario: Path, place: Path) -> Stopped:
    """Solve in a process of its own, which gets signals when it comes to a function."""

    def call(function: str, *signals: signal.Signals) -> subprocess.CompletedProcess[str]:
        command = ["solve", str(scenario), "-o", str(place)]
        here = {"PYTHONPATH": str(Path(repartition.__file__).parents[1])}
        with subprocess.Popen(
            [sys.executable, "-c", STOPPABLE, function, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | here,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            said = process.stdout.readline()
            for number in signals:
                process.send_signal(number)
            out, err = process.communicate("\n", timeout=120)
        assert said == "here\n"
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    return call


def columns(path: Path, *names: str) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield tuple(row[name] for name in names)


BEFORE_ANY_PLAN = (
    "repartition.pipeline.solving.read_scenario",
    "repartition.ingest.assembly.read_tables",
    "repartition.pipeline.preparation.find_pairs",
    "repartition.pipeline.solving.attribute_in_turn",
)
SEARCHING = (
    "repartition.optimisation.optimum.build_program",
    "repartition.optimisation.relaxation.solve_master",
    # In a thread of its own, which is left to itself: it waits for a line that does not come.
    "ortools.math_opt.core.python.solver.solve",
)
PLAN_FOUND = (
    "repartition.pipeline.judging.audit_plan",
    "repartition.pipeline.judging.judge",
    "repartition.pipeline.solving.write_run",
    "repartition.audit.folder._publish",
    "repartition.report.summary.heading",
)


@pytest.mark.skipif(sys.platform == "win32", reason="no signal but Ctrl-C to a whole console")
class TestSignals:
    @pytest.mark.parametrize("function", BEFORE_ANY_PLAN)
    def test_ctrl_c_before_there_is_a_plan_leaves_nothing(
        self, stopped: Stopped, place: Path, function: str
    ) -> None:
        said = stopped(function, signal.SIGINT)

        assert said.returncode == 4
        assert said.stderr.strip() == "Stopped on request: nothing was written."
        assert not place.parent.exists()

    @pytest.mark.parametrize("function", SEARCHING)
    def test_ctrl_c_while_a_plan_is_sought_leaves_the_best_so_far(
        self, run: Run, stopped: Stopped, place: Path, function: str
    ) -> None:
        said = stopped(function, signal.SIGINT)

        assert said.returncode == 4
        assert said.stderr == (
            "Stopped before the proof was finished: this is the best plan found so far.\n"
        )
        assert "for want of time" in said.stdout
        assert [path.name for path in place.parent.iterdir()] == ["one"]
        assert run("verify", place).status == 0

    @pytest.mark.parametrize("function", PLAN_FOUND)
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_once_there_is_a_plan_it_is_judged_and_written_all_the_same(
        self, run: Run, stopped: Stopped, place: Path, function: str, number: signal.Signals
    ) -> None:
        said = stopped(function, number)

        assert said.returncode == 4
        assert said.stderr.startswith("Stopped on request: the ")
        assert "Traceback" not in said.stderr
        assert [path.name for path in place.parent.iterdir()] == ["one"]
        assert run("verify", place).status == 0

    def test_who_insists_gets_nothing(self, stopped: Stopped, place: Path) -> None:
        said = stopped("repartition.audit.folder.sheets_of", signal.SIGINT, signal.SIGTERM)

        assert said.returncode == 4
        assert said.stderr.strip() == "Stopped on request: nothing was written."
        assert not place.parent.exists()

    def test_nothing_comes_between_the_older_run_and_the_new_one(
        self, run: Run, scenario: Path, stopped: Stopped, place: Path
    ) -> None:
        """However often Ctrl-C is pressed: the new run stands there whole, or the older one."""
        assert run("-q", "solve", scenario, "-o", place, "--policy", "sequential").status == 0

        said = stopped("repartition.audit.folder._publish", signal.SIGINT, signal.SIGTERM)

        assert said.returncode == 4
        assert [path.name for path in place.parent.iterdir()] == ["one"]
        assert run("verify", place).status == 0

    def test_a_process_killed_while_it_writes_leaves_the_older_run(
        self, run: Run, scenario: Path, stopped: Stopped, place: Path
    ) -> None:
        assert run("-q", "solve", scenario, "-o", place).status == 0
        before = {path.name: path.read_bytes() for path in place.iterdir()}

        said = stopped("repartition.audit.folder._publish", signal.SIGKILL)

        assert said.returncode == -signal.SIGKILL
        assert {path.name: path.read_bytes() for path in place.iterdir()} == before
        (left,) = (path for path in place.parent.iterdir() if path != place)
        # A later run takes it away, when it is old enough to be nobody's.
        os.utime(left, (0, 0))
        assert run("-q", "solve", scenario, "-o", place).status == 0
        assert [path.name for path in place.parent.iterdir()] == ["one"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Give --time-limit more seconds"), ("fr", "Donner plus de secondes à --time-limit")],
)
def test_without_time_to_read_nothing_is_written_and_it_is_said_why(
    run: Run, scenario: Path, place: Path, language: str, sentence: str
) -> None:
    limit = ("--time-limit", "0.000001")
    said = run("--lang", language, "solve", scenario, "-o", place, *limit)

    assert said.status == 4
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert not place.exists()


@pytest.mark.parametrize("step", ["find_pairs", "resolve_charging"])
def test_time_that_runs_out_before_there_is_a_plan_leaves_nothing(
    run: Run, scenario: Path, place: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def late(*_given: object, **_named: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(preparation, step, late)
    said = run("solve", scenario, "-o", place, "--time-limit", "1000")

    assert said.status == 4
    assert "there is no plan yet, and nothing was written" in said.err
    assert not place.exists()


@pytest.fixture
def _no_time_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "to_search", lambda _allowance: 0.0)


@pytest.mark.usefixtures("_no_time_to_search")
def test_without_time_to_search_the_plan_of_usual_practice_is_what_is_left(
    run: Run, scenario: Path, place: Path, tmp_path: Path
) -> None:
    said = run("solve", scenario, "-o", place)
    usual = tmp_path / "usual"
    assert run("-q", "solve", scenario, "-o", usual, "--policy", "sequential").status == 0

    assert said.status == 4
    assert "best plan found" in said.err
    given = [[*columns(folder / "plan.csv", "vacancy", "household")] for folder in (place, usual)]
    assert given[0] == given[1]
    assert run("verify", place).status == 0
    tiers = {
        tier: (bound, proven)
        for tier, bound, proven in columns(place / "objectives.csv", "tier", "bound", "proven")
    }
    # Every hard rule holds; nobody has looked at who could have waited longest.
    assert tiers["hard"] == ("0", "true")
    assert tiers["seniority"] == ("", "false")


@pytest.mark.usefixtures("_no_time_to_search")
def test_a_plan_of_usual_practice_that_misses_a_hard_rule_is_not_left(
    run: Run, scenario: Path, place: Path
) -> None:
    said = run("solve", scenario, "-o", place, "--set", "quotas.dalo.min=1")

    assert said.status == 4
    assert "Stopped before there was any plan that meets every hard rule" in said.err
    assert not place.exists()


@pytest.mark.parametrize("left_out", ["before it began", "on the way"])
def test_a_proof_for_which_there_is_no_time_is_left_to_verify(
    run: Run,
    scenario: Path,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    left_out: str,
) -> None:
    if left_out == "on the way":

        def late(_allowance: Allowance) -> None:
            raise OutOfTime

        monkeypatch.setattr(Allowance, "check_proof", late)
    else:
        monkeypatch.setattr(Allowance, "allows_proof", lambda _allowance: False)
    said = run("solve", scenario, "-o", place)
    monkeypatch.undo()
    verified = run("--lang", "en", "verify", place)

    assert said.status == 0
    assert "`repartition verify` does it" in " ".join(said.out.split())
    assert verified.status == 0
    assert "Proven without the solver: no plan can do better" in " ".join(verified.out.split())


@pytest.mark.usefixtures("_no_time_to_search")
def test_a_plan_is_judged_even_without_time_to_search(
    run: Run, scenario: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "audit_plan", lambda *_given, **_named: ["a household has two"])

    said = run("solve", scenario, "-o", place)

    assert said.status == 1
    assert "a household has two" in said.err
    assert not place.exists()


def test_ctrl_c_while_the_cost_of_the_order_is_sought_leaves_it_out(
    run: Run, scenario: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(optimisation, "most_attributions", stop)
    monkeypatch.setattr(planning, "tiers_above_access", lambda _instance: ["first"])

    said = run("solve", scenario, "-o", place)

    assert said.status == 4
    assert said.err == "Stopped on request: the plan had been found by then, and is written.\n"
    assert run("verify", place).status == 0


def test_the_solver_is_loaded_by_a_search_only(process: Callable[..., object]) -> None:
    """It takes longer than reading: a run with little time, or of usual practice, does without."""
    loaded = "import sys, repartition.pipeline, repartition.cli.progress; "
    said = process(program=loaded + "print('ortools' in sys.modules)")

    assert said.stdout.split() == [b"False"]
