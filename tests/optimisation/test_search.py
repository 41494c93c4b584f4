"""The loop over the tiers: targets that come down, plans in hand when stopped, forced pairs."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from tests.factories import Row, commune, household, instance, programme, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import (
    EveryPlan,
    every_plan,
    homes,
    program_of,
    solve,
    values,
)

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.domain.tiers import tiers_of
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.errors import InfeasibleError, UnfinishedError
from repartition.optimisation import most_attributions, optimum, search
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.integers import NoWholePlanError
from repartition.optimisation.master import RelaxationError
from repartition.optimisation.program import build_program
from repartition.optimisation.progress import Progress
from repartition.optimisation.search import Search
from repartition.usual_practice import attribute_in_turn

HOUSE = {"id": "house", "maximise": "attributions"}
POINTS = {"id": "points", "maximise": "points"}


def triangles(number: int, *objectives: Row, level: int | None = None, least: int = 0) -> Instance:
    """Return ``number`` triples of households of which any two count together, once at most.

    The quotas are of ``level``; ``least`` attributions are made in every case. In each triple half
    of each household would respect all three quotas: the relaxation gives 1.5 attributions where a
    plan has 1.
    """
    names = [f"{letter}{i}" for i in range(number) for letter in "abc"]
    quotas = [
        {"id": f"{one}{two}-{i}", "who": {"household": [f"{one}{i}", f"{two}{i}"]}, "max": 1}
        | ({} if level is None else {"soft": level})
        for i in range(number)
        for one, two in ("ab", "bc", "ac")
    ]
    quotas.append({"id": "least", "min": least})
    return instance(
        households=[household(name, points=1 + len(names)) for name in names],
        vacancies=[vacancy(f"v{i}") for i in range(len(names))],
        scenario={"quotas": quotas, "objectives": [HOUSE, *objectives]},
    )


@pytest.mark.parametrize(("number", "relaxed"), [(1, 1), (2, 3), (4, 6), (7, 10)])
def test_a_target_no_plan_reaches_comes_down_to_what_one_does(number: int, relaxed: int) -> None:
    """``number`` × 1.5, rounded down, is what prices prove; ``number`` is what there is."""
    case = triangles(number)
    run = Search(program_of(case), Clock(), None)
    run.run()
    house = run.steps[1]
    assert house.bound.whole == relaxed
    assert house.target == number
    solution = solve(case)
    assert solution.finished
    assert values(solution)["house"] == number


def test_the_tiers_after_a_target_that_came_down_are_settled_again() -> None:
    """Two homes of 7 points each; of each triple, the household with the smallest number."""
    case = triangles(2, POINTS)
    households = case.households.table.identifiers()
    lucky = [
        min(
            n
            for name, n in zip(households, case.households.lottery.tolist(), strict=True)
            if i in name
        )
        for i in "01"
    ]
    assert values(solve(case)) == {
        "hard": 0,
        "house": 2,
        "points": 14,
        "seniority": 0,
        "lottery": sum(lucky),
    }


def test_a_level_that_only_fractions_could_meet_is_missed_by_what_a_plan_misses() -> None:
    """Half of everybody makes three homes and no miss; three whole homes miss one row by 1."""
    case = triangles(2, level=1, least=3)
    assert values(solve(case)) == every_plan(case).best()
    assert values(solve(case))["soft-1"] == 1


def test_a_relaxation_that_fails_after_a_target_too_high_lowers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A face on which nothing is left tells that a target was too high; the answer is the same."""
    case = triangles(2, POINTS)
    expected = values(solve(case))
    solved = search.solve_relaxation
    failures = []

    def fail_once_points_are_asked(market: Any, **given: Any) -> Any:
        if market.objective.tier.id == "points" and not failures:
            failures.append(market)
            raise RelaxationError
        return solved(market, **given)

    monkeypatch.setattr(search, "solve_relaxation", fail_once_points_are_asked)
    assert values(solve(case)) == expected
    assert failures


@pytest.mark.parametrize("seed", range(12))
def test_where_every_relaxation_fails_the_answer_is_found_in_integers(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The linear solver gives speed; without it the optimum is the same."""

    def fail(*_given: Any, **_named: Any) -> None:
        raise RelaxationError

    case = draw(seed, largest=4)
    best = every_plan(case).best()
    monkeypatch.setattr(search, "solve_relaxation", fail)
    if best["hard"] > 0:
        with pytest.raises(InfeasibleError):
            solve(case)
    else:
        assert values(solve(case)) == best


def look_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find no plan until the end, as on an instance that is large and has very many rules."""
    monkeypatch.setattr(search, "neighbourhoods", lambda *_given: iter(()))
    monkeypatch.setattr(search, "_FEW_COLUMNS", -1)


@pytest.mark.parametrize("seed", range(12))
def test_where_no_plan_is_found_near_the_relaxation_the_optimum_is_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound is then taken at its word, and comes down at the end where it was too high."""
    case = draw(seed, largest=4)
    best = every_plan(case).best()
    look_nowhere(monkeypatch)
    if best["hard"] > 0:
        with pytest.raises(InfeasibleError):
            solve(case)
    else:
        assert values(solve(case)) == best


@pytest.mark.parametrize("number", [2, 4])
def test_what_is_too_large_to_decide_waits_for_the_tiers_to_come(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = triangles(number, POINTS)
    best = values(solve(case))
    look_nowhere(monkeypatch)
    assert values(solve(case)) == best


def test_only_a_search_with_a_plan_has_one() -> None:
    run = Search(program_of(triangles(1)), Clock(), None)
    assert not run.has_plan()
    with pytest.raises(LookupError):
        run.best_plan()


def test_many_tenants_may_all_stay_where_a_hard_minimum_makes_somebody_move() -> None:
    """Twenty tenants of homes that fifty others want, three free dwellings for all the tenants.

    Three tenants move and three of the others take their homes: six attributions.
    """
    tenants = [household(f"t{i:02}", communes=["luynes"]) for i in range(20)]
    waiting = [household(f"w{i:02}", communes=["tours"]) for i in range(50)]
    case = instance(
        households=tenants + waiting,
        vacancies=[
            *(vacancy(f"home-{i:02}", freed_by=f"t{i:02}") for i in range(20)),
            *(vacancy(f"free-{i}", programme="new") for i in range(3)),
        ],
        programmes=[programme(), programme("new", commune="luynes")],
        communes=[commune("luynes"), commune("tours")],
        scenario={"quotas": [{"id": "some", "min": 1}], "objectives": [HOUSE]},
    )
    assert values(solve(case))["house"] == 6


# --- stopped before the end


def usual(case: Instance) -> Plan:
    charging = resolve_charging(case)
    return attribute_in_turn(case, charging, find_pairs(case, charging))


@pytest.fixture
def _out_of_time_once_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search without time have its programme all the same."""
    build = optimum.build_program
    monkeypatch.setattr(optimum, "build_program", lambda *given, **_clock: build(*given))


def test_without_time_to_build_the_programme_nothing_is_returned() -> None:
    case = triangles(1)
    with pytest.raises(UnfinishedError, match="Let it run longer"):
        solve(case, time_limit=0.0, fallback=usual(case))


def test_ctrl_c_while_the_programme_is_built_is_the_end_of_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(optimum, "build_program", stop)
    with pytest.raises(UnfinishedError):
        solve(triangles(1))


def test_a_programme_takes_no_more_than_its_time() -> None:
    """The first look is before anything is made; each objective is another."""
    case = triangles(1)
    charging = resolve_charging(case)
    pairs = find_pairs(case, charging)
    tiers = tiers_of(case)
    looks = 0

    class Looking(Clock):
        def check(self) -> None:
            nonlocal looks
            looks += 1
            if looks == len(tiers):
                raise OutOfTime

    with pytest.raises(OutOfTime):
        build_program(case, charging, pairs, tiers, clock=Looking())
    assert looks == len(tiers)


def test_without_time_and_without_a_plan_nothing_is_returned() -> None:
    for limit in (0.0, 1e-9):
        with pytest.raises(UnfinishedError):
            solve(triangles(1, least=1), time_limit=limit)


@pytest.mark.usefixtures("_out_of_time_once_built")
def test_without_time_nobody_moves_where_no_rule_wants_anyone_to() -> None:
    solution = solve(triangles(1), time_limit=0.0)
    assert len(solution.plan) == 0
    assert solution.tiers[0].proven
    assert not solution.finished


@pytest.mark.usefixtures("_out_of_time_once_built")
def test_without_time_the_plan_in_hand_is_returned_unproven() -> None:
    """Usual practice houses the first of the triple: its tiers and what none can exceed."""
    case = triangles(1)
    fallback = usual(case)
    assert len(fallback) == 1
    solution = solve(case, time_limit=0.0, fallback=fallback)
    assert homes(case, solution.plan) == homes(case, fallback)
    tiers = {tier.tier: tier for tier in solution.tiers}
    # Nobody can exceed three attributions in three dwellings; each is worth 4 points at most.
    assert (tiers["house"].value, tiers["house"].bound, tiers["house"].proven) == (1, 3, False)
    assert not solution.finished


def test_a_plan_in_hand_that_misses_a_hard_rule_is_no_plan() -> None:
    """Usual practice looks at no minimum: it gives the only dwelling to the one with points."""
    quota = {"id": "aci", "who": {"aci": True}, "min": 1}
    case = instance(
        households=[household("aci", aci=True), household("rich", points=9)],
        vacancies=[vacancy("v")],
        scenario={"quotas": [quota]},
    )
    fallback = usual(case)
    assert homes(case, fallback) == {"rich": "v"}
    with pytest.raises(UnfinishedError):
        solve(case, time_limit=0.0, fallback=fallback)
    assert homes(case, solve(case, fallback=fallback).plan) == {"aci": "v"}


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_in_hand_changes_nothing_of_the_optimum(seed: int) -> None:
    case = draw(seed, largest=3)
    best = every_plan(case).best()
    if best["hard"] == 0:
        assert values(solve(case, fallback=usual(case))) == best


def check_what_is_claimed(case: Instance, plans: EveryPlan, solution: Any) -> None:
    """Check that what is proven is best, and every bound on the better side of it."""
    best = plans.best()
    signs = plans.signs
    feasible = [value == 0 for value in plans.tiers["hard"]]
    proven = True
    for tier in solution.tiers:
        sign = signs[tier.tier]
        if tier.proven:
            assert proven, "a tier is only proven after those above it"
            assert tier.value == tier.bound == best[tier.tier]
        assert sign * tier.bound >= sign * tier.value
        if proven:
            assert sign * tier.bound >= sign * best[tier.tier]
        else:
            every = [sign * v for v, ok in zip(plans.tiers[tier.tier], feasible, strict=True) if ok]
            assert sign * tier.bound >= max(every)
        proven = tier.proven
    assert solution.tiers[0].value == 0


@pytest.mark.parametrize("seed", range(25))
def test_stopped_at_any_tier_the_best_plan_so_far_claims_no_more_than_is_true(seed: int) -> None:
    """As Ctrl-C does, between the tiers; also with the plan of usual practice in hand."""
    case = draw(seed, largest=3)
    plans = every_plan(case)
    if plans.best()["hard"] > 0:
        return
    for last in range(1, len(plans.tiers) + 1):

        def stop(progress: Progress, last: int = last) -> None:
            if progress.place == last:
                raise KeyboardInterrupt

        for fallback in (None, usual(case)):
            try:
                solution = solve(case, progress=stop, fallback=fallback)
            except UnfinishedError:
                assert last == 1
            else:
                check_what_is_claimed(case, plans, solution)


def test_stopped_where_a_target_is_too_high_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four triples: 4 homes in hand, 6 promised. The tier is open, and so are those after it."""

    def stop(progress: Progress) -> None:
        if progress.tier == "lottery":
            raise KeyboardInterrupt

    look_nowhere(monkeypatch)
    case = triangles(4)
    solution = solve(case, progress=stop, fallback=usual(case))
    tiers = {tier.tier: tier for tier in solution.tiers}
    assert (tiers["house"].value, tiers["house"].bound, tiers["house"].proven) == (4, 6, False)
    assert not tiers["seniority"].proven
    assert not tiers["lottery"].proven


def test_the_plan_at_which_time_stopped_cp_sat_is_not_called_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two triples nobody but CP-SAT can say that 2 homes, and not 3, are the most there are."""
    answered = search.best_whole_plan

    def stopped(program: Any, question: Any, **given: Any) -> Any:
        found = answered(program, question, **given)
        is_open = question.at_least is None and found is not None
        return replace(found, is_best=False) if is_open else found

    monkeypatch.setattr(search, "best_whole_plan", stopped)
    case = triangles(2)
    tiers = {tier.tier: tier for tier in solve(case, fallback=usual(case)).tiers}
    assert (tiers["house"].value, tiers["house"].bound, tiers["house"].proven) == (2, 3, False)


def test_without_time_nobody_says_how_many_attributions_there_could_be() -> None:
    case = triangles(2)
    charging = resolve_charging(case)
    pairs = find_pairs(case, charging)
    assert most_attributions(case, charging, pairs, time_limit=0.0) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_equal_plans_the_nearest_is_returned(order: tuple[int, ...]) -> None:
    """Who lives where among three alike dwellings changes no objective."""
    case = instance(
        households=[household(f"h{i}") for i in range(3)],
        vacancies=[vacancy(f"v{i}") for i in range(3)],
        scenario={"objectives": [HOUSE]},
    )
    nobody = np.full(3, len(case.contingents.table))
    near = Plan.of(np.arange(3), np.array(order), nobody, np.full(3, NO_ROW))
    found = solve(case, near=near)
    assert homes(case, found.plan) == homes(case, near)
    assert [tier.tier for tier in found.tiers] == ["hard", "house", "seniority", "lottery"]


def test_the_search_says_which_tier_it_settles_and_what_is_known_of_it() -> None:
    """Usual practice houses one of the three; no plan houses more, of which prices prove 1.5."""
    heard: list[Progress] = []
    case = triangles(1)
    solve(case, progress=heard.append, fallback=usual(case))
    tiers = [(said.tier, said.place, said.of) for said in heard]
    assert list(dict.fromkeys(tiers)) == [
        ("hard", 1, 4),
        ("house", 2, 4),
        ("seniority", 3, 4),
        ("lottery", 4, 4),
    ]
    house = [said for said in heard if said.tier == "house"]
    assert (house[0].value, house[0].bound, house[0].gap) == (1, None, None)
    assert (house[-1].value, house[-1].bound, house[-1].gap) == (1, 1, 0)
    assert 0 < house[-1].priced <= heard[-1].priced


# --- how many at most


@pytest.mark.parametrize("seed", range(40))
def test_the_most_attributions_are_those_of_the_largest_plan_that_meets_every_hard_rule(
    seed: int,
) -> None:
    case = draw(seed, largest=3)
    plans = every_plan(case)
    sizes = plans.taken.sum(axis=1)[[value == 0 for value in plans.tiers["hard"]]]
    if len(sizes):
        charging = resolve_charging(case)
        assert most_attributions(case, charging, find_pairs(case, charging)) == sizes.max()


def test_a_face_without_a_whole_plan_is_never_taken_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The integer solver's "there is none" where a plan is in hand is a fault, and is raised."""

    def none(*_given: Any, **_named: Any) -> None:
        raise NoWholePlanError

    monkeypatch.setattr(search, "best_whole_plan", none)
    with pytest.raises(NoWholePlanError):
        solve(triangles(2))
