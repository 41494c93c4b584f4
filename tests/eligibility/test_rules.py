"""Each rule alone: what it forbids, and its nearest neighbour allowed."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.eligibility.law import APL_2026, USUAL_GRID, ceilings
from tests.factories import Row, commune, contingent, household, instance, programme, vacancy

from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.rules import RULES, refusals

EVERY_RULE_ON = {
    "eligibility": {"typology": "grid.toml", "ceilings": "ceilings.toml", "max_effort": "0.33"}
}
EVERY_RULE_OFF = {
    "eligibility": {"surface": False, "communes": False, "accessible": False, "contingents": False}
}
COMMUNES = [commune("tours"), commune("luynes")]
CONTINGENTS = [contingent("prefet", "etat_prioritaires")]


def refusing(asking: Row, dwelling: Row, **changes: Any) -> set[str]:
    """Return the rules that refuse one household one dwelling."""
    case = instance(
        **{
            "households": [asking],
            "vacancies": [dwelling],
            "communes": COMMUNES,
            "contingents": CONTINGENTS,
            "grid": USUAL_GRID,
            "ceilings": ceilings(),
            "scenario": EVERY_RULE_ON,
        }
        | changes
    )
    row = np.zeros(1, np.int32)
    found = refusals(case, resolve_charging(case), row, row)
    assert tuple(found) == RULES
    return {rule for rule, refused in found.items() if refused[0, 0]}


def test_a_person_alone_may_have_a_free_t2() -> None:
    assert refusing(household("h"), vacancy("v")) == set()


@pytest.mark.parametrize(
    ("asking", "dwelling", "refused"),
    [
        ({"active": True}, {"available_on": date(2014, 12, 31)}, False),
        ({"active": False}, {"available_on": date(2014, 12, 31)}, True),
        ({"active": True}, {"available_on": date(2015, 1, 1)}, True),
        ({"active": True}, {"available_on": date(1999, 1, 1)}, False),
    ],
)
def test_active_asks_for_an_active_household_and_a_dwelling_of_the_period(
    asking: Row, dwelling: Row, refused: bool
) -> None:
    assert refusing(household("h", **asking), vacancy("v", **dwelling)) == (
        {"active"} if refused else set()
    )


@pytest.mark.parametrize(
    ("persons", "typology", "refused"),
    [
        # The usual grid: 1 person T1–T2, 2 T2–T3, 3 and 4 T3–T4, 5 T4–T5, 6 and more T5 and over.
        (1, "T1", False),
        (1, "T2", False),
        (1, "T3", True),
        (2, "T1", True),
        (2, "T2", False),
        (4, "T4", False),
        (4, "T5", True),
        (6, "T4", True),
        (6, "T5", False),
        (9, "T4", True),  # the last line holds for six and more
        (9, "T6", False),
    ],
)
def test_typology_follows_the_grid(persons: int, typology: str, refused: bool) -> None:
    found = refusing(household("h", persons=persons), vacancy("v", typology=typology, surface=99))
    assert found == ({"typology"} if refused else set())


@pytest.mark.parametrize(
    ("own", "typology", "refused"),
    [
        # The grid gives one person T1–T2; each end is replaced by the household's own.
        ({"typology_min": "T2"}, "T1", True),
        ({"typology_min": "T2"}, "T2", False),
        ({"typology_max": "T3"}, "T1", False),
        ({"typology_max": "T3"}, "T3", False),
        ({"typology_max": "T3"}, "T4", True),
        ({"typology_max": "T1"}, "T2", True),
        ({"typology_min": "T3", "typology_max": "T3"}, "T2", True),
        ({"typology_min": "T3", "typology_max": "T3"}, "T3", False),
    ],
)
def test_a_household_s_own_typologies_replace_the_grid_s(
    own: Row, typology: str, refused: bool
) -> None:
    found = refusing(household("h", **own), vacancy("v", typology=typology))
    assert found == ({"typology"} if refused else set())


@pytest.mark.parametrize(
    ("persons", "least"),
    [(1, 9), (2, 16), (3, 25), (4, 34), (5, 43), (6, 52), (7, 61), (8, 70), (12, 70)],
)
def test_surface_is_nine_then_sixteen_then_nine_more_each_and_seventy_from_eight(
    persons: int, least: int
) -> None:
    asking = household("h", persons=persons)
    assert refusing(asking, vacancy("v", surface=least), grid=None) == set()
    almost = Decimal(least) - Decimal("0.01")
    assert refusing(asking, vacancy("v", surface=almost), grid=None) == {"surface"}


@pytest.mark.parametrize(
    ("asking", "financing", "ceiling"),
    [
        ({"persons": 1}, "PLUS", 20013),
        ({"persons": 1}, "PLAI", 11006),
        ({"persons": 2}, "PLUS", 26725),
        # One adult with one child counts one category up: the third.
        ({"persons": 2, "adults": 1}, "PLUS", 32140),
        ({"persons": 6}, "PLUS", 51440),
        # Eight persons, two adults: e = 8, two above six: 51440 + 2 × 5738.
        ({"persons": 8}, "PLUS", 62916),
        # One adult and seven children: e = 9: 51440 + 3 × 5738.
        ({"persons": 8, "adults": 1}, "PLUS", 68654),
        # The category is given: e does not count, but the persons above six do.
        ({"persons": 2, "adults": 1, "ceiling_category": 2}, "PLUS", 26725),
        ({"persons": 8, "adults": 1, "ceiling_category": 6}, "PLUS", 62916),
    ],
)
def test_ceiling_is_that_of_financing_zone_and_category(
    asking: Row, financing: str, ceiling: int
) -> None:
    dwelling = vacancy("v", financing=financing, surface=99)
    at = household("h", reference_income=ceiling, **asking)
    assert refusing(at, dwelling, grid=None) == set()
    above = household("h", reference_income=Decimal(ceiling) + Decimal("0.01"), **asking)
    assert refusing(above, dwelling, grid=None) == {"ceiling"}


def test_ceiling_depends_on_the_zone_of_the_commune() -> None:
    law = ceilings()
    law.amounts[1, 2] = 26920_00
    asking = household("h", reference_income=26920)
    paris = [commune("tours", ceiling_zone="paris_et_limitrophes")]
    assert refusing(asking, vacancy("v"), ceilings=law) == {"ceiling"}
    assert refusing(asking, vacancy("v"), ceilings=law, communes=paris) == set()


@pytest.mark.parametrize(
    ("income", "rent", "charges", "refused"),
    [
        (1000, 300, 30, False),  # 330 = 0.33 × 1000
        (1000, 300, "30.01", True),
        ("999.99", 300, 30, True),  # 0.33 × 999.99 = 329.9967
        (0, 0, 0, False),
        (0, 0, "0.01", True),
    ],
)
def test_effort_compares_what_is_paid_with_a_share_of_the_income(
    income: int | str, rent: int, charges: int | str, refused: bool
) -> None:
    found = refusing(
        household("h", monthly_income=income), vacancy("v", rent=rent, charges=charges)
    )
    assert found == ({"effort"} if refused else set())


@pytest.mark.parametrize(
    ("charges", "refused"),
    [
        # Alone, 600 a month, rent 500: APL 267.33 (see test_benefit), so 232.67 + charges is
        # compared with 0.45 × 600 = 270.
        ("37.33", False),
        ("37.34", True),
    ],
)
def test_effort_counts_the_benefit(charges: str, refused: bool) -> None:
    scenario = {"eligibility": {"max_effort": "0.45", "apl": "2026"}}
    asking = household("h", monthly_income=600)
    dwelling = vacancy("v", rent=500, charges=charges)
    found = refusing(asking, dwelling, benefit=APL_2026, scenario=scenario)
    assert found == ({"effort"} if refused else set())


@pytest.mark.parametrize(
    ("rent", "charges", "refused"),
    [
        # Without income: rent 200 gets 200 + 60.59 − 39.56 − 5 = 216.03: nothing is left to pay.
        (200, 0, False),
        # Rent 250 gets 266.03, to the cent.
        (250, "16.03", False),
        (250, "16.04", True),
        # Rent 500 gets 306.37: 193.63 a month is more than nothing.
        (500, 0, True),
    ],
)
def test_without_income_only_a_dwelling_that_costs_nothing_is_left(
    rent: int, charges: int | str, refused: bool
) -> None:
    found = refusing(household("h"), vacancy("v", rent=rent, charges=charges), benefit=APL_2026)
    assert found == ({"effort"} if refused else set())


def test_a_largest_effort_of_zero_is_a_rule_and_not_a_rule_switched_off() -> None:
    scenario = {"eligibility": {"max_effort": 0}}
    rich = household("h", monthly_income=5000)
    assert refusing(rich, vacancy("v", rent="0.01"), scenario=scenario) == {"effort"}
    assert refusing(rich, vacancy("v", rent=0), scenario=scenario) == set()


@pytest.mark.parametrize(
    ("wishes", "refused"),
    [([], False), (["tours"], False), (["luynes"], True), (["luynes", "tours"], False)],
)
def test_commune_is_one_of_the_wishes_where_there_are_any(wishes: list[str], refused: bool) -> None:
    found = refusing(household("h", communes=wishes), vacancy("v"))
    assert found == ({"commune"} if refused else set())


@pytest.mark.parametrize(
    ("needs", "accessible", "refused"),
    [(True, True, False), (True, False, True), (False, False, False), (False, True, False)],
)
def test_accessible_binds_only_the_household_that_needs_it(
    needs: bool, accessible: bool, refused: bool
) -> None:
    found = refusing(household("h", accessible=needs), vacancy("v", accessible=accessible))
    assert found == ({"accessible"} if refused else set())


@pytest.mark.parametrize(
    ("held", "reserved", "refused"),
    [
        ([], "", False),
        ([], "prefet", True),
        (["prefet"], "prefet", False),
        (["prefet"], "", False),
    ],
)
def test_contingent_refuses_a_reserved_dwelling_to_whom_its_contingent_is_not_open(
    held: list[str], reserved: str, refused: bool
) -> None:
    found = refusing(household("h", contingents=held), vacancy("v", contingent=reserved))
    assert found == ({"contingent"} if refused else set())


def test_decision_refuses_the_pair_it_forbids_and_no_other() -> None:
    case = instance(
        households=[household("ada"), household("bob")],
        vacancies=[vacancy("v1"), vacancy("v2")],
        forbidden=[("bob", "v1")],
    )
    both = np.arange(2)
    found = refusals(case, resolve_charging(case), both, both)["decision"]
    assert found.tolist() == [[False, False], [True, False]]
    turned = refusals(case, resolve_charging(case), both[::-1], both)["decision"]
    assert turned.tolist() == [[True, False], [False, False]]
    only_ada = refusals(case, resolve_charging(case), both[:1], both)["decision"]
    assert not only_ada.any()


def test_a_rule_that_is_switched_off_refuses_nobody() -> None:
    asking = household("h", persons=9, reference_income=10**6, communes=["luynes"], accessible=True)
    dwelling = vacancy("v", typology="T1", surface=9, rent=999, contingent="prefet")
    assert refusing(asking, dwelling) == set(RULES) - {"active", "decision"}
    off = {"grid": None, "ceilings": None, "scenario": EVERY_RULE_OFF}
    assert refusing(asking, dwelling, **off) == set()


def test_every_rule_speaks_even_where_another_has_refused() -> None:
    asking = household("h", active=False, persons=2, communes=["luynes"])
    assert refusing(asking, vacancy("v", surface=10, rent=1)) == {
        "active",
        "surface",
        "effort",
        "commune",
    }


def test_refusals_are_asked_for_any_rows_in_any_order() -> None:
    case = instance(
        households=[household("ada", communes=["luynes"]), household("bob")],
        vacancies=[vacancy("v1", programme="there"), vacancy("v2"), vacancy("v3", rent=5)],
        programmes=[programme(), programme("there", commune="luynes")],
        communes=COMMUNES,
    )
    charging = resolve_charging(case)
    found = refusals(case, charging, np.array([1, 0]), np.array([2, 0]))["commune"]
    assert found.tolist() == [[False, False], [True, False]]
