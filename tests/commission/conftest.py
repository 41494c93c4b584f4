"""Sessions made by hand, and those of the small scenarios, solved once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.explanation.conftest import view_of
from tests.factories import instance

from repartition.commission.session.candidacy import Desk
from repartition.commission.session.facts import DwellingFacts, SessionFacts, dwelling_facts
from repartition.commission.session.making import SessionRequest, read_session
from repartition.domain.instance import SpokenDecision
from repartition.explanation import PlanView
from repartition.language import spoken
from repartition.pipeline import reopen, solve

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FIRST, LAST = date(2014, 3, 1), date(2014, 3, 31)


def case(plan: Mapping[str, str], **rows: Any) -> PlanView:
    """Return a plan by hand: ``plan`` gives the vacancy of each household."""
    return view_of(instance(**rows), plan=plan)


def spoken_of(view: PlanView, *spoken_decisions: tuple[str, str, str, int | None]) -> PlanView:
    """Return a case with decisions in words: household, vacancy, decision, rank."""
    names = view.names
    told = tuple(
        SpokenDecision(names.household.index(h), names.vacancy.index(v), decision, rank)
        for h, v, decision, rank in spoken_decisions
    )
    decisions = replace(view.instance.decisions, spoken=told)
    outcome = replace(view.outcome, instance=replace(view.instance, decisions=decisions))
    return PlanView.of(outcome)


def facts_of(view: PlanView, vacancy: str) -> DwellingFacts:
    """Return what the page of one dwelling shows."""
    return dwelling_facts(Desk.of(view), view.names.vacancy.index(vacancy))


def line_of(view: PlanView, vacancy: str) -> list[str]:
    """Return everybody who is next for a dwelling, in order."""
    facts = facts_of(view, vacancy)
    return [*(each.profile.household for each in facts.successors), *facts.line]


SessionOf = Callable[..., SessionFacts]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what solves a scenario once and gives its run folder; not to be changed."""
    made: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("sessions")

    def solved(name: str) -> Path:
        if name not in made:
            with spoken("en"):
                scenario = SCENARIOS / name / "scenario.toml"
                made[name] = solve(scenario, output=folder / name).folder
        return made[name]

    return solved


@pytest.fixture(scope="session")
def session_of(run_folder: Callable[[str], Path]) -> SessionOf:
    """Return what reads the session of a landlord in March 2014 once."""
    made: dict[tuple[str, str], SessionFacts] = {}

    def read(name: str, bailleur: str) -> SessionFacts:
        key = (name, bailleur)
        if key not in made:
            with spoken("en"):
                run = reopen(run_folder(name))
                request = SessionRequest(run_folder(name), bailleur, FIRST, LAST)
                made[key] = read_session(run, request)
        return made[key]

    return read
