"""The answer about a pair: the rule, the target or the plan that stands between the two."""

import pytest
from tests.explanation.conftest import RunOf, about_pair, view_of
from tests.factories import contingent, household, instance, vacancy

from repartition.explanation import explain


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
    found = about_pair(view, "h", "v")

    assert found.facts.verdict == "decided"
    assert [refusal.rule for refusal in found.facts.refusals] == ["contingent"]
    assert found.facts.alternative is None
