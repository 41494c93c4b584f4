"""The pairs are exactly those that no rule refuses, taken one cell at a time."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.eligibility.law import APL_2026, USUAL_GRID, ceilings
from tests.eligibility.reference import refused
from tests.factories import Row, commune, contingent, household, instance, programme, vacancy

from repartition.domain.instance import Instance
from repartition.eligibility import pairs as pairs_module
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.eligibility.rules import RULES, refusals

COMMUNES = [commune("luynes", apl_zone=3), commune("tours")]
PROGRAMMES = [programme("away", commune="luynes", bailleur="habitat"), programme("residence")]
CONTINGENTS = [
    contingent("habitat", "bailleur", bailleur="habitat"),
    contingent("prefet", "etat_prioritaires"),
    contingent("tours", "commune", commune="tours"),
]
TRANSFER = {"id": "handback", "from": {"kind": "etat_prioritaires"}, "to": {"kind": "commune"}}


def found(case: Instance) -> list[tuple[int, int]]:
    pairs = find_pairs(case, resolve_charging(case))
    assert pairs.household.dtype == pairs.vacancy.dtype == np.int32
    assert len(pairs) == len(pairs.household) == len(pairs.vacancy)
    return list(zip(pairs.household.tolist(), pairs.vacancy.tolist(), strict=True))


HOUSEHOLDS = [household(name) for name in ("ada", "bob", "cleo")]
VACANCIES = [vacancy(name) for name in ("v1", "v2", "v3")]


def test_pairs_are_sorted_by_household_then_vacancy() -> None:
    case = instance(households=HOUSEHOLDS, vacancies=VACANCIES)
    assert found(case) == [(h, v) for h in range(3) for v in range(3)]


def test_a_fixed_household_and_its_dwelling_appear_in_their_pair_only() -> None:
    case = instance(households=HOUSEHOLDS, vacancies=VACANCIES, fixed=[("bob", "v3")])
    assert found(case) == [(0, 0), (0, 1), (1, 2), (2, 0), (2, 1)]


def test_a_fixed_pair_is_there_even_where_every_rule_refuses_it() -> None:
    inactive = household("bob", active=False, communes=["luynes"])
    late = vacancy("v1", available_on=date(2020, 1, 1), contingent="prefet", surface=1)
    case = instance(
        households=[inactive],
        vacancies=[late],
        communes=COMMUNES,
        programmes=PROGRAMMES,
        contingents=CONTINGENTS,
        fixed=[("bob", "v1")],
    )
    assert found(case) == [(0, 0)]


def test_a_household_never_gets_the_dwelling_it_frees() -> None:
    dwellings = [vacancy("v1", freed_by="ada"), vacancy("v2")]
    case = instance(households=HOUSEHOLDS[:2], vacancies=dwellings)
    assert found(case) == [(0, 1), (1, 0), (1, 1)]


def test_a_forbidden_pair_is_not_there() -> None:
    case = instance(
        households=HOUSEHOLDS[:1], vacancies=VACANCIES, forbidden=[("ada", "v1"), ("ada", "v3")]
    )
    assert found(case) == [(0, 1)]


@pytest.mark.parametrize(("households", "vacancies"), [([], VACANCIES), (HOUSEHOLDS, []), ([], [])])
def test_without_households_or_dwellings_there_are_no_pairs(
    households: list[Row], vacancies: list[Row]
) -> None:
    assert found(instance(households=households, vacancies=vacancies)) == []


def test_the_size_of_the_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    case = _varied(12, 7)
    whole = found(case)
    assert whole
    monkeypatch.setattr(pairs_module, "_BLOCK_CELLS", 20)
    assert found(case) == whole


@pytest.mark.parametrize(
    ("difference", "lost"),
    [
        ({"persons": 2}, {"v-small"}),
        ({"typology_min": "T2"}, {"v-small"}),
        ({"typology_max": "T1"}, {"v", "v-away", "v-plai", "v-dear", "v-reserved", "v-open"}),
        ({"accessible": True}, {"v", "v-small", "v-away", "v-plai", "v-dear", "v-reserved"}),
        ({"reference_income": 11007}, {"v-plai"}),
        ({"communes": ["tours"]}, {"v-away"}),
        ({"monthly_income": 900}, {"v-dear"}),
        ({"contingents": []}, {"v-reserved"}),
    ],
)
def test_two_households_alike_but_for_one_thing_are_told_apart(
    difference: Row, lost: set[str]
) -> None:
    """The first reaches every dwelling; its twin loses those that the difference shuts."""
    first = {"monthly_income": 3000, "contingents": ["prefet"]}
    dwellings = [
        vacancy("v", rent=200),
        vacancy("v-away", rent=200, programme="away"),
        vacancy("v-dear", rent=500),
        vacancy("v-open", rent=200, accessible=True),
        vacancy("v-plai", rent=200, financing="PLAI"),
        vacancy("v-reserved", rent=200, contingent="prefet"),
        vacancy("v-small", rent=200, typology="T1", surface=15),
    ]
    case = instance(
        households=[household("a", **first), household("b", **(first | difference))],
        vacancies=dwellings,
        communes=COMMUNES,
        programmes=PROGRAMMES,
        contingents=CONTINGENTS,
        grid=USUAL_GRID,
        ceilings=ceilings(),
        scenario={"eligibility": {"typology": "g", "ceilings": "c", "max_effort": "0.33"}},
    )
    reached = found(case)
    names = case.vacancies.table.identifiers()
    assert [v for h, v in reached if h == 0] == list(range(len(names)))
    assert {names[v] for v in range(len(names)) if (1, v) not in reached} == lost


def _varied(n_households: int, n_vacancies: int) -> Instance:
    asking = [
        household(
            f"h{i:02}",
            persons=1 + i % 3,
            monthly_income=500 + 97 * i,
            accessible=i % 5 == 0,
            communes=["tours"] if i % 4 == 0 else [],
            contingents=["prefet"] if i % 2 else [],
        )
        for i in range(n_households)
    ]
    dwellings = [
        vacancy(
            f"v{i:02}",
            typology=f"T{1 + i % 4}",
            surface=30 + i,
            rent=200 + 31 * i,
            programme="away" if i % 3 == 0 else "residence",
            contingent="prefet" if i % 3 == 1 else "",
            accessible=i % 2 == 0,
        )
        for i in range(n_vacancies)
    ]
    return instance(
        households=asking,
        vacancies=dwellings,
        communes=COMMUNES,
        programmes=PROGRAMMES,
        contingents=CONTINGENTS,
        grid=USUAL_GRID,
        ceilings=ceilings(),
        benefit=APL_2026,
        scenario={"eligibility": {"typology": "g", "ceilings": "c", "max_effort": "0.33"}},
    )


euros = st.integers(0, 90_000).map(lambda cents: Decimal(cents) / 100)
some_contingents = st.lists(
    st.sampled_from(["habitat", "prefet", "tours"]), unique=True, max_size=3
)


@st.composite
def households(draw: st.DrawFn, name: str) -> Row:
    persons = draw(st.integers(1, 8))
    return household(
        name,
        persons=persons,
        adults=draw(st.integers(1, min(persons, 3))),
        reference_income=draw(st.integers(5000, 60000)),
        monthly_income=draw(st.one_of(st.just(0), euros.map(lambda amount: amount * 3))),
        ceiling_category=draw(st.sampled_from(["", "", 1, 3, 6])),
        typology_min=draw(st.sampled_from(["", "", "", "T1", "T3"])),
        typology_max=draw(st.sampled_from(["", "", "", "T3", "T5"])),
        communes=draw(st.sampled_from([[], [], ["tours"], ["luynes"], ["luynes", "tours"]])),
        contingents=draw(some_contingents),
        accessible=draw(st.booleans()),
        active=draw(st.integers(0, 5)) > 0,
    )


@st.composite
def dwellings(draw: st.DrawFn, name: str) -> Row:
    return vacancy(
        name,
        programme=draw(st.sampled_from(["away", "residence"])),
        typology=draw(st.sampled_from(["T1", "T2", "T3", "T4", "T5"])),
        surface=draw(st.integers(800, 9000)) / Decimal(100),
        financing=draw(st.sampled_from(["PLAI", "PLUS"])),
        rent=draw(euros),
        charges=draw(st.sampled_from([0, 0, 45, 80])),
        contingent=draw(st.sampled_from(["", "", "habitat", "prefet", "tours"])),
        accessible=draw(st.booleans()),
        available_on=draw(st.sampled_from(["", "", date(2014, 6, 1), date(2015, 1, 1)])),
    )


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    asking = [draw(households(f"h{i}")) for i in range(draw(st.integers(1, 5)))]
    free = [draw(dwellings(f"v{i}")) for i in range(draw(st.integers(1, 5)))]
    pairs = [(h["household"], v["vacancy"]) for h in asking for v in free]
    transfers = [TRANSFER] if draw(st.booleans()) else []
    flow = {"mode": "flow"} if draw(st.booleans()) else {"transfers": transfers}
    effort = draw(st.sampled_from([False, "0.33", "0.5"]))
    fixed = draw(st.sampled_from(pairs)) if draw(st.booleans()) else None
    return {
        "households": asking,
        "vacancies": free,
        "fixed": [fixed] if fixed else [],
        "forbidden": sorted(draw(st.sets(st.sampled_from(pairs))) - {fixed}),
        "scenario": {
            "eligibility": {"typology": "g", "ceilings": "c", "max_effort": effort, "apl": "2026"},
            "contingents": flow,
        },
    }


def chargeable(asking: Row, dwelling: Row, place: Row, case: dict[str, Any]) -> bool:
    """Return whether there is a way to charge the pair, said in words rather than in classes."""
    settings, own = case["scenario"]["contingents"], dwelling["contingent"]
    if settings.get("mode") == "flow" or own == "":
        return True
    if own == "habitat":
        return bool(place["bailleur"] == "habitat")
    if own in asking["contingents"]:
        return True
    return bool(
        own == "prefet"
        and settings["transfers"]
        and "tours" in asking["contingents"]
        and place["commune"] == "tours"
    )


@given(cases())
def test_pairs_are_those_that_no_rule_refuses_one_cell_at_a_time(case: dict[str, Any]) -> None:
    made = instance(
        **case,
        communes=COMMUNES,
        programmes=PROGRAMMES,
        contingents=CONTINGENTS,
        grid=USUAL_GRID,
        ceilings=ceilings(),
        benefit=APL_2026,
    )
    places = {row["programme"]: row for row in PROGRAMMES}
    towns = {row["commune"]: row for row in COMMUNES}
    effort = case["scenario"]["eligibility"]["max_effort"]
    fixed_households = {h for h, _v in case["fixed"]}
    fixed_vacancies = {v for _h, v in case["fixed"]}
    charging = resolve_charging(made)
    matrices = refusals(made, charging, np.arange(made.n_households), np.arange(made.n_vacancies))
    expected = []
    for h, asking in enumerate(case["households"]):
        for v, dwelling in enumerate(case["vacancies"]):
            names = (asking["household"], dwelling["vacancy"])
            place = places[dwelling["programme"]]
            town = towns[place["commune"]]
            rules = refused(asking, dwelling, town, max_effort=Fraction(effort) if effort else None)
            if names not in case["fixed"] and not chargeable(asking, dwelling, place, case):
                # A fixed household passes everywhere; nobody looks at its other pairs.
                rules |= {"contingent"} if names[0] not in fixed_households else set()
            if names in case["forbidden"]:
                rules.add("decision")
            assert {rule for rule in RULES if matrices[rule][h, v]} == rules
            free = names[0] not in fixed_households and names[1] not in fixed_vacancies
            if names in case["fixed"] or (free and not rules):
                expected.append((h, v))
    assert found(made) == expected
