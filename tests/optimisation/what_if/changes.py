"""Changes drawn at random, and states to ask about them."""

import random
from collections.abc import Iterator
from decimal import Decimal

from repartition.domain.instance import Instance
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.optimisation import optimise
from repartition.optimisation.what_if import (
    AnotherHousehold,
    AnotherVacancy,
    Change,
    Decide,
    Give,
    ImpossibleChangeError,
    QuotaBound,
    Situation,
    Solved,
    Withhold,
    WithoutHousehold,
    WithoutVacancy,
    changed,
    reopen,
)


def situation_of(case: Instance) -> Situation:
    """Return an instance as it is solved."""
    charging = resolve_charging(case)
    return Situation(case, charging, find_pairs(case, charging))


def solved(situation: Situation) -> Solved:
    """Return a situation, solved."""
    found = optimise(situation.instance, situation.charging, situation.pairs)
    return reopen(situation, found.plan, found.certificate)


def possible_changes(before: Situation, seed: int) -> Iterator[tuple[Change, Situation]]:
    """Yield changes of every kind that make sense of an instance, with what they lead to."""
    for change in _drawn(before.instance, random.Random(seed)):
        try:
            after = changed(before, change)
        except ImpossibleChangeError:
            continue
        yield change, after


def _drawn(case: Instance, r: random.Random) -> Iterator[Change]:
    for _turn in range(2):
        household, vacancy = r.randrange(case.n_households), r.randrange(case.n_vacancies)
        yield Give(household, vacancy)
        yield Withhold(household, vacancy)
        yield Decide(household, vacancy)
        yield WithoutHousehold(household)
        yield WithoutVacancy(vacancy)
        # Identifiers that would come first, and last: the order of rows must not matter.
        yield AnotherHousehold(household, r.choice(["a-new-one", "z-new-one"]))
        yield AnotherVacancy(vacancy, "z-new-one")
    for quota in case.scenario.quotas:
        for kind, bound in quota.bounds():
            is_share = kind.endswith("share")
            step = Decimal(r.choice(["0.1", "-0.1", "0.25"])) if is_share else r.choice([-1, 1])
            if bound + step >= 0 and (not is_share or bound + step <= 1):
                yield QuotaBound(quota.id, kind, bound + step)
