"""The optimum of a tiny instance is the best of every plan there is, tier after tier, exactly."""

import pytest
from tests.optimisation.instances import draw
from tests.optimisation.plans import every_plan, solve, values

from repartition.errors import InfeasibleError

PER_TEST = 20


@pytest.mark.parametrize("start", range(0, 300, PER_TEST))
def test_no_plan_beats_the_optimum_and_none_is_promised_where_there_is_none(start: int) -> None:
    for seed in range(start, start + PER_TEST):
        case = draw(seed)
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
