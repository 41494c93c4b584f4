"""A set of columns kept as bits is the set, however it is cut into blocks."""

import numpy as np
import pytest
from tests.factories import household, instance, vacancy
from tests.optimisation.instances import draw
from tests.optimisation.plans import program_of

from repartition.audit.proof.model import model_of
from repartition.domain.instance import Instance
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.optimisation import best_of_each, columns
from repartition.optimisation.best_of_each import BestOfEach, first_of_each
from repartition.optimisation.columns import Block, Columns
from repartition.optimisation.program import Program


@pytest.fixture(params=[1, 3, 7, 2**18])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Columns looked at together."""
    monkeypatch.setattr(columns, "_BLOCK", request.param)
    return int(request.param)


def program() -> Program:
    found = program_of(draw(6, smallest=10, largest=14))
    assert found.n_columns > 20
    return found


def flags(of: Program, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(of.n_columns) < 0.4


def test_every_column_is_in_one_block_with_all_of_its_household(size: int) -> None:
    whole = program()
    blocks = list(Columns.every(whole).blocks())
    assert np.concatenate([block.number for block in blocks]).tolist() == list(
        range(whole.n_columns)
    )
    owners = [set(block.household.tolist()) for block in blocks]
    assert sum(map(len, owners)) == len(set.union(*owners))
    largest = int(np.diff(whole.household_start).max())
    assert max(map(len, blocks)) <= size + largest


@pytest.mark.parametrize("seed", range(4))
def test_columns_are_told_by_number_household_dwelling_and_way(size: int, seed: int) -> None:
    del size
    whole, wanted = program(), flags(program(), seed)
    some = Columns.flagged(whole, wanted)
    numbers = np.flatnonzero(wanted)
    assert some.number.tolist() == numbers.tolist()
    assert len(some) == len(numbers)
    assert some.household.tolist() == whole.household[numbers].tolist()
    assert some.vacancy.tolist() == whole.vacancy[numbers].tolist()
    assert some.way.tolist() == whole.way[numbers].tolist()
    assert some.has(np.arange(whole.n_columns)).tolist() == wanted.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_some_are_kept_by_a_flag_or_by_what_they_are(size: int, seed: int) -> None:
    del size
    whole = program()
    some = Columns.flagged(whole, flags(whole, seed))
    of_one = whole.vacancy[some.number] == 1
    assert 0 < of_one.sum() < len(some)
    by_flag = some.keep(of_one)
    by_rule = some.where(lambda block: block.vacancy == 1)
    assert by_flag.number.tolist() == by_rule.number.tolist() == some.number[of_one].tolist()
    assert some.where(lambda block: block.vacancy >= 0) is some


def test_a_union_has_what_any_part_has() -> None:
    whole = program()
    one, other = flags(whole, 1), flags(whole, 2)
    parts = [Columns.flagged(whole, one), Columns.flagged(whole, other)]
    both = Columns.union(parts)
    assert both.number.tolist() == np.flatnonzero(one | other).tolist()
    assert len(both) == (one | other).sum()
    assert len(Columns.union([*parts, Columns.every(whole)])) == whole.n_columns
    assert Columns.every(whole).has(np.arange(3)).all()


@pytest.mark.parametrize("most", [1, 2, 5, 1000])
def test_a_sample_is_even(size: int, most: int) -> None:
    del size
    whole = program()
    some = Columns.flagged(whole, flags(whole, 5))
    step = max(1, len(some) // most)
    assert some.sample(most).tolist() == some.number[::step].tolist()


def test_a_block_that_follows_itself_is_a_view() -> None:
    whole = program()
    (block,) = Columns.every(whole).blocks()
    assert np.shares_memory(block.of(whole.vacancy), whole.vacancy)
    scattered = Block.at(whole, np.array([4, 2]))
    assert scattered.number.tolist() == [4, 2]
    assert scattered.of(whole.vacancy).tolist() == whole.vacancy[[4, 2]].tolist()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("most", [1, 10, 2**20])
def test_the_best_of_each_group_are_kept_however_many_come_at_once(
    count: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best_of_each, "_MOST_KEPT", most)
    mix = np.random.default_rng(count)
    group = mix.integers(0, 5, 200).astype(np.int32)
    gain = mix.permutation(200).astype(float)
    best = BestOfEach(7, count)
    for some in np.split(np.arange(200), [10, 11, 90]):
        best.add(group[some], gain[some], some)
    expected = {
        number
        for one in range(5)
        for number in sorted(np.flatnonzero(group == one), key=lambda n: -gain[n])[:count]
    }
    assert set(best.numbers().tolist()) == expected
    assert best.numbers().tolist() == sorted(expected)


def test_a_group_takes_what_gains_less_while_it_has_room_and_then_what_gains_a_little_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(best_of_each, "_MOST_KEPT", 0)
    best = BestOfEach(2, 2)
    for number, gain in enumerate((5.0, 4.0, 4.25, 3.0)):
        best.add(np.zeros(1, np.int32), np.array([gain]), np.array([number]))
    best.add(np.ones(1, np.int32), np.array([1.0]), np.array([4]))
    assert best.numbers().tolist() == [0, 2, 4]


def test_of_equal_gains_each_group_has_some_and_no_more() -> None:
    group = np.repeat(np.arange(3, dtype=np.int32), 50)
    chosen = first_of_each(group, np.ones(150), np.arange(150), count=4)
    assert np.bincount(group[chosen]).tolist() == [4, 4, 4]
    assert len(set(chosen.tolist())) == 12


def test_where_nothing_came_nothing_is_best() -> None:
    assert len(BestOfEach(3, 2).numbers()) == 0
    nothing = np.zeros(0, np.int64)
    assert len(first_of_each(nothing.astype(np.int32), np.zeros(0), nothing, count=1)) == 0


def stays_out_of_order() -> Instance:
    """Two who can only stay: the dwelling of the later household comes first."""
    return instance(
        households=[household("a"), household("b", persons=9), household("c", persons=9)],
        vacancies=[vacancy("v", freed_by="c"), vacancy("w", freed_by="b")],
    )


def test_who_can_only_stay_has_a_column_in_the_place_of_that_household() -> None:
    whole = program_of(stays_out_of_order())
    assert list(zip(whole.household.tolist(), whole.vacancy.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (1, 1),
        (2, 0),
    ]
    assert whole.household_start.tolist() == [0, 2, 3, 4]
    assert len(whole.plan(whole.staying())) == 0


def test_the_proof_has_the_same_attributions_in_the_same_order() -> None:
    case = stays_out_of_order()
    charging = resolve_charging(case)
    found = model_of(case, charging, find_pairs(case, charging)).attributions
    whole = program_of(case)
    assert found.household.tolist() == whole.household.tolist()
    assert found.vacancy.tolist() == whole.vacancy.tolist()
