"""What a plan is worth, counted by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.audit.test_structure import HANDBACK, plan
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.audit import audit_results, recount
from repartition.audit.claims import Claim, audit_claims
from repartition.domain.instance import Instance
from repartition.domain.plan import Policy, TierResult
from repartition.eligibility.charging import resolve_charging

PLAN = [("ada", "v1", "", ""), ("bob", "v2", "", ""), ("cy", "v3", "", "")]


def quarter() -> Instance:
    """Return three households, two of them ACI, for three dwellings of a fragile residence."""
    return instance(
        households=[
            household("ada", aci=True, points="10.005"),
            household("bob", aci=True, points="-2.5"),
            household("cy", persons=2, monthly_income=1000),
        ],
        vacancies=[vacancy("v1"), vacancy("v2"), vacancy("v3", rent="333.33")],
        programmes=[programme(fragility=3)],
        contingents=[contingent("etat", "etat_prioritaires")],
        counters={("share", "tours"): (1, 4)},
        scenario={
            "quotas": (
                {"id": "share", "who": {"aci": True}, "per": "commune",
                 "max_share": Decimal("0.35"), "soft": 1},
                {"id": "third", "who": {"aci": True}, "min_share": Decimal("0.9"), "soft": 1},
                {"id": "stock", "of": "vacancies", "min_share": Decimal("0.34"), "soft": 2},
                {"id": "cap", "where": {"fragility": 3}, "max": 1},
            ),
            "objectives": (
                {"id": "fragility", "minimise": "fragility", "who": {"aci": True}},
                {"id": "level-two", "minimise": "shortfall", "soft": 2},
                {"id": "points", "maximise": "points"},
                {"id": "effort", "minimise": "effort_rate"},
                {"id": "through-etat", "maximise": "attributions", "via": {"contingent": "etat"}},
            ),
        },
    )  # fmt: skip


def values(case: Instance) -> dict[str, Fraction]:
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    return {tier.id: value for tier, value in found.tiers}


def test_every_quota_is_counted_with_its_counters() -> None:
    case = quarter()
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    rows = [(q.row.quota, q.count, q.size, q.bound, q.shortfall, q.slack) for q in found.quotas]
    assert rows == [
        # 2 now and 1 before, of 3 now and 4 before: 3 ≤ 0.35 · 7 is missed by 0.55
        ("share", 3, 7, Fraction("2.45"), Fraction("0.55"), Fraction("-0.55")),
        # 2 ≥ 0.9 · 3 is missed by 0.7
        ("third", 2, 3, Fraction("2.7"), Fraction("0.7"), Fraction("-0.7")),
        # 3 ≥ ⌈0.34 · 3⌉ = 2 holds with one to spare
        ("stock", 3, 3, Fraction(2), 0, 1),
        # 3 ≤ 1 is missed by 2
        ("cap", 3, None, Fraction(1), 2, -2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "value"),
    [
        ("hard", 2),
        ("soft-1", Fraction("1.25")),  # 0.55 + 0.7
        ("level-two", 0),
        ("fragility", 6),  # twice degree 3; cy is not ACI
        ("points", Fraction("7.51")),  # 10.005 counts 10.01
        ("effort", Fraction("33.33")),
        ("through-etat", 0),
    ],
)
def test_every_tier_is_summed_exactly(tier: str, value: Fraction) -> None:
    assert values(quarter())[tier] == value


def test_a_level_that_an_objective_lists_is_no_tier_of_its_own() -> None:
    assert list(values(quarter()))[:3] == ["hard", "soft-1", "fragility"]


def test_what_passes_a_transfers_cap_counts_among_the_hard_misses() -> None:
    case = instance(
        households=[household(name, contingents=["mairie"]) for name in ("ada", "bob")],
        vacancies=[vacancy(name, contingent="etat") for name in ("v1", "v2")],
        contingents=[
            contingent("etat", "etat_prioritaires"),
            contingent("mairie", "commune", commune="tours"),
        ],
        scenario=HANDBACK | {"quotas": ({"id": "all", "max": 2, "soft": 1},)},
    )
    through = [("ada", "v1", "mairie", "handback"), ("bob", "v2", "mairie", "handback")]
    found = recount(case, resolve_charging(case), plan(case, through))
    (transfer,) = found.transfers
    assert (transfer.dwellings, transfer.cap, transfer.count, transfer.overrun) == (2, 1, 2, 1)
    # Among the hard misses alone: no soft level is the worse for it.
    assert [(tier.id, value) for tier, value in found.tiers][:2] == [("hard", 1), ("soft-1", 0)]


def results(case: Instance) -> list[TierResult]:
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    return [TierResult(tier.id, value, value, proven=False) for tier, value in found.tiers]


@pytest.mark.parametrize(
    ("tier", "change", "policy", "column"),
    [
        (1, {}, "optimal", None),
        (1, {"value": Fraction("1.2")}, "optimal", "soft-1"),
        (1, {"proven": True}, "optimal", None),
        (1, {"proven": True, "bound": Fraction(1)}, "optimal", "bound"),
        (1, {"bound": Fraction("1.2")}, "optimal", None),
        (1, {"bound": Fraction("1.3")}, "optimal", "bound"),  # minimised: 1.25 does better
        (4, {"bound": Fraction(8)}, "optimal", None),
        (4, {"bound": Fraction(7)}, "optimal", "bound"),  # maximised: 7.51 does better
        (4, {"proven": True}, "sequential", "proven"),
        (4, {"bound": Fraction(7)}, "sequential", None),
    ],
)
def test_what_a_solver_claims_agrees_with_the_recount(
    tier: int, change: dict[str, object], policy: Policy, column: str | None
) -> None:
    case = quarter()
    claimed = results(case)
    before = claimed[tier]
    claimed[tier] = TierResult(
        **{"tier": before.tier, "value": before.value, "bound": before.bound, "proven": False}
        | change  # type: ignore[arg-type]
    )
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    assert [f.column for f in audit_results(found, claimed, policy=policy)] == (
        [column] if column else []
    )


def test_a_solver_answers_for_every_tier_of_the_scenario() -> None:
    case = quarter()
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    assert len(audit_results(found, results(case)[1:], policy="optimal")) == 1


@pytest.mark.parametrize(
    ("claim", "column"),
    [
        (Claim("soft-1", None, proven=False), None),
        (Claim("soft-1", None, proven=True), "bound"),  # what is proven has its value as its bound
        (Claim("soft-1", Fraction("1.25"), proven=True), None),
        (Claim("soft-9", None, proven=True), None),  # no tier of the scenario: found elsewhere
    ],
)
def test_a_tier_that_names_no_bound_proves_nothing(claim: Claim, column: str | None) -> None:
    case = quarter()
    found = recount(case, resolve_charging(case), plan(case, PLAN))
    assert [f.column for f in audit_claims(found, (claim,), policy="optimal")] == (
        [column] if column else []
    )
