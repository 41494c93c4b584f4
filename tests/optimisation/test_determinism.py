"""The same tables give the same plan, whatever their order and whoever else is at work."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.factories import instance, programme
from tests.optimisation import instances
from tests.optimisation.plans import charges, homes, solve, values

from repartition.domain.instance import Instance

Rows = dict[str, Any]


def tables(seed: int) -> Rows:
    """Return the tables of an instance where many plans are equal but for the lottery."""
    r = random.Random(seed)
    households = [instances._household(r, i) for i in range(9)]
    return {
        "households": households,
        "vacancies": instances._vacancies(r, 7, len(households)),
        "programmes": [programme(f"p{i}", bailleur=("habitat", "logis")[i % 2]) for i in range(3)],
        "communes": instances.COMMUNES,
        "contingents": instances.CONTINGENTS,
        "scenario": {
            "quotas": [{"soft": 1} | instances._quota(r, i) for i in range(3)],
            "objectives": [{"id": "house", "maximise": "attributions"}],
            "contingents": instances._charging(r),
        },
    }


def shuffled(given: Rows, r: random.Random) -> Rows:
    names = ("households", "vacancies", "programmes", "communes", "contingents")
    return given | {name: r.sample(given[name], len(given[name])) for name in names}


def answer(case: Instance) -> tuple[Rows, Rows, Rows]:
    solution = solve(case)
    return homes(case, solution.plan), charges(case, solution.plan), values(solution)


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    given = tables(seed)
    expected = answer(instance(**given))
    r = random.Random(seed)
    for _time in range(3):
        assert answer(instance(**shuffled(given, r))) == expected


def test_solving_twice_or_side_by_side_changes_nothing() -> None:
    cases = [instance(**tables(seed)) for seed in range(6)]
    expected = [answer(case) for case in cases]
    with ThreadPoolExecutor(max_workers=3) as workers:
        assert list(workers.map(answer, cases)) == expected


def test_a_household_more_changes_nobodys_lottery() -> None:
    given = tables(1)
    before = instance(**given)
    more = [*given["households"], instances._household(random.Random(5), 77)]
    after = instance(**(given | {"households": more}))
    numbers = dict(
        zip(after.households.table.identifiers(), after.households.lottery.tolist(), strict=True)
    )
    for name, number in zip(
        before.households.table.identifiers(), before.households.lottery.tolist(), strict=True
    ):
        assert numbers[name] == number
