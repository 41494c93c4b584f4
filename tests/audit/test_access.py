"""Groups are counted by who belongs to them, exclusions by the one rule that makes them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.audit.test_reasons import outcome
from tests.audit.test_structure import ETAT, plan
from tests.factories import commune, household, instance, programme, vacancy

from repartition.audit import count_groups, refused_by
from repartition.audit.access import nowhere_cautions
from repartition.audit.indicators import indicators_of
from repartition.domain.instance import Instance
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs


def test_each_group_has_its_requests_and_those_housed() -> None:
    case = instance(
        households=[
            household("ada", aci=True, dalo=True, requested_on=date(2013, 12, 22)),
            household("bob", aci=True, persons=5, requested_on=date(2013, 12, 31)),
            household("cy", persons=4, accessible=True),
            household("dan", aci=True, active=False),
        ],
        vacancies=[vacancy("v1"), vacancy("v2")],
    )
    counts = {
        count.group: count
        for count in count_groups(case, plan(case, [("ada", "v1", "", ""), ("cy", "v2", "", "")]))
    }
    assert {group: (count.requests, count.housed) for group, count in counts.items()} == {
        "all": (3, 2),
        "aci": (2, 1),
        "dalo": (1, 1),
        "neither": (1, 1),
        "large_family": (1, 0),
        "accessible": (1, 1),
    }
    assert counts["aci"].share == Fraction(1, 2)
    assert counts["all"].mean_waiting_days == 5  # (10 + 0) / 2
    assert counts["large_family"].mean_waiting_days is None


def test_a_household_the_commission_houses_is_a_request_active_or_not() -> None:
    case = instance(
        households=[household("ada", active=False), household("bob", active=False)],
        vacancies=[vacancy("v1")],
        fixed=[("ada", "v1")],
    )
    everyone = count_groups(case, plan(case, [("ada", "v1", "", "")]))[0]
    assert (everyone.requests, everyone.housed) == (1, 1)


def test_the_first_quartile_is_a_group_where_it_is_known() -> None:
    case = instance(
        households=[household("ada", quartile=1), household("bob", quartile=2)],
        vacancies=[vacancy("v1")],
    )
    counts = {count.group: count.requests for count in count_groups(case, plan(case, []))}
    assert counts["first_quartile"] == 1


def refused(case: Instance) -> Mapping[str, int]:
    charging = resolve_charging(case)
    found = refused_by(case, charging, find_pairs(case, charging))
    return {each.rule: each.households["all"] for each in found if each.households["all"]}


@pytest.mark.parametrize(
    ("cells", "dwelling", "rule"),
    [
        ({}, {"available_on": date(2015, 1, 1)}, "active"),
        ({"persons": 2}, {"surface": 15}, "surface"),
        ({"communes": ["37050"]}, {}, "commune"),
        ({"accessible": True}, {}, "accessible"),
        ({}, {"contingent": "etat"}, "contingent"),
    ],
)
def test_a_rule_that_alone_closes_every_dwelling_keeps_the_household_out(
    cells: dict[str, Any], dwelling: dict[str, Any], rule: str
) -> None:
    case = instance(
        households=[household("ada", **cells)],
        vacancies=[vacancy("v1", **dwelling)],
        communes=[commune("37050"), commune("tours")],
        contingents=[ETAT],
    )
    assert refused(case) == {rule: 1}


def test_a_decision_that_alone_closes_every_dwelling_keeps_the_household_out() -> None:
    case = instance(
        households=[household("ada")], vacancies=[vacancy("v1")], forbidden=[("ada", "v1")]
    )
    assert refused(case) == {"decision": 1}


def test_two_rules_that_close_the_same_dwelling_keep_nobody_out_alone() -> None:
    case = instance(
        households=[household("ada", persons=2, accessible=True)],
        vacancies=[vacancy("v1", surface=10)],
    )
    assert refused(case) == {}


def test_two_rules_may_each_keep_a_household_out_alone() -> None:
    """Without either of them it would have one dwelling."""
    case = instance(
        households=[household("ada", persons=2, accessible=True)],
        vacancies=[vacancy("v1", surface=10, accessible=True), vacancy("v2")],
    )
    assert refused(case) == {"surface": 1, "accessible": 1}


def test_a_household_with_one_dwelling_left_is_not_kept_out() -> None:
    case = instance(
        households=[household("ada", accessible=True)],
        vacancies=[vacancy("v1"), vacancy("v2", accessible=True)],
    )
    assert refused(case) == {}


def test_what_a_decision_has_given_is_kept_from_others_by_no_rule() -> None:
    case = instance(
        households=[household("ada", accessible=True), household("bob")],
        vacancies=[vacancy("v1")],
        fixed=[("bob", "v1")],
    )
    assert refused(case) == {}


def test_inactive_households_are_not_counted() -> None:
    case = instance(households=[household("ada", active=False)], vacancies=[vacancy("v1")])
    assert refused(case) == {}


def test_the_indicators_tell_fragile_stock_from_the_rest() -> None:
    """Degree 2 counts as fragile, degree 1 and no degree do not; of three ACI two are outside."""
    case = instance(
        households=[household(name, aci=name != "dan") for name in ("ada", "bob", "cy", "dan")],
        vacancies=[
            vacancy("v1", programme="p1"),
            vacancy("v2", programme="p2", financing="PLAI"),
            vacancy("v3", programme="p3"),
            vacancy("v4", programme="p3"),
        ],
        programmes=[
            programme("p1", fragility=2, qpv="Sanitas", bailleur="esh"),
            programme("p2", fragility=1),
            programme("p3", fragility=""),
        ],
        scenario={"fragility": {"fragile_from": 2}},
    )
    pairs = [("ada", "v1"), ("bob", "v2"), ("cy", "v3"), ("dan", "v4")]
    found: Any = indicators_of(outcome(case, [(h, v, "", "") for h, v in pairs]))
    assert [found[name] for name in FOUR] == [4, 3, 2, 2 / 3]
    assert [found["by"]["qpv"]["Sanitas"][name] for name in FOUR] == [1, 1, 0, 0]
    assert [found["by"]["bailleur"]["bailleur"][name] for name in FOUR] == [3, 2, 2, 1]
    assert [found["by"]["financing"]["PLAI"][name] for name in FOUR] == [1, 1, 1, 1]
    assert [found["by"]["contingent"][""][name] for name in FOUR] == [4, 3, 2, 2 / 3]
    assert list(found["by"]["commune"]) == ["tours"]


def test_a_share_of_nobody_is_no_number() -> None:
    case = instance(households=[household("ada")], vacancies=[vacancy("v1")])
    found = indicators_of(outcome(case, [("ada", "v1", "", "")]))
    assert found["aci_outside_fragile_share"] is None


FOUR = ("attributions", "aci_attributions", "aci_outside_fragile", "aci_outside_fragile_share")


def test_households_nobody_can_house_are_warned_of_with_their_number_and_the_first_names() -> None:
    large = [household(f"h{number}", persons=9) for number in range(7)]
    case = instance(
        households=[*large, household("ada")],
        vacancies=[vacancy("v", surface=40)],
    )
    (caution,) = nowhere_cautions(case, find_pairs(case, resolve_charging(case)))

    assert caution.problem == (
        "7 active households have no dwelling open to them: h0, h1, h2, h3, h4 and 2 more"
    )
    assert "explain --household" in caution.remedy


def test_no_household_without_a_dwelling_open_is_no_warning() -> None:
    case = instance(
        households=[household("ada"), household("gone", persons=9, active=False)],
        vacancies=[vacancy("v", surface=40)],
    )
    assert not [*nowhere_cautions(case, find_pairs(case, resolve_charging(case)))]
