"""The whole summary of a run, on the two residences of conftest.py."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from repartition.audit.outcome import Outcome
from repartition.audit.recount import recount
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, TierResult
from repartition.domain.scenario import Baseline
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.errors import Fault
from repartition.pipeline import Run
from repartition.report.summary import summary

Render = Callable[..., str]


@pytest.fixture
def run(residences: Instance, charging: Charging, pairs: Pairs, usual: Plan, plan: Plan) -> Run:
    """Return a finished run, every tier of it proven."""
    values = recount(residences, charging, plan).tiers
    return Run(
        scenario_path=Path("scenario.toml"),
        folder=Path("runs/residences"),
        outcome=Outcome(residences, charging, pairs, plan, "optimal", proven=True),
        usual=usual,
        tiers=tuple(TierResult(tier.id, value, value, proven=True) for tier, value in values),
        cautions=(),
        order_cost=None,
        seconds={"read": 0.25, "optimise": 1.5},
    )


def with_scenario(run: Run, **changes: object) -> Run:
    """Return the run as if its scenario said something else."""
    scenario = run.outcome.instance.scenario.model_copy(update=changes)
    instance = replace(run.outcome.instance, scenario=scenario)
    return replace(run, outcome=replace(run.outcome, instance=instance))


def words(text: str) -> str:
    return " ".join(text.split())


def test_each_figure_is_on_the_screen(run: Run, rendered: Render) -> None:
    text = words(rendered(*summary(run)))

    assert text.startswith("Two residences, from January 1, 2014 to December 31, 2014")
    assert "Attributions 3 4" in text
    assert "All households 4 3 4 +1" in text
    assert "aci-cap (soft 1) 1/1 0/1" in text
    assert "legal minimum surface (surface) 0 0 0 0" in text
    assert "house most attributions 4 4 yes" in text
    assert "solver's word" in text
    for absent in ("SYNTHETIC", "published", "Warnings", "Time spent", "Order of the objectives"):
        assert absent not in text


def test_synthetic_data_are_labelled(run: Run, rendered: Render) -> None:
    assert "SYNTHETIC DATA" in rendered(*summary(with_scenario(run, synthetic=True)))


def test_what_was_published_stands_beside_with_its_source(run: Run, rendered: Render) -> None:
    baseline = Baseline(
        attributions=3700, aci_attributions=1000, aci_outside_fragile=540, source="Fiche 2.2.1"
    )

    text = words(rendered(*summary(with_scenario(run, baseline=baseline))))

    assert "Attributions 3,700 3 4" in text
    assert "Published figures: Fiche 2.2.1." in text


def test_a_scenario_without_targets_has_no_table_of_them(run: Run, rendered: Render) -> None:
    tiers = tuple(tier for tier in run.tiers if not tier.tier.startswith("soft"))
    bare = with_scenario(replace(run, tiers=tiers), quotas=())

    text = rendered(*summary(bare, verbose=True))

    assert "slack" not in text


def test_an_unfinished_proof_is_said(run: Run, rendered: Render) -> None:
    *proven, last = run.tiers
    stopped = replace(
        run,
        outcome=replace(run.outcome, proven=False),
        tiers=(*proven, replace(last, proven=False)),
    )

    text = words(rendered(*summary(stopped)))

    assert "1 objective is not proven." in text
    assert "a better one may exist" in text


def test_an_order_that_costs_homes_is_warned_of_with_their_number(
    run: Run, rendered: Render
) -> None:
    text = words(rendered(*summary(replace(run, order_cost=12))))

    assert "puts a target above access to housing. That order costs 12 homes" in text


def test_an_order_that_costs_nothing_is_warned_of_too(run: Run, rendered: Render) -> None:
    text = words(rendered(*summary(replace(run, order_cost=0))))

    assert "puts a target above access to housing. With these data that costs no home" in text
    assert "0 homes" not in text


def test_usual_practice_shows_no_bound(run: Run, rendered: Render) -> None:
    tiers = tuple(replace(tier, bound=None, proven=False) for tier in run.tiers)

    text = words(rendered(*summary(replace(run, tiers=tiers))))

    assert "house most attributions 4 – no" in text


def test_why_a_group_loses_is_said_under_the_table(run: Run, usual: Plan, rendered: Render) -> None:
    """The plan and usual practice changed about, the family of five loses its dwelling."""
    lost = replace(run, usual=run.outcome.plan, outcome=replace(run.outcome, plan=usual))
    values = recount(run.outcome.instance, run.outcome.charging, usual).tiers
    tiers = tuple(TierResult(tier.id, value, value, proven=True) for tier, value in values)

    text = words(rendered(*summary(replace(lost, tiers=tiers))))

    assert (
        "Families of 5 and more: 1 left without; 3 dwellings that would each suit one of them"
        in text
    )


def test_warnings_are_shown_the_first_ten_unless_all_are_asked_for(
    run: Run, rendered: Render
) -> None:
    cautions = tuple(Fault("is odd", file=f"table-{place:02}.csv") for place in range(12))
    warned = replace(run, cautions=cautions)

    short, whole = (rendered(*summary(warned, verbose=verbose)) for verbose in (False, True))

    assert "table-09.csv: is odd" in short
    assert "table-10.csv" not in short
    assert "2 more warnings" in short
    assert "table-11.csv" in whole
    assert "more warnings" not in whole


def test_every_warning_on_a_household_of_the_plan_is_shown(run: Run, rendered: Render) -> None:
    cautions = tuple(Fault(f"proposed in spite {number}") for number in range(12))
    warned = replace(run, cautions=(*cautions, Fault("the last")), cautions_on_proposals=12)

    text = words(rendered(*summary(warned)))
    assert "proposed in spite 11" in text
    assert "1 more warning" in text


def test_the_time_each_phase_took_is_shown_when_asked_for(run: Run, rendered: Render) -> None:
    text = words(rendered(*summary(run, verbose=True)))

    assert "reading 0.3" in text
    assert "optimising 1.5" in text
