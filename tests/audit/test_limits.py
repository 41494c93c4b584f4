"""What closes a dwelling is what a recount of the changed plan would show: on random instances."""

import random
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.audit import Outcome, recount
from repartition.audit.limits import limit_names
from repartition.audit.obstacles import tally_obstacles
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan, Policy
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.usual_practice import attribute_in_turn

SHARES = [Decimal(text) for text in ("0", "0.2", "0.333", "0.5", "1")]


def random_quota(draw: random.Random, name: str) -> dict[str, Any]:
    kind = draw.choice(["max", "min", "max_share", "min_share"])
    shared = kind.endswith("share")
    quota: dict[str, Any] = {
        "id": name,
        kind: draw.choice(SHARES) if shared else draw.randrange(3),
        "who": draw.choice([{}, {"aci": True}, {"dalo": True}]),
        "where": draw.choice([{}, {"fragility": {"min": 2}}, {"financing": "PLAI"}]),
        "per": draw.choice([None, "programme", "fragile"]),
        "soft": draw.choice([False, False, 1]),
    }
    if shared and draw.random() < 0.3:
        quota["of"] = "vacancies"
    elif draw.random() < 0.5:
        quota |= (
            {"via": {"kind": "etat_prioritaires"}, "among": {"via": {}}}
            if shared
            else {"per": "via.contingent"}
        )
    return quota


def random_case(seed: int) -> Instance:
    draw = random.Random(seed)
    contingents = [
        contingent("etat", "etat_prioritaires"),
        contingent("mairie", "commune", commune="tours"),
        contingent("action", "action_logement"),
    ]
    names = ["etat", "mairie", "action"]
    return instance(
        households=[
            household(
                f"h{i}",
                aci=draw.random() < 0.5,
                dalo=draw.random() < 0.3,
                points=draw.randrange(3),
                contingents=draw.sample(names, draw.randrange(4)),
            )
            for i in range(9)
        ],
        vacancies=[
            vacancy(
                f"v{i}",
                programme=draw.choice(["p1", "p2"]),
                contingent=draw.choice(["", *names]),
                financing=draw.choice(["PLAI", "PLUS"]),
                new_build=draw.random() < 0.7,
                freed_by=f"h{i}" if draw.random() < 0.15 else "",
            )
            for i in range(6)
        ],
        programmes=[programme("p1", fragility=2), programme("p2")],
        contingents=contingents,
        scenario={
            "contingents": {
                "mode": draw.choice(["stock", "flow"]),
                "transfers": (
                    {
                        "id": "handback",
                        "from": {"kind": ["etat_prioritaires", "action_logement"]},
                        "to": {"kind": ["commune", "action_logement"]},
                        "where": {"new_build": True},
                        "max_share": draw.choice(SHARES),
                    },
                ),
            },
            "quotas": tuple(random_quota(draw, f"q{i}") for i in range(4)),
        },
    )


def shortfalls(outcome: Outcome, plan: Plan, *, policy: Policy) -> dict[tuple[str, str, str], Any]:
    """Return by how much each row that must hold is missed."""
    found = recount(outcome.instance, outcome.charging, plan)
    rows = {
        (quota.row.quota, quota.row.group, quota.row.kind): quota.shortfall
        for quota in found.quotas
        if (
            quota.row.family.level == 0
            if policy == "optimal"
            else quota.row.is_maximum and not quota.row.moves_with_attributions
        )
    }
    return rows | {
        (f"transfer:{t.transfer}", str(t.contingent), ""): t.overrun for t in found.transfers
    }


def is_closed(outcome: Outcome, household_row: int, vacancy_row: int) -> bool:
    """Return whether every way of giving the dwelling makes some row miss by more: by recount."""
    plan, policy = outcome.plan, outcome.policy
    before = shortfalls(outcome, plan, policy=policy)
    others = plan.vacancy != vacancy_row
    for way in outcome.charging.ways(household_row, vacancy_row):
        changed = Plan.of(
            np.append(plan.household[others], household_row),
            np.append(plan.vacancy[others], vacancy_row),
            np.append(plan.contingent[others], outcome.charging.way_contingent[way]),
            np.append(plan.transfer[others], outcome.charging.way_transfer[way]),
        )
        after = shortfalls(outcome, changed, policy=policy)
        if all(after[row] <= before[row] for row in before):
            return False
    return True


@pytest.mark.parametrize("seed", range(60))
def test_a_dwelling_is_closed_where_every_change_misses_a_row_by_more(seed: int) -> None:
    case = random_case(seed)
    charging = resolve_charging(case)
    pairs = find_pairs(case, charging)
    plan = attribute_in_turn(case, charging, pairs)
    policy: Policy = "optimal" if seed % 3 else "sequential"
    outcome = Outcome(case, charging, pairs, plan, policy, proven=False)
    by_household, by_vacancy = tally_obstacles(outcome)
    moves = plan.vacancy_of_household(case.n_households) != NO_ROW
    closed = np.zeros((case.n_households, case.n_vacancies), np.bool_)
    for h, v in zip(pairs.household.tolist(), pairs.vacancy.tolist(), strict=True):
        freed_by = case.vacancies.freed_by[v]
        if not moves[h] and (freed_by == NO_ROW or moves[freed_by]):
            closed[h, v] = is_closed(outcome, h, v)
    assert by_household.full.tolist() == closed.sum(axis=1).tolist()
    assert by_vacancy.full.tolist() == closed.sum(axis=0).tolist()
    assert by_household.part.shape[1] == len(limit_names(case, policy=policy))


def test_the_random_instances_do_close_dwellings() -> None:
    """What is compared above is not always nothing."""
    closed = 0
    for seed in range(60):
        case = random_case(seed)
        charging = resolve_charging(case)
        pairs = find_pairs(case, charging)
        plan = attribute_in_turn(case, charging, pairs)
        outcome = Outcome(case, charging, pairs, plan, "optimal", proven=False)
        closed += int(tally_obstacles(outcome)[0].full.sum())
    assert closed > 50
