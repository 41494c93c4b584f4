"""Who is next for a dwelling: each place in the order, and who is no candidate at all."""

from datetime import date
from typing import Any

import pytest
from tests.commission.conftest import case, facts_of, line_of, spoken_of
from tests.explanation.conftest import about_pair, about_vacancy, view_of
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.explanation import PlanView

HOUSE = {"id": "house", "maximise": "attributions"}
POINTS = {"id": "points", "maximise": "points"}
WISHES = {"id": "wishes", "minimise": "wish_rank"}


def queue(*households: dict[str, Any], scenario: dict[str, Any] | None = None) -> PlanView:
    """Return a dwelling v that holder has, and others w; everybody else has no dwelling."""
    return case(
        {"holder": "v"},
        households=[household("holder"), *households],
        vacancies=[vacancy("v"), vacancy("w")],
        scenario=scenario or {"objectives": [HOUSE, POINTS]},
    )


def test_objectives_come_in_their_strict_order() -> None:
    """B has fewer points, but points tell only those apart whom “first” holds equal."""
    households = household("a", points=9), household("b", points=1, dalo=True)
    first = {"id": "first", "maximise": "attributions", "who": {"dalo": True}}

    assert line_of(queue(*households), "v") == ["a", "b"]
    scenario = {"objectives": [first, POINTS]}
    assert line_of(queue(*households, scenario=scenario), "v") == ["b", "a"]


def test_a_minimised_objective_wants_the_smaller_number() -> None:
    households = (
        household("a", communes=["joue", "tours"]),
        household("b", communes=["tours", "joue"]),
    )
    view = case(
        {},
        households=households,
        vacancies=[vacancy("v")],
        communes=[{"commune": name, "name": name, "contrat_de_ville": False, "sru_deficit": False,
                   "ceiling_zone": "autres_regions", "apl_zone": 2} for name in ("joue", "tours")],
        scenario={"objectives": [WISHES]},
    )  # fmt: skip
    assert line_of(view, "v") == ["b", "a"]


def test_seniority_then_the_draw_settle_what_objectives_leave_equal() -> None:
    view = queue(
        household("a"),
        household("b", requested_on=date(2013, 1, 1)),
        household("c"),
    )
    numbers = dict(
        zip(view.names.household, view.instance.households.lottery.tolist(), strict=True)
    )
    expected = ["b", *sorted(["a", "c"], key=lambda name: numbers[name])]
    assert line_of(view, "v") == expected


def test_who_has_no_dwelling_comes_before_who_would_leave_one_empty() -> None:
    view = case(
        {"holder": "v", "housed": "w"},
        households=[household("holder"), household("housed", points=99), household("none")],
        vacancies=[vacancy("v"), vacancy("w")],
        scenario={"objectives": [POINTS]},
    )
    assert line_of(view, "v") == ["none", "housed"]


def test_what_must_hold_comes_before_everything() -> None:
    """One DALO household at most, and there is one: d would be the second, whatever its points."""
    view = case(
        {"holder": "v", "dalo": "w"},
        households=[
            household("holder"),
            household("dalo", dalo=True),
            household("d", dalo=True, points=99),
            household("e", points=1),
        ],
        vacancies=[vacancy("v"), vacancy("w")],
        scenario={
            "quotas": [{"id": "one", "who": {"dalo": True}, "max": 1}],
            "objectives": [HOUSE, POINTS],
        },
    )
    assert line_of(view, "v") == ["e", "dalo", "d"]
    facts = facts_of(view, "v")
    assert (facts.barred, facts.missed) == ({"one": 1}, {})
    assert [each.breaks for each in facts.successors] == [False, False, True]


@pytest.mark.parametrize(("order", "expected"), [((0, 1), ["p", "a"]), ((1, 0), ["a", "p"])])
def test_a_soft_target_has_its_own_place_among_the_objectives(
    order: tuple[int, int], expected: list[str]
) -> None:
    """No ACI household where the programme is fragile: that stands before points, or after them."""
    objectives = ({"id": "caps", "minimise": "shortfall", "soft": 1}, POINTS)
    view = case(
        {},
        households=[household("a", aci=True, points=9), household("p", points=1)],
        vacancies=[vacancy("v")],
        programmes=[programme("residence", fragility=2)],
        scenario={
            "quotas": [{"id": "cap", "who": {"aci": True}, "where": {"fragile": True}, "max": 0,
                        "soft": 1}],
            "objectives": [objectives[place] for place in order],
        },
    )  # fmt: skip
    assert line_of(view, "v") == expected
    assert facts_of(view, "v").missed == {"cap": 1}


def test_those_the_commission_ranked_come_first_by_rank_whatever_a_rule_says() -> None:
    view = case(
        {"holder": "v"},
        households=[
            household("holder"),
            household("a", points=9),
            household("second", points=1),
            household("third", communes=["joue"]),
        ],
        vacancies=[vacancy("v")],
        communes=[
            {"commune": name, "name": name, "contrat_de_ville": False, "sru_deficit": False,
             "ceiling_zone": "autres_regions", "apl_zone": 2} for name in ("joue", "tours")
        ],
        fixed=[("holder", "v")],
        scenario={"objectives": [POINTS]},
    )  # fmt: skip
    view = spoken_of(
        view,
        ("holder", "v", "attribution_ranked", 1),
        ("third", "v", "attribution_ranked", 3),
        ("second", "v", "attribution_ranked", 2),
    )
    assert line_of(view, "v") == ["second", "third", "a"]
    facts = facts_of(view, "v")
    assert [each.rank for each in facts.candidates] == [1, 2, 3, None]
    assert facts.candidates[2].refusals == ("commune",)


def test_who_was_ranked_and_has_since_been_given_another_is_no_candidate() -> None:
    view = case(
        {"holder": "v", "second": "w"},
        households=[household("holder"), household("second")],
        vacancies=[vacancy("v"), vacancy("w")],
        fixed=[("holder", "v"), ("second", "w")],
    )
    view = spoken_of(view, ("second", "v", "attribution_ranked", 2))
    assert line_of(view, "v") == []


def test_a_decided_dwelling_has_its_line_all_the_same() -> None:
    """Explanations find nobody open to it: the decision closes it. The line asks who is next."""
    view = case(
        {"holder": "v"},
        households=[household("holder"), household("a"), household("b", points=2)],
        vacancies=[vacancy("v")],
        fixed=[("holder", "v")],
        forbidden=[("a", "v")],
        scenario={"objectives": [POINTS]},
    )
    assert about_vacancy(view, "v").facts.eligible == 0
    assert line_of(view, "v") == ["b"]


def test_who_lives_there_or_asks_no_more_or_is_refused_by_a_rule_is_no_candidate() -> None:
    view = case(
        {},
        households=[
            household("moves"),
            household("inactive", active=False),
            household("wheels", accessible=True),
            household("fits"),
        ],
        vacancies=[vacancy("v", freed_by="moves"), vacancy("w")],
    )
    assert line_of(view, "v") == ["fits"]


def test_candidates_are_those_that_explanations_find_open() -> None:
    view = queue(household("a"), household("b", accessible=True), household("c"))
    facts = about_vacancy(view, "v").facts

    assert facts.eligible == 1 + len(line_of(view, "v"))  # the holder is one of them
    assert sorted(line_of(view, "v")) == sorted(each.household for each in facts.candidates)


def test_each_argument_is_the_one_that_explanations_give() -> None:
    view = queue(household("a", points=4), household("b", requested_on=date(2013, 1, 1)))
    for candidate in facts_of(view, "v").successors:
        name = candidate.profile.household
        told = about_pair(view, name, "v").facts.comparison
        differing = tuple(each for each in told if each.favours != "neither")
        assert tuple(each.comparison for each in candidate.arguments) == differing


def test_usual_practice_has_its_own_order() -> None:
    rows = instance(
        households=[
            household("a", points=1),
            household("b", points=5),
            household("c", points=5, requested_on=date(2013, 1, 1)),
        ],
        vacancies=[vacancy("v")],
        scenario={"objectives": [{"id": "fewest", "minimise": "points"}]},
    )
    view = view_of(rows, policy="sequential")
    assert line_of(view, "v") == ["b", "a"]  # c has it


def test_of_several_ways_the_best_for_the_objectives_is_taken() -> None:
    """The commune's attributions count: through the transfer, not the State's own way."""
    view = case(
        {},
        households=[household("a", contingents=["etat", "mairie"])],
        vacancies=[vacancy("v", contingent="etat"), vacancy("w", contingent="etat")],
        contingents=[contingent("etat", "etat_prioritaires"), contingent("mairie", "commune")],
        scenario={
            "contingents": {
                "transfers": [
                    {"id": "handback", "from": {"kind": "etat_prioritaires"},
                     "to": {"kind": "commune"}}
                ]
            },
            "objectives": [
                {"id": "mairie", "maximise": "attributions", "via": {"kind": "commune"}}
            ],
        },
    )  # fmt: skip
    (candidate,) = facts_of(view, "v").successors
    assert (candidate.contingent, candidate.transfer) == ("mairie", "handback")
