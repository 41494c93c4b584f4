"""What one attribution counts for in an objective, to the hundredth."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.eligibility.law import APL_2026
from tests.factories import Row, commune, household, instance, programme, vacancy

from repartition.domain.filters import parse_filter
from repartition.domain.instance import Instance
from repartition.domain.table import CellKind, Column
from repartition.domain.tiers import LOTTERY_TIER, SENIORITY_TIER, Tier, tiers_of
from repartition.eligibility.measures import is_measurable, measure, round_half_away
from repartition.errors import InputError

COMMUNES = [commune("fondettes"), commune("luynes", rank=7), commune("tours")]


def counts(asking: Row, dwelling: Row, name: str, **changes: Any) -> int:
    """Return the measure ``name`` of the only pair of an instance, in hundredths."""
    case = instance(
        **{"households": [asking], "vacancies": [dwelling], "communes": COMMUNES} | changes
    )
    return of_first_pair(case, Tier("goal", maximise=True, measure=name))


def of_first_pair(case: Instance, tier: Tier) -> int:
    row = np.zeros(1, np.int32)
    found = measure(case, tier, row, row)
    assert found.dtype == np.int64
    return int(found[0])


def test_an_attribution_counts_one() -> None:
    assert counts(household("h"), vacancy("v"), "attributions") == 100


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [
        (12, 1200),
        (Decimal("0.1"), 10),
        (Decimal("1.004"), 100),
        (Decimal("1.005"), 101),
        (Decimal("-1.005"), -101),
        (Decimal("-1.0049"), -100),
        # Thirty decimals: a binary number, or a decimal of 28 digits, would round it down.
        (Decimal("1.004999999999999999999999999999"), 100),
        (Decimal("1.005000000000000000000000000001"), 101),
        (True, 100),
        (False, 0),
        ("", 0),
        ("oui", 100),
        ("non", 0),
    ],
)
def test_a_column_of_the_households_counts_its_number_or_its_truth(
    cell: Any, hundredths: int
) -> None:
    assert counts(household("h", need=cell), vacancy("v"), "need") == hundredths


def test_a_column_that_where_sees_counts_where_households_have_none() -> None:
    dwelling = vacancy("v", programme="p", comfort=3)
    place = programme("p", fragility=2, commune="luynes")
    found = [
        counts(household("h"), dwelling, name, programmes=[place])
        for name in ("comfort", "fragility", "fragile", "rank", "programme.fragility", "rooms")
    ]
    assert found == [300, 200, 100, 700, 200, 200]


def test_a_programme_without_degree_counts_no_fragility() -> None:
    unclassed = programme(fragility="")
    assert counts(household("h"), vacancy("v"), "fragility", programmes=[unclassed]) == 0


def test_a_column_of_the_households_goes_before_the_dwelling_s() -> None:
    assert counts(household("h", comfort=1), vacancy("v", comfort=3), "comfort") == 100


def test_a_household_column_of_words_leaves_its_place_to_the_dwelling_s() -> None:
    assert counts(household("h", comfort="high"), vacancy("v", comfort=3), "comfort") == 300


@pytest.mark.parametrize("name", ["colour", "financing", "communes", "requested_on"])
def test_what_is_no_number_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: no table has a column"):
        counts(household("h"), vacancy("v"), name)


def test_a_number_too_large_to_be_summed_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="too large"):
        counts(household("h", need=Decimal(10) ** 12), vacancy("v"), "need")
    assert counts(household("h", need=Decimal(10) ** 11), vacancy("v"), "need") == 10**13


def test_waiting_days_run_to_the_first_day_of_the_period() -> None:
    waited = household("h", requested_on=date(2014, 1, 1) - timedelta(400))
    assert counts(waited, vacancy("v"), "waiting_days") == 40000
    just_now = household("h", requested_on=date(2014, 5, 1))
    assert counts(just_now, vacancy("v"), "waiting_days") == 0


@pytest.mark.parametrize(
    ("income", "rent", "charges", "percent"),
    [
        (1000, 300, "33.33", "33.33"),
        (1000, 300, "33.35", "33.34"),  # 33.335 %: halves away from zero
        (3000, 1000, 0, "33.33"),
        (3000, 1000, "0.15", "33.34"),  # 33.338…
        ("0.01", 1000, 0, "10000000"),
        (0, 0, 0, "0"),
        (0, "0.01", 0, "100"),
        (0, 5000, 0, "100"),
    ],
)
def test_effort_rate_is_what_is_paid_in_percent_of_the_income(
    income: Any, rent: Any, charges: Any, percent: str
) -> None:
    found = counts(
        household("h", monthly_income=income),
        vacancy("v", rent=rent, charges=charges),
        "effort_rate",
    )
    assert found == Decimal(percent) * 100


@pytest.mark.parametrize(
    ("income", "percent"),
    [
        # Rent 100, no resources above R0: APL 116.03, so −16.03 is paid.
        (0, "0"),
        (400, "-4.01"),  # −4.0075 %
        ("320.60", "-5"),
    ],
)
def test_effort_rate_is_below_zero_where_the_benefit_is_larger_than_the_rent(
    income: Any, percent: str
) -> None:
    asking = household("h", monthly_income=income)
    found = counts(asking, vacancy("v", rent=100), "effort_rate", benefit=APL_2026)
    assert found == Decimal(percent) * 100


@pytest.mark.parametrize(
    ("persons", "typology", "rooms"), [(1, "T1", 0), (1, "T3", 2), (4, "T3", 0), (3, "T4", 1)]
)
def test_spare_rooms_are_those_beyond_one_per_person(
    persons: int, typology: str, rooms: int
) -> None:
    found = counts(household("h", persons=persons), vacancy("v", typology=typology), "spare_rooms")
    assert found == rooms * 100


@pytest.mark.parametrize(
    ("wishes", "rank"),
    [
        ([], 0),
        (["tours"], 0),
        (["luynes", "tours"], 1),
        (["luynes"], 1),  # not listed: the length of the list
        (["fondettes", "luynes"], 2),
        (["tours", "luynes", "tours"], 0),
    ],
)
def test_wish_rank_is_the_place_of_the_commune_among_the_wishes(
    wishes: list[str], rank: int
) -> None:
    assert counts(household("h", communes=wishes), vacancy("v"), "wish_rank") == rank * 100


def test_wish_rank_of_many_pairs_at_once() -> None:
    asking = [household("a", communes=["tours", "luynes"]), household("b", communes=["luynes"])]
    dwellings = [vacancy("v"), vacancy("w", programme="p")]
    case = instance(
        households=asking,
        vacancies=dwellings,
        communes=COMMUNES,
        programmes=[programme(), programme("p", commune="luynes")],
    )
    rows = np.array([1, 0, 1, 0]), np.array([0, 0, 1, 1])
    found = measure(case, Tier("wishes", maximise=False, measure="wish_rank"), *rows)
    assert found.tolist() == [100, 0, 0, 100]


def test_the_implied_tiers_count_waiting_days_and_the_draw() -> None:
    asking = household("h", requested_on=date(2013, 12, 31), lottery=3)
    case = instance(households=[asking], vacancies=[vacancy("v")])
    seniority, lottery = tiers_of(case)[-2:]
    assert (seniority.id, lottery.id) == (SENIORITY_TIER, LOTTERY_TIER)
    assert of_first_pair(case, seniority) == 100
    # The office's own column of that name is not the draw.
    assert of_first_pair(case, lottery) == int(case.households.lottery[0]) * 100 != 300


@pytest.mark.parametrize(
    ("who", "where", "expected"),
    [
        ({}, {}, [100, 100, 100, 100]),
        ({"aci": True}, {}, [100, 100, 0, 0]),
        ({}, {"new_build": True}, [0, 100, 0, 100]),
        ({"aci": True}, {"new_build": True}, [0, 100, 0, 0]),
    ],
)
def test_who_and_where_narrow_what_counts(who: Row, where: Row, expected: list[int]) -> None:
    case = instance(
        households=[household("a", aci=True), household("b")],
        vacancies=[vacancy("v"), vacancy("w", new_build=True)],
    )
    tier = Tier(
        "goal",
        maximise=True,
        measure="attributions",
        who=parse_filter(who),
        where=parse_filter(where),
    )
    found = measure(case, tier, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    assert found.tolist() == expected


@pytest.mark.parametrize(
    ("cells", "measurable"),
    [
        (["3", "0,5", ""], True),
        (["oui", "non", ""], True),
        (["", ""], True),
        (["3", "many"], False),
        (["oui", "perhaps"], False),
        (["1", "oui"], True),  # 1 is a yes too
        (["3", "oui"], False),
    ],
)
def test_a_column_can_be_summed_where_every_cell_is_a_number_or_every_one_a_truth(
    cells: list[str], *, measurable: bool
) -> None:
    assert is_measurable(Column.from_cells(cells)) is measurable
    assert not is_measurable(Column.from_cells(cells, CellKind.TEXT))


@given(st.fractions())
def test_rounding_takes_the_nearest_and_halves_away_from_zero(value: Fraction) -> None:
    found = round_half_away(value)
    assert abs(found - value) <= Fraction(1, 2)
    assert round_half_away(-value) == -found
    if abs(found - value) == Fraction(1, 2):
        assert abs(found) > abs(value)
