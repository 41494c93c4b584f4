"""What a run folder says, held against the contract: every sentence returned is a disagreement."""

import csv
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.counting import Attribution, Problem, Tier, measure_of, rounded
from tests.oracle.rules import to_pay


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the lines of a table of the run."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_plan(run: Path) -> list[Attribution]:
    """Return the attributions of ``plan.csv``."""
    return [
        Attribution(row["household"], row["vacancy"], row["contingent"], row["transfer"])
        for row in read_rows(run / "plan.csv")
    ]


def disagreements(problem: Problem, run: Path, best: dict[str, Fraction] | None) -> list[str]:
    """How the run folder departs from the contract; ``best`` None where no optimum is claimed."""
    plan = read_plan(run)
    found = list(problem.faults(plan))
    if found:
        return found
    found += _tiers(problem, run, plan, best)
    found += _quotas(problem, run, plan)
    found += _left_over(problem, run, plan)
    found += _plan_columns(problem, run)
    found += _indicators(problem, run, plan)
    return found


def _tiers(
    problem: Problem, run: Path, plan: list[Attribution], best: dict[str, Fraction] | None
) -> Iterator[str]:
    rows = read_rows(run / "objectives.csv")
    values = problem.values(plan)
    said = {row["tier"]: Fraction(row["value"]) for row in rows}
    if [row["tier"] for row in rows] != list(values):
        yield f"tiers are {[row['tier'] for row in rows]}, not {list(values)}"
    for name, value in values.items():
        if said.get(name) != value:
            yield f"tier {name} is said to be {said.get(name)}, its plan counts {value}"
        if best is not None and value != best[name]:
            yield f"tier {name} is {value}, the best plan has {best[name]}"
    for row in rows if best is not None else ():
        if row["proven"] != "true" or Fraction(row["bound"]) != Fraction(row["value"]):
            yield f"tier {row['tier']} is not proven: {row}"


def _quotas(problem: Problem, run: Path, plan: list[Attribution]) -> Iterator[str]:
    said = {(row["quota"], row["group"], row["kind"]): row for row in read_rows(run / "quotas.csv")}
    expected = {(row.quota, row.group, row.kind): row for row in problem.rows}
    if set(said) != set(expected):
        more, fewer = set(said) - set(expected), set(expected) - set(said)
        yield f"quota rows {sorted(more)} too many, {sorted(fewer)} missing"
    for key in set(said) & set(expected):
        value = problem.row_value(expected[key], plan)
        want = {
            "count": Fraction(value.count),
            "of": None if value.count_of is None else Fraction(value.count_of),
            "bound": value.bound,
            "shortfall": value.shortfall,
            "slack": value.slack,
        }
        got = {name: Fraction(said[key][name]) if said[key][name] else None for name in want}
        if got != want:
            yield f"quota row {key}: {got}, not {want}"


def _left_over(problem: Problem, run: Path, plan: list[Attribution]) -> Iterator[str]:
    world = problem.world
    housed = {a.household for a in plan}
    given = {a.vacancy for a in plan}
    unplaced = {h for h in world.households if world.of_household(h, "active").truth} - housed
    vacant = set(world.period_dwellings) - given
    for name, column, expected in (
        ("unplaced", "household", unplaced),
        ("vacant", "vacancy", vacant),
    ):
        rows = read_rows(run / f"{name}.csv")
        if sorted(row[column] for row in rows) != sorted(expected):
            yield f"{name}.csv has {[row[column] for row in rows]}, not {sorted(expected)}"
        if not all(row["reason"] for row in rows):
            yield f"{name}.csv has a line without a reason"


def _plan_columns(problem: Problem, run: Path) -> Iterator[str]:
    world = problem.world
    effort = Tier("", maximise=False, measure="effort_rate")
    for row in read_rows(run / "plan.csv"):
        pair = Attribution(row["household"], row["vacancy"], "", "")
        income = world.of_household(pair.household, "monthly_income").number
        if income or to_pay(world, *pair[:2]) <= 0:
            rate = measure_of(world, effort, pair)
            if Fraction(row["effort_rate"] or 0) != rate:
                yield f"effort rate of {pair[:2]} is said to be {row['effort_rate']}, is {rate}"


def _indicators(problem: Problem, run: Path, plan: list[Attribution]) -> Iterator[str]:
    said = json.loads((run / "indicators.json").read_text(encoding="utf-8"))
    yield from _four(problem, said, plan, "indicators")
    world = problem.world
    perimeter = world.scenario.get("fragility", {}).get("perimeter", "qpv")
    columns = {name: name for name in ("commune", "contingent", "financing", "bailleur")}
    for name, column in {**columns, "qpv": perimeter}.items():
        groups: dict[str, list[Attribution]] = {}
        for attribution in plan:
            cell = (
                attribution.contingent
                if name == "contingent"
                else world.of_dwelling(attribution.vacancy, column).text
            )
            groups.setdefault(cell, []).append(attribution)
        for value, part in groups.items():
            if value:
                four = said["by"][name].get(value)
                if four is None:
                    yield f"indicators have no {name} {value}"
                else:
                    yield from _four(problem, four, part, f"indicators of {name} {value}")


def _four(
    problem: Problem, said: dict[str, Any], plan: list[Attribution], what: str
) -> Iterator[str]:
    world = problem.world
    aci = [a for a in plan if world.of_household(a.household, "aci").truth]
    outside = [a for a in aci if not world.of_dwelling(a.vacancy, "fragile").truth]
    counted = {
        "attributions": len(plan),
        "aci_attributions": len(aci),
        "aci_outside_fragile": len(outside),
    }
    got = {name: said[name] for name in counted}
    if got != counted:
        yield f"{what}: {got}, not {counted}"
    if aci and rounded(Fraction(str(said["aci_outside_fragile_share"]))) != rounded(
        Fraction(len(outside), len(aci))
    ):
        yield f"{what}: share {said['aci_outside_fragile_share']}"
