"""Through whose right a dwelling may be given, in stock and in flow."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.factories import Row, commune, contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import (
    Charging,
    TransferCap,
    resolve_charging,
    resolve_charging_undecided,
)

CONTINGENTS = [
    contingent("action", "action_logement"),
    contingent("habitat", "bailleur", bailleur="habitat"),
    contingent("luynes", "commune", commune="luynes"),
    contingent("prefet", "etat_prioritaires"),
    contingent("tours", "commune", commune="tours"),
]
HANDBACK = {
    "id": "handback",
    "from": {"kind": "etat_prioritaires"},
    "to": {"kind": "commune"},
}


def made(
    held: list[str],
    own: str = "",
    *,
    mode: str = "stock",
    transfers: list[Row] | None = None,
    bailleur: str = "bailleur",
    **changes: Any,
) -> Instance:
    """Return one household that holds some contingents, and one dwelling in Tours."""
    return instance(
        **{
            "households": [household("h", contingents=held)],
            "vacancies": [vacancy("v", contingent=own)],
            "programmes": [
                programme(bailleur=bailleur),
                programme("elsewhere", bailleur="habitat", commune="luynes"),
            ],
            "communes": [commune("luynes"), commune("tours")],
            "contingents": CONTINGENTS,
            "scenario": {"contingents": {"mode": mode, "transfers": transfers or []}},
        }
        | changes
    )


def ways(case: Instance, asking: int = 0, dwelling: int = 0) -> list[str]:
    """Return the ways of charging a pair: ``contingent`` or ``contingent/transfer``."""
    charging = resolve_charging(case)
    names = [*case.contingents.table.identifiers(), "nobody"]
    transfers = case.scenario.contingents.transfers
    return [
        names[charging.way_contingent[way]]
        + ("" if (t := charging.way_transfer[way]) == NO_ROW else f"/{transfers[t].id}")
        for way in charging.ways(asking, dwelling)
    ]


@pytest.mark.parametrize(
    ("held", "own", "expected"),
    [
        ([], "", ["nobody"]),
        (["prefet", "tours"], "", ["nobody"]),
        (["prefet"], "prefet", ["prefet"]),
        (["tours"], "prefet", []),
        (["action", "prefet"], "prefet", ["prefet"]),
        # A commune's own dwelling is looked at as any other's: who holds it, may.
        (["luynes"], "luynes", ["luynes"]),
    ],
)
def test_in_stock_a_dwelling_is_charged_to_its_own_contingent_or_to_nobody(
    held: list[str], own: str, expected: list[str]
) -> None:
    assert ways(made(held, own)) == expected


@pytest.mark.parametrize(
    ("bailleur", "held", "expected"),
    [("habitat", [], ["habitat"]), ("other", [], []), ("other", ["habitat"], [])],
)
def test_a_landlord_s_contingent_is_open_to_all_in_its_own_dwellings_and_only_there(
    bailleur: str, held: list[str], expected: list[str]
) -> None:
    assert ways(made(held, "habitat", bailleur=bailleur)) == expected


def test_a_landlord_s_contingent_that_names_no_landlord_serves_them_all() -> None:
    any_landlord = [contingent("landlords", "bailleur")]
    assert ways(made([], "landlords", contingents=any_landlord)) == ["landlords"]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], []),
        (["prefet"], ["prefet"]),
        (["tours"], ["tours/handback"]),
        (["prefet", "tours"], ["prefet", "tours/handback"]),
        (["luynes"], []),  # a commune receives only in its own commune
        (["action"], []),  # the transfer is to communes
    ],
)
def test_a_transfer_lets_in_the_commune_of_the_dwelling(
    held: list[str], expected: list[str]
) -> None:
    assert ways(made(held, "prefet", transfers=[HANDBACK])) == expected


@pytest.mark.parametrize("own", ["", "action"])
def test_a_transfer_concerns_only_dwellings_of_the_contingents_it_is_from(own: str) -> None:
    assert "tours/handback" not in ways(made(["tours"], own, transfers=[HANDBACK]))


def test_a_transfer_from_anyone_has_nothing_to_hand_back_where_nobody_has_reserved() -> None:
    from_all = HANDBACK | {"from": {}}
    assert ways(made(["tours"], "", transfers=[from_all])) == ["nobody"]


def test_a_transfer_never_leads_back_to_the_dwelling_s_own_contingent() -> None:
    to_all = HANDBACK | {"to": {}}
    case = made(["action", "prefet"], "prefet", transfers=[to_all])
    assert ways(case) == ["prefet", "action/handback"]


def test_a_transfer_to_landlords_is_open_to_everyone_in_their_own_dwellings() -> None:
    to_landlord = HANDBACK | {"to": {"kind": "bailleur"}}
    assert ways(made([], "prefet", transfers=[to_landlord], bailleur="habitat")) == [
        "habitat/handback"
    ]
    assert ways(made([], "prefet", transfers=[to_landlord])) == []


def test_a_transfer_can_be_limited_to_some_dwellings() -> None:
    new_only = HANDBACK | {"where": {"new_build": True}}
    old = made(["tours"], "prefet", transfers=[new_only])
    assert ways(old) == []
    dwelling = vacancy("v", contingent="prefet", new_build=True)
    assert ways(made(["tours"], transfers=[new_only], vacancies=[dwelling])) == ["tours/handback"]


def test_ways_come_own_first_then_by_identifier_then_in_the_order_of_transfers() -> None:
    second = HANDBACK | {"id": "extra", "to": {}}
    case = made(["action", "prefet", "tours"], "prefet", transfers=[HANDBACK, second])
    assert ways(case) == ["prefet", "action/extra", "tours/handback", "tours/extra"]


def test_a_commune_contingent_without_commune_receives_anywhere() -> None:
    rows = [contingent("prefet", "etat_prioritaires"), contingent("towns", "commune")]
    case = made(["towns"], "prefet", transfers=[HANDBACK], contingents=rows)
    assert ways(case) == ["towns/handback"]


@pytest.mark.parametrize(
    ("held", "own", "bailleur", "expected"),
    [
        ([], "", "other", ["nobody"]),
        ([], "prefet", "other", ["nobody"]),  # whose it is, is not looked at
        (["prefet"], "", "other", ["nobody", "prefet"]),
        (["prefet", "action"], "", "other", ["nobody", "action", "prefet"]),
        (["luynes", "tours"], "", "other", ["nobody", "tours"]),
        # Where the landlord's contingent is open, the rest is charged to it and not to nobody.
        ([], "", "habitat", ["habitat"]),
        (["action"], "", "habitat", ["action", "habitat"]),
        # The usual practice charges the dwelling's own first where it may be charged at all.
        (["action", "prefet"], "prefet", "other", ["prefet", "nobody", "action"]),
    ],
)
def test_in_flow_any_open_contingent_can_be_charged(
    held: list[str], own: str, bailleur: str, expected: list[str]
) -> None:
    assert ways(made(held, own, mode="flow", bailleur=bailleur)) == expected


@pytest.mark.parametrize("mode", ["stock", "flow"])
def test_where_contingents_are_not_looked_at_the_dwelling_s_own_is_open_to_everyone(
    mode: str,
) -> None:
    scenario = {"eligibility": {"contingents": False}, "contingents": {"mode": mode}}
    found = ways(made([], "prefet", scenario=scenario))
    assert found == (["prefet"] if mode == "stock" else ["prefet", "nobody"])


@pytest.mark.parametrize("bailleur", ["habitat", "other"])
def test_a_fixed_pair_can_be_charged_to_the_dwelling_s_own_contingent_in_every_case(
    bailleur: str,
) -> None:
    case = made([], "habitat", fixed=[("h", "v")], bailleur=bailleur)
    assert ways(case) == ["habitat"]


def test_a_fixed_household_has_its_way_and_its_twin_does_not() -> None:
    twins = [household("ada"), household("bob")]
    case = made([], "prefet", households=twins, fixed=[("bob", "v")])
    assert ways(case, 0) == []
    assert ways(case, 1) == ["prefet"]


def test_a_fixed_pair_can_go_through_a_transfer_too() -> None:
    case = made(["tours"], "prefet", transfers=[HANDBACK], fixed=[("h", "v")])
    assert ways(case) == ["prefet", "tours/handback"]


def test_a_decision_opens_the_dwelling_s_own_contingent_and_no_other() -> None:
    # The hand-back would let the commune's households in; this one is not among them.
    assert ways(made([], "prefet", transfers=[HANDBACK], fixed=[("h", "v")])) == ["prefet"]


def test_a_decision_opens_no_landlord_s_contingent_elsewhere() -> None:
    to_landlords = HANDBACK | {"to": {"kind": "bailleur"}}
    elsewhere = made([], "prefet", transfers=[to_landlords], fixed=[("h", "v")], bailleur="other")
    assert ways(elsewhere) == ["prefet"]


def test_in_flow_a_decision_opens_no_contingent() -> None:
    assert ways(made([], "prefet", mode="flow", fixed=[("h", "v")])) == ["nobody"]


def dwellings(n: int, **cells: Any) -> list[Row]:
    return [vacancy(f"v{index}", contingent="prefet", **cells) for index in range(n)]


@pytest.mark.parametrize(
    ("share", "n", "cap"),
    [("0.20", 5, 1), ("0.20", 9, 1), ("0.20", 10, 2), ("0.20", 4, 0), ("1", 3, 3), ("0", 3, 0)],
)
def test_a_transfer_is_capped_at_a_share_of_the_dwellings_rounded_down(
    share: str, n: int, cap: int
) -> None:
    case = made(["tours"], transfers=[HANDBACK | {"max_share": share}], vacancies=dwellings(n))
    assert resolve_charging(case).caps == (TransferCap(0, 3, n, cap),)


def test_a_share_of_one_is_the_cap_where_none_is_given() -> None:
    assert resolve_charging(made([], transfers=[HANDBACK], vacancies=dwellings(3))).caps == (
        TransferCap(0, 3, 3, 3),
    )


def test_a_cap_counts_dwellings_of_the_period_that_match_whether_freed_today_or_later() -> None:
    rows = [
        *dwellings(2, new_build=True),
        vacancy("late", contingent="prefet", new_build=True, available_on=date(2015, 1, 1)),
        vacancy("moved", contingent="prefet", new_build=True, freed_by="h"),
        vacancy("old", contingent="prefet"),
        vacancy("other", contingent="action", new_build=True),
    ]
    new_only = HANDBACK | {"where": {"new_build": True}, "max_share": "0.70"}
    # v0, v1 and moved: 0.70 × 3 = 2.1.
    assert resolve_charging(made([], transfers=[new_only], vacancies=rows)).caps == (
        TransferCap(0, 3, 3, 2),
    )


def test_each_contingent_from_has_a_cap_of_its_own() -> None:
    rows = [vacancy("v1", contingent="action"), vacancy("v2", contingent="prefet")]
    from_all = HANDBACK | {"from": {}}
    caps = resolve_charging(made([], transfers=[from_all], vacancies=rows)).caps
    assert caps == (TransferCap(0, 0, 1, 1), TransferCap(0, 3, 1, 1))


def test_a_dwelling_that_nobody_has_reserved_counts_in_no_cap() -> None:
    rows = [vacancy("v1"), vacancy("v2", contingent="prefet")]
    caps = resolve_charging(made([], transfers=[HANDBACK | {"from": {}}], vacancies=rows)).caps
    assert caps == (TransferCap(0, 3, 1, 1),)


def test_classes_tell_apart_only_what_changes_the_ways() -> None:
    rows = [household("a", contingents=["action"]), household("b"), household("c")]
    charging: Charging = resolve_charging(made([], "prefet", households=rows))
    assert len(set(charging.household_class.tolist())) == 1  # no dwelling of Action Logement's


def test_the_ways_of_many_pairs_start_where_their_cells_say() -> None:
    rows = [household("a", contingents=["prefet"]), household("b")]
    case = made([], "prefet", households=rows, vacancies=[vacancy("v"), *dwellings(1)])
    charging = resolve_charging(case)
    asking, dwelling = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    start, sizes = charging.ways_of_pairs(asking, dwelling)
    # The first dwelling is open to all; the second is the State's, for its own household only.
    assert sizes.tolist() == [1, 1, 1, 0]
    expected = [charging.ways(h, v).start for h, v in zip(asking, dwelling, strict=True)]
    assert start.tolist() == expected


def test_without_its_decision_a_household_has_only_the_ways_that_are_its_own() -> None:
    """A decision opens the State's dwelling to a household that is none of the State's."""
    rows = [household("a", contingents=["prefet"]), household("b")]
    case = made([], "prefet", households=rows, fixed=[("b", "v")])
    decided, undecided = resolve_charging(case), resolve_charging_undecided(case)
    assert [len(decided.ways(h, 0)) for h in (0, 1)] == [1, 1]
    assert [len(undecided.ways(h, 0)) for h in (0, 1)] == [1, 0]


def test_an_empty_table_has_no_ways() -> None:
    nothing = resolve_charging(made([], vacancies=[]))
    assert len(nothing.way_contingent) == 0
    assert nothing.has_way().shape == (1, 0)
    nobody = resolve_charging(made([], households=[]))
    assert nobody.has_way().shape == (0, 1)
