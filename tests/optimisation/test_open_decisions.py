"""A decision that does not bind: its pair stays possible, in its own ways; no other pair does."""

import random
from dataclasses import replace

import numpy as np
from tests.optimisation.instances import draw

from repartition.domain.instance import Instance
from repartition.eligibility.charging import Charging, resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.optimisation.open_decisions import with_decisions_open

Ways = set[tuple[int, int]]


def decided(seed: int) -> Instance:
    """Return an instance in which about half of the households have a decision of some kind."""
    case = draw(seed, smallest=3, largest=5)
    r = random.Random(seed)
    households = r.sample(range(case.n_households), min(case.n_households, case.n_vacancies) - 1)
    vacancies = r.sample(range(case.n_vacancies), len(households))
    pairs = sorted(
        (h, v)
        for h, v in zip(households, vacancies, strict=True)
        if case.vacancies.freed_by[v] != h
    )
    return replace(
        case,
        decisions=replace(
            case.decisions,
            fixed_household=np.array([h for h, _v in pairs], np.int32),
            fixed_vacancy=np.array([v for _h, v in pairs], np.int32),
        ),
    )


def ways(charging: Charging, household: int, vacancy: int) -> Ways:
    return {
        (int(charging.way_contingent[way]), int(charging.way_transfer[way]))
        for way in charging.ways(household, vacancy)
    }


def test_its_pair_keeps_its_ways_and_every_other_pair_has_those_of_the_rules() -> None:
    told_apart = 0
    for seed in range(240):
        case = decided(seed)
        fixed = case.decisions
        number = len(fixed.fixed_household)
        kept = [place for place in range(number) if (seed + place) % 3 == 0]
        fewer, charging, pairs = with_decisions_open(case, kept)
        left = [place for place in range(number) if place not in kept]
        opened = set(
            zip(
                fixed.fixed_household[left].tolist(),
                fixed.fixed_vacancy[left].tolist(),
                strict=True,
            )
        )
        by_rules, by_decision = resolve_charging(fewer), resolve_charging(case)
        usual = find_pairs(fewer, by_rules)
        allowed = set(zip(usual.household.tolist(), usual.vacancy.tolist(), strict=True))
        found = list(zip(pairs.household.tolist(), pairs.vacancy.tolist(), strict=True))
        assert found == sorted(allowed | opened), seed
        for pair in found:
            right = by_decision if pair in opened else by_rules
            assert ways(charging, *pair) == ways(right, *pair), (seed, pair)
            told_apart += pair not in opened and ways(by_decision, *pair) != ways(by_rules, *pair)
        assert fewer.decisions.fixed_household.tolist() == fixed.fixed_household[kept].tolist()
    # A decision opens the dwelling's own right to its household: to its pair alone.
    assert told_apart >= 6


def test_with_every_decision_kept_nothing_changes() -> None:
    case = decided(3)
    number = len(case.decisions.fixed_household)
    _fewer, charging, pairs = with_decisions_open(case, range(number))
    usual = find_pairs(case, resolve_charging(case))
    assert number
    assert pairs.household.tolist() == usual.household.tolist()
    assert pairs.vacancy.tolist() == usual.vacancy.tolist()
    assert charging.way_start.tolist() == resolve_charging(case).way_start.tolist()
