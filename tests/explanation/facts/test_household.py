"""The answer about a household: what it has, what is open to it, and why it has nothing."""

from tests.explanation.conftest import about_household, view_of
from tests.factories import contingent, household, instance, vacancy


def test_the_contingents_that_would_open_more_are_counted() -> None:
    """Two dwellings of the préfet and one of Action Logement, to a household that has neither."""
    view = view_of(
        instance(
            households=[household("h")],
            vacancies=[
                vacancy("v1", contingent="prefet"),
                vacancy("v2", contingent="prefet"),
                vacancy("v3", contingent="al"),
            ],
            contingents=[
                contingent("al", "action_logement"),
                contingent("prefet", "etat_prioritaires"),
            ],
        ),
        plan={},
    )
    (barrier,) = about_household(view, "h").facts.barriers

    assert [(share.name, share.count) for share in barrier.by] == [("prefet", 2), ("al", 1)]
