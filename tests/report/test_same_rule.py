"""Two runs under one limit: the earlier plan is counted by the limit of the run reported on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.office import write_office
from tests.report.runs import cells, table

from repartition.audit.outcome import Outcome
from repartition.audit.recount import recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.language import spoken
from repartition.pipeline import Run, reopen, solve
from repartition.pipeline.reopening import Reopened
from repartition.report.difference import Attributions
from repartition.report.document import Report
from repartition.report.earlier import EarlierRun
from repartition.report.making import compose, subject_of
from repartition.report.same_rule import recounted

Render = Callable[..., str]
STRICT = ("quotas.aci-cap.max_share=0",)


@pytest.fixture(scope="module")
def lenient(best: Path) -> Reopened:
    return reopen(best)


@pytest.fixture(scope="module")
def strict_run(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the office where no ACI household may live in P1, instead of one in two."""
    with spoken("en"):
        folder = tmp_path_factory.mktemp("strict") / "strict"
        return solve(office / "scenario.toml", output=folder, overrides=STRICT)


@pytest.fixture(scope="module")
def strict(strict_run: Run, lenient: Reopened) -> Report:
    with spoken("en"):
        return compose(subject_of(reopen(strict_run.folder), lenient))


def in_p1(found: Reopened) -> int:
    """Return how many ACI households a plan houses in P1, counted from its rows."""
    instance, plan = found.outcome.instance, found.outcome.plan
    return int((instance.households.aci[plan.household] & (plan.vacancy < 3)).sum())


def test_an_earlier_run_that_kept_its_own_limit_misses_a_stricter_one(
    strict: Report, lenient: Reopened
) -> None:
    aci = in_p1(lenient)
    assert aci > 0

    (row,) = [row for row in table(strict, "quota-rows").rows if row[0] == "aci-cap"]
    heads = [column.full_title for column in table(strict, "quota-rows").columns]
    found = dict(zip(heads, row, strict=True))
    target = cells(strict, "targets", "aci-cap")

    assert (found["count, run best"], found["slack, run best"]) == (aci, -aci)
    assert target["groups that miss it, run best"] == 1
    for key in ("targets", "quota-rows", "engagements"):
        assert "judged by the targets of this run" in " ".join(table(strict, key).notes)


def test_usual_practice_needs_no_such_note(report: Report) -> None:
    assert "earlier run" not in " ".join(table(report, "targets").notes)


def test_the_console_judges_it_so_too(
    best: Path, strict_run: Run, lenient: Reopened, rendered: Render
) -> None:
    text = rendered(*EarlierRun.read(best).against(strict_run, verbose=False))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    (cap,) = (line for line in lines if line.startswith("aci-cap "))

    assert cap.split()[1] == str(in_p1(lenient))
    assert "judged by the targets of this run" in " ".join(lines)


def test_of_other_data_only_a_row_with_the_same_bound_is_compared(
    best: Path, tmp_path: Path, rendered: Render
) -> None:
    """One household more: the earlier plan is not counted again. Two asked of both do compare."""
    with spoken("en"):
        scenario = write_office(tmp_path)
        text = scenario.read_text(encoding="utf-8").replace("min_share = 0.4", "min = 1")
        scenario.write_text(text, encoding="utf-8")
        solve(scenario, output=tmp_path / "earlier")
        earlier = EarlierRun.read(tmp_path / "earlier")
        households = scenario.parent / "data" / "households.csv"
        line = households.read_text(encoding="utf-8").splitlines()[-1]
        with households.open("a", encoding="utf-8") as file:
            file.write(line.replace("H10", "H11") + "\n")
        run = solve(scenario, output=tmp_path / "later", overrides=STRICT)
    shown = rendered(*earlier.against(run, verbose=False))
    lines = [" ".join(line.split()) for line in shown.splitlines()]

    assert [line.split()[1] for line in lines if line.startswith("aci-cap ")] == ["–"]
    assert [line.split()[1] for line in lines if line.startswith("aci-engagement ")] == ["0"]
    assert "compared only where a target asks for the same number" in " ".join(lines)


@pytest.fixture
def made(residences: Instance, charging: Charging, pairs: Pairs, plan: Plan) -> Outcome:
    return Outcome(residences, charging, pairs, plan, "optimal", proven=True)


def test_a_plan_is_counted_again_with_its_charges(made: Outcome) -> None:
    found = recounted(made, Attributions.of_plan(made.instance, made.plan))

    assert found is not None
    assert found.tiers == recount(made.instance, made.charging, made.plan).tiers


def test_a_household_that_is_no_more_leaves_nothing_to_count(made: Outcome) -> None:
    earlier = Attributions.of_plan(made.instance, made.plan)
    gone = replace(earlier, vacancy_of={"eve": "rosiers-1"}, charge_of={"eve": ("", "")})

    assert recounted(made, gone) is None
