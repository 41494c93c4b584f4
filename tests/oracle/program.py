"""The program as a person runs it, in this process."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.answers import disagreements, read_plan
from tests.oracle.cells import World
from tests.oracle.counting import Problem
from tests.oracle.enumeration import Best
from tests.oracle.reading import read_files
from tests.oracle.sequential import attribute_in_turn

from repartition.cli import main

DONE, INFEASIBLE = 0, 3


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it said."""

    status: int
    text: str


def run(*arguments: str | Path) -> Outcome:
    """Run `repartition ARGUMENTS`."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(["--lang", "en", *map(str, arguments)])
    return Outcome(status, said.getvalue())


def problem_of(scenario: Path) -> Problem:
    """Read a scenario for the oracle."""
    return Problem(World(read_files(scenario)))


def faults_of_optimum(scenario: Path, best: Best | None, folder: Path) -> list[str]:
    """Solve, and return how the answer departs from the optimum; nothing where it does not."""
    outcome = run("solve", scenario, "-o", folder)
    expected = DONE if best else INFEASIBLE
    if outcome.status != expected:
        return [f"ended with {outcome.status}, not {expected}: {outcome.text}"]
    if best is None:
        return ["a run folder without a plan"] if folder.exists() else []
    found = disagreements(problem_of(scenario), folder, best.values)
    verified = run("verify", folder)
    if verified.status != DONE:
        found.append(f"verify ended with {verified.status}: {verified.text}")
    return found


def faults_of_usual_practice(scenario: Path, folder: Path) -> list[str]:
    """Run usual practice, and return how its plan departs from the contract's."""
    problem = problem_of(scenario)
    outcome = run("solve", scenario, "-o", folder, "--policy", "sequential")
    turn = attribute_in_turn(problem)
    if problem.faults(turn):
        # A decision gives a dwelling that nobody frees: usual practice has no plan.
        return [] if outcome.status == INFEASIBLE else [f"ended with {outcome.status}"]
    if outcome.status != DONE:
        return [f"ended with {outcome.status}: {outcome.text}"]
    found = disagreements(problem, folder, None)
    expected, got = sorted(turn), sorted(read_plan(folder))
    if got != expected:
        found.append(f"usual practice gives {got}, not {expected}")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a run that may not change between two runs of the same inputs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json" and "prices" not in path.name
    }
