"""What the relaxation divides is decided piece by piece, and what comes of it is a plan."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw, odd_cycles
from tests.optimisation.plans import program_of
from tests.optimisation.points import narrowed, points

from repartition.domain.certificate import CountBound
from repartition.optimisation.bound import bound_without_prices
from repartition.optimisation.branching import Part
from repartition.optimisation.choices import holds, smallest_slacks, total
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.face import Face
from repartition.optimisation.master import Basis, Relaxation
from repartition.optimisation.pieces import (
    Remainder,
    binding,
    pieces,
    whole_plan_in_pieces,
)
from repartition.optimisation.pricing import Market, Prices
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


def as_divided(program: Program, face: Face, plan: np.ndarray, whole: np.ndarray) -> Part:
    """Return a face, where nothing counts, with a point that chooses some of a plan in part."""
    first = program.objectives[0]
    nothing = replace(
        first, weights=first.weights * 0, slack_weights=np.zeros_like(first.slack_weights)
    )
    values = np.where(np.isin(face.columns, plan), 0.5, 0.0)
    values[np.isin(face.columns, whole)] = 1.0
    none = np.zeros(0, np.int8)
    point = Relaxation(
        face.columns,
        values,
        Prices.none(program, face),
        0.0,
        False,
        Basis(face.columns[:0], none, none, face.columns[:0], none, none, none, {}),
    )
    return Part(face, point, bound_without_prices(Market.of(program, face, nothing)))


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_what_is_put_together_of_pieces_is_a_point_of_the_face(start: int) -> None:
    """With what is whole already counted in every row, every end of it and every branch."""
    for seed in range(start, start + 50):
        r = random.Random(seed)
        program = program_of(draw(seed, largest=3))
        face = replace(narrowed(program, r), kept=())
        found = list(points(program, face, mix=r))
        for plan in r.sample([point.columns for point in found], min(8, len(found))):
            whole = plan[[r.random() < 0.4 for _column in plan]]
            part = as_divided(program, face, plan, whole)
            filled = whole_plan_in_pieces(program, part, 0, clock=Clock(), effort=EFFORT)
            assert filled is not None, seed
            assert np.isin(whole, filled).all()
            assert any(np.array_equal(point.columns, filled) for point in found), seed


def test_no_shortfall_bends_a_branch() -> None:
    """Both must have a dwelling, one at most counts; that two are asked for may be missed."""
    program = program_of(
        instance(
            households=[household("a"), household("b")],
            vacancies=[vacancy("v"), vacancy("w")],
            scenario={"quotas": [{"id": "least", "min": 2, "soft": 1}]},
        )
    )
    both = replace(Face.whole(program), household_required=np.ones(2, np.bool_))
    plan = np.array([0, 3])
    for upper, found in ((2, True), (1, False)):
        part = as_divided(program, both.branch(CountBound(0, 0, 1, upper)), plan, plan[:0])
        filled = whole_plan_in_pieces(program, part, 0, clock=Clock(), effort=EFFORT)
        assert (filled is not None) == found


def test_a_row_that_its_shortfall_could_bend_below_its_lower_end_binds() -> None:
    """Another row may bend the same shortfall."""
    rest = replace(remainder([0], [(0, 0, 1)], [1]), lower=np.array([0]))
    assert binding(three_by_three(), rest).tolist() == [False]
    bent = replace(rest, slack_limit=np.array([1]))
    assert binding(three_by_three(), bent).tolist() == [True]


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
