"""What each rule of a grid gives: decision tables, and a slow recomputation beside the fast one."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import Row, household
from tests.ingest.cotation.grids import (
    counted,
    criterion,
    grid,
    group,
    lines_of,
    table_of,
    waiting,
)

from repartition.domain.cells import write_decimal
from repartition.domain.cotation import CotationGrid
from repartition.ingest.cotation.points import TooManyPointsError, count_points, points_column

RULES = [
    # the rule, a household, hundredths of a point
    ({"who": {"dalo": True}, "points": 40}, {"dalo": True}, 4000),
    ({"who": {"dalo": True}, "points": 40}, {"dalo": False}, 0),
    ({"who": ({"dalo": True}, {"aci": True}), "points": 40}, {"aci": True}, 4000),  # met once
    ({"who": ({"dalo": True}, {"aci": True}), "points": 40}, {"aci": True, "dalo": True}, 4000),
    ({"who": {"persons": {"min": 5}}, "points": Decimal("2.5")}, {"persons": 5}, 250),
    ({"who": {"persons": {"min": 5}}, "points": Decimal("2.5")}, {"persons": 4}, 0),
    ({"who": {"occupies": {"present": True}}, "points": -10}, {"occupies": "P"}, -1000),
    ({"who": {"dalo": True}, "points": 0}, {"dalo": True}, 0),
    # 5 points for each whole year: ⌊364/365⌋ = 0, ⌊365/365⌋ = 1, ⌊729/365⌋ = 1, ⌊730/365⌋ = 2.
    ({"measure": "waiting_days", "per": 365, "points": 5}, waiting(364), 0),
    ({"measure": "waiting_days", "per": 365, "points": 5}, waiting(365), 500),
    ({"measure": "waiting_days", "per": 365, "points": 5}, waiting(729), 500),
    ({"measure": "waiting_days", "per": 365, "points": 5}, waiting(730), 1000),
    # From the second year on: ⌊(729 − 365)/365⌋ = 0, ⌊(730 − 365)/365⌋ = 1; never below 0.
    ({"measure": "waiting_days", "per": 365, "from": 365, "points": 5}, waiting(729), 0),
    ({"measure": "waiting_days", "per": 365, "from": 365, "points": 5}, waiting(730), 500),
    ({"measure": "waiting_days", "per": 365, "from": 3650, "points": 5}, waiting(0), 0),
    # A start below 0 is one head start: ⌊(0 + 365)/365⌋ = 1.
    ({"measure": "waiting_days", "per": 365, "from": -365, "points": 5}, waiting(0), 500),
    # Without per, each one counts; a third of 0.9 is 0.3, exactly: ⌊0.9/0.3⌋ = 3.
    ({"measure": "children", "points": 4}, {"persons": 4, "children": 3}, 1200),
    ({"measure": "share", "per": Decimal("0.3"), "points": 1}, {"share": "0.9"}, 300),
    ({"measure": "share", "per": Decimal("0.3"), "points": 1}, {"share": "0,89"}, 200),
    # ⌊(0.9 − 0.5)/0.3⌋ = ⌊1.33⌋ = 1.
    (
        {"measure": "share", "per": Decimal("0.3"), "from": Decimal("0.5"), "points": 1},
        {"share": "0.9"},
        100,
    ),
    # A column of truths counts one for yes; an empty cell counts 0, and so does no.
    ({"measure": "hosted", "points": 7}, {"hosted": "oui"}, 700),
    ({"measure": "hosted", "points": 7}, {"hosted": "non"}, 0),
    ({"measure": "hosted", "points": 7}, {"hosted": ""}, 0),
    ({"measure": "refusals", "points": -6}, {"refusals": "2"}, -1200),
    # A measure may be for some only.
    ({"measure": "children", "points": 4, "who": {"adults": 1}},
     {"persons": 3, "adults": 1, "children": 2}, 800),
    ({"measure": "children", "points": 4, "who": {"adults": 1}},
     {"persons": 4, "adults": 2, "children": 2}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "cells", "hundredths"), RULES)
def test_a_rule_gives_its_points(rule: Row, cells: Row, hundredths: int) -> None:
    found = counted(grid(criterion("a", **rule)), **cells)

    assert found.totals().tolist() == [hundredths]


CHILD = {"measure": "children", "points": 10}
FAMILY = {"persons": 5, "adults": 1, "children": 4, "dalo": True, "aci": True}  # 4 children: 40

CAPS = [
    # the criteria, groups and cap of the whole; the lines of the family, in hundredths
    ([criterion("c", **CHILD, cap=25)], [], None, {"c": 4000, "cap:c": -1500}),  # 40 > 25
    ([criterion("c", **CHILD, cap=40)], [], None, {"c": 4000}),  # 40 = 40: nothing is cut
    # A malus stops at its cap too: −40 goes no further than −25.
    ([criterion("c", measure="children", points=-10, cap=-25)], [], None,
     {"c": -4000, "cap:c": 1500}),
    # 30 + 20 = 50, at most 45.
    ([criterion("a", 30, group="g"), criterion("b", 20, group="g")], [group("g", cap=45)], None,
     {"a": 3000, "b": 2000, "cap:g": -500}),
    # The highest of 30 and 20.
    ([criterion("a", 30, group="g"), criterion("b", 20, group="g")],
     [group("g", counts="highest")], None, {"a": 3000, "b": 2000, "highest:g": -2000}),
    # The highest of 30 and 20, at most 25.
    ([criterion("a", 30, group="g"), criterion("b", 20, group="g")],
     [group("g", counts="highest", cap=25)], None,
     {"a": 3000, "b": 2000, "highest:g": -2000, "cap:g": -500}),
    # Only one is met: the highest is that one, and nothing is taken off.
    ([criterion("a", 30, group="g"), criterion("b", 99, who={"persons": 1}, group="g")],
     [group("g", counts="highest")], None, {"a": 3000}),
    # The cap of a criterion comes before that of its group: min(25 + 20, 40).
    ([criterion("c", **CHILD, cap=25, group="g"), criterion("b", 20, group="g")],
     [group("g", cap=40)], None, {"c": 4000, "cap:c": -1500, "b": 2000, "cap:g": -500}),
    # The grand cap comes last: min(40 + min(30, 20), 50).
    ([criterion("c", **CHILD), criterion("b", 30, group="g")], [group("g", cap=20)], 50,
     {"c": 4000, "b": 3000, "cap:g": -1000, "cap": -1000}),
    # A loss is counted before the caps: min(30 − 10, 25) takes nothing off.
    ([criterion("a", 30, group="g"), criterion("m", -10, group="g")], [group("g", cap=25)], None,
     {"a": 3000, "m": -1000}),
    # Nothing lifts what is below 0.
    ([criterion("m", -10)], [], 50, {"m": -1000}),
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "groups", "cap", "lines"), CAPS)
def test_what_caps_take_off_has_lines_of_its_own(
    criteria: list[Row], groups: list[Row], cap: int | None, lines: dict[str, int]
) -> None:
    found = counted(grid(*criteria, groups=groups, cap=cap and Decimal(cap)), **FAMILY)

    assert lines_of(found) == lines
    assert found.totals().tolist() == [sum(lines.values())]


def test_a_grid_that_takes_the_highest_of_two_tables_and_adds_years_can_be_written() -> None:
    """As in Liège: the best of each table of priorities, and one point a year, at most six."""
    of = grid(
        criterion("homeless", 5, who={"home": "none"}, group="housing"),
        criterion("unfit", 4, who={"unfit": True}, group="housing"),
        criterion("violence", 5, who={"violence": True}, group="persons"),
        criterion("handicap", 3, who={"accessible": True}, group="persons"),
        criterion("years", 1, measure="waiting_days", per=365, cap=6),
        groups=[group("housing", counts="highest"), group("persons", counts="highest")],
    )

    # max(5, 4) + max(0, 3) + min(⌊2600/365⌋ = 7, 6) = 14
    cells = {"home": "none", "unfit": "true", "violence": "", "accessible": True}
    assert counted(of, **cells, **waiting(2600)).totals().tolist() == [1400]


def test_a_grid_whose_criteria_add_up_without_end_can_be_written() -> None:
    """As in Lyon: 20 threatened with eviction, 5 a lone parent, 10 too high a rent.

    Tenants of the stock have a grid of their own, which is written by narrowing each criterion.
    """
    first = {"occupies": {"present": False}}
    of = grid(
        criterion("eviction", 20, who={"eviction": True} | first),
        criterion("alone", 5, who={"adults": 1, "children": {"min": 1}} | first),
        criterion("rent", 10, who={"rent_share": {"min": 33}} | first),
        criterion("too-small", 30, who={"occupies": {"present": True}}),
    )
    cells = {"persons": 3, "adults": 1, "children": 2, "eviction": "oui", "rent_share": "38,5"}

    assert counted(of, **cells).totals().tolist() == [3500]  # 20 + 5 + 10
    assert counted(of, **cells, occupies="P").totals().tolist() == [3000]


def test_the_column_says_the_points_exactly_and_below_zero_too() -> None:
    of = grid(criterion("half", Decimal("0.5"), measure="children"), criterion("m", -3))
    rows = [household("a", persons=2, children=1), household("b", persons=1, children=0)]

    column = points_column(count_points(of, table_of(*rows), label="grid.toml"))

    assert column.cells() == ["-2.5", "-3"]


def test_more_points_than_any_grid_gives_are_a_slip() -> None:
    of = grid(criterion("a", 1, measure="refusals"))
    with pytest.raises(TooManyPointsError) as caught:
        counted(of, refusals="100001")
    assert caught.value.cell == "100001"
    assert counted(of, refusals="100000").totals().tolist() == [10_000_000]


def test_nobody_has_no_points() -> None:
    found = count_points(
        grid(criterion("a", group="g"), groups=[group("g", cap=5)], cap=3),
        table_of(household("h")).with_columns({}),
        label="grid.toml",
    )
    assert found.amounts.dtype == np.int32
    assert found.amounts.shape == (3, 1)


# ------------------------------------------------------------------ a slow recomputation beside it
AMOUNTS = st.integers(-4000, 4000).map(lambda n: Decimal(n).scaleb(-2))
POSITIVE = st.integers(1, 9000).map(lambda n: Decimal(n).scaleb(-2))
STEPS = st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("2.5"), Decimal(60)])
GROUPS = ("sums", "capped", "best")


@st.composite
def criteria(draw: st.DrawFn, number: int) -> Row:
    """Draw a criterion: on a truth, on a range, or on a measure."""
    name = draw(st.sampled_from([None, *GROUPS]))
    points = draw(POSITIVE if name == "best" else AMOUNTS)
    keys: Row = {"points": points} | ({} if name is None else {"group": name})
    if draw(st.booleans()):
        keys |= {"measure": draw(st.sampled_from(["waiting_days", "refusals", "hosted"]))}
        keys |= {"per": draw(STEPS), "from": draw(st.sampled_from([Decimal(0), Decimal("1.5")]))}
        if points and draw(st.booleans()):
            keys["cap"] = draw(POSITIVE).copy_sign(points)
    if "measure" not in keys or draw(st.booleans()):
        keys["who"] = draw(
            st.sampled_from([{"dalo": True}, {"persons": {"min": 2, "max": 3}}, {"refusals": 2}])
        )
    return criterion(f"c{number}", **keys)


@st.composite
def grids(draw: st.DrawFn) -> CotationGrid:
    """Draw a grid that has one criterion of each group at least."""
    drawn = [draw(criteria(number)) for number in range(draw(st.integers(1, 6)))]
    anchors = [criterion(f"in-{name}", 1, group=name) for name in GROUPS]
    groups = [
        group("sums"),
        group("capped", cap=draw(POSITIVE)),
        group("best", counts="highest", cap=draw(st.none() | POSITIVE)),
    ]
    return grid(*drawn, *anchors, groups=groups, cap=draw(st.none() | POSITIVE))


HOUSEHOLDS = st.lists(
    st.fixed_dictionaries(
        {
            "persons": st.integers(1, 5),
            "dalo": st.booleans(),
            "refusals": st.sampled_from(["", "0", "1", "2", "2,5", "17"]),
            "hosted": st.sampled_from(["", "oui", "non"]),
            "days": st.integers(0, 240),
        }
    ),
    min_size=1,
    max_size=5,
)


def slow_points(of: CotationGrid, cells: dict[str, Any]) -> Fraction:
    """Return the points of one household, worked out the long way, from what was drawn."""
    numbers = {
        "waiting_days": Fraction(cells["days"]),
        "refusals": Fraction(cells["refusals"].replace(",", ".") or 0),
        "hosted": Fraction(1 if cells["hosted"] == "oui" else 0),
    }
    meets = {
        "dalo": cells["dalo"],
        "persons": 2 <= cells["persons"] <= 3,
        "refusals": numbers["refusals"] == 2 and cells["refusals"] != "",
    }
    given_by: dict[str | None, list[Fraction]] = {}
    for each in of.criterion:
        points = Fraction(each.points)
        (asked,) = each.who.columns() or {None}
        if each.measure is not None:
            above = numbers[each.measure] - Fraction(each.from_)
            points *= max(floor(above / Fraction(each.per)), 0)
            if each.cap is not None:
                points = min(points, each.cap, key=abs)
        anchor = each.id.startswith("in-")
        if not (anchor or asked is None or meets[asked]):
            points = Fraction(0)
        given_by.setdefault(each.group, []).append(Fraction(points))
    total = sum(given_by.pop(None, []), Fraction(0))
    for each_group in of.group:
        amounts = given_by[each_group.id]
        counted_together = max(amounts) if each_group.counts == "highest" else sum(amounts)
        if each_group.cap is not None:
            counted_together = min(counted_together, each_group.cap)
        total += Fraction(counted_together)
    return total if of.cap is None else min(total, Fraction(of.cap))


@given(of=grids(), drawn=HOUSEHOLDS)
def test_the_points_are_those_worked_out_one_household_at_a_time(
    of: CotationGrid, drawn: list[dict[str, Any]]
) -> None:
    rows = [
        household(
            f"h{number}",
            **{name: cell for name, cell in cells.items() if name != "days"},
            **waiting(cells["days"]),
        )
        for number, cells in enumerate(drawn)
    ]

    found = count_points(of, table_of(*rows), label="grid.toml")

    slow = [slow_points(of, cells) for cells in drawn]
    assert [Fraction(total, 100) for total in found.totals().tolist()] == slow
    assert points_column(found).cells() == [
        write_decimal(Decimal(total.numerator) / Decimal(total.denominator)) for total in slow
    ]
    # A breakdown is whole: what is taken off is never more than what was given, nor a gift.
    for line, amounts in zip(found.lines, found.amounts, strict=True):
        if (
            line.id.startswith(("cap:sums", "cap:capped", "cap:best", "highest:"))
            or line.id == "cap"
        ):
            assert (amounts <= 0).all()
