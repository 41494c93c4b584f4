"""Each objective alone: which household, and which dwelling, it prefers, and by how much."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.factories import (
    Row,
    commune,
    contingent,
    household,
    instance,
    programme,
    vacancy,
)
from tests.optimisation.plans import charges, homes, solve, values

from repartition.domain.instance import Instance

HOUSE = {"id": "house", "maximise": "attributions"}


def made(households: list[Row], vacancies: list[Row], *objectives: Row, **tables: Any) -> Instance:
    """Return an instance that houses as many as it can, then asks for ``objectives``."""
    scenario = {"objectives": [HOUSE, *objectives]}
    return instance(households=households, vacancies=vacancies, scenario=scenario, **tables)


PLACES = {
    "communes": [commune("luynes", sru_deficit=True), commune("tours")],
    "programmes": [
        programme("calm", commune="luynes", fragility=0, charges_index=7),
        programme("frail", commune="tours", fragility=3, charges_index=2),
    ],
}
CALM = vacancy("calm-1", programme="calm", typology="T2", rent=300)
FRAIL = vacancy("frail-1", programme="frail", typology="T4", rent=Decimal("450.5"))


@pytest.mark.parametrize(
    ("measure", "larger", "smaller"),
    [
        # measure, what the household ``more`` counts, what ``less`` counts
        ("points", 5, 2),
        ("persons", 2, 1),
        ("dalo", 1, 0),  # a yes counts 1
        ("waiting_days", 20, 10),
        ("weight", Fraction("0.13"), Fraction("0.12")),  # 0.125 and 0.1249: half away from zero
    ],
)
def test_a_measure_of_households_chooses_between_them(
    measure: str, larger: Fraction, smaller: Fraction
) -> None:
    """One dwelling for two: maximised, it goes to ``more``; minimised, to ``less``."""
    people = [
        household("less", points=2, requested_on=date(2013, 12, 22), weight=Decimal("0.1249")),
        household(
            "more",
            points=5,
            persons=2,
            dalo=True,
            requested_on=date(2013, 12, 12),
            weight=Decimal("0.125"),
        ),
    ]
    for sense, who, value in (("maximise", "more", larger), ("minimise", "less", smaller)):
        case = made(people, [vacancy("v")], {"id": "asked", sense: measure})
        solution = solve(case)
        assert homes(case, solution.plan) == {who: "v"}
        assert values(solution)["asked"] == value


@pytest.mark.parametrize(
    ("measure", "calm", "frail"),
    [
        ("fragility", 0, 3),
        ("fragile", 0, 1),
        ("rooms", 2, 4),
        ("rent", 300, Fraction("450.5")),
        ("charges_index", 7, 2),  # a column the office added
        ("sru_deficit", 1, 0),  # a truth value of the commune
        ("spare_rooms", 0, 1),  # 2 rooms for three, 4 rooms for three
        ("wish_rank", 1, 0),  # Tours first, Luynes second
        ("effort_rate", Fraction("27.27"), Fraction("40.95")),  # 300 and 450.5 of 1100
    ],
)
def test_a_measure_of_dwellings_chooses_between_them(
    measure: str, calm: Fraction, frail: Fraction
) -> None:
    asking = household("h", persons=3, communes=["tours", "luynes"], monthly_income=1100)
    for sense in ("maximise", "minimise"):
        case = made([asking], [CALM, FRAIL], {"id": "asked", sense: measure}, **PLACES)
        solution = solve(case)
        wanted = max(calm, frail) if sense == "maximise" else min(calm, frail)
        assert values(solution)["asked"] == wanted
        assert homes(case, solution.plan) == {"h": "calm-1" if wanted == calm else "frail-1"}


def test_attributions_may_be_as_many_or_as_few_as_possible() -> None:
    for sense, number in (("maximise", 2), ("minimise", 0)):
        case = instance(
            households=[household("a"), household("b")],
            vacancies=[vacancy("v"), vacancy("w"), vacancy("x")],
            scenario={"objectives": [{"id": "asked", sense: "attributions"}]},
        )
        assert values(solve(case))["asked"] == number


def test_whoever_has_waited_longest_comes_first_where_nothing_else_is_asked() -> None:
    people = [
        household("late", requested_on=date(2013, 12, 31)),
        household("long", requested_on=date(2013, 12, 30)),
    ]
    case = instance(households=people, vacancies=[vacancy("v")])
    solution = solve(case)
    assert homes(case, solution.plan) == {"long": "v"}
    assert values(solution)["seniority"] == 2


def test_the_smaller_lottery_number_wins_where_all_else_is_equal() -> None:
    """SHA-256 of ``2014:NAME``, first 20 bits: the numbers stand in the households' arrays."""
    people = [household(name) for name in ("ada", "bob", "eve")]
    case = made(people, [vacancy("v")])
    numbers = dict(zip(("ada", "bob", "eve"), case.households.lottery.tolist(), strict=True))
    lucky = min(numbers, key=lambda name: numbers[name])
    solution = solve(case)
    assert homes(case, solution.plan) == {lucky: "v"}
    assert values(solution)["lottery"] == numbers[lucky]


@pytest.mark.parametrize(
    ("filters", "value"),
    [
        ({}, 8),
        ({"who": {"aci": True}}, 5),
        ({"where": {"fragile": True}}, 3),
        ({"who": {"aci": True}, "where": {"fragile": True}}, 0),
        ({"via": {"kind": "etat_prioritaires"}}, 5),
        ({"via": {"contingent": ""}}, 3),
    ],
)
def test_who_where_and_via_narrow_what_is_summed(filters: Row, value: int) -> None:
    """An ACI household of 5 points through the State's right in a calm programme; another of 3."""
    case = made(
        [household("aci", aci=True, points=5, contingents=["prefet"]), household("b", points=3)],
        [CALM | {"contingent": "prefet"}, FRAIL],
        {"id": "asked", "maximise": "points"} | filters,
        fixed=[("aci", "calm-1"), ("b", "frail-1")],
        contingents=[contingent("prefet", "etat_prioritaires")],
        **PLACES,
    )
    assert values(solve(case))["asked"] == value


def test_the_right_charged_is_chosen_for_an_objective() -> None:
    """A household with both rights, in flow: each objective has it charged as it prefers."""
    for wanted in ("action", "prefet"):
        case = instance(
            households=[household("h", contingents=["action", "prefet"])],
            vacancies=[vacancy("v")],
            contingents=[
                contingent("action", "action_logement"),
                contingent("prefet", "etat_prioritaires"),
            ],
            scenario={
                "contingents": {"mode": "flow"},
                "objectives": [
                    {"id": "asked", "maximise": "persons", "via": {"contingent": wanted}}
                ],
            },
        )
        assert charges(case, solve(case).plan) == {"h": wanted}


def test_objectives_are_strict_in_their_order() -> None:
    """A single point above a thousand days, or a thousand days above a single point."""
    people = [
        household("points", points=1, requested_on=date(2013, 12, 31)),
        household("days", requested_on=date(2011, 1, 1)),
    ]
    points = {"id": "points", "maximise": "points"}
    days = {"id": "days", "maximise": "waiting_days"}
    for order, who in (((points, days), "points"), ((days, points), "days")):
        case = made(people, [vacancy("v")], *order)
        assert homes(case, solve(case).plan) == {who: "v"}


def test_an_empty_cell_counts_nothing() -> None:
    people = [household("blank", weight=""), household("negative", weight=Decimal(-2))]
    case = made(people, [vacancy("v")], {"id": "asked", "maximise": "weight"})
    solution = solve(case)
    assert homes(case, solution.plan) == {"blank": "v"}
    assert values(solution)["asked"] == 0


def test_the_worth_of_a_household_may_be_below_zero_in_sums_that_are_exact() -> None:
    """Three dwellings must be given: 0.1 + 0.2 − 0.3 is exactly 0."""
    weights = {"a": "0.1", "b": "0.2", "c": "-0.3"}
    people = [household(name, weight=Decimal(weight)) for name, weight in weights.items()]
    dwellings = [vacancy(f"v{i}") for i in range(3)]
    case = made(people, dwellings, {"id": "asked", "minimise": "weight"})
    assert values(solve(case))["asked"] == 0
