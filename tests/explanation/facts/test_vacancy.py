"""The answer about a dwelling: who has it and why, who else could, or why nobody has."""

from datetime import date
from typing import Any

import pytest
from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import RunOf, view_of
from tests.factories import household, instance, vacancy

from repartition.explanation import Answer, explain, vacancy_facts
from repartition.explanation.facts.plan_view import PlanView


def answer(view: PlanView, name: str) -> Answer:
    row = view.names.vacancy.index(name)
    return Answer(view.instance.scenario, vacancy_facts(view, row))


def test_in_the_tiny_case_b1_says_why_h2_and_who_is_next(run_of: RunOf) -> None:
    """H2 is ACI with 50 points; without a dwelling are H4 (70, not ACI) and H3 (40, ACI).

    Waiting: H2 306 days, H4 365, H3 426. Wishes: B1 is H2's first commune, H4's second, and H3
    goes anywhere (0).
    """
    lines = explain(run_of("tiny"), None, "B1").sentences()

    assert "It goes to the household H2, charged to no contingent." in lines
    assert "- 5 households could have it." in lines
    assert [line for line in lines if "would be better, " in line] == [
        "- “aci-and-dalo” (most attributions; households: aci = yes or dalo = yes): it counts; 0 "
        "would be better, 1 equal, 1 worse.",
        "- “points” (most points): 50; 1 would be better, 0 equal, 1 worse.",
        "- “wishes” (least rank among the wishes): 0; 0 would be better, 1 equal, 1 worse.",
        "- “seniority” (most days waited): 306; 2 would be better, 0 equal, 0 worse.",
    ]
    assert [line for line in lines if line.startswith("- H")] == [
        "- H4, points: 70, 365 days of waiting; would do less well in “aci-and-dalo”: H4 does not "
        "count; H2 counts.",
        "- H3, points: 40, 426 days of waiting; would do less well in “points”: H3: 40; H2: 50.",
    ]


def test_in_the_tiny_case_a1_frees_another_dwelling(run_of: RunOf) -> None:
    assert "Its move frees A2, which goes to H1." in explain(run_of("tiny"), None, "A1").sentences()


def test_usual_practice_says_whose_turn_it_was(run_of: RunOf) -> None:
    """docs/tiny.md: when B2 comes up, third, H2, H3 and H5 are left of those it suits."""
    lines = explain(run_of("tiny", "sequential"), None, "B2").sentences()

    assert (
        "Its turn came as number 3: 3 households that could have it were then without a dwelling, "
        "in this order: H2, H3, H5."
    ) in lines


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
    found = answer(view, "v")

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
    (candidate,) = answer(view, "v").facts.candidates

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
    assert [c.household for c in answer(view, "v").facts.candidates] == ["c", "b", "a"]


def test_in_the_session_a_dwelling_nobody_can_have_says_what_each_rule_shuts_out(
    run_of: RunOf,
) -> None:
    lines = explain(run_of("session"), None, "L00016").sentences()

    assert "It is left empty: the rules leave it no request." in lines
    assert any(line.startswith("- 4 requests are shut out by this rule alone") for line in lines)
