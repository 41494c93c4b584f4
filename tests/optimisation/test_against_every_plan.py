"""The optimum of a tiny instance is the best of every plan there is, tier after tier, exactly."""

from collections.abc import Callable

import pytest
from tests.optimisation.instances import draw, shares
from tests.optimisation.plans import every_plan, program_of, solve, values

from repartition.domain.instance import Instance
from repartition.errors import InfeasibleError
from repartition.optimisation.clock import Clock
from repartition.optimisation.search import Search
from repartition.optimisation.step import Step

pytestmark = pytest.mark.no_cover  # many drawn instances: tracing them would double their time

PER_TEST = 20


@pytest.mark.parametrize("drawn", [draw, shares])
@pytest.mark.parametrize("start", range(0, 300, PER_TEST))
def test_no_plan_beats_the_optimum_and_none_is_promised_where_there_is_none(
    start: int, drawn: Callable[[int], Instance]
) -> None:
    for seed in range(start, start + PER_TEST):
        case = drawn(seed)
        best = every_plan(case).best()
        try:
            solution = solve(case)
        except InfeasibleError:
            assert best["hard"] > 0, seed
        else:
            assert values(solution) == best, seed
            assert solution.finished, seed


def test_the_instances_drawn_hold_what_they_should() -> None:
    """Enough of them cannot be met, chain, are decided, count before: or the test says little."""
    drawn = [draw(seed) for seed in range(300)]
    assert sum(every_plan(case).best()["hard"] > 0 for case in drawn[:100]) >= 10
    assert sum((case.vacancies.freed_by >= 0).any() for case in drawn) >= 80
    assert sum(len(case.decisions.fixed_household) > 0 for case in drawn) >= 50
    assert sum(len(case.counters) > 0 for case in drawn) >= 50
    assert sum(case.scenario.contingents.mode == "flow" for case in drawn) >= 50
    assert sum(bool(case.scenario.contingents.transfers) for case in drawn) >= 80


def test_shares_of_odd_numbers_are_settled_part_by_part() -> None:
    """In many a tier is divided, in some of them several parts hold a best plan."""

    def holding(step: Step) -> int:
        return sum(part.bound.whole >= step.target for part in step.parts)

    steps = []
    for seed in range(100):
        search = Search(program_of(shares(seed)), Clock(), None)
        search.run()
        steps += [step for step in search.steps if len(step.parts) > 1]
    assert len(steps) >= 40
    assert sum(holding(step) > 1 for step in steps) >= 5
