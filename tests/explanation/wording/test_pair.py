"""The answer about a pair: the rule, the target or the plan that stands between the two."""

from tests.eligibility.law import USUAL_GRID
from tests.explanation.conftest import RunOf, about_pair, view_of
from tests.factories import household, instance, vacancy

from repartition.explanation import explain


def test_every_rule_that_refuses_is_told_the_first_one_first() -> None:
    view = view_of(
        instance(
            households=[household("h", accessible=True)],
            vacancies=[vacancy("v", typology="T4", surface=8)],
            grid=USUAL_GRID,
        ),
        plan={},
    )
    found = about_pair(view, "h", "v")

    assert found.facts.verdict == "refused"
    assert [refusal.rule for refusal in found.facts.refusals] == [
        "typology",
        "surface",
        "accessible",
    ]
    assert "It cannot be given this dwelling: 3 rules refuse it." in found.sentences()
    assert found.facts.alternative is None


def test_in_the_tiny_case_b2_is_what_the_dalo_target_needs(run_of: RunOf) -> None:
    """H5 is the only DALO household, and only B2 has three rooms: the target would miss by 1."""
    lines = explain(run_of("tiny"), "H3", "B2").sentences()

    assert (
        "- Charged to no contingent: target “dalo” (hard), at least 1: 1 now, 0 then (1 missing)."
    ) in lines
    assert "- dalo: at least 1 → 0 (1 missing)." in lines
    without = explain(run_of("tiny"), "H5", "B2").sentences()
    assert any(line.startswith("It cannot be left out: no plan without it") for line in without)


def test_in_the_tiny_case_a1_to_h1_costs_the_cap(run_of: RunOf) -> None:
    lines = explain(run_of("tiny"), "H1", "A1").sentences()

    assert (
        "What it costs, by the first objective that changes: “aci-caps” (least missed, soft level "
        "1): 0 → 1, worse by 1."
    ) in lines
    assert "3 attributions would not be the same, 75.0% of that plan." in lines
    assert (
        "- target “aci-cap-fragile” (soft 1), programme A, Résidence fictive A (Sanitas), at most "
        "50%: 1 of 2 (bound: 1) now, 2 of 2 (bound: 1) then (1 too many)."
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


def test_a_decision_that_settles_one_of_them_elsewhere_is_cited() -> None:
    view = view_of(
        instance(
            households=[household("h"), household("i")],
            vacancies=[vacancy("v"), vacancy("w")],
            fixed=[("h", "v")],
        )
    )
    found = about_pair(view, "i", "v")

    assert found.facts.verdict == "settled"
    assert "- The commission gives v to h." in found.sentences()


def test_a_forbidding_decision_is_told_with_its_reason(run_of: RunOf) -> None:
    lines = explain(run_of("session"), "H000100", "L00021").sentences()

    assert (
        "- Decision against it (rule “decision”): the commission does not give L00021 to H000100, "
        "on March 13, 2014 (reason given: “le ménage a demandé un rez-de-chaussée”)."
    ) in lines


def test_usual_practice_solves_nothing_again_and_says_whose_turn_it_was(run_of: RunOf) -> None:
    found = explain(run_of("tiny", "sequential"), "H5", "B2")

    assert found.as_json()["alternative"] is None
    assert (
        "At the turn of B2 (number 3), H2 came first: 50 points against 20."
    ) in found.sentences()


def test_who_would_have_a_dwelling_if_the_household_refused_it_is_told_first(run_of: RunOf) -> None:
    """H2 refuses B1: nothing is lost but wishes, H1 takes it and H2 what H1 leaves."""
    lines = explain(run_of("tiny"), "H2", "B1").sentences()
    place = lines.index("If it is not given")

    assert lines[place + 2] == "B1 would go to H1."


def test_the_draw_is_told_only_where_nothing_else_tells_two_households_apart() -> None:
    rows = [household("a"), household("b")]
    view = view_of(instance(households=rows, vacancies=[vacancy("v")]), plan={"b": "v"})
    lines = about_pair(view, "a", "v").sentences()

    assert any(line.startswith("- “lottery”") for line in lines)
    unequal = [household("a", points=1), household("b")]
    objective = {"objectives": [{"id": "points", "maximise": "points"}]}
    view = view_of(
        instance(households=unequal, vacancies=[vacancy("v")], scenario=objective), plan={"b": "v"}
    )
    assert not any("lottery" in line for line in about_pair(view, "a", "v").sentences())
