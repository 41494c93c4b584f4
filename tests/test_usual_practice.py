"""Usual practice: one dwelling at a time, by date, to the first of the queue."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import Row, commune, contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import resolve_quotas
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.usual_practice import attribute_in_turn

CONTINGENTS = [
    contingent("action", "action_logement"),
    contingent("prefet", "etat_prioritaires"),
    contingent("tours", "commune", commune="tours"),
]
HANDBACK = {"id": "handback", "from": {"kind": "etat_prioritaires"}, "to": {"kind": "commune"}}


def planned(case: Instance) -> Plan:
    charging = resolve_charging(case)
    return attribute_in_turn(case, charging, find_pairs(case, charging))


def given_to(case: Instance) -> dict[str, str]:
    """Return who gets each dwelling that is given."""
    plan = planned(case)
    dwellings, people = (
        table.identifiers() for table in (case.vacancies.table, case.households.table)
    )
    return {dwellings[v]: people[h] for v, h in zip(plan.vacancy, plan.household, strict=True)}


def charged(case: Instance) -> dict[str, str]:
    """Return what each dwelling given is charged to, and through which transfer."""
    plan = planned(case)
    names = [*case.contingents.table.identifiers(), "nobody"]
    transfers = case.scenario.contingents.transfers
    return {
        case.vacancies.table.identifiers()[v]: names[c]
        + ("" if t == NO_ROW else f"/{transfers[t].id}")
        for v, c, t in zip(plan.vacancy, plan.contingent, plan.transfer, strict=True)
    }


# --------------------------------------------------------------------------------- the queue


def test_the_most_points_come_first_to_the_last_decimal() -> None:
    asking = [household("ada", points="10.5"), household("bob", points="10.50001")]
    assert given_to(instance(households=asking, vacancies=[vacancy("v")])) == {"v": "bob"}


def test_points_are_numbers_and_not_words() -> None:
    asking = [household("ada", points=9), household("bob", points=10)]
    assert given_to(instance(households=asking, vacancies=[vacancy("v")])) == {"v": "bob"}


def test_with_equal_points_the_longest_waiting_comes_first() -> None:
    longer = date(2013, 1, 1)
    asking = [household("ada", points=5), household("bob", points=5, requested_on=longer)]
    assert given_to(instance(households=asking, vacancies=[vacancy("v")])) == {"v": "bob"}


def test_with_equal_waiting_the_smallest_number_drawn_comes_first() -> None:
    case = instance(households=[household("ada"), household("bob")], vacancies=[vacancy("v")])
    winner = ("ada", "bob")[int(np.argmin(case.households.lottery))]
    assert case.households.lottery[0] != case.households.lottery[1]
    assert given_to(case) == {"v": winner}


def test_dwellings_come_by_date_the_undated_first_then_by_identifier() -> None:
    dwellings = [
        vacancy("a", available_on=date(2014, 3, 1)),
        vacancy("b", available_on=date(2014, 2, 1)),
        vacancy("c", available_on=date(2014, 2, 1)),
        vacancy("d"),
    ]
    asking = [household(f"h{points}", points=points) for points in (1, 2, 3, 4)]
    assert given_to(instance(households=asking, vacancies=dwellings)) == {
        "d": "h4",
        "b": "h3",
        "c": "h2",
        "a": "h1",
    }


def test_nothing_is_looked_ahead_to() -> None:
    """The first takes the only dwelling of the second, who is left without one."""
    asking = [household("ada", points=9), household("bob", communes=["luynes"])]
    case = instance(
        households=asking,
        vacancies=[vacancy("a", programme="there"), vacancy("b")],
        programmes=[programme(), programme("there", commune="luynes")],
        communes=[commune("luynes"), commune("tours")],
    )
    assert given_to(case) == {"a": "ada"}


# --------------------------------------------------------------------------- freed dwellings


def test_a_freed_dwelling_is_next_as_soon_as_its_household_has_moved() -> None:
    """Ada moves to b; a, which she frees, comes before c although c was free earlier."""
    dwellings = [
        vacancy("a", freed_by="ada", available_on=date(2014, 9, 1)),
        vacancy("b"),
        vacancy("c"),
    ]
    asking = [household("ada", points=3), household("bob", points=2), household("cleo")]
    assert given_to(instance(households=asking, vacancies=dwellings)) == {
        "b": "ada",
        "a": "bob",
        "c": "cleo",
    }


def test_a_dwelling_whose_household_never_moves_is_never_given() -> None:
    dwellings = [vacancy("a", freed_by="ada"), vacancy("b", programme="there")]
    asking = [household("ada", communes=["luynes"], active=False), household("bob")]
    case = instance(
        households=asking,
        vacancies=dwellings,
        programmes=[programme(), programme("there", commune="luynes")],
        communes=[commune("luynes"), commune("tours")],
    )
    assert given_to(case) == {"b": "bob"}


def test_a_move_frees_a_dwelling_for_another_move() -> None:
    dwellings = [vacancy("a", freed_by="bob"), vacancy("b", freed_by="ada"), vacancy("c")]
    asking = [household("ada", points=3), household("bob", points=2), household("cleo")]
    case = instance(households=asking, vacancies=dwellings)
    assert given_to(case) == {"c": "ada", "b": "bob", "a": "cleo"}


def test_a_freed_dwelling_outside_the_period_stays_empty() -> None:
    dwellings = [vacancy("a", freed_by="ada", available_on=date(2015, 1, 1)), vacancy("b")]
    asking = [household("ada", points=3), household("bob")]
    assert given_to(instance(households=asking, vacancies=dwellings)) == {"b": "ada"}


# ------------------------------------------------------------------------------- fixed pairs


def test_fixed_pairs_come_first_and_what_they_free_is_next() -> None:
    dwellings = [vacancy("a"), vacancy("b", freed_by="cleo"), vacancy("c")]
    asking = [household("ada", points=9), household("bob", points=8), household("cleo")]
    case = instance(households=asking, vacancies=dwellings, fixed=[("cleo", "c")])
    assert given_to(case) == {"c": "cleo", "b": "ada", "a": "bob"}


def test_a_fixed_pair_is_charged_to_the_dwelling_s_own_contingent_in_every_case() -> None:
    case = instance(
        households=[household("ada", contingents=["tours"])],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=CONTINGENTS,
        fixed=[("ada", "v")],
        scenario={"contingents": {"transfers": [HANDBACK]}},
    )
    assert charged(case) == {"v": "prefet"}


def test_fixed_pairs_count_in_the_caps_and_are_never_passed_over() -> None:
    asking = [household("ada", aci=True), household("bob", aci=True), household("cleo", aci=True)]
    case = instance(
        households=asking,
        vacancies=[vacancy("a"), vacancy("b"), vacancy("c")],
        fixed=[("ada", "a"), ("bob", "b")],
        scenario={"quotas": [{"id": "cap", "who": {"aci": True}, "max": 1}]},
    )
    assert given_to(case) == {"a": "ada", "b": "bob"}


# ---------------------------------------------------------------------------------- charging


def test_the_dwelling_s_own_contingent_is_charged_where_it_is_open() -> None:
    case = instance(
        households=[household("ada", contingents=["action", "tours", "prefet"])],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=CONTINGENTS,
        scenario={"contingents": {"transfers": [HANDBACK | {"to": {}}]}},
    )
    assert charged(case) == {"v": "prefet"}


def test_else_the_first_by_identifier_is_charged() -> None:
    case = instance(
        households=[household("ada", contingents=["tours", "action"])],
        vacancies=[vacancy("v", contingent="prefet")],
        contingents=CONTINGENTS,
        scenario={"contingents": {"transfers": [HANDBACK | {"to": {}}]}},
    )
    assert charged(case) == {"v": "action/handback"}


def test_in_flow_nobody_is_the_first_by_identifier() -> None:
    case = instance(
        households=[household("ada", contingents=["action"])],
        vacancies=[vacancy("v")],
        contingents=CONTINGENTS,
        scenario={"contingents": {"mode": "flow"}},
    )
    assert charged(case) == {"v": "nobody"}


# -------------------------------------------------------------------------------------- caps


def test_whoever_would_break_a_transfer_s_cap_is_passed_over() -> None:
    """Half of three dwellings: one hand-back. The other two go to the State's own household."""
    asking = [
        household("ada", points=9, contingents=["tours"]),
        household("bob", points=8, contingents=["tours"]),
        household("cleo", contingents=["prefet"]),
    ]
    case = instance(
        households=asking,
        vacancies=[vacancy(name, contingent="prefet") for name in "abc"],
        contingents=CONTINGENTS,
        scenario={"contingents": {"transfers": [HANDBACK | {"max_share": "0.5"}]}},
    )
    assert given_to(case) == {"a": "ada", "b": "cleo"}


ACI_CAP = {"id": "cap", "who": {"aci": True}, "where": {"fragile": True}}


def two_aci_then_one(n: int, quota: Row, **changes: Any) -> Instance:
    """Return three households, two ACI ones with the most points, and ``n`` fragile dwellings."""
    asking = [
        household("ada", points=9, aci=True),
        household("bob", points=8, aci=True),
        household("cleo"),
    ]
    return instance(
        households=asking,
        vacancies=[vacancy(f"v{index}") for index in range(n)],
        programmes=[programme(fragility=2)],
        scenario={"quotas": [quota]},
        **changes,
    )


@pytest.mark.parametrize(
    ("bound", "n", "expected"),
    [
        ({"max": 2}, 2, {"v0": "ada", "v1": "bob"}),
        ({"max": 1}, 2, {"v0": "ada", "v1": "cleo"}),
        ({"max": 0}, 2, {"v0": "cleo"}),
        ({"max": 1, "soft": 3}, 2, {"v0": "ada", "v1": "cleo"}),
        # ⌊0.5 × 3⌋ = 1, ⌊0.5 × 4⌋ = 2.
        ({"max_share": "0.5", "of": "vacancies"}, 3, {"v0": "ada", "v1": "cleo"}),
        ({"max_share": "0.5", "of": "vacancies"}, 4, {"v0": "ada", "v1": "bob", "v2": "cleo"}),
        # The tighter of two bounds stops.
        ({"max": 2, "max_share": "0.5", "of": "vacancies"}, 2, {"v0": "ada", "v1": "cleo"}),
        # A share of the attributions and a minimum stop nobody.
        ({"max_share": "0.1"}, 2, {"v0": "ada", "v1": "bob"}),
        ({"min": 9}, 2, {"v0": "ada", "v1": "bob"}),
    ],
)
def test_whoever_would_break_a_cap_of_a_fixed_size_is_passed_over(
    bound: Row, n: int, expected: dict[str, str]
) -> None:
    assert given_to(two_aci_then_one(n, ACI_CAP | bound)) == expected


def test_what_was_counted_before_takes_room() -> None:
    case = two_aci_then_one(2, ACI_CAP | {"max": 2}, counters={("cap", ""): (1, 0)})
    assert given_to(case) == {"v0": "ada", "v1": "cleo"}
    # ⌊0.5 × (2 + 4)⌋ = 3, of which two are taken.
    share = ACI_CAP | {"max_share": "0.5", "of": "vacancies"}
    case = two_aci_then_one(2, share, counters={("cap", ""): (2, 4)})
    assert given_to(case) == {"v0": "ada", "v1": "cleo"}


def test_a_cap_per_programme_stops_in_its_own_programme_only() -> None:
    asking = [household(name, aci=True) for name in ("ada", "bob", "cleo")]
    case = instance(
        households=asking,
        vacancies=[vacancy("a"), vacancy("b"), vacancy("c", programme="other")],
        programmes=[programme(), programme("other")],
        scenario={"quotas": [{"id": "cap", "who": {"aci": True}, "per": "programme", "max": 1}]},
    )
    assert set(given_to(case)) == {"a", "c"}


@pytest.mark.parametrize("quota", [{"per": "via.contingent"}, {"via": {"contingent": "action"}}])
def test_another_way_of_charging_is_taken_before_the_household_is_passed_over(quota: Row) -> None:
    asking = [
        household("ada", points=9, contingents=["action", "tours"]),
        household("bob", points=8, contingents=["action", "tours"]),
        household("cleo", contingents=["prefet"]),
    ]
    case = instance(
        households=asking,
        vacancies=[vacancy(name, contingent="prefet") for name in "abc"],
        contingents=CONTINGENTS,
        scenario={
            "contingents": {"transfers": [HANDBACK | {"to": {}}]},
            "quotas": [{"id": "cap", "max": 1} | quota],
        },
    )
    assert charged(case) == {"a": "action/handback", "b": "tours/handback", "c": "prefet"}


# ----------------------------------------------------------------------- against slow reading


@st.composite
def cases(draw: st.DrawFn) -> Instance:
    size = draw(st.integers(1, 6))
    held = st.lists(st.sampled_from(["action", "prefet", "tours"]), unique=True)
    asking = [
        household(
            f"h{i}",
            aci=draw(st.booleans()),
            points=draw(st.integers(0, 2)),
            requested_on=date(2014, 1, 1) - timedelta(draw(st.integers(0, 2))),
            contingents=draw(held),
        )
        for i in range(size)
    ]
    movers = draw(st.permutations([f"h{i}" for i in range(size)]))
    dwellings = [
        vacancy(
            f"v{i}",
            programme=draw(st.sampled_from(["fragile", "residence"])),
            contingent=draw(st.sampled_from(["", "prefet", "tours"])),
            available_on=draw(st.sampled_from(["", date(2014, 2, 1), date(2014, 3, 1)])),
            freed_by=movers[i] if i < size and draw(st.booleans()) else "",
        )
        for i in range(draw(st.integers(1, 6)))
    ]
    flow = draw(st.booleans())
    transfer = HANDBACK | {"max_share": draw(st.sampled_from(["0.34", "0.5", "1"]))}
    bounds = st.sampled_from(
        [{"max": 0}, {"max": 1}, {"max": 2}, {"max_share": "0.4", "of": "vacancies"}]
    )
    filters = st.sampled_from(
        [{"who": {"aci": True}}, {"where": {"fragile": True}}, {"per": "programme"}]
    )
    quotas = [
        {"id": f"q{i}"} | draw(filters) | draw(bounds) for i in range(draw(st.integers(0, 2)))
    ]
    if draw(st.booleans()):
        quotas.append({"id": "charge", "per": "via.contingent", "max": draw(st.integers(0, 2))})
    return instance(
        households=asking,
        vacancies=dwellings,
        programmes=[programme(), programme("fragile", fragility=2)],
        contingents=CONTINGENTS,
        scenario={
            "contingents": {"mode": "flow"} if flow else {"transfers": [transfer]},
            "quotas": quotas,
        },
    )


def slow_practice(case: Instance) -> list[Row]:
    """Return the attributions the rule makes, recounting everything before each step."""
    homes, plan = case.vacancies, []
    turns = sorted(
        (v for v in range(case.n_vacancies) if homes.of_period[v] and homes.freed_by[v] == NO_ROW),
        key=lambda v: (homes.available_on[v], v),
    )
    while turns:
        attribution = next(_choices(case, plan, turns.pop(0)), None)
        if attribution is not None:
            plan.append(attribution)
            freed = int(case.households.frees[attribution["household"]])
            if freed != NO_ROW and homes.of_period[freed]:
                turns.insert(0, freed)
    return plan


def _choices(case: Instance, plan: list[Row], v: int) -> Iterator[Row]:
    """Yield what could be made of a dwelling without breaking a cap, the first in turn first."""
    charging, own = resolve_charging(case), case.households
    pairs = find_pairs(case, charging)
    asking = set(pairs.household[pairs.vacancy == v].tolist())
    asking -= {row["household"] for row in plan}
    for h in sorted(
        asking, key=lambda h: (-own.points_order[h], -own.waiting_days[h], own.lottery[h], h)
    ):
        for way in charging.ways(h, v):
            attribution = {
                "household": h,
                "vacancy": v,
                "contingent": int(charging.way_contingent[way]),
                "transfer": int(charging.way_transfer[way]),
            }
            if _keeps_caps(case, [*plan, attribution]):
                yield attribution


def _keeps_caps(case: Instance, rows: list[Row]) -> bool:
    """Return whether no cap of a fixed size is broken by these attributions as a whole."""
    plan = Plan.of(**{name: np.array([row[name] for row in rows]) for name in rows[0]})
    own = case.vacancies.contingent[plan.vacancy]
    for cap in resolve_charging(case).caps:
        if ((plan.transfer == cap.transfer) & (own == cap.contingent)).sum() > cap.cap:
            return False
    return all(
        row.slack(int(family.count(plan)[0][row.group_index]), 0) >= 0
        for family in resolve_quotas(case)
        for row in family.rows()
        if row.is_maximum and not row.moves_with_attributions
    )


@given(cases())
def test_the_plan_is_the_one_that_a_slow_reading_of_the_rule_makes(case: Instance) -> None:
    plan = planned(case)
    made = zip(plan.vacancy, plan.household, plan.contingent, plan.transfer, strict=True)
    expected = sorted(
        (row["vacancy"], row["household"], row["contingent"], row["transfer"])
        for row in slow_practice(case)
    )
    assert [tuple(map(int, row)) for row in made] == expected
