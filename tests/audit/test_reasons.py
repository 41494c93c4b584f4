"""Why a household is left out and why a dwelling is left empty, each reason alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.audit.test_structure import ETAT, HANDBACK, MAIRIE, Attribution, plan
from tests.factories import household, instance, programme, vacancy

from repartition.audit import Outcome, kept_out_by_limits
from repartition.audit.obstacles import tally_obstacles
from repartition.audit.reason_sentences import Reason
from repartition.audit.reasons import unplaced_reasons, vacant_reasons
from repartition.domain.instance import Instance
from repartition.domain.plan import Policy
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs


def outcome(
    case: Instance,
    attributions: Sequence[Attribution],
    *,
    policy: Policy = "optimal",
    proven: bool = True,
) -> Outcome:
    charging = resolve_charging(case)
    pairs = find_pairs(case, charging)
    return Outcome(case, charging, pairs, plan(case, attributions), policy, proven)


def unplaced(found: Outcome) -> dict[str, Reason]:
    names = found.instance.households.table.identifiers()
    by_household, _by_vacancy = tally_obstacles(found)
    return {names[reason.row]: reason for reason in unplaced_reasons(found, by_household)}


def vacant(found: Outcome) -> dict[str, Reason]:
    names = found.instance.vacancies.table.identifiers()
    _by_household, by_vacancy = tally_obstacles(found)
    return {names[reason.row]: reason for reason in vacant_reasons(found, by_vacancy)}


def test_every_rule_that_closes_a_dwelling_is_counted() -> None:
    """Of three dwellings two are too small, and one of those two is reserved as well."""
    case = instance(
        households=[household("ada", persons=2), household("bob", active=False)],
        vacancies=[
            vacancy("v1", surface=10),
            vacancy("v2", surface=10, contingent="etat"),
            vacancy("v3", freed_by="ada"),
        ],
        contingents=[ETAT],
    )
    (reason,) = unplaced(outcome(case, [])).values()
    assert (reason.code, reason.open) == ("no_dwelling", 0)
    assert reason.obstacles == {"surface": 2, "contingent": 1, "own": 1}
    assert "none of the 3 dwellings" in reason.sentence


def test_a_reason_writes_large_counts_as_tables_do() -> None:
    case = instance(
        households=[household("ada", accessible=True)],
        vacancies=[vacancy(f"v{number}") for number in range(1000)],
    )
    (reason,) = unplaced(outcome(case, [])).values()
    assert "none of the 1,000 dwellings" in reason.sentence
    assert reason.sentence.endswith("not accessible (1,000)")
    assert reason.obstacles == {"accessible": 1000}


def test_no_dwelling_at_all_is_said_so() -> None:
    case = instance(households=[household("ada")], vacancies=[vacancy("v1", surface=1)])
    assert "only dwelling" in unplaced(outcome(case, []))["ada"].sentence


@pytest.mark.parametrize(
    ("policy", "proven", "words"),
    [
        ("optimal", True, "the plan as a whole is better so"),
        ("optimal", False, "best plan found"),
        ("sequential", False, "came first in its turn"),
    ],
)
def test_a_household_others_come_before_is_outranked(
    policy: Policy, proven: bool, words: str
) -> None:
    case = instance(households=[household("ada"), household("bob")], vacancies=[vacancy("v1")])
    found = outcome(case, [("ada", "v1", "", "")], policy=policy, proven=proven)
    reason = unplaced(found)["bob"]
    assert (reason.code, reason.open, reason.obstacles) == ("outranked", 1, {"given": 1})
    assert words in reason.sentence


def capped(**quota: Any) -> Instance:
    """Return two ACI households and one that is not, a fragile and another dwelling."""
    return instance(
        households=[
            household("ada", aci=True),
            household("bob", aci=True),
            household("cy", communes=["tours"]),
        ],
        vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3")],
        programmes=[programme(fragility=2)],
        scenario={"quotas": ({"id": "cap", "who": {"aci": True}} | quota,)},
    )


@pytest.mark.parametrize(
    ("quota", "closed"),
    [
        ({"max": 1}, "v2 v3"),  # 2 ≤ 1 fails
        ({"max": 2}, ""),  # 2 ≤ 2 holds
        ({"max_share": Decimal("0.5")}, "v2 v3"),  # 2 ≤ 0.5 · 2 in v2, 0.5 · 3 in v3: both fail
        ({"max_share": Decimal("0.6667")}, "v2"),  # 2 ≤ 0.6667 · 2 fails, 0.6667 · 3 holds
        ({"max_share": Decimal("0.6667"), "of": "vacancies"}, ""),  # 2 ≤ ⌊0.6667 · 3⌋ = 2 holds
        ({"max_share": Decimal("0.6666"), "of": "vacancies"}, "v2 v3"),  # 2 ≤ ⌊1.9998⌋ fails
        ({"max": 1, "soft": 1}, ""),  # a soft quota closes nothing
        ({"min": 1}, ""),
    ],
)
def test_a_full_quota_closes_the_dwellings_whose_gift_would_miss_it(
    quota: dict[str, Any], closed: str
) -> None:
    """``ada``, ACI, has v1; ``cy``, who is not, has v2; v3 is empty; ``bob``, ACI, waits.

    In v1 he would take the place of an ACI household, which no maximum minds.
    """
    case = capped(**quota)
    found = outcome(case, [("ada", "v1", "", ""), ("cy", "v2", "", "")])
    reason = unplaced(found)["bob"]
    assert reason.obstacles.get("cap", 0) == len(closed.split())
    assert reason.obstacles["given"] == (1 if "v2" in closed else 2)
    assert vacant(found)["v3"].code == ("quota" if "v3" in closed else "left_empty")


def test_a_minimum_that_a_household_fills_keeps_others_from_its_dwelling() -> None:
    """``cy`` instead of ``ada`` would leave no ACI household, and one is asked for."""
    case = capped(min=1)
    found = outcome(case, [("ada", "v1", "", "")])
    reason = unplaced(found)["cy"]
    assert reason.obstacles == {"cap": 1}
    assert reason.open == 3


def test_usual_practice_is_closed_by_what_it_looks_at_only() -> None:
    """It passes over for a soft maximum too, and never for a share of the attributions."""
    attributions = [("ada", "v1", "", ""), ("cy", "v2", "", "")]
    soft = outcome(capped(max=1, soft=1), attributions, policy="sequential")
    assert vacant(soft)["v3"].code == "quota"
    share = outcome(capped(max_share=Decimal("0.5")), attributions, policy="sequential")
    assert vacant(share)["v3"].code == "left_empty"


def test_a_full_transfer_closes_the_dwellings_it_would_open() -> None:
    case = instance(
        households=[household(name, contingents=["mairie"]) for name in ("ada", "bob")],
        vacancies=[vacancy(name, contingent="etat") for name in ("v1", "v2")],
        contingents=[ETAT, MAIRIE],
        scenario=HANDBACK,
    )
    found = outcome(case, [("ada", "v1", "mairie", "handback")])
    # In v1 bob would take ada's place in the transfer; v2 would be one transfer too many.
    assert unplaced(found)["bob"].obstacles == {"given": 1, "transfer:handback": 1}
    assert vacant(found)["v2"].obstacles == {"transfer:handback": 1}


def test_another_way_of_charging_keeps_a_dwelling_open() -> None:
    """Charged to the town by the transfer it is one too many; to the State it is not."""
    case = instance(
        households=[household("ada", contingents=["mairie"]),
                    household("bob", contingents=["mairie", "etat"])],
        vacancies=[vacancy(name, contingent="etat") for name in ("v1", "v2")],
        contingents=[ETAT, MAIRIE],
        scenario=HANDBACK,
    )  # fmt: skip
    found = outcome(case, [("ada", "v1", "mairie", "handback")])
    assert unplaced(found)["bob"].obstacles == {"given": 1}
    assert vacant(found)["v2"].code == "left_empty"


def test_a_dwelling_whose_household_stays_is_not_freed() -> None:
    case = instance(
        households=[household("ada"), household("bob")],
        vacancies=[vacancy("v1", freed_by="ada")],
    )
    found = outcome(case, [])
    assert unplaced(found)["bob"].code == "not_freed"
    assert vacant(found)["v1"].code == "not_freed"
    assert "ada" in vacant(found)["v1"].sentence


def test_a_dwelling_nobody_can_have_names_the_rules() -> None:
    case = instance(
        households=[household("ada", persons=2), household("bob")],
        vacancies=[vacancy("v1", surface=10, contingent="etat")],
        contingents=[ETAT],
    )
    reason = vacant(outcome(case, []))["v1"]
    assert (reason.code, reason.obstacles) == ("nobody", {"surface": 1, "contingent": 2})


def test_a_dwelling_whose_households_all_have_another_is_left() -> None:
    case = instance(
        households=[household("ada"), household("bob", persons=9)],
        vacancies=[vacancy("v1"), vacancy("v2")],
    )
    reason = vacant(outcome(case, [("ada", "v1", "", "")]))["v2"]
    assert (reason.code, reason.open) == ("all_housed", 0)


def test_a_dwelling_left_empty_though_somebody_waits_is_said_so() -> None:
    case = instance(households=[household("ada")], vacancies=[vacancy("v1")])
    proven, found = outcome(case, []), outcome(case, [], proven=False)
    assert vacant(proven)["v1"].code == vacant(found)["v1"].code == "left_empty"
    assert "objectives" in vacant(proven)["v1"].sentence
    assert "objectives" not in vacant(found)["v1"].sentence


def test_dwellings_after_the_period_and_inactive_households_need_no_reason() -> None:
    case = instance(
        households=[household("ada", active=False)],
        vacancies=[vacancy("v1", available_on=date(2015, 1, 1))],
    )
    found = outcome(case, [])
    assert unplaced(found) == {}
    assert vacant(found) == {}


def test_a_quota_that_alone_keeps_a_household_out_is_counted() -> None:
    """One ACI household at most; ``bob`` would find v3 empty without that quota."""
    case = instance(
        households=[household("ada", aci=True), household("bob", aci=True, persons=5)],
        vacancies=[vacancy("v1", surface=20), vacancy("v3", surface=80)],
        scenario={
            "quotas": (
                {"id": "cap", "who": {"aci": True}, "max": 1},
                {"id": "roof", "max": 2},
            )
        },
    )
    found = outcome(case, [("ada", "v1", "", "")])
    cap, roof = kept_out_by_limits(found)
    assert cap.rule == "cap"
    assert cap.households["aci"] == cap.households["large_family"] == 1
    assert roof.households["all"] == 0


@pytest.mark.parametrize("soft", [{}, {"soft": 1}])
def test_a_quota_that_leaves_a_dwelling_empty_keeps_out_who_could_have_it(
    soft: dict[str, int],
) -> None:
    """``bob`` could have v1 in ``ada``'s stead, but it is the quota that keeps v2 from him."""
    case = instance(
        households=[household("ada", aci=True), household("bob", aci=True, dalo=True)],
        vacancies=[vacancy("v1"), vacancy("v2")],
        scenario={"quotas": ({"id": "one-aci", "who": {"aci": True}, "max": 1} | soft,)},
    )
    (found,) = kept_out_by_limits(outcome(case, [("ada", "v1", "", "")]))
    assert found.rule == "one-aci"
    assert (found.households["aci"], found.households["dalo"]) == (1, 1)
    assert found.households["large_family"] == 0


@pytest.mark.parametrize(("soft", "kept_out"), [({}, 1), ({"soft": 1}, 0)])
def test_only_a_hard_quota_keeps_out_whom_it_lets_others_go_before(
    soft: dict[str, int], kept_out: int
) -> None:
    """One dwelling, for ``bob`` or for ``ada`` whom the quota wants: no home is lost by it.

    A soft quota then only chooses between the two, as any objective does.
    """
    case = instance(
        households=[household("ada", aci=True), household("bob")],
        vacancies=[vacancy("v1")],
        scenario={"quotas": ({"id": "some-aci", "who": {"aci": True}, "min": 1} | soft,)},
    )
    (found,) = kept_out_by_limits(outcome(case, [("ada", "v1", "", "")]))
    assert found.households["all"] == kept_out


def test_two_quotas_that_both_keep_a_household_out_do_so_together() -> None:
    case = instance(
        households=[household("ada", aci=True), household("bob", aci=True, persons=5)],
        vacancies=[vacancy("v1", surface=20), vacancy("v3", surface=80)],
        scenario={
            "quotas": ({"id": "cap", "who": {"aci": True}, "max": 1}, {"id": "roof", "max": 1})
        },
    )
    found = outcome(case, [("ada", "v1", "", "")])
    assert [each.households["all"] for each in kept_out_by_limits(found)] == [0, 0]


CAP: dict[str, Any] = {
    "quotas": [{"id": "cap", "who": {"aci": True}, "max_share": Decimal(0), "soft": 1}],
}
SHORTFALL: dict[str, Any] = {"id": "caps", "minimise": "shortfall", "soft": 1}
HOUSE: dict[str, Any] = {"id": "house", "maximise": "attributions"}


@pytest.mark.parametrize(
    ("objectives", "named"),
    [
        ([SHORTFALL, HOUSE], True),
        ([HOUSE], True),  # a level that no objective lists comes before them all
        ([HOUSE, SHORTFALL], False),
        ([SHORTFALL], True),  # seniority is served: ada asked before the period
    ],
)
def test_a_soft_quota_ranked_above_what_giving_serves_is_named_as_the_reason(
    objectives: list[dict[str, Any]], named: bool
) -> None:
    """Ada is ACI, and the cap of no ACI household at all is missed by whoever houses her."""
    case = instance(
        households=[household("ada", aci=True, requested_on=date(2013, 1, 1))],
        vacancies=[vacancy("v")],
        scenario=CAP | {"objectives": objectives},
    )
    found = outcome(case, [])
    (left,), (without,) = vacant(found).values(), unplaced(found).values()

    assert (left.code, without.code) == ("left_empty", "left_empty")
    for reason in (left, without):
        assert reason.obstacles == ({"cap": 1} if named else {})
        assert ("higher in the order of the objectives: cap (1)" in reason.sentence) is named


def test_a_soft_quota_that_giving_would_not_cost_is_not_named() -> None:
    """Bob is not ACI: the cap is no reason to leave the dwelling empty."""
    case = instance(
        households=[household("bob", requested_on=date(2013, 1, 1))],
        vacancies=[vacancy("v")],
        scenario=CAP | {"objectives": [SHORTFALL, HOUSE]},
    )
    (left,) = vacant(outcome(case, [])).values()
    assert left.obstacles == {}


def test_a_plan_that_is_not_proven_names_no_quota_for_what_it_leaves_empty() -> None:
    case = instance(
        households=[household("ada", aci=True)],
        vacancies=[vacancy("v")],
        scenario=CAP | {"objectives": [SHORTFALL, HOUSE]},
    )
    (left,) = vacant(outcome(case, [], proven=False)).values()
    assert left.obstacles == {}
