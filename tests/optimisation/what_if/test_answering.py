"""Answers from prices: the same in every tier as solving afresh, and proven by other code."""

import random
from collections import Counter
from decimal import Decimal

import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw, shares
from tests.optimisation.plans import homes, values
from tests.optimisation.what_if.changes import possible_changes, situation_of, solved

from repartition.audit import Outcome, audit_plan, recount
from repartition.audit.proof import judge
from repartition.domain.instance import Instance
from repartition.errors import InfeasibleError
from repartition.optimisation import Solution, optimise
from repartition.optimisation.what_if import (
    AnotherVacancy,
    Answer,
    Change,
    Give,
    QuotaBound,
    Situation,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
    answer,
    changed,
    matching,
)

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time


def afresh(after: Situation) -> Solution | None:
    """Return the best plan of a situation; None where there is none."""
    try:
        return optimise(after.instance, after.charging, after.pairs)
    except InfeasibleError:
        return None


def check(found: Answer, after: Situation) -> None:
    """Hold an answer against solving afresh; and its proof, if it has one of its own."""
    best = afresh(after)
    assert best is not None
    assert values(found.solution) == values(best)
    if not found.from_prices:
        return
    instance, charging, plan = after.instance, after.charging, found.solution.plan
    assert not list(audit_plan(instance, charging, plan, policy="optimal"))
    tiers = recount(instance, charging, plan).tiers
    outcome = Outcome(instance, charging, after.pairs, plan, "optimal", proven=True)
    assert judge(outcome, tiers, found.solution.certificate).proves(len(tiers))


def check_every_change(case: Instance, seed: int) -> Counter[str]:
    """Hold the answers to many changes of a case against solving afresh; count those by prices."""
    before = situation_of(case)
    if afresh(before) is None:
        return Counter()
    state, found = solved(before), Counter[str]()
    for change, after in possible_changes(before, seed):
        if afresh(after) is None:
            with pytest.raises(InfeasibleError):
                answer(state, change)
            continue
        told = answer(state, change)
        check(told, after)
        found[type(change).__name__] += told.from_prices
    return found


@pytest.mark.parametrize("seed", range(40))
def test_an_answer_is_what_solving_afresh_gives(seed: int) -> None:
    check_every_change(draw(seed, smallest=3, largest=7, soft=bool(seed % 2)), seed)


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_is_what_solving_afresh_gives_where_counts_were_branched_on(seed: int) -> None:
    check_every_change(shares(seed), seed)


def test_most_answers_come_from_prices() -> None:
    """Every kind of change is answered from prices, not by solving again under another name."""
    found = Counter[str]()
    for seed in range(100, 112):
        case = draw(seed, smallest=4, largest=7, soft=True)
        found += check_every_change(case, seed)
    assert found.total() > 113  # 116 of 132, as it was measured
    assert len(found) == len(
        {"Give", "Withhold", "Decide", "WithoutHousehold", "WithoutVacancy"}
        | {"AnotherHousehold", "AnotherVacancy", "QuotaBound"}
    )


# --- a case by hand: three want two homes, and each home has its price


def three_for_two(**scenario: object) -> Situation:
    """Return a situation: 9, 7 and 4 points; ``v1`` is for all, ``v2`` too small for ``b``."""
    return situation_of(
        instance(
            households=[
                household("a", persons=1, points=9),
                household("b", persons=2, points=7),
                household("c", persons=1, points=4),
            ],
            vacancies=[vacancy("v1", surface=30), vacancy("v2", surface=10)],
            scenario={
                "objectives": [
                    {"id": "house", "maximise": "attributions"},
                    {"id": "points", "maximise": "points"},
                ],
                **scenario,
            },
        )
    )


@pytest.mark.parametrize(
    ("change", "plan", "points"),
    [
        (Give(2, 0), {"a": "v2", "c": "v1"}, 13),
        (Give(2, 1), {"a": "v1", "c": "v2"}, 13),
        (Withhold(1, 0), {"a": "v1", "c": "v2"}, 13),
        (Withhold(0, 1), {"a": "v1", "c": "v2"}, 13),
        (WithoutHousehold(0), {"b": "v1", "c": "v2"}, 11),
        (WithoutHousehold(2), {"a": "v2", "b": "v1"}, 16),
        (WithoutVacancy(0), {"a": "v2"}, 9),
        (AnotherVacancy(1, "v3"), {"a": "v2", "b": "v1", "c": "v3"}, 20),
    ],
)
def test_each_change_has_the_best_plan_that_is_left(
    change: Change, plan: dict[str, str], points: int
) -> None:
    before = three_for_two()
    found = answer(solved(before), change)
    assert found.from_prices
    assert values(found.solution)["points"] == points
    after = changed(before, change)
    if not isinstance(change, Withhold | AnotherVacancy):
        assert homes(after.instance, found.solution.plan) == plan
    assert set(homes(after.instance, found.solution.plan)) == set(plan)
    check(found, after)


def test_a_cap_that_is_loosened_lets_another_in() -> None:
    """Two at most, then one: the household with fewer points is the one without."""
    before = three_for_two(quotas=[{"id": "most", "max": 2}])
    change = QuotaBound("most", "max", Decimal(1))
    found = answer(solved(before), change)
    assert values(found.solution)["points"] == 9
    check(found, changed(before, change))


def test_where_no_plan_is_left_it_is_said() -> None:
    before = three_for_two(quotas=[{"id": "b-too", "who": {"household": "b"}, "min": 1}])
    with pytest.raises(InfeasibleError):
        answer(solved(before), Give(0, 0))


def test_of_equal_plans_one_near_the_one_before_is_returned() -> None:
    """Ten alike in ten alike homes: one is given another's home, and eight stay where they are."""
    case = instance(
        households=[household(f"h{i}") for i in range(10)],
        vacancies=[vacancy(f"v{i}") for i in range(10)],
        scenario={"objectives": [{"id": "house", "maximise": "attributions"}]},
    )
    before = situation_of(case)
    state = solved(before)
    was = homes(case, state.program.plan(state.plan))
    other = int(was["h1"].removeprefix("v"))
    found = answer(state, Give(0, other), near=True)
    now = homes(case, found.solution.plan)
    assert found.from_prices
    assert sum(now[name] == was[name] for name in was) == 8


def test_one_near_the_one_before_is_returned_where_it_is_solved_again_too() -> None:
    """One of ``a``, ``b`` and ``c`` at most, eight others; one of these asks no more."""
    names = [*"abc", *(f"h{i}" for i in range(8))]
    pairs = (("a", "b"), ("b", "c"), ("a", "c"))
    case = instance(
        households=[household(name) for name in names],
        vacancies=[vacancy(f"v{i}") for i in range(9)],
        scenario={
            "quotas": [{"id": x + y, "who": {"household": [x, y]}, "max": 1} for x, y in pairs],
            "objectives": [{"id": "house", "maximise": "attributions"}],
        },
    )
    state = solved(situation_of(case))
    was = homes(case, state.program.plan(state.plan))
    found = answer(state, WithoutHousehold(3), near=True)
    now = homes(case, found.solution.plan)
    assert not found.from_prices
    assert sum(now.get(name) == home for name, home in was.items()) == 8


@pytest.mark.parametrize("seed", range(10))
def test_an_answer_is_right_however_few_ends_of_paths_are_looked_at_together(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever had a home moves on to another, and so on: the way that ends well may come last."""
    monkeypatch.setitem(matching._LOOKED_AT_ONCE, "household", 1)
    monkeypatch.setitem(matching._LOOKED_AT_ONCE, "vacancy", 1)
    r = random.Random(seed)
    people = [household(f"h{i}", points=r.randrange(9)) for i in range(5)]
    dwellings = [vacancy(f"v{i}", surface=r.randrange(20, 60)) for i in range(5)]
    case = instance(
        households=people,
        vacancies=dwellings,
        forbidden=[(f"h{h}", f"v{v}") for h in range(5) for v in range(5) if r.random() < 0.35],
        scenario={
            "objectives": [
                {"id": "points", "maximise": "points"},
                {"id": "large", "maximise": "surface"},
            ]
        },
    )
    before = situation_of(case)
    state = solved(before)
    for gone in range(5):
        found = answer(state, WithoutVacancy(gone))
        check(found, changed(before, WithoutVacancy(gone)))


def test_a_plan_whose_prices_leave_a_gap_is_solved_again() -> None:
    """Any two of each three count together, once at most: prices allow one and a half."""
    names = ("a", "b", "c")
    pairs = (("a", "b"), ("b", "c"), ("a", "c"))
    quotas = [{"id": f"{x}{y}", "who": {"household": [x, y]}, "max": 1} for x, y in pairs]
    case = instance(
        households=[household(name, points=7) for name in names],
        vacancies=[vacancy(f"v{i}") for i in range(3)],
        scenario={
            "quotas": quotas,
            "objectives": [{"id": "points", "maximise": "points"}],
        },
    )
    before = situation_of(case)
    state = solved(before)
    assert not state.is_tight
    found = answer(state, Give(0, 0))
    assert not found.from_prices
    check(found, changed(before, Give(0, 0)))


def test_a_household_pinned_where_it_stays_keeps_others_out() -> None:
    """``mover`` would free ``old``; no longer active, it stays there, and ``old`` is not given."""
    case = instance(
        households=[household("mover", points=9), household("other", points=1)],
        vacancies=[vacancy("new"), vacancy("old", freed_by="mover")],
        scenario={"objectives": [{"id": "points", "maximise": "points"}]},
    )
    before = situation_of(case)
    found = answer(solved(before), WithoutHousehold(0))
    after = changed(before, WithoutHousehold(0))
    assert homes(after.instance, found.solution.plan) == {"other": "new"}
    check(found, after)


def test_a_dwelling_that_is_not_to_let_any_more_binds_nobody() -> None:
    case = instance(
        households=[household("mover", points=9), household("other", points=1)],
        vacancies=[vacancy("new"), vacancy("old", freed_by="mover")],
        scenario={"objectives": [{"id": "points", "maximise": "points"}]},
    )
    before = situation_of(case)
    found = answer(solved(before), WithoutVacancy(1))
    after = changed(before, WithoutVacancy(1))
    assert homes(after.instance, found.solution.plan) == {"mover": "new"}
    check(found, after)
