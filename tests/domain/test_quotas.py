"""What each target counts, against what, and by how much it is missed: rows worked out by hand.

One small town is enough: three homes of the year in two residences, one after its end, and four
households, of which one is there to move from a home it already has.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.factories import contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.quotas import QuotaFamily, resolve_quotas
from repartition.domain.table import NO_ROW

HOUSEHOLDS = ["aci-1", "aci-2", "mover", "other"]
VACANCIES = ["elms-1", "elms-2", "late", "oaks-1"]
CONTINGENTS = ["prefet-1", "prefet-2", "ville"]

Attribution = tuple[str, str] | tuple[str, str, str]
ALL: list[Attribution] = [
    ("aci-1", "elms-1", "prefet-1"),
    ("aci-2", "elms-2", "ville"),
    ("mover", "oaks-1", "prefet-2"),
]


def town(
    *quotas: Mapping[str, Any], counters: Mapping[tuple[str, str], tuple[int, int]] | None = None
) -> Instance:
    return instance(
        households=[
            household("aci-1", aci=True),
            household("aci-2", aci=True),
            household("mover", occupies="oaks"),
            household("other"),
        ],
        programmes=[
            programme("elms", fragility=2, bailleur="north", storeys=4),
            programme("oaks", fragility=0, bailleur="south", storeys=""),
        ],
        vacancies=[
            vacancy("elms-1", programme="elms", new_build=True, floor="ground"),
            vacancy("elms-2", programme="elms", floor=""),
            vacancy("late", programme="oaks", available_on=date(2015, 1, 1), floor="top"),
            vacancy("oaks-1", programme="oaks", floor="ground"),
        ],
        contingents=[
            contingent("prefet-1", "etat_prioritaires", bailleur="north"),
            contingent("prefet-2", "etat_prioritaires", bailleur="south"),
            contingent("ville", "commune"),
        ],
        counters=counters,
        scenario={"quotas": [{"id": "target"} | dict(quota) for quota in quotas]},
    )


def family(
    quota: Mapping[str, Any], counters: Mapping[str, tuple[int, int]] | None = None
) -> QuotaFamily:
    """Return the only target of the town; ``counters`` by group."""
    found = {("target", group): numbers for group, numbers in (counters or {}).items()}
    (resolved,) = resolve_quotas(town(quota, counters=found))
    return resolved


def plan(attributions: Sequence[Attribution]) -> Plan:
    """Return the plan of these attributions; charged to nobody where nobody is named."""
    places = [CONTINGENTS.index(a[2]) if len(a) > 2 else len(CONTINGENTS) for a in attributions]
    return Plan.of(
        np.array([HOUSEHOLDS.index(a[0]) for a in attributions], np.int32),
        np.array([VACANCIES.index(a[1]) for a in attributions], np.int32),
        np.array(places, np.int32),
        np.full(len(attributions), NO_ROW, np.int32),
    )


def counts(
    quota: Mapping[str, Any],
    attributions: Sequence[Attribution] = ALL,
    counters: Mapping[str, tuple[int, int]] | None = None,
) -> dict[str, tuple[int, int]]:
    """Return ``(n, m)`` of each group."""
    resolved = family(quota, counters)
    n, m = resolved.count(plan(attributions))
    return {g: (int(n[i]), int(m[i])) for i, g in enumerate(resolved.groups)}


# Who, where, via and among ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "numbers"),
    [
        # n = all three attributions, m = all three.
        ({}, (3, 3)),
        # who narrows n alone: two ACI households among three attributions.
        ({"who": {"aci": True}}, (2, 3)),
        # where narrows both: the two homes in elms.
        ({"where": {"fragility": {"min": 1}}}, (2, 2)),
        ({"where": {"fragility": {"min": 1}}, "who": {"occupies": {"present": True}}}, (0, 2)),
        # via narrows both, unless among says otherwise: two charged to the State.
        ({"via": {"kind": "etat_prioritaires"}}, (2, 2)),
        ({"via": {"kind": "etat_prioritaires"}, "who": {"aci": True}}, (1, 2)),
        ({"via": {"kind": "etat_prioritaires"}, "among": {"via": {}}}, (2, 3)),
        # among.who narrows both: mutations not counted leaves the two ACI households.
        ({"among": {"who": {"occupies": {"present": False}}}}, (2, 2)),
        ({"among": {"who": {"aci": True}}, "who": {"occupies": {"present": True}}}, (0, 2)),
        # among without via keeps the quota's own.
        (
            {"via": {"kind": "etat_prioritaires"}, "among": {"who": {"aci": True}}},
            (1, 1),
        ),
        # n is among m: what is charged to the State cannot count where m is the commune's.
        (
            {"via": {"kind": "etat_prioritaires"}, "among": {"via": {"kind": "commune"}}},
            (0, 1),
        ),
        # The State's share of the flow, mutations not counted: 1 of 2.
        (
            {
                "via": {"kind": "etat_prioritaires"},
                "among": {"via": {}, "who": {"occupies": {"present": False}}},
            },
            (1, 2),
        ),
        # A list of tables is any of them.
        ({"who": [{"aci": True}, {"occupies": "oaks"}]}, (3, 3)),
    ],
)
def test_n_and_m_count_who_where_via_and_among(
    quota: Mapping[str, Any], numbers: tuple[int, int]
) -> None:
    assert counts(quota) == {"": numbers}


def test_an_attribution_charged_to_nobody_has_an_empty_kind() -> None:
    given: list[Attribution] = [("aci-1", "elms-1"), ("aci-2", "elms-2", "ville")]

    assert counts({"via": {"kind": ""}}, given) == {"": (1, 1)}
    assert counts({"via": {"kind": {"present": True}}}, given) == {"": (1, 1)}
    assert counts({"via": {}}, given) == {"": (2, 2)}


def test_a_fixed_home_after_the_period_counts_in_n_and_m_but_not_in_the_stock() -> None:
    given: list[Attribution] = [("aci-1", "late"), ("other", "oaks-1")]
    quota = {"who": {"aci": True}, "where": {"bailleur": "south"}}

    assert counts(quota, given) == {"": (1, 2)}
    assert family(quota).stock.tolist() == [1]


def test_an_empty_plan_counts_nothing() -> None:
    assert counts({"per": "programme"}, []) == {"elms": (0, 0), "oaks": (0, 0)}


# Groups -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "stock"),
    [
        # One row for all: three homes of the year, the late one is not among them.
        ({}, {"": 3}),
        ({"where": {"programme": "elms"}}, {"": 2}),
        ({"per": "programme"}, {"elms": 2, "oaks": 1}),
        ({"per": "bailleur"}, {"north": 2, "south": 1}),
        ({"per": "programme.bailleur"}, {"north": 2, "south": 1}),
        ({"per": "programme", "where": {"fragility": {"min": 1}}}, {"elms": 2}),
        # Booleans are written true and false.
        ({"per": "new_build"}, {"false": 2, "true": 1}),
        # "top" is found in no home of the year, and an empty value makes no row.
        ({"per": "floor"}, {"ground": 2}),
        ({"per": "storeys"}, {"4": 2}),
        ({"per": "programme", "where": {"programme": "poplars"}}, {}),
    ],
)
def test_a_row_for_each_value_found_in_the_homes_of_the_year(
    quota: Mapping[str, Any], stock: dict[str, int]
) -> None:
    resolved = family(quota)

    assert dict(zip(resolved.groups, resolved.stock.tolist(), strict=True)) == stock
    assert resolved.stock.dtype == np.int64


def test_each_attribution_counts_in_the_group_of_its_home() -> None:
    # elms: both ACI households; oaks: the household that moves.
    assert counts({"per": "programme", "who": {"aci": True}}) == {"elms": (2, 2), "oaks": (0, 1)}


def test_a_home_without_a_value_counts_in_no_group() -> None:
    # elms-2 has no floor; elms-1 and oaks-1 are on the ground floor.
    assert counts({"per": "floor"}) == {"ground": (2, 2)}


def test_an_empty_boolean_is_in_the_group_false() -> None:
    homes = [vacancy("v1", new_build=""), vacancy("v2", new_build=True)]
    case = instance(
        households=[household("h")],
        vacancies=homes,
        scenario={"quotas": [{"id": "new", "per": "new_build", "max": 1}]},
    )

    (resolved,) = resolve_quotas(case)

    assert resolved.groups == ("false", "true")
    assert resolved.vacancy_group.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("quota", "numbers"),
    [
        # Each contingent that matches via is a group, used or not; nobody is none.
        ({"per": "via.contingent"}, {"prefet-1": (1, 1), "prefet-2": (1, 1), "ville": (1, 1)}),
        (
            {"per": "via.contingent", "via": {"kind": "commune"}},
            {"ville": (1, 1)},
        ),
        ({"per": "via.kind"}, {"commune": (1, 1), "etat_prioritaires": (2, 2)}),
        (
            {"per": "via.kind", "who": {"aci": True}},
            {"commune": (1, 1), "etat_prioritaires": (1, 2)},
        ),
        # The town's contingent has no landlord: an empty value makes no row.
        ({"per": "via.bailleur"}, {"north": (1, 1), "south": (1, 1)}),
        # where narrows here too: in elms, one through the first prefect and one through the town.
        (
            {"per": "via.contingent", "where": {"programme": "elms"}},
            {"prefet-1": (1, 1), "prefet-2": (0, 0), "ville": (1, 1)},
        ),
        # m counts only what is charged to the contingents of the group, whatever among says.
        (
            {"per": "via.kind", "via": {"kind": "commune"}, "among": {"via": {}}},
            {"commune": (1, 1)},
        ),
    ],
)
def test_a_row_for_each_value_of_the_contingents(
    quota: Mapping[str, Any], numbers: dict[str, tuple[int, int]]
) -> None:
    assert counts(quota) == numbers


def test_what_is_charged_to_nobody_counts_in_no_group_of_contingents() -> None:
    given: list[Attribution] = [("aci-1", "elms-1"), ("aci-2", "elms-2", "ville")]

    assert counts({"per": "via.kind"}, given) == {"commune": (1, 1), "etat_prioritaires": (0, 0)}


def test_a_column_that_no_table_has_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        family({"per": "storey"})
    with pytest.raises(KeyError):
        family({"per": "via.storey"})


# Counters -----------------------------------------------------------------------------------------


def test_counters_add_to_n_and_to_m_of_their_group() -> None:
    quota = {"per": "programme", "who": {"aci": True}}

    # elms: 2 + 10 of 2 + 40; oaks: 0 of 1, nothing counted before.
    assert counts(quota, counters={"elms": (10, 40)}) == {"elms": (12, 42), "oaks": (0, 1)}


def test_a_counter_without_a_group_is_for_the_quota_without_per() -> None:
    assert counts({"who": {"aci": True}}, counters={"": (10, 40)}) == {"": (12, 43)}


def test_a_group_that_only_counters_name_has_its_row() -> None:
    # Nothing is left to attribute in the poplars: 3 of 9 stay as they are.
    found = counts({"per": "programme"}, counters={"poplars": (3, 9)})

    assert found == {"elms": (2, 2), "oaks": (1, 1), "poplars": (3, 9)}


def test_a_contingent_that_only_counters_name_has_its_row() -> None:
    found = counts({"per": "via.contingent", "via": {"kind": "commune"}}, counters={"epci": (1, 2)})

    assert found == {"epci": (1, 2), "ville": (1, 1)}


def test_counters_of_another_quota_change_nothing() -> None:
    case = town(
        {"id": "one", "per": "programme"},
        {"id": "two", "per": "programme"},
        counters={("two", "elms"): (5, 6), ("two", "poplars"): (1, 1)},
    )

    one, two = resolve_quotas(case)

    assert (one.groups, one.counted_before.tolist()) == (("elms", "oaks"), [0, 0])
    assert two.groups == ("elms", "oaks", "poplars")
    assert two.counted_before.tolist() == [5, 0, 1]
    assert two.among_before.tolist() == [6, 0, 1]


# Bounds, slack and shortfall ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "n", "m", "bound", "slack"),
    [
        # A count is what it is, whatever m.
        ({"max": 2}, 2, 9, 2, 0),
        ({"max": 2}, 3, 9, 2, -1),
        ({"max": 2}, 0, 0, 2, 2),
        ({"max": 0}, 1, 1, 0, -1),
        ({"min": 2}, 2, 2, 2, 0),
        ({"min": 2}, 1, 9, 2, -1),
        ({"min": 2}, 5, 9, 2, 3),
        # A share of the attributions is exact, never rounded: 0.2 × 4 = 0.8.
        ({"max_share": 0.2}, 1, 5, 1, 0),
        ({"max_share": 0.2}, 1, 4, Fraction(4, 5), Fraction(-1, 5)),
        ({"max_share": 0.2}, 0, 4, Fraction(4, 5), Fraction(4, 5)),
        ({"max_share": 0.1}, 1, 10, 1, 0),
        ({"max_share": 0.1}, 3, 29, Fraction(29, 10), Fraction(-1, 10)),
        ({"max_share": 0.2}, 0, 0, 0, 0),
        # 0.25 × 5 = 1.25: one attribution misses it by a quarter, two exceed it by three.
        ({"min_share": 0.25}, 1, 4, 1, 0),
        ({"min_share": 0.25}, 1, 5, Fraction(5, 4), Fraction(-1, 4)),
        ({"min_share": 0.25}, 2, 5, Fraction(5, 4), Fraction(3, 4)),
        ({"min_share": 1}, 4, 4, 4, 0),
        ({"min_share": 0.5}, 0, 0, 0, 0),
        # A share of the three homes of the year is rounded: a maximum down, a minimum up.
        ({"max_share": 0.5, "of": "vacancies"}, 1, 9, 1, 0),  # ⌊1.5⌋
        ({"max_share": 0.5, "of": "vacancies"}, 2, 9, 1, -1),
        ({"min_share": 0.5, "of": "vacancies"}, 2, 9, 2, 0),  # ⌈1.5⌉
        ({"min_share": 0.5, "of": "vacancies"}, 1, 9, 2, -1),
        ({"max_share": 1, "of": "vacancies"}, 0, 0, 3, 3),
        ({"min_share": 1, "of": "vacancies"}, 3, 0, 3, 0),
        ({"max_share": 0.33, "of": "vacancies"}, 0, 0, 0, 0),  # ⌊0.99⌋
        ({"min_share": 0.34, "of": "vacancies"}, 1, 0, 2, -1),  # ⌈1.02⌉
    ],
)
def test_a_row_compares_n_with_its_bound(
    quota: Mapping[str, Any], n: int, m: int, bound: Fraction, slack: Fraction
) -> None:
    (row,) = family(quota).rows()

    assert row.bound(m) == bound
    assert row.slack(n, m) == slack
    assert row.shortfall(n, m) == max(0, -slack)


@pytest.mark.parametrize(
    ("quota", "size"),
    [
        ({"max": 1}, None),
        ({"min": 1}, None),
        ({"max_share": 0.5}, 7),
        ({"min_share": 0.5}, 7),
        ({"max_share": 0.5, "of": "vacancies"}, 3),
        ({"min_share": 0.5, "of": "vacancies"}, 3),
        # A count is of nothing, even where its quota says of what a share would be.
        ({"max": 1, "of": "vacancies"}, None),
    ],
)
def test_a_share_is_of_the_attributions_or_of_the_homes(
    quota: Mapping[str, Any], size: int | None
) -> None:
    (row,) = family(quota).rows()

    assert row.size(7) == size


def test_counters_add_to_the_homes_a_share_is_of() -> None:
    # 0.5 × (3 homes + 4 counted) = 3.5, rounded down.
    resolved = family({"max_share": 0.5, "of": "vacancies"}, {"": (2, 4)})
    (row,) = resolved.rows()
    n, m = resolved.count(plan(ALL))

    assert (int(n[0]), row.size(int(m[0]))) == (5, 7)
    assert row.bound(int(m[0])) == 3
    assert row.shortfall(int(n[0]), int(m[0])) == 2


def test_each_group_is_compared_with_its_own_homes() -> None:
    # ⌊0.5 × 2⌋ in elms, ⌊0.5 × (1 + 3)⌋ in oaks.
    resolved = family({"per": "programme", "max_share": 0.5, "of": "vacancies"}, {"oaks": (0, 3)})

    assert [(row.group, row.bound(0)) for row in resolved.rows()] == [("elms", 1), ("oaks", 2)]


@pytest.mark.parametrize(
    ("kind", "of", "maximum", "moves"),
    [
        ("max", "attributions", True, False),
        ("min", "attributions", False, False),
        ("max_share", "attributions", True, True),
        ("min_share", "attributions", False, True),
        ("max_share", "vacancies", True, False),
        ("min_share", "vacancies", False, False),
    ],
)
def test_each_kind_is_a_maximum_or_not_and_moves_with_the_plan_or_not(
    kind: str, of: str, *, maximum: bool, moves: bool
) -> None:
    (row,) = family({kind: 1, "of": of}).rows()

    assert (row.quota, row.kind) == ("target", kind)
    assert row.is_maximum is maximum
    assert row.moves_with_attributions is moves


def test_each_bound_of_each_group_makes_its_own_row() -> None:
    quota = {"per": "programme", "min_share": 0.1, "max": 2, "max_share": 0.5, "min": 1}

    rows = family(quota).rows()

    assert [(row.group, row.kind, row.parameter) for row in rows] == [
        ("elms", "max", 2),
        ("elms", "min", 1),
        ("elms", "max_share", Fraction(1, 2)),
        ("elms", "min_share", Fraction(1, 10)),
        ("oaks", "max", 2),
        ("oaks", "min", 1),
        ("oaks", "max_share", Fraction(1, 2)),
        ("oaks", "min_share", Fraction(1, 10)),
    ]


@pytest.mark.parametrize(
    ("soft", "level"), [({}, 0), ({"soft": False}, 0), ({"soft": 1}, 1), ({"soft": 3}, 3)]
)
def test_a_quota_is_hard_unless_it_says_at_which_level_it_bends(
    soft: Mapping[str, Any], level: int
) -> None:
    assert family({"max": 1} | soft).level == level


def test_quotas_stay_in_the_order_of_the_scenario() -> None:
    found = resolve_quotas(town({"id": "zebra", "max": 1}, {"id": "aardvark", "max": 1}))

    assert [resolved.quota.id for resolved in found] == ["zebra", "aardvark"]
