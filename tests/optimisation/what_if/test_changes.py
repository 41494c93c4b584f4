"""What a change makes of an instance: what its tables, changed, would have been read as."""

from decimal import Decimal

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import every_plan
from tests.optimisation.what_if.changes import possible_changes, situation_of

from repartition.domain.instance import Instance
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.errors import InfeasibleError
from repartition.optimisation import optimise
from repartition.optimisation.what_if import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    ImpossibleChangeError,
    QuotaBound,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
    changed,
)


def two_homes(**scenario: object) -> Instance:
    """Return an instance where ``anne`` fits both homes, ``boris`` the larger; ``carl`` moves."""
    return instance(
        households=[
            household("anne", persons=1, points=5),
            household("boris", persons=2, points=3),
            household("carl", persons=1, points=1),
            household("dina", persons=1, active=False),
        ],
        vacancies=[
            vacancy("v1", surface=10),
            vacancy("v2", surface=30),
            vacancy("v3", surface=30, freed_by="carl"),
        ],
        scenario=scenario,
    )


@pytest.mark.parametrize("seed", range(25))
def test_the_pairs_after_a_change_are_those_that_the_rules_leave(seed: int) -> None:
    before = situation_of(draw(seed, smallest=2, largest=6))
    for change, after in possible_changes(before, seed):
        if isinstance(change, Give | Withhold):
            continue  # what is only supposed is no rule
        charging = resolve_charging(after.instance)
        pairs = find_pairs(after.instance, charging)
        assert np.array_equal(pairs.household, after.pairs.household), change
        assert np.array_equal(pairs.vacancy, after.pairs.vacancy), change
        assert charging.caps == after.charging.caps


@pytest.mark.parametrize("seed", range(30))
def test_a_given_pair_is_in_the_best_plan_of_those_that_hold_it(seed: int) -> None:
    case = draw(seed, largest=3)
    plans, before = every_plan(case), situation_of(case)
    for change, after in possible_changes(before, seed):
        if not isinstance(change, Give):
            continue
        pair = change.household, change.vacancy
        own = [i for i, choice in enumerate(plans.choices) if choice[:2] == pair]
        rows = [
            tuple(plans.signs[tier] * plans.tiers[tier][row] for tier in plans.tiers)
            for row in np.flatnonzero(plans.taken[:, own].any(axis=1)).tolist()
        ]
        best = max((row for row in rows if row[0] == 0), default=None)
        if best is None:
            with pytest.raises(InfeasibleError):
                optimise(after.instance, after.charging, after.pairs)
            continue
        solution = optimise(after.instance, after.charging, after.pairs)
        housed = zip(solution.plan.household.tolist(), solution.plan.vacancy.tolist(), strict=True)
        assert pair in set(housed)
        found = [plans.signs[tier.tier] * tier.value for tier in solution.tiers]
        assert tuple(found) == best


def test_a_twin_is_alike_but_for_its_name_and_lottery() -> None:
    case = two_homes()
    after = changed(situation_of(case), AnotherHousehold(0, "zoe")).instance
    assert after.households.table.identifiers()[-1] == "zoe"
    assert after.households.persons.tolist() == [1, 2, 1, 1, 1]
    assert after.households.points_order[-1] == after.households.points_order[0]
    assert after.households.lottery[-1] != after.households.lottery[0]
    assert after.households.frees[-1] == NO_ROW


def test_a_twin_of_a_dwelling_is_one_more_dwelling_of_the_period() -> None:
    quota = {"id": "half", "max_share": Decimal("0.5"), "of": "vacancies"}
    before = situation_of(two_homes(quotas=[quota]))
    after = changed(before, AnotherVacancy(1, "v9")).instance
    assert after.vacancies.table.identifiers()[-1] == "v9"
    (old,), (new,) = resolve_quotas(before.instance), resolve_quotas(after)
    assert (old.stock.tolist(), new.stock.tolist()) == ([3], [4])


def test_another_number_stands_in_the_place_of_a_bound() -> None:
    before = situation_of(two_homes(quotas=[{"id": "most", "max": 2}]))
    after = changed(before, QuotaBound("most", "max", Decimal(1))).instance
    assert after.scenario.quotas[0].bounds() == (("max", Decimal(1)),)
    assert before.instance.scenario.quotas[0].bounds() == (("max", Decimal(2)),)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Give(1, 0), "refuses"),  # 10 m² are too small for two
        (Withhold(1, 0), "refuses"),
        (Give(2, 2), "frees"),
        (WithoutHousehold(3), "active"),
        (AnotherHousehold(3, "new"), "active"),
        (AnotherHousehold(2, "new"), "twin"),
        (AnotherVacancy(2, "new"), "twin"),
        (QuotaBound("none", "max", Decimal(1)), "no quota none"),
        (QuotaBound("most", "max", Decimal("1.7")), "whole"),
        (QuotaBound("most", "max", Decimal(-1)), "is no max"),
        (QuotaBound("half", "max_share", Decimal(7)), "is no max_share"),
        (WithoutHousehold(-1), "no row -1"),
        (WithoutHousehold(4), "no row 4"),
        (WithoutVacancy(-1), "no row -1"),
        (AnotherHousehold(-1, "new"), "no row -1"),
        (AnotherVacancy(3, "new"), "no row 3"),
        (Give(0, 3), "no row 3"),
        (Withhold(-1, 0), "no row -1"),
        (AnotherHousehold(0, "boris"), "no new name"),
        (AnotherVacancy(0, ""), "no new name"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(change: Change, why: str) -> None:
    quotas = [{"id": "most", "max": 2}, {"id": "half", "max_share": Decimal("0.5")}]
    with pytest.raises(ImpossibleChangeError, match=why):
        changed(situation_of(two_homes(quotas=quotas)), change)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Give(0, 0), "settled"),
        (Withhold(0, 1), "settled"),
        (Decide(1, 0), "settled"),
        (WithoutHousehold(0), "houses"),
        (WithoutVacancy(0), "gives"),
        (AnotherHousehold(1, "new"), "twin"),
        (AnotherVacancy(1, "new"), "twin"),
    ],
)
def test_what_a_decision_settles_is_not_supposed_otherwise(change: Change, why: str) -> None:
    case = instance(
        households=[household("anne"), household("boris")],
        vacancies=[vacancy("v1"), vacancy("v2")],
        fixed=[("anne", "v1")],
        forbidden=[("boris", "v2")],
    )
    with pytest.raises(ImpossibleChangeError, match=why):
        changed(situation_of(case), change)


def test_a_decision_stands_above_a_rule_and_above_an_earlier_decision() -> None:
    case = instance(
        households=[household("anne", persons=2), household("boris")],
        vacancies=[vacancy("v1", surface=10)],
        forbidden=[("anne", "v1")],
    )
    after = changed(situation_of(case), Decide(0, 0))
    assert (after.pairs.household.tolist(), after.pairs.vacancy.tolist()) == ([0], [0])
    assert not len(after.instance.decisions.forbidden_household)
