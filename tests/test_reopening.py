"""A run that is shown again is verified first, and needs no solver."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.audit.residences import write_case_run

from repartition.audit.recount import recount
from repartition.errors import UsageError, VerificationError
from repartition.pipeline import reopen
from repartition.usual_practice import attribute_in_turn


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_case_run(tmp_path)


def test_a_sound_run_comes_with_its_values_and_with_usual_practice(run: Path) -> None:
    found = reopen(run)
    outcome = found.outcome

    counted = recount(outcome.instance, outcome.charging, outcome.plan)
    assert [(tier.tier, tier.value) for tier in found.tiers] == [
        (tier.id, value) for tier, value in counted.tiers
    ]
    assert all(tier.proven and tier.bound == tier.value for tier in found.tiers)
    usual = attribute_in_turn(outcome.instance, outcome.charging, outcome.pairs)
    assert found.usual.vacancy.tolist() == usual.vacancy.tolist()
    assert found.usual.household.tolist() == usual.household.tolist()
    # V5 has 8 m²: nobody can live there
    assert any(fault.value == "8" for fault in found.cautions)


def _another_income(run: Path) -> None:
    table = run.parents[1] / "case" / "data" / "households.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("900", "901"), encoding="utf-8")


def _one_attribution_less(run: Path) -> None:
    plan = run / "plan.csv"
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    plan.write_text("".join(lines[:-1]), encoding="utf-8")


def _another_value(run: Path) -> None:
    indicators = run / "indicators.json"
    text = indicators.read_text(encoding="utf-8")
    indicators.write_text(text.replace('"attributions": 3', '"attributions": 4'), encoding="utf-8")


def _no_scenario(run: Path) -> None:
    (run / "scenario.toml").unlink()


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (_another_income, "this input has changed since the run was made"),
        (_one_attribution_less, "recomputed"),
        (_another_value, "recomputed"),
        (_no_scenario, "scenario.toml"),
    ],
)
def test_a_run_that_does_not_hold_is_refused_and_the_reader_told_what_to_do(
    run: Path, tamper: Callable[[Path], None], finding: str
) -> None:
    before = {path: path.read_bytes() for path in sorted(run.parents[1].rglob("*.*"))}
    tamper(run)
    assert before != {path: path.read_bytes() for path in sorted(run.parents[1].rglob("*.*"))}

    with pytest.raises(VerificationError) as caught:
        reopen(run)

    assert finding in str(caught.value)
    assert "make the run again with `repartition solve`" in str(caught.value)


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a run folder"):
        reopen(tmp_path)


def test_a_run_that_moved_with_its_inputs_is_still_sound(run: Path, tmp_path: Path) -> None:
    shutil.copytree(run.parents[1], tmp_path / "moved")

    assert reopen(tmp_path / "moved" / "runs" / "one").verified.attributions
