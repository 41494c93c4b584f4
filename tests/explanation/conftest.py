"""Runs of the small scenarios, made once, and cases of instances made by hand."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.eligibility.law import USUAL_GRID
from tests.factories import commune, contingent, household, instance, programme, vacancy

from repartition.audit.outcome import Outcome
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.explanation import (
    Answer,
    Lexicon,
    PlanView,
    household_facts,
    pair_facts,
    vacancy_facts,
)
from repartition.language import spoken
from repartition.optimisation import optimise
from repartition.pipeline import solve
from repartition.usual_practice import attribute_in_turn

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RunOf = Callable[..., Path]


@pytest.fixture(scope="session")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> RunOf:
    """Return what solves a scenario once and gives its run folder."""
    folder = tmp_path_factory.mktemp("explained")
    made: dict[tuple[str, Policy], Path] = {}

    def run(name: str, policy: Policy = "optimal") -> Path:
        if (name, policy) not in made:
            scenario = SCENARIOS / name / "scenario.toml"
            with spoken("en"):
                target = folder / f"{name}-{policy}"
                made[name, policy] = solve(scenario, output=target, policy=policy).folder
        return made[name, policy]

    return run


def view_of(
    instance: Instance, plan: Mapping[str, str] | None = None, *, policy: Policy = "optimal"
) -> PlanView:
    """Return the case of an instance: ``plan`` gives the vacancy of each household.

    Each is charged in the first way open. Without a plan, it is the optimum, or usual practice.
    """
    charging = resolve_charging(instance)
    pairs = find_pairs(instance, charging)
    if plan is None and policy == "optimal":
        found = optimise(instance, charging, pairs).plan
    elif plan is None:
        found = attribute_in_turn(instance, charging, pairs)
    else:
        households = instance.households.table.identifiers()
        vacancies = instance.vacancies.table.identifiers()
        rows = [(households.index(h), vacancies.index(v)) for h, v in plan.items()]
        ways = [charging.ways(*row)[0] for row in rows]
        household, vacancy = np.array(rows, np.int32).reshape(-1, 2).T
        contingent = charging.way_contingent[ways] if ways else household
        found = Plan.of(household, vacancy, contingent, charging.way_transfer[ways])
    proven = policy == "optimal"
    return PlanView.of(Outcome(instance, charging, pairs, found, policy, proven))


def about_household(view: PlanView, household: str) -> Answer:
    """Return the answer about a household."""
    row = view.names.household.index(household)
    return Answer(Lexicon.of(view.instance), household_facts(view, row))


def about_vacancy(view: PlanView, vacancy: str) -> Answer:
    """Return the answer about a dwelling."""
    row = view.names.vacancy.index(vacancy)
    return Answer(Lexicon.of(view.instance), vacancy_facts(view, row))


def about_pair(view: PlanView, household: str, vacancy: str) -> Answer:
    """Return the answer about both."""
    rows = view.names.household.index(household), view.names.vacancy.index(vacancy)
    return Answer(Lexicon.of(view.instance), pair_facts(view, *rows))


def several() -> PlanView:
    """Return one single person and six dwellings, of which v0 alone is open.

    v1 is a T4; v2 is in Joué, which is not asked for; v3 is both; v4 is the préfet's; v5 comes
    free after the period.
    """
    return view_of(
        instance(
            households=[household("h", communes=["tours"])],
            vacancies=[
                vacancy("v0"),
                vacancy("v1", typology="T4"),
                vacancy("v2", programme="ailleurs"),
                vacancy("v3", typology="T4", programme="ailleurs"),
                vacancy("v4", contingent="prefet"),
                vacancy("v5", available_on=date(2015, 2, 1)),
            ],
            communes=[commune("tours"), commune("joue", name="Joué")],
            programmes=[programme("residence"), programme("ailleurs", commune="joue")],
            contingents=[contingent("prefet", "etat_prioritaires")],
            grid=USUAL_GRID,
        ),
        plan={},
    )
