"""What another plan costs, held against every plan there is."""

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.explanation.conftest import SCENARIOS, RunOf, view_of
from tests.factories import household, instance, vacancy
from tests.oracle import enumeration
from tests.oracle.counting import Problem
from tests.oracle.instances import Size, seeded
from tests.oracle.program import problem_of
from tests.oracle.writing import Hand, write_case

from repartition.audit.outcome import Standing
from repartition.audit.reading import read_run
from repartition.audit.recount import recount
from repartition.errors import InfeasibleError
from repartition.explanation import PlanView
from repartition.explanation.facts.alternatives import Alternative, with_pair_given, without_pair
from repartition.explanation.wording.alternatives import alternative_section
from repartition.explanation.wording.lexicon import Lexicon
from repartition.pipeline import solve

HOUSE = {"objectives": [{"id": "house", "maximise": "attributions"}]}
SMALL = Size(households=4, vacancies=4, programmes=3, communes=2, contingents=3, exact=True)
SEEDS = range(24)
"""Some of these cases have no plan at all, and some only few eligible pairs."""


def best_with(scenario: Path, household: str, vacancy: str) -> Mapping[str, Fraction] | None:
    """Return the values of the best of all plans that give a household a dwelling."""
    problem = problem_of(scenario)
    mine = [a for a in problem.attributions[household] if a.vacancy == vacancy]
    for other, attributions in problem.attributions.items():
        problem.attributions[other] = [a for a in attributions if a.vacancy != vacancy]
    problem.attributions[household] = mine
    fixed = problem.decided.fixed | {(household, vacancy)}
    problem.decided = problem.decided._replace(fixed=fixed)
    return values(problem)


def best_without(scenario: Path, household: str, vacancy: str) -> Mapping[str, Fraction] | None:
    """Return the values of the best of all plans that do not give it that dwelling."""
    problem = problem_of(scenario)
    problem.attributions[household] = [
        a for a in problem.attributions[household] if a.vacancy != vacancy
    ]
    return values(problem)


def values(problem: Problem) -> Mapping[str, Fraction] | None:
    best = enumeration.best_plan(problem)
    return best and best.values


def reached(view: PlanView, found: Alternative) -> Mapping[str, Fraction] | None:
    """Return the value of each tier in the alternative: the run's, unless it changes."""
    if not found.possible:
        return None
    before = recount(view.instance, view.outcome.charging, view.plan).tiers
    return {tier.id: value for tier, value in before} | {c.tier: c.after for c in found.tiers}


def check_every_pair(view: PlanView, scenario: Path) -> int:
    """Hold every eligible pair against every plan there is, and return how many there were."""
    pairs = view.outcome.pairs
    settled = set(view.instance.decisions.fixed_household.tolist())
    checked = 0
    for row, dwelling in zip(pairs.household.tolist(), pairs.vacancy.tolist(), strict=True):
        if row in settled:
            continue
        names = view.names.household[row], view.names.vacancy[dwelling]
        if view.vacancy_of[row] == dwelling:
            found, expected = without_pair(view, row, dwelling), best_without(scenario, *names)
        else:
            found, expected = with_pair_given(view, row, dwelling), best_with(scenario, *names)
        assert reached(view, found) == expected, names
        checked += 1
    return checked


def test_in_the_tiny_case_every_forced_plan_is_the_best_of_its_kind(run_of: RunOf) -> None:
    """18 eligible pairs, 4 of them in the plan (docs/tiny.md)."""
    view = PlanView.of(read_run(run_of("tiny")).outcome)
    assert check_every_pair(view, SCENARIOS / "tiny" / "scenario.toml") == 18


@pytest.mark.parametrize("seed", SEEDS)
def test_in_any_small_case_every_forced_plan_is_the_best_of_its_kind(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scenario = write_case(seeded(seed, SMALL), Path(folder) / "case", Hand())
        try:
            run = solve(scenario, output=Path(folder) / "run")
        except InfeasibleError:
            assert values(problem_of(scenario)) is None
            return
        check_every_pair(PlanView.of(run.outcome), scenario)


def test_who_is_forced_into_a_dwelling_leaves_the_one_its_move_frees() -> None:
    """M would rather stay (−100 points); forced into v1, it frees v2 for a: −100 + 5 = −95."""
    view = view_of(
        instance(
            households=[household("a", points=5), household("m", points=-100)],
            vacancies=[vacancy("v1"), vacancy("v2", freed_by="m")],
            scenario={"objectives": [{"id": "points", "maximise": "points"}]},
        )
    )
    found = with_pair_given(view, 1, 0)

    (points, *_implied) = found.tiers
    assert (points.tier, points.before, points.after) == ("points", 5, -95)
    assert not points.better
    assert [(move.household, move.after) for move in found.gained] == [("m", "v1")]
    assert [(m.household, m.before, m.after) for m in found.moved] == [("a", "v1", "v2")]
    assert found.share_changed == 1


def test_a_forced_pair_no_hard_rule_survives_names_the_rule() -> None:
    """At least one ACI household: with the only dwelling given to a there would be none."""
    view = view_of(
        instance(
            households=[household("a"), household("d", aci=True)],
            vacancies=[vacancy("v")],
            scenario={"quotas": [{"id": "aci", "who": {"aci": True}, "min": 1}]},
        )
    )
    found = with_pair_given(view, 0, 0)

    assert not found.possible
    assert [missed.row for missed in found.missed] == ["aci"]
    section = alternative_section(Lexicon.of(view.instance), found, vacancy="v")
    assert section.items == ("aci: at least 1 → 0 (1 missing).",)


def test_a_dwelling_whose_tenant_has_nowhere_to_go_cannot_be_given() -> None:
    """Only v1 is there for m, and a is forced into what m would leave; b keeps v1 for itself."""
    view = view_of(
        instance(
            households=[household("a"), household("m", active=False)],
            vacancies=[vacancy("v", freed_by="m")],
        )
    )
    found = with_pair_given(view, 0, 0)

    assert [missed.row for missed in found.missed] == ["freed:v"]


def test_when_only_the_draw_differs_the_answer_says_that_nothing_is_lost() -> None:
    view = view_of(
        instance(
            households=[household("a"), household("b")], vacancies=[vacancy("v")], scenario=HOUSE
        )
    )
    holder = int(view.household_of[0])
    assert holder in {0, 1}

    section = alternative_section(
        Lexicon.of(view.instance), without_pair(view, holder, 0), vacancy="v"
    )

    assert "No objective would change: only the public draw tells the two plans apart." in (
        section.sentences
    )


def test_the_targets_a_forced_plan_bends_are_shown_with_their_arithmetic(run_of: RunOf) -> None:
    """H1 in A1 (docs/tiny.md): A2 then goes to an ACI household too, so 2 of A's 2 are ACI."""
    view = PlanView.of(read_run(run_of("tiny")).outcome)
    row, dwelling = view.names.household.index("H1"), view.names.vacancy.index("A1")

    found = with_pair_given(view, row, dwelling)

    assert found.tiers[0].tier == "aci-caps"
    assert (found.tiers[0].before, found.tiers[0].after) == (0, 1)
    (target,) = found.targets
    assert (target.row, target.group, target.count, target.of) == (
        "aci-cap-fragile",
        "A",
        (1, 2),
        (2, 2),
    )
    assert np.isclose(float(found.share_changed), 0.75)


def test_two_plans_equal_down_to_the_draw_are_said_to_be_equal() -> None:
    """One household, two dwellings alike: nothing but the order of the program chose."""
    case = instance(
        households=[household("a")], vacancies=[vacancy("v"), vacancy("w")], scenario=HOUSE
    )
    view = view_of(case)
    found = without_pair(view, 0, int(view.vacancy_of[0]))

    assert (found.tiers, found.gained, found.lost) == ((), (), ())
    (said,) = [
        sentence
        for sentence in alternative_section(Lexicon.of(view.instance), found, vacancy="v").sentences
        if "No objective would change" in sentence
    ]
    assert "the two plans are equal, and only the fixed order of the program chose" in said
    assert "tells the two plans apart" not in said


@pytest.mark.parametrize("standing", list(Standing))
def test_a_better_plan_refutes_a_run_that_says_there_is_none(standing: Standing) -> None:
    """The plan houses nobody, and to give the dwelling houses one."""
    case = instance(households=[household("a")], vacancies=[vacancy("v")], scenario=HOUSE)
    view = view_of(case, plan={})
    found = with_pair_given(view, 0, 0)
    assert found.tiers[0].better

    sentences = alternative_section(
        Lexicon.of(view.instance), found, vacancy="v", standing=standing
    ).sentences
    refuted = [sentence for sentence in sentences if "this plan refutes it" in sentence]
    assert len(refuted) == (standing is Standing.PROVEN)


def test_a_plan_that_is_no_better_refutes_nothing() -> None:
    view = view_of(instance(households=[household("a")], vacancies=[vacancy("v")], scenario=HOUSE))
    sentences = alternative_section(
        Lexicon.of(view.instance), without_pair(view, 0, 0), vacancy="v", standing=Standing.PROVEN
    ).sentences
    assert not [sentence for sentence in sentences if "refutes" in sentence]
