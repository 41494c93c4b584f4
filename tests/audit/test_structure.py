"""Each clause of what a plan is, alone: what it finds, and the nearest plan it accepts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.audit import audit_plan
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.eligibility.charging import resolve_charging
from repartition.errors import Fault

ETAT = contingent("etat", "etat_prioritaires")
MAIRIE = contingent("mairie", "commune", commune="tours")
HANDBACK = {
    "contingents": {
        "transfers": (
            {
                "id": "handback",
                "from": {"kind": "etat_prioritaires"},
                "to": {"kind": "commune"},
                "max_share": Decimal("0.5"),
            },
        )
    }
}
Attribution = tuple[str, str, str, str]


def faults(
    case: Instance, attributions: Sequence[Attribution], policy: Policy = "optimal"
) -> list[Fault]:
    """Return what is wrong with (household, vacancy, contingent, transfer) attributions."""
    return audit_plan(case, resolve_charging(case), plan(case, attributions), policy=policy)


def plan(case: Instance, attributions: Sequence[Attribution]) -> Plan:
    rows = {
        "household": case.households.table.identifiers(),
        "vacancy": case.vacancies.table.identifiers(),
        "contingent": [*case.contingents.table.identifiers(), ""],
    }
    transfers = [transfer.id for transfer in case.scenario.contingents.transfers]
    found = [
        (
            rows["household"].index(h),
            rows["vacancy"].index(v),
            rows["contingent"].index(c),
            transfers.index(t) if t else -1,
        )
        for h, v, c, t in attributions
    ]
    return Plan.of(*np.array(found, np.int64).reshape(-1, 4).T)


def two_by_two(**changes: Any) -> Instance:
    return instance(
        **(
            {
                "households": [household("ada"), household("bob")],
                "vacancies": [vacancy("v1"), vacancy("v2")],
                "contingents": [ETAT, MAIRIE],
            }
            | changes
        )
    )


def test_two_households_in_two_dwellings_are_a_plan() -> None:
    assert faults(two_by_two(), [("ada", "v1", "", ""), ("bob", "v2", "", "")]) == []


def test_a_plan_may_be_empty() -> None:
    assert faults(two_by_two(), []) == []


def test_a_household_gets_one_dwelling() -> None:
    (found,) = faults(two_by_two(), [("ada", "v1", "", ""), ("ada", "v2", "", "")])
    assert (found.file, found.line, found.column, found.value) == (
        "plan.csv",
        3,
        "household",
        "ada",
    )


def test_a_dwelling_is_given_once() -> None:
    (found,) = faults(two_by_two(), [("ada", "v1", "", ""), ("bob", "v1", "", "")])
    assert (found.column, found.value) == ("vacancy", "v1")


@pytest.mark.parametrize(
    ("cells", "dwelling", "rule"),
    [
        ({"active": False}, {}, "active"),
        ({"persons": 2}, {"surface": "15.99"}, "surface"),
        ({"communes": ["nowhere"]}, {}, "commune"),
        ({"accessible": True}, {}, "accessible"),
        ({}, {"contingent": "etat"}, "contingent"),
    ],
)
def test_an_attribution_passes_every_rule(
    cells: dict[str, Any], dwelling: dict[str, Any], rule: str
) -> None:
    case = two_by_two(
        households=[household("ada", **cells)],
        vacancies=[vacancy("v1", **dwelling)],
        communes=[
            {
                "commune": name,
                "name": name,
                "contrat_de_ville": False,
                "ceiling_zone": "autres_regions",
                "apl_zone": 2,
            }
            for name in ("nowhere", "tours")
        ],
    )
    found = faults(case, [("ada", "v1", "", "")])
    assert any(rule in fault.problem for fault in found)


def test_a_rule_does_not_refuse_what_the_commission_has_decided() -> None:
    case = two_by_two(
        households=[household("ada", accessible=True), household("bob", accessible=True)],
        fixed=[("ada", "v1")],
    )
    found = faults(case, [("ada", "v1", "", ""), ("bob", "v2", "", "")])
    assert [fault.value for fault in found] == ["bob"]


def test_a_pair_decided_against_is_in_no_plan() -> None:
    case = two_by_two(forbidden=[("ada", "v1")])
    assert faults(case, [("ada", "v2", "", "")]) == []
    (found,) = faults(case, [("ada", "v1", "", "")])
    assert "decision" in found.problem


def test_a_pair_decided_is_in_every_plan() -> None:
    case = two_by_two(fixed=[("ada", "v1")])
    assert faults(case, [("ada", "v1", "", "")]) == []
    (found,) = faults(case, [("bob", "v2", "", "")])
    assert found.value == "ada"
    assert "v1" in found.problem


@pytest.mark.parametrize(
    ("attribution", "column"),
    [
        (("ada", "v1", "etat", ""), None),
        (("ada", "v1", "", ""), "contingent"),
        (("ada", "v1", "mairie", ""), "contingent"),
        (("ada", "v1", "etat", "handback"), "transfer"),
        (("bob", "v1", "mairie", "handback"), None),
        (("bob", "v1", "etat", ""), "contingent"),
        (("ada", "v2", "", ""), None),
        (("ada", "v2", "etat", ""), "contingent"),
    ],
)
def test_an_attribution_is_charged_in_a_way_open_to_it(
    attribution: Attribution, column: str | None
) -> None:
    """``etat`` reserved v1 and v3, so one may go through the handback; v2 is not reserved."""
    case = two_by_two(
        households=[
            household("ada", contingents=["etat"]),
            household("bob", contingents=["mairie"]),
        ],
        vacancies=[
            vacancy("v1", contingent="etat"),
            vacancy("v2"),
            vacancy("v3", contingent="etat"),
        ],
        scenario=HANDBACK,
    )
    assert [fault.column for fault in faults(case, [attribution])] == ([column] if column else [])


@pytest.mark.parametrize("policy", ["optimal", "sequential"])
def test_a_transfer_keeps_to_its_cap(policy: Policy) -> None:
    """Half of two dwellings: one may go through, two may not."""
    case = two_by_two(
        households=[household(name, contingents=["mairie"]) for name in ("ada", "bob")],
        vacancies=[vacancy(name, contingent="etat") for name in ("v1", "v2")],
        scenario=HANDBACK,
    )
    first = ("ada", "v1", "mairie", "handback")
    assert faults(case, [first], policy) == []
    (found,) = faults(case, [first, ("bob", "v2", "mairie", "handback")], policy)
    assert (found.column, found.value) == ("transfer", "handback")


def test_a_dwelling_lived_in_is_given_only_if_its_household_moves() -> None:
    case = two_by_two(vacancies=[vacancy("v1"), vacancy("v2", freed_by="ada")])
    assert faults(case, [("ada", "v1", "", ""), ("bob", "v2", "", "")]) == []
    (found,) = faults(case, [("bob", "v2", "", "")])
    assert (found.value, found.problem) == (
        "v2",
        "this dwelling is not free: the household ada does not move",
    )


def test_two_households_may_swap_their_dwellings() -> None:
    case = two_by_two(vacancies=[vacancy("v1", freed_by="bob"), vacancy("v2", freed_by="ada")])
    assert faults(case, [("ada", "v1", "", ""), ("bob", "v2", "", "")]) == []


def test_a_household_never_gets_the_dwelling_it_frees() -> None:
    case = two_by_two(vacancies=[vacancy("v1", freed_by="ada"), vacancy("v2")])
    (found,) = faults(case, [("ada", "v1", "", "")])
    assert "frees" in found.problem


@pytest.mark.parametrize(("policy", "missed"), [("optimal", ["cap"]), ("sequential", [])])
def test_only_usual_practice_may_miss_a_hard_quota(policy: Policy, missed: list[str]) -> None:
    """At most one household in the fragile residence; two are given dwellings there."""
    case = two_by_two(
        programmes=[programme(fragility=2)],
        scenario={"quotas": ({"id": "cap", "where": {"fragility": 2}, "max": 1},)},
    )
    both = [("ada", "v1", "", ""), ("bob", "v2", "", "")]
    assert faults(case, both[:1], policy) == []
    assert [fault.value for fault in faults(case, both, policy)] == missed


def test_a_soft_quota_may_be_missed() -> None:
    case = two_by_two(scenario={"quotas": ({"id": "cap", "max": 0, "soft": 1},)})
    assert faults(case, [("ada", "v1", "", "")]) == []


def test_plans_longer_than_a_block_are_judged_to_their_end() -> None:
    count = 150
    case = instance(
        households=[household(f"h{i:03}", accessible=i == count - 1) for i in range(count)],
        vacancies=[vacancy(f"v{i:03}") for i in range(count)],
    )
    found = faults(case, [(f"h{i:03}", f"v{i:03}", "", "") for i in range(count)])
    assert [(fault.value, fault.line) for fault in found] == [("h149", 151)]
