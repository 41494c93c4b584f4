"""The answer about a pair: the rule, the target or the plan that stands between the two."""

import pytest
from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import RunOf, view_of
from tests.factories import contingent, household, instance, vacancy

from repartition.explanation import Answer, explain, pair_facts
from repartition.explanation.facts.plan_view import PlanView


def answer(view: PlanView, asked: str, dwelling: str) -> Answer:
    rows = view.names.household.index(asked), view.names.vacancy.index(dwelling)
    return Answer(view.instance.scenario, pair_facts(view, *rows))


def test_every_rule_that_refuses_is_told_the_first_one_first() -> None:
    view = view_of(
        instance(
            households=[household("h", accessible=True)],
            vacancies=[vacancy("v", typology="T4", surface=8)],
            grid=USUAL_GRID,
        ),
        plan={},
    )
    found = answer(view, "h", "v")

    assert found.facts.verdict == "refused"
    assert [refusal.rule for refusal in found.facts.refusals] == [
        "typology",
        "surface",
        "accessible",
    ]
    assert "It cannot be given: 3 rules refuse it." in found.sentences()
    assert found.facts.alternative is None


@pytest.mark.parametrize(
    ("asked", "dwelling", "verdict"),
    [
        ("H1", "A2", "attributed"),
        ("H3", "B1", "eligible"),
        ("H4", "B2", "refused"),
        ("H6", "A2", "own"),
    ],
)
def test_in_the_tiny_case_every_kind_of_pair_has_its_verdict(
    run_of: RunOf, asked: str, dwelling: str, verdict: str
) -> None:
    assert explain(run_of("tiny"), asked, dwelling).as_json()["verdict"] == verdict


def test_in_the_tiny_case_b2_is_what_the_dalo_target_needs(run_of: RunOf) -> None:
    """H5 is the only DALO household, and only B2 has three rooms: the target would miss by 1."""
    lines = explain(run_of("tiny"), "H3", "B2").sentences()

    assert (
        "- Charged to no contingent: target dalo (hard), at least 1: 1 now, 0 then: 1 missing."
    ) in lines
    assert "- dalo: at least 1 → 0 (1 missing)." in lines
    without = explain(run_of("tiny"), "H5", "B2").sentences()
    assert any(line.startswith("It cannot be left out: no plan without it") for line in without)


def test_in_the_tiny_case_a1_to_h1_costs_the_cap(run_of: RunOf) -> None:
    lines = explain(run_of("tiny"), "H1", "A1").sentences()

    assert (
        "The first objective that changes, which is what it costs: “aci-caps” (least missed, soft "
        "level 1): 0 → 1, worse by 1."
    ) in lines
    assert "3 attributions would not be the same: 75.0% of that plan." in lines
    assert (
        "- target aci-cap-fragile [A] (soft 1), at most 50%: 1 of 2 (the bound is 1) now, 2 of 2 "
        "(the bound is 1) then: 1 too many."
    ) in lines
    # Told first of those who move: the household whose dwelling it was.
    moved = [line for line in lines if "instead of" in line]
    assert moved[0] == "- H6 would get B1 instead of A1."


def test_in_the_session_a_fixed_pair_names_the_rule_it_overrides(run_of: RunOf) -> None:
    """H000084 is three persons in a T2: the grid has T3 to T4 for them."""
    found = explain(run_of("session"), "H000084", "L00022")

    assert found.as_json()["verdict"] == "decided"
    assert (
        "- Number of rooms (rule “typology”): the dwelling is a T2; for 3 persons, T3 to T4."
    ) in found.sentences()


def test_a_fixed_pair_without_a_reservation_right_names_that_rule_too() -> None:
    """The commission may charge it all the same; without its decision nobody could."""
    view = view_of(
        instance(
            households=[household("h")],
            vacancies=[vacancy("v", contingent="prefet")],
            contingents=[contingent("prefet", "etat_prioritaires")],
            fixed=[("h", "v")],
        )
    )
    found = answer(view, "h", "v")

    assert found.facts.verdict == "decided"
    assert [refusal.rule for refusal in found.facts.refusals] == ["contingent"]
    assert found.facts.alternative is None


def test_a_decision_that_settles_one_of_them_elsewhere_is_cited() -> None:
    view = view_of(
        instance(
            households=[household("h"), household("i")],
            vacancies=[vacancy("v"), vacancy("w")],
            fixed=[("h", "v")],
        )
    )
    found = answer(view, "i", "v")

    assert found.facts.verdict == "settled"
    assert "- The commission gives v to h." in found.sentences()


def test_a_forbidding_decision_is_told_with_its_reason(run_of: RunOf) -> None:
    lines = explain(run_of("session"), "H000100", "L00021").sentences()

    assert (
        "- Decision against it (rule “decision”): the commission does not give L00021 to H000100, "
        "on March 13, 2014 (reason: le ménage a demandé un rez-de-chaussée)."
    ) in lines


def test_usual_practice_solves_nothing_again_and_says_whose_turn_it_was(run_of: RunOf) -> None:
    found = explain(run_of("tiny", "sequential"), "H5", "B2")

    assert found.as_json()["alternative"] is None
    assert (
        "When the turn of B2 came (3), H2 came first: 50 points against 20."
    ) in found.sentences()
