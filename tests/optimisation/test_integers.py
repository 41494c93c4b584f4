"""The best whole plan among some columns of a face, against every one there is."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import program_of
from tests.optimisation.points import Point, choices, lies_on, narrowed, points

from repartition.optimisation.choices import smallest_slacks, total
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.face import Face
from repartition.optimisation.integers import (
    NoWholePlanError,
    WholePlan,
    WholeQuestion,
    best_whole_plan,
)
from repartition.optimisation.program import Program

NO_HINT = np.zeros(0, np.int64)


def asked(program: Program, face: Face, tier: int, at_least: int | None = None) -> WholePlan | None:
    """Return the best plan of a tier on a face, None if it is proven that there is none."""
    question = WholeQuestion(face, program.objectives[tier], face.columns, NO_HINT, at_least)
    try:
        found = best_whole_plan(program, question, clock=Clock())
    except NoWholePlanError:
        return None
    assert found is not None
    return found


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_the_whole_plan_found_is_the_best_of_the_face(start: int) -> None:
    for seed in range(start, start + 10):
        r = random.Random(seed)
        program = program_of(draw(seed, largest=3))
        face = narrowed(program, r)
        found = list(points(program, face, mix=r))
        for tier in range(len(program.objectives)):
            # Slack weights are losses: the least slacks of each choice are among the points.
            best = max(total(program, tier, point.columns, point.slacks) for point in found)
            plan = asked(program, face, tier)
            assert plan is not None
            assert (plan.total, plan.is_best) == (best, True), seed
            reached = asked(program, face, tier, at_least=best)
            assert reached is not None
            assert reached.total >= best
            assert asked(program, face, tier, at_least=best + 1) is None, seed


@pytest.mark.parametrize("seed", range(15))
def test_the_plan_found_respects_the_face(seed: int) -> None:
    program = program_of(draw(seed, largest=3))
    face = narrowed(program, random.Random(seed))
    last = len(program.objectives) - 1
    plan = asked(program, face, last)
    assert plan is not None
    slacks = np.maximum(smallest_slacks(program, plan.columns), face.slack_least)
    # Some slacks make a point of the face of it; the least do where rows have no lower end.
    found = points(program, face, mix=random.Random(seed))
    assert any(np.array_equal(point.columns, plan.columns) for point in found)
    assert lies_on(program, Face.whole(program), Point(plan.columns, slacks))


def test_a_row_that_must_be_filled_and_has_no_column_leaves_no_plan() -> None:
    program = program_of(draw(0, largest=3))
    face = Face.whole(program)
    required = np.ones(program.n_households, np.bool_)
    empty = Face(
        face.alive.keep(np.zeros(program.n_columns, np.bool_)),
        required,
        face.vacancy_required,
        face.lower,
        face.upper,
        face.slack_least,
        face.slack_limit,
        (),
    )
    assert asked(program, empty, 0) is None
    assert len(list(choices(program))) > 0


def test_two_that_must_have_the_one_dwelling_there_is_leave_no_plan() -> None:
    program = program_of(
        instance(households=[household("a"), household("b")], vacancies=[vacancy("v")])
    )
    both = replace(Face.whole(program), household_required=np.ones(2, np.bool_))
    assert asked(program, both, 0) is None


def test_without_time_there_is_no_answer() -> None:
    program = program_of(draw(0, largest=3))
    face = Face.whole(program)
    question = WholeQuestion(face, program.objectives[0], face.columns, NO_HINT)
    with pytest.raises(OutOfTime):
        best_whole_plan(program, question, clock=Clock(0.0))


def test_an_effort_that_runs_out_says_neither_yes_nor_no() -> None:
    program = program_of(draw(3, largest=4))
    face = Face.whole(program)
    tier = len(program.objectives) - 1
    question = WholeQuestion(face, program.objectives[tier], face.columns, NO_HINT)
    assert best_whole_plan(program, question, clock=Clock(), effort=0.0) is None
