"""The answer about a dwelling: who has it and why, who else could, or why nobody has."""

from datetime import date
from typing import Any

import pytest
from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import about_vacancy, view_of
from tests.factories import household, instance, vacancy


@pytest.mark.parametrize(
    ("offered", "households", "plan", "scenario", "situation"),
    [
        ({"available_on": date(2015, 1, 1)}, [household("a")], {}, {}, "not_of_period"),
        ({"typology": "T5"}, [household("a")], {}, {}, "nobody"),
        ({"freed_by": "m"}, [household("a"), household("m", active=False)], {}, {}, "not_freed"),
        ({}, [household("a")], {"a": "other"}, {}, "all_housed"),
        (
            {},
            [household("a", aci=True)],
            {},
            {"quotas": [{"id": "aci", "who": {"aci": True}, "max": 0}]},
            "limit",
        ),
        ({}, [household("a")], {}, {}, "left_empty"),
        ({}, [household("a")], {"a": "v"}, {}, "given"),
    ],
)
def test_an_empty_dwelling_has_its_reason(
    offered: dict[str, Any],
    households: list[dict[str, Any]],
    plan: dict[str, str],
    scenario: dict[str, Any],
    situation: str,
) -> None:
    view = view_of(
        instance(
            households=households,
            vacancies=[vacancy("v", **offered), vacancy("other")],
            grid=USUAL_GRID,
            scenario=scenario,
        ),
        plan=plan,
    )
    found = about_vacancy(view, "v")

    assert found.facts.situation == situation
    assert found.sentences()


def test_a_candidate_that_a_target_keeps_out_is_told_by_which() -> None:
    """One ACI attribution at most, and i has it elsewhere: h would be the second."""
    view = view_of(
        instance(
            households=[household("h", aci=True), household("i", aci=True), household("k")],
            vacancies=[vacancy("v"), vacancy("w")],
            scenario={"quotas": [{"id": "aci", "who": {"aci": True}, "max": 1}]},
        ),
        plan={"i": "w", "k": "v"},
    )
    (candidate,) = about_vacancy(view, "v").facts.candidates

    assert (candidate.household, candidate.full) == ("h", ("aci",))


def test_the_next_in_line_stand_in_the_order_of_usual_practice() -> None:
    view = view_of(
        instance(
            households=[
                household("a", points=1),
                household("b", points=3, requested_on=date(2013, 12, 1)),
                household("c", points=3, requested_on=date(2013, 6, 1)),
                household("holder"),
            ],
            vacancies=[vacancy("v")],
        ),
        plan={"holder": "v"},
    )
    assert [c.household for c in about_vacancy(view, "v").facts.candidates] == ["c", "b", "a"]
