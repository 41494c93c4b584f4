"""What the relaxation divides is decided piece by piece, and what comes of it is a plan."""

from dataclasses import replace

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw, odd_cycles
from tests.optimisation.plans import program_of

from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.pieces import (
    Remainder,
    binding,
    pieces,
    whole_plan_in_pieces,
)
from repartition.optimisation.program import Program
from repartition.optimisation.search import Search
from repartition.optimisation.step import Step

EFFORT = 1.0


def steps(seed: int) -> tuple[Program, list[Step]]:
    """Return the steps of a search that have a point, no gap, and no tier kept as a row."""
    program = program_of(draw(seed, smallest=8, largest=14, soft=True))
    search = Search(program, Clock(), None)
    search.run()
    return program, [
        step
        for step in search.steps
        if search.has_plan()
        and step.relaxation is not None
        and not step.best.face.kept
        and not step.bound.gap(step.target)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_put_together_of_pieces_reaches_the_bound(seed: int) -> None:
    """As if the relaxation had divided all that it chose: everyone is matched anew."""
    program, found = steps(seed)
    for step in found:
        point = step.relaxation
        assert point is not None
        halves = replace(point, values=np.where(point.values > 0, 0.5, 0.0))
        part = replace(step.best, relaxation=halves)
        plan = whole_plan_in_pieces(program, part, step.target, clock=Clock(), effort=EFFORT)
        if plan is None:
            assert not point.is_integral()
            continue
        slacks = smallest_slacks(program, plan)
        assert holds(program, plan, slacks)
        assert total(program, step.tier, plan, slacks) >= step.target
        assert part.face.alive.has(plan).all()


def test_where_the_bound_is_above_the_target_nothing_is_looked_for() -> None:
    program, found = steps(8)
    assert found
    for step in found:
        lower = step.target - 1
        assert whole_plan_in_pieces(program, step.best, lower, clock=Clock(), effort=EFFORT) is None
        kept = replace(step.best, face=step.best.face.keep(0, 0))
        assert (
            whole_plan_in_pieces(program, kept, step.target, clock=Clock(), effort=EFFORT) is None
        )


def test_without_time_no_piece_is_decided() -> None:
    program, (step, *_others) = steps(8)
    point = step.relaxation
    assert point is not None
    halves = replace(point, values=np.where(point.values > 0, 0.5, 0.0))
    part = replace(step.best, relaxation=halves)
    with pytest.raises(OutOfTime):
        whole_plan_in_pieces(program, part, step.target, clock=Clock(0.0), effort=EFFORT)


def three_by_three() -> Program:
    people = [household(f"h{i}", points=1) for i in range(3)]
    return program_of(instance(households=people, vacancies=[vacancy(f"v{i}") for i in range(3)]))


def remainder(
    columns: list[int], entries: list[tuple[int, int, int]], upper: list[int]
) -> Remainder:
    """Return what is left of some columns, and of rows of (row, place, coefficient)."""
    row, column, coefficient = np.array(entries, np.int64).reshape(-1, 3).T
    size = len(upper)
    return Remainder(
        np.array(columns, np.int64),
        row,
        column,
        coefficient,
        np.full(size, -100),
        np.array(upper, np.int64),
        np.arange(size),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
    )


def groups(program: Program, rest: Remainder) -> list[list[int]]:
    found = pieces(program, rest, binding(program, rest))
    return sorted(sorted(rest.columns[piece].tolist()) for piece in found)


def test_columns_without_a_household_a_dwelling_or_a_tight_row_in_common_are_pieces() -> None:
    """Column 3h + v: household h, dwelling v."""
    program = three_by_three()
    assert groups(program, remainder([0, 4, 8], [], [])) == [[0], [4], [8]]
    assert groups(program, remainder([0, 1, 8], [], [])) == [[0, 1], [8]]  # one household
    assert groups(program, remainder([0, 3, 8], [], [])) == [[0, 3], [8]]  # one dwelling
    assert groups(program, remainder([0, 1, 4, 8], [], [])) == [[0, 1, 4], [8]]  # a chain
    both = [(0, 0, 1), (0, 2, 1)]
    assert groups(program, remainder([0, 4, 8], both, [1])) == [[0, 8], [4]]
    assert groups(program, remainder([0, 4, 8], both, [2])) == [[0], [4], [8]]  # room for both
    # Of one household only one column is chosen: 1 + 0 is all that the row can come to.
    of_one = [(0, 0, 1), (0, 1, 1)]
    assert binding(program, remainder([0, 1, 8], of_one, [1])).tolist() == [False]
    assert binding(program, remainder([0, 1, 8], of_one, [0])).tolist() == [True]
    assert groups(program, remainder([], [], [])) == []


def test_a_whole_bound_that_no_plan_reaches_is_divided_before_the_next_tier() -> None:
    """Half of everybody makes 3 of two triples; one of each at most makes 2 of them."""
    program = program_of(odd_cycles(2, 2))
    search = Search(program, Clock(), None)
    search.run()
    assert [step.target for step in search.steps][1] == 2
    assert search.reached == len(program.objectives)
