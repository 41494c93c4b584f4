"""No plan is announced on one solver's word alone."""

import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import odd_cycles

from repartition.domain.instance import Instance
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.errors import InfeasibleError, UnfinishedError
from repartition.optimisation import optimise
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.face import Face
from repartition.optimisation.program import build_program
from repartition.optimisation.second_opinion import finds_hard_shortfall


def one_attribution_of_which_half_aci(*, most: int = 1) -> Instance:
    """Exactly ``most`` attributions, exactly half of them ACI: for one, half a household."""
    return instance(
        households=[household("ada", aci=True), household("bob"), household("cem", aci=True)],
        vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3")],
        scenario={
            "quotas": [
                {"id": "so-many", "min": most, "max": most},
                {"id": "half", "who": {"aci": True}, "min_share": 0.5, "max_share": 0.5},
            ]
        },
    )


def answer(case: Instance) -> bool:
    charging = resolve_charging(case)
    program = build_program(case, charging, find_pairs(case, charging), tiers_of(case))
    face = Face.whole(program)
    return finds_hard_shortfall(program, face, face.columns, clock=Clock())


def test_half_a_household_is_no_plan_though_fractions_allow_it() -> None:
    """For n = 0.5 · 1 the relaxation houses half of ada; no whole plan does."""
    assert answer(one_attribution_of_which_half_aci())


def test_one_of_two_is_a_plan() -> None:
    """Where n = 0.5 · 2 = 1: ada and bob."""
    assert not answer(one_attribution_of_which_half_aci(most=2))


def test_a_shortfall_that_no_exact_bound_shows_is_said_when_both_solvers_find_it() -> None:
    case = odd_cycles(2, 3)
    charging = resolve_charging(case)
    with pytest.raises(InfeasibleError):
        optimise(case, charging, find_pairs(case, charging))


def test_time_that_runs_out_while_the_second_is_asked_leaves_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not shown by both, it is neither said that there is no plan nor called a failure."""

    def out_of_time(*_given: object, **_named: object) -> bool:
        raise OutOfTime

    monkeypatch.setattr(f"{optimise.__module__}.finds_hard_shortfall", out_of_time)
    case = odd_cycles(2, 3)
    charging = resolve_charging(case)
    with pytest.raises(UnfinishedError):
        optimise(case, charging, find_pairs(case, charging))


def test_where_the_solvers_disagree_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong "nothing is possible" would send an office away: it is a fault of the program."""
    module = optimise.__module__
    monkeypatch.setattr(f"{module}.finds_hard_shortfall", lambda *_given, **_named: False)
    case = odd_cycles(2, 3)
    charging = resolve_charging(case)
    with pytest.raises(AssertionError, match="disagree"):
        optimise(case, charging, find_pairs(case, charging))
