"""The recount refuses a hiding that does not hold; the search returns only what keeps every sum."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repartition.report.publication import publication as publication_module
from repartition.report.publication.directions import Aim, cheap_direction, steps_along
from repartition.report.publication.doubts import Doubt, Hiding, unproven
from repartition.report.publication.hiding import hide_cells
from repartition.report.publication.publication import Publication
from repartition.report.publication.system import Cell, System, build_system

# all = La Riche + Fondettes + Tours, by number: 0 Fondettes, 1 La Riche, 2 Tours, 3 all
COMMUNES = build_system(
    {
        ("La Riche",): Cell(4),
        ("Fondettes",): Cell(38),
        ("Tours",): Cell(310),
        ("all",): Cell(352),
    },
    [{("all",): -1, ("La Riche",): 1, ("Fondettes",): 1, ("Tours",): 1}],
)
FONDETTES, LA_RICHE, TOURS, ALL = range(4)
SAME = Doubt({}, {FONDETTES: -11, LA_RICHE: 11})
DOWN = Doubt({FONDETTES: -11, LA_RICHE: 11}, {})
RIGHT = Hiding(
    small=frozenset({LA_RICHE}),
    cells=frozenset({LA_RICHE, FONDETTES}),
    withheld=frozenset(),
    doubts={LA_RICHE: SAME, FONDETTES: DOWN},
)


def test_two_tables_that_differ_by_eleven_prove_what_is_hidden() -> None:
    assert unproven(COMMUNES, RIGHT, 11) == set()


@pytest.mark.parametrize(
    ("doubt", "what"),
    [
        (Doubt({}, {FONDETTES: -10, LA_RICHE: 10}), "a household too close"),
        (Doubt({LA_RICHE: -5, FONDETTES: 5}, {LA_RICHE: 6, FONDETTES: -6}), "4 − 5 is below 0"),
        (Doubt({}, {LA_RICHE: 11}), "the parts are more than their total"),
        (Doubt({}, {LA_RICHE: 11, TOURS: -11}), "Tours is shown"),
        (Doubt({}, {LA_RICHE: 11, ALL: 11}), "the total is shown"),
        (Doubt({LA_RICHE: 11, TOURS: -11}, {LA_RICHE: 22, FONDETTES: -22}), "the other is shown"),
    ],
)
def test_a_table_that_does_not_fit_proves_nothing(doubt: Doubt, what: str) -> None:
    wrong = replace(RIGHT, doubts={LA_RICHE: doubt, FONDETTES: DOWN})

    assert unproven(COMMUNES, wrong, 11) == {LA_RICHE}, what


def test_a_small_count_that_is_shown_is_noticed() -> None:
    nothing = Hiding(frozenset(), frozenset(), frozenset(), {})

    assert unproven(COMMUNES, nothing, 11) == {LA_RICHE}
    assert unproven(COMMUNES, nothing, 4) == set()
    assert unproven(COMMUNES, nothing, 5) == {LA_RICHE}


def test_a_count_is_withheld_only_with_all_that_is_linked_to_it() -> None:
    everything = frozenset(range(4))
    some = everything - {TOURS}

    assert unproven(COMMUNES, Hiding(frozenset(), everything, everything, {}), 11) == set()
    assert unproven(COMMUNES, Hiding(frozenset(), some, some, {}), 11) == some


def test_what_nobody_prints_may_move_in_a_table() -> None:
    system = build_system(
        {("few",): Cell(4), ("rest",): Cell(30, is_printed=False), ("all",): Cell(34)},
        [{("all",): -1, ("few",): 1, ("rest",): 1}],
    )
    few = system.keys.index(("few",))

    hiding = hide_cells(system, 11)

    assert hiding.cells == {few}
    assert unproven(system, hiding, 11) == set()


def test_a_publication_whose_recount_fails_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    publication = Publication()
    publication.add(("few",), 4)
    shown = Hiding(frozenset(), frozenset(), frozenset(), {})
    monkeypatch.setattr(publication_module, "hide_cells", lambda _system, _threshold: shown)

    with pytest.raises(AssertionError, match="in doubt"):
        publication.hide()


def cube(counts: list[int]) -> System:
    """Return a table of 2 × 2 × 3 with every total."""
    inner = dict(zip(product("ab", "xy", "123"), counts, strict=True))
    values = (["a", "b"], ["x", "y"], ["1", "2", "3"])
    cells, relations = {}, []
    for key in product(*([*column, "all"] for column in values)):
        pairs = ((k, zip(k, key, strict=True)) for k in inner)
        cells[key] = Cell(
            sum(inner[k] for k, pair in pairs if all(b in (a, "all") for a, b in pair))
        )
        for place, column in enumerate(values):
            if key[place] == "all":
                parts = [(*key[:place], value, *key[place + 1 :]) for value in column]
                relations.append({key: -1, **dict.fromkeys(parts, 1)})
    return build_system(cells, relations)


@given(
    st.lists(st.integers(0, 30), min_size=12, max_size=12),
    st.integers(0, 35),
    st.sampled_from([1, -1]),
    st.integers(1, 12),
    st.sets(st.integers(0, 35)),
)
def test_a_direction_keeps_every_sum_and_can_be_walked(
    counts: list[int], cell: int, sign: int, steps: int, dear: set[int]
) -> None:
    system = cube(counts)
    prices = [7 if index in dear else 0 for index in range(len(system.keys))]
    aim = Aim(cell, sign, steps, budget=14, haste=3, looks=3000)

    found = cheap_direction(system, system.counts, aim=aim, prices=prices)

    if found is not None:
        moves = found.direction
        assert moves[cell] == sign
        for relation in system.relations:
            assert sum(term.sign * moves.get(term.other, 0) for term in relation) == 0
        assert all(system.counts[c] + steps * move >= 0 for c, move in moves.items())
        assert sum(prices[c] for c in moves) <= found.cost <= 14


def test_a_table_of_three_columns_moves_around_the_corners_of_a_box() -> None:
    system = cube([20] * 12)
    shown = [0 if "all" not in key else 99 for key in system.keys]
    aim = Aim(system.keys.index(("a", "x", "1")), 1, 11, budget=0, haste=3, looks=3000)

    found = cheap_direction(system, system.counts, aim=aim, prices=shown)

    assert found is not None
    assert sorted(found.direction.values()) == [-1] * 4 + [1] * 4


def test_a_walk_ends_where_the_first_count_is_used_up() -> None:
    assert steps_along([9, 4, 7], {0: 1, 1: -1, 2: -2}) == 3
    assert steps_along([9, 4, 7], {0: 1, 1: 2}) is None
