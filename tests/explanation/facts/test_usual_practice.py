"""Usual practice, replayed: what a household met when the turn of a dwelling came."""

from datetime import date
from typing import Any

import pytest
from tests.explanation.conftest import view_of
from tests.factories import household, instance, vacancy

from repartition.explanation.facts.target_changes import Way
from repartition.explanation.facts.usual_practice import Register, Turn
from repartition.explanation.wording.usual_practice import turn_words


def met(
    asked: str,
    dwelling: str,
    *,
    households: list[dict[str, Any]],
    vacancies: list[dict[str, Any]],
    **others: Any,
) -> tuple[Turn, Register, tuple[int, int]]:
    found = instance(households=households, vacancies=vacancies, **others)
    view = view_of(found, policy="sequential")
    rows = view.names.household.index(asked), view.names.vacancy.index(dwelling)
    register = Register.of(view)
    return register.meet(*rows), register, rows


@pytest.mark.parametrize(
    ("first", "second", "by", "words"),
    [
        ({"points": 2}, {"points": 1}, "points", "2 points against 1"),
        (
            {"requested_on": date(2013, 12, 29)},
            {"requested_on": date(2013, 12, 31)},
            "waiting_days",
            "as many points, and 3 days of waiting against 1",
        ),
    ],
)
def test_the_one_served_came_first_by_what_tells_them_apart(
    first: dict[str, Any], second: dict[str, Any], by: str, words: str
) -> None:
    turn, *_rest = met(
        "b",
        "v",
        households=[household("a", **first), household("b", **second)],
        vacancies=[vacancy("v")],
    )
    assert (turn.cause, turn.by, turn.places_behind) == ("behind", by, 1)
    assert turn_words(turn) == f"at the turn of v (number 1), a came first: {words}"


def test_equals_are_told_apart_by_the_public_draw() -> None:
    rows = [household("a"), household("b")]
    view = view_of(instance(households=rows, vacancies=[vacancy("v")]), policy="sequential")
    loser = int(view.instance.households.lottery.argmax())

    turn = Register.of(view).meet(loser, 0)

    assert (turn.cause, turn.by) == ("behind", "lottery")


def test_who_has_a_dwelling_by_then_is_not_served_again() -> None:
    """v1 is free first: a, with more points, has it when v2's turn comes."""
    turn, *_rest = met(
        "a",
        "v2",
        households=[household("a", points=2), household("b", points=1)],
        vacancies=[
            vacancy("v1", available_on=date(2014, 1, 1)),
            vacancy("v2", available_on=date(2014, 2, 1)),
        ],
    )
    assert turn_words(turn) == "at the turn of v2 (number 2), a already had v1"


def test_a_dwelling_whose_tenant_does_not_move_has_no_turn() -> None:
    """M is last in line for the only free dwelling, so v2 is never freed."""
    turn, *_rest = met(
        "b",
        "v2",
        households=[household("a", points=3), household("b", points=2), household("m", points=1)],
        vacancies=[vacancy("v1"), vacancy("v2", freed_by="m")],
    )
    assert (turn.place, turn_words(turn)) == (None, "v2 was never freed")


def test_a_freed_dwelling_comes_right_after_its_tenant_has_moved() -> None:
    """M moves to v1 (turn 1); v3, which it leaves, is turn 2, before v2."""
    turn, register, _rows = met(
        "b",
        "v3",
        households=[household("m", points=3), household("a", points=2), household("b", points=1)],
        vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3", freed_by="m")],
    )
    assert register.turn_of.tolist() == [1, 3, 2]
    assert turn_words(turn) == "at the turn of v3 (number 2), a came first: 2 points against 1"


def broken(ways: tuple[Way, ...]) -> list[tuple[str, tuple[int, int]]]:
    return [(row.row, row.count) for way in ways for row in way.rows]


def test_who_would_go_over_a_cap_is_passed_over_as_things_stood() -> None:
    """At most one ACI, though soft: a has v1; b comes first for v2, and c gets it."""
    turn, register, rows = met(
        "b",
        "v2",
        households=[
            household("a", aci=True, points=3),
            household("b", aci=True, points=2),
            household("c", points=1),
        ],
        vacancies=[vacancy("v1"), vacancy("v2")],
        scenario={"quotas": [{"id": "aci", "who": {"aci": True}, "max": 1, "soft": 1}]},
    )
    ways = register.ways_at(*rows)

    assert (turn.cause, turn.served) == ("passed_over", "c")
    assert broken(ways) == [("aci", (1, 2))]
    assert all(way.blocked for way in ways)


def test_those_who_wait_for_a_dwelling_stand_in_the_order_of_service() -> None:
    """At v2's turn a has v1: c (3 points) and b (1) wait, with the one who gets it."""
    _turn, register, _rows = met(
        "b",
        "v2",
        households=[
            household("a", points=4),
            household("b", points=1),
            household("c", points=3),
        ],
        vacancies=[vacancy("v1"), vacancy("v2")],
    )
    import numpy as np

    waiting = register.waiting_at(1, np.arange(3, dtype=np.int32))
    assert waiting.tolist() == [2, 1]
