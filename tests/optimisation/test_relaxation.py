"""Columns that come in one by one end where all of them at once do, with prices that say so."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import program_of

from repartition.optimisation import completion, master, relaxation
from repartition.optimisation.clock import Clock, OutOfTime
from repartition.optimisation.completion import complete_prices
from repartition.optimisation.face import Face
from repartition.optimisation.linear_model import write_model
from repartition.optimisation.master import RelaxationError, solve_master
from repartition.optimisation.pricing import Market
from repartition.optimisation.program import Program
from repartition.optimisation.relaxation import solve_relaxation
from repartition.optimisation.search import Search
from repartition.optimisation.simplex import AT_LOWER, AT_UPPER, BASIC
from repartition.optimisation.step import Step

LARGEST = 14


def few_columns_at_a_time(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Start with a few columns of each dwelling, so that the others have to come in later."""
    monkeypatch.setattr(relaxation, "_START_PER_VACANCY", number)
    monkeypatch.setattr(relaxation, "_PER_VACANCY", number)
    monkeypatch.setattr(relaxation, "_PER_HOUSEHOLD", 1)


def steps(seed: int) -> tuple[Program, list[Step]]:
    """Return the steps of a search that were relaxed, on an instance of some size."""
    program = program_of(draw(seed, smallest=8, largest=LARGEST, soft=True))
    search = Search(program, Clock(), None)
    search.run()
    return program, [step for step in search.steps if step.relaxation is not None]


@pytest.mark.parametrize("number", [8, 1])
@pytest.mark.parametrize("seed", range(12))
def test_columns_brought_in_as_they_gain_end_where_all_of_them_do(
    seed: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, found = steps(seed)
    few_columns_at_a_time(monkeypatch, number)
    for step in found:
        objective = program.objectives[step.tier]
        whole = solve_master(
            program, step.face, objective, step.face.columns, basis=None, clock=Clock()
        )
        again, bound = solve_relaxation(
            Market.of(program, step.face, objective),
            start=whole.support(),
            basis=None,
            clock=Clock(),
        )
        assert again.total == pytest.approx(whole.total, abs=1e-5)
        assert set(again.columns) <= set(step.face.columns)
        # Prices under which nothing gains prove what the point is worth, up to their rounding.
        assert bound.total / bound.denominator == pytest.approx(whole.total, rel=1e-4, abs=1e-3)
        assert bound.total / bound.denominator >= whole.total - 1e-5


def market() -> tuple[Program, Face]:
    """Return a programme of three households, three dwellings, and what each is worth there."""
    people = [household(f"h{i}", points=1) for i in range(3)]
    program = program_of(
        instance(households=people, vacancies=[vacancy(f"v{i}") for i in range(3)])
    )
    return program, Face.whole(program)


#: Rows are households: the best is 7 + 7 + 3 = 17, each in the dwelling of its number.
WORTH = np.array([[7.0, 5.0, 0.0], [8.0, 7.0, 2.0], [6.0, 5.0, 3.0]])


def no_column_gains(worth: np.ndarray, price: np.ndarray, homes: list[int]) -> bool:
    own = np.array([worth[h, v] - price[v] for h, v in enumerate(homes)])
    return bool((worth - price <= own[:, np.newaxis] + 1e-6).all() and (own >= -1e-6).all())


def test_completed_prices_leave_no_column_that_gains() -> None:
    program, face = market()
    plan = np.array([0, 4, 8])
    price = complete_prices(program, face, WORTH.ravel().__getitem__, np.zeros(3), plan)
    assert price is not None
    assert no_column_gains(WORTH, price, [0, 1, 2])
    assert not no_column_gains(WORTH, np.zeros(3), [0, 1, 2])


@pytest.mark.parametrize(
    "plan",
    [
        [1, 3, 8],  # 5 + 8 + 3 = 16
        [0, 4],  # the last dwelling is left, and the third household would gain by it
        [2, 4, 6],  # 0 + 7 + 6 = 13
    ],
)
def test_no_prices_complete_a_plan_that_is_not_the_best(plan: list[int]) -> None:
    program, face = market()
    assert (
        complete_prices(program, face, WORTH.ravel().__getitem__, np.zeros(3), np.array(plan))
        is None
    )


def test_a_household_that_must_be_housed_may_lose_by_it() -> None:
    """The third must go somewhere at a loss of 1; where it need not, it had better stay out."""
    program, face = market()
    worth = WORTH.copy()
    worth[2] = [-9.0, -9.0, -1.0]
    worth[1, 2] = 0.0
    plan = np.array([0, 4, 8])
    required = replace(face, household_required=np.array([False, False, True]))
    price = complete_prices(program, required, worth.ravel().__getitem__, np.zeros(3), plan)
    assert price is not None
    gains = worth - price
    assert (gains[2] <= gains[2, 2] + 1e-6).all()


@pytest.mark.parametrize("seed", range(20))
def test_prices_complete_exactly_the_best_matching(seed: int) -> None:
    """Six random worths of each: completed for the best of all 6 plans, for no worse one."""
    program, face = market()
    worth = np.random.default_rng(seed).integers(5, 20, (3, 3)).astype(float)
    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    totals = [sum(worth[h, v] for h, v in enumerate(order)) for order in orders]
    for order, value in zip(orders, totals, strict=True):
        plan = np.array([3 * h + v for h, v in enumerate(order)])
        price = complete_prices(program, face, worth.ravel().__getitem__, np.zeros(3), plan)
        assert (price is not None) == (value == max(totals))
        if price is not None:
            assert no_column_gains(worth, price, list(order))


def test_a_completion_that_looks_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "_MOST_LOOKS_PER_COLUMN", 0)
    program, face = market()
    assert (
        complete_prices(program, face, WORTH.ravel().__getitem__, np.zeros(3), np.array([0, 4, 8]))
        is None
    )


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_a_master_ends_at_the_same_sum_from_whichever_basis(seed: int) -> None:
    """The basis of one tier starts the next, on fewer columns, on more, with rows that are new."""
    program, found = steps(seed)
    for before, step in pairwise(found):
        assert before.relaxation is not None
        objective = program.objectives[step.tier]
        results = [
            solve_master(
                program, step.face, objective, step.face.columns, basis=basis, clock=Clock()
            )
            for basis in (None, before.relaxation.basis)
        ]
        assert results[0].total == pytest.approx(results[1].total, abs=1e-5)
        assert len(results[1].basis.columns) == len(step.face.columns)


def test_a_carried_basis_has_as_many_basic_statuses_as_there_are_rows() -> None:
    program, found = steps(5)
    for before, step in pairwise(found):
        assert before.relaxation is not None
        written = write_model(
            program, step.face, program.objectives[step.tier], step.face.columns[::2]
        )
        statuses = np.concatenate(master._read_in(before.relaxation.basis, step.face, written))
        assert (statuses == BASIC).sum() == len(written.proto.linear_constraints.ids)


def test_the_support_of_a_point_and_its_basis_are_carried_to_the_next() -> None:
    _program, found = steps(5)
    for step in found:
        point = step.relaxation
        assert point is not None
        basic = point.basis.columns[point.basis.column_status == BASIC]
        assert set(point.carried()) == {*point.support(), *basic}
        assert point.is_integral() == bool(np.isin(np.round(point.values, 6), (0, 1)).all())


def test_a_better_loss_comes_in_for_a_household_that_must_be_housed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first household starts at a loss of 5 and may lose 3: the others had better stay out."""
    program, face = market()
    required = replace(face, household_required=np.array([True, False, False]))
    losses = replace(program.objectives[1], weights=(WORTH.ravel() - 10).astype(np.int64))
    few_columns_at_a_time(monkeypatch, 0)
    monkeypatch.setattr(relaxation, "_PER_VACANCY", 1)
    point, _bound = solve_relaxation(
        Market.of(program, required, losses), start=np.array([1]), basis=None, clock=Clock()
    )
    assert point.total == pytest.approx(-3)
    assert point.support().tolist() == [0]


def test_a_master_without_a_point_is_said_so() -> None:
    """Nobody may move, and somebody must."""
    program, face = market()
    closed = replace(
        face, household_required=np.ones(3, np.bool_), vacancy_required=np.ones(3, np.bool_)
    )
    with pytest.raises(RelaxationError):
        solve_master(
            program, closed, program.objectives[1], face.columns[:2], basis=None, clock=Clock()
        )


def test_a_clock_that_has_run_out_stops_a_master() -> None:
    program, face = market()
    clock = Clock(0.0)
    with pytest.raises(OutOfTime):
        solve_relaxation(
            Market.of(program, face, program.objectives[1]),
            start=np.zeros(0, np.int64),
            basis=None,
            clock=clock,
        )


def test_rounds_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "_MOST_ROUNDS", 0)
    program, face = market()
    with pytest.raises(RelaxationError):
        solve_relaxation(
            Market.of(program, face, program.objectives[1]),
            start=np.zeros(0, np.int64),
            basis=None,
            clock=Clock(),
        )


def test_a_basis_of_too_many_or_too_few_is_made_to_fit() -> None:
    """As many basic as there are rows, by rows that leave the basis or enter it."""
    status = np.array([AT_LOWER, BASIC, AT_UPPER], np.int8)
    for columns, rows in (([1, 1, 1], [1, 1]), ([0, 0], [0, 2, 2]), ([1, 0], [1, 0])):
        column_status, row_status = status[columns], status[rows]
        master._balance(column_status, row_status)
        basic = int((column_status == BASIC).sum() + (row_status == BASIC).sum())
        assert basic == max(len(rows), columns.count(1)), (columns, rows)
        assert column_status.tolist() == status[columns].tolist()
