"""The answer about a household: what it has, what is open to it, and why it has nothing."""

from tests.explanation.conftest import RunOf, about_household, view_of
from tests.factories import household, instance, vacancy

from repartition.explanation import explain


def test_in_the_tiny_case_h3_is_told_who_has_its_four_dwellings(run_of: RunOf) -> None:
    """H3 (40 points, ACI): B1 has H2 (50) and A2 H1 (60), both ACI; A1 and B2 have no ACI.

    H5 in B2 is DALO, so it counts in aci-and-dalo too: points decide, 40 against 20.
    """
    lines = explain(run_of("tiny"), "H3", None).sentences()

    assert lines[:2] == ["Household H3", "It gets no dwelling in this plan."]
    assert "- 4 dwellings are open to it: A1, A2, B1, B2." in lines
    assert (
        "- 2 to households that come before it, by “points” (most points): the closest, B1, 40 for "
        "H3, 50 for H2."
    ) in lines
    assert any(line.startswith("- 1 to a household that, taken alone, comes") for line in lines)
    assert (
        "- B2: giving it to this household, everything else staying as it is, would break dalo."
    ) in lines


def test_in_the_tiny_case_h1_is_told_which_move_freed_its_dwelling(run_of: RunOf) -> None:
    lines = explain(run_of("tiny"), "H1", None).sentences()

    assert lines[1:4] == [
        "It gets the dwelling A2.",
        "The attribution is charged to no contingent.",
        "The dwelling: T2 of 50 m²; programme A, Résidence fictive A (Sanitas); Tours (37261); "
        "PLUS; €260 of rent a month; not reserved; degree of fragility 2; freed if H6 moves.",
    ]
    assert "Its move frees A2, which goes to H1." in explain(run_of("tiny"), "H6", None).sentences()


def test_in_the_session_a_decision_is_cited_with_its_day_and_reason(run_of: RunOf) -> None:
    lines = explain(run_of("session"), "H000126", None).sentences()

    assert (
        "Decision that every plan keeps: the commission gives L00027 to H000126, under a "
        "condition, on March 18, 2014 (reason given: “pièce manquante : dernier avis "
        "d'imposition”)."
    ) in lines


def test_in_the_session_a_refusal_by_the_household_is_remembered(run_of: RunOf) -> None:
    lines = explain(run_of("session"), "H000090", None).sentences()

    assert "- The household H000090 has refused L00028, on March 20, 2014." in lines


def test_a_household_without_income_learns_what_the_nearest_dwelling_would_cost(
    run_of: RunOf,
) -> None:
    """H000002 has no income: ten dwellings are shut by effort alone, the cheapest is L00040."""
    lines = explain(run_of("session"), "H000002", None).sentences()

    assert "Why nowhere" in lines
    (effort,) = [line for line in lines if line.startswith("- Share of income")]
    assert effort == (
        "- Share of income to pay: 10 dwellings; the nearest, L00040: the household has no income, "
        "and there is something to pay: €271.53 of rent + €37.06 of charges − €302.09 of APL = "
        "€6.50 a month to pay."
    )


def test_an_income_nobody_stated_is_not_called_an_income_of_nothing() -> None:
    view = view_of(
        instance(
            households=[
                household("unknown", incomes_stated=False),
                household("known", incomes_stated=False, monthly_income=900),
                household("none", incomes_stated=True),
            ],
            vacancies=[vacancy("v")],
        ),
        plan={},
    )

    def income(name: str) -> str:
        line = next(
            line for line in about_household(view, name).sentences() if "The household:" in line
        )
        return line.split("; ")[1]

    assert income("unknown") == "income of the month not stated, counted as none"
    assert income("known") == "income €900 a month"
    assert income("none") == "income €0 a month"


def test_open_dwellings_that_nobody_has_are_told_one_by_one() -> None:
    """v1 waits for m; v2 would make a second ACI attribution where one is the most."""
    view = view_of(
        instance(
            households=[
                household("h", aci=True),
                household("i", aci=True),
                household("m", active=False),
            ],
            vacancies=[vacancy("v0"), vacancy("v1", freed_by="m"), vacancy("v2")],
            scenario={"quotas": [{"id": "aci", "who": {"aci": True}, "max": 1}]},
        ),
        plan={"i": "v0"},
    )
    lines = about_household(view, "h").sentences()

    assert "- v1 is not freed: m, who lives there, does not move." in lines
    assert (
        "- v2: giving it to this household, everything else staying as it is, would break aci."
    ) in lines


def test_an_inactive_request_is_told_so_first() -> None:
    view = view_of(
        instance(households=[household("h", active=False)], vacancies=[vacancy("v")]), plan={}
    )
    found = about_household(view, "h")

    assert found.facts.situation == "inactive"
    assert found.sentences()[1] == "Its request is not active: it gets no dwelling."


def test_usual_practice_tells_the_turns_the_household_came_nearest_to(run_of: RunOf) -> None:
    """docs/tiny.md: A1 to H4 (70), B1 to H1 (60), B2 to H2 (50), A2 never; H3 has 40."""
    lines = explain(run_of("tiny", "sequential"), "H3", None).sentences()

    assert (
        "4 dwellings open to it went to nobody, or to other households: another household came "
        "first (3); never freed (1)."
    ) in lines
    assert [line for line in lines if line.startswith("- At the turn")] == [
        "- At the turn of B2 (number 3), H2 came first: 50 points against 40.",
        "- At the turn of B1 (number 2), H1 came first: 60 points against 40.",
        "- At the turn of A1 (number 1), H4 came first: 70 points against 40.",
    ]
