"""The answer about a household: what it has, what is open to it, and why it has nothing."""

from tests.explanation.conftest import about_household, view_of
from tests.factories import contingent, household, instance, programme, vacancy


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


def test_a_housed_household_gives_up_its_dwelling_before_targets_are_counted() -> None:
    """One ACI at most, and none in the programme ailleurs: h may move to v2, not to v3."""
    quotas = [
        {"id": "aci", "who": {"aci": True}, "max": 1},
        {"id": "none", "who": {"aci": True}, "where": {"programme": "ailleurs"}, "max": 0},
    ]
    view = view_of(
        instance(
            households=[household("h", aci=True)],
            vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3", programme="ailleurs")],
            programmes=[programme("residence"), programme("ailleurs")],
            scenario={"quotas": quotas},
        ),
        plan={"h": "v1"},
    )
    closed = about_household(view, "h").facts.closed

    assert [(each.vacancy, each.cause, each.by) for each in closed] == [
        ("v2", "left_empty", ""),
        ("v3", "limit", "none"),
    ]


def test_a_given_dwelling_that_a_target_keeps_for_another_is_closed() -> None:
    """At least one ACI household is housed, and d is the only one."""
    view = view_of(
        instance(
            households=[household("a"), household("d", aci=True)],
            vacancies=[vacancy("v")],
            scenario={"quotas": [{"id": "aci", "who": {"aci": True}, "min": 1}]},
        )
    )
    (closed,) = about_household(view, "a").facts.closed

    assert (closed.vacancy, closed.cause, closed.by) == ("v", "limit", "aci")


def test_a_dwelling_left_empty_for_a_soft_quota_names_it() -> None:
    case = instance(
        households=[household("ada", aci=True)],
        vacancies=[vacancy("v")],
        scenario={
            "quotas": [{"id": "cap", "who": {"aci": True}, "max_share": 0, "soft": 1}],
            "objectives": [{"id": "house", "maximise": "attributions"}],
        },
    )
    found = about_household(view_of(case), "ada")

    assert [(each.cause, each.by) for each in found.facts.closed] == [("left_empty", "cap")]
    assert any("higher in the order of the objectives: cap" in said for said in found.sentences())
