"""The APL of January 2026 in its closed form, to the cent."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.eligibility.law import APL_2026
from tests.eligibility.reference import benefit
from tests.factories import Row, commune, household, instance, vacancy

from repartition.domain.instance import Instance
from repartition.eligibility.effort import HousingCosts, amount_to_pay

CENT = Decimal("0.01")


def pair(asking: Row, dwelling: Row, zone: int = 2) -> Instance:
    return instance(
        households=[asking],
        vacancies=[dwelling],
        communes=[commune(apl_zone=zone)],
        benefit=APL_2026,
    )


def cents(case: Instance) -> int:
    row = np.zeros(1, np.int32)
    return int(HousingCosts.of(case).benefit(row, row)[0])


@pytest.mark.parametrize(
    ("persons", "adults", "income", "rent", "expected"),
    [
        # Rent 250 and no income: 250 + 60.59 − max(0.085 × 310.59, 39.56) − 5 = 266.03.
        pytest.param(1, 1, "0", "250", "266.03", id="alone without income"),
        # Rent 500, cap 290.34: 0.085 × 350.93 = 29.83 < 39.56, so 350.93 − 39.56 − 5 = 306.37.
        pytest.param(1, 1, "0", "500", "306.37", id="the rent counts up to its cap"),
        # R = 10.8 × 600 = 6480; RL = 1, TL = 0.0045 × 0.30 + 0.0068 × 0.25 = 0.00305.
        # 306.37 − (0.0283 + 0.00305) × (6480 − 5235) = 306.37 − 39.03075 = 267.33925.
        pytest.param(1, 1, "600", "500", "267.33", id="rounded down at the very end"),
        # Couple: 400 > 355.38; 0.085 × 415.97 = 35.36 < 39.56; 415.97 − 39.56 − 5 = 371.41.
        # R = 10.8 × 900 = 9720; (0.0315 + 0.00305) × 2219 = 76.66645; 294.74355.
        pytest.param(2, 2, "900", "400", "294.74", id="couple"),
        # One adult, one child: cap 399.89, C = 74.33; 0.085 × 474.22 = 40.3087 is the larger.
        # 474.22 − 40.3087 − 5 = 428.9113; R = 10800, (0.027 + 0.00305) × 1853 = 55.68265.
        pytest.param(2, 1, "1000", "450", "373.22", id="one dependant"),
        # Two adults and two others are a couple with two dependants: cap 458.10, C = 88.07;
        # 546.17 − 46.42445 − 5 = 494.74555, R = 6480 is under R0 = 9148.
        pytest.param(4, 2, "600", "600", "494.74", id="couple with two dependants"),
        # Three adults are a couple with one dependant: 428.9113 as above, R = 0.
        pytest.param(3, 3, "0", "450", "428.91", id="the third adult is a dependant"),
    ],
)
def test_benefit_is_what_the_closed_form_gives(
    persons: int, adults: int, income: str, rent: str, expected: str
) -> None:
    case = pair(
        household("h", persons=persons, adults=adults, monthly_income=income),
        vacancy("v", rent=rent),
    )
    assert cents(case) == Decimal(expected) * 100


@pytest.mark.parametrize(("zone", "expected"), [(1, "349.17"), (2, "306.37"), (3, "288.15")])
def test_each_zone_has_its_own_rent_cap(zone: int, expected: str) -> None:
    # 333.14 + 60.59 = 393.73, less 39.56 (0.085 × 393.73 = 33.47 is smaller) and 5: 349.17;
    # 290.34 gives 306.37; 272.12 gives 288.15.
    assert cents(pair(household("h"), vacancy("v", rent=500), zone)) == Decimal(expected) * 100


@pytest.mark.parametrize(
    ("zone", "rent", "expected"),
    [
        # R = 10.8 × 600 = 6480, above R0 by 1245; what is left without income is as above.
        # RL = 333.14 / 290.34 = 1.14741; TL = 0.00135 + 0.0068 × 0.39741 = 0.004052388;
        # 349.17 − 0.032352388 × 1245 = 349.17 − 40.27872 = 308.89128.
        (1, "500", "308.89"),
        # RL = 1; TL = 0.00135 + 0.0068 × 0.25 = 0.00305; 306.37 − 39.03075 = 267.33925.
        (2, "500", "267.33"),
        # RL = 272.12 / 290.34 = 0.93725; TL = 0.00135 + 0.0068 × 0.18725 = 0.0026233;
        # 288.15 − 0.0309233 × 1245 = 288.15 − 38.49951 = 249.65049.
        (3, "500", "249.65"),
        # Under every cap: RL = 250 / 290.34 = 0.86106, TL = 0.002105208;
        # 266.03 − 0.030405208 × 1245 = 266.03 − 37.85448 = 228.17552.
        (1, "250", "228.17"),
        (2, "250", "228.17"),
        (3, "250", "228.17"),
    ],
)
def test_in_every_zone_the_rent_is_weighed_against_the_cap_of_zone_2(
    zone: int, rent: str, expected: str
) -> None:
    case = pair(household("h", monthly_income=600), vacancy("v", rent=rent), zone)
    assert cents(case) == Decimal(expected) * 100


def test_a_benefit_under_ten_euros_is_not_paid_and_ten_euros_are() -> None:
    # Rent 250, RL = 0.86106, TL = 0.00135 + 0.0068 × 0.11106 = 0.002105208.
    # 266.03 − 0.030405208 × (10.8 m − 5235) is 10.002… for m = 1264.40 and 9.999… for 1264.41.
    found = {
        income: cents(pair(household("h", monthly_income=income), vacancy("v", rent=250)))
        for income in ("1264.40", "1264.41")
    }
    exact = {
        income: 26603 - Fraction("3.0405208") * (Fraction("10.8") * Fraction(income) - 5235)
        for income in found
    }
    assert exact["1264.41"] < 1000 <= exact["1264.40"]
    assert found == {"1264.40": int(exact["1264.40"]), "1264.41": 0}


@pytest.mark.parametrize(("least", "paid"), [("266.03", "266.03"), ("266.04", "0")])
def test_the_least_benefit_paid_is_itself_paid(least: str, paid: str) -> None:
    law = replace(APL_2026, minimum_paid=int(Decimal(least) * 100))
    case = instance(households=[household("h")], vacancies=[vacancy("v", rent=250)], benefit=law)
    assert cents(case) == Decimal(paid) * 100


def test_halves_of_the_rent_ratio_are_rounded_up() -> None:
    """A cap of 2,000 euros and a rent of 1,000.01: RL = 0.500005 counts as 0.50001."""
    law = replace(APL_2026, rent_cap=np.full((3, 3), 2000_00, np.int64))
    asking = household("h", monthly_income=1504)
    case = instance(households=[asking], vacancies=[vacancy("v", rent="1000.01")], benefit=law)
    # R = 16243.20, above R0 by 11008.20. L + C = 1060.60, 8.5 % of it 90.151, so AL without
    # income is 965.449. TL = 0.0045 × 0.05001 = 0.000225045 leaves 651.4396; with RL = 0.50000
    # it would be 0.000225 and leave 651.4401.
    assert cents(case) == 651_43


def test_without_parameters_no_benefit_is_counted() -> None:
    case = instance(households=[household("h")], vacancies=[vacancy("v", rent=300, charges=40)])
    row = np.zeros(1, np.int32)
    assert HousingCosts.of(case).benefit(row, row).tolist() == [0]
    assert amount_to_pay(case, row, row).tolist() == [340_00]


def test_a_benefit_larger_than_the_rent_leaves_less_than_nothing_to_pay() -> None:
    # Rent 100: 100 + 60.59 − 39.56 − 5 = 116.03.
    case = pair(household("h"), vacancy("v", rent=100))
    row = np.zeros(1, np.int32)
    assert amount_to_pay(case, row, row).tolist() == [-16_03]


def test_a_household_of_a_hundred_thousand_and_an_income_of_ten_million_euros_are_counted() -> None:
    crowd = household("h", persons=100_000, monthly_income=0)
    assert cents(pair(crowd, vacancy("v", rent=10_000_000))) > 0
    rich = household("h", persons=40, adults=1, monthly_income=10_000_000)
    assert cents(pair(rich, vacancy("v", rent=10_000_000))) == 0


money = st.integers(0, 200_000).map(lambda cents: Decimal(cents) * CENT)


@given(
    rent=money,
    income=st.one_of(money, st.integers(0, 10**9).map(lambda cents: Decimal(cents) * CENT)),
    persons=st.integers(1, 50),
    adults=st.integers(1, 4),
    zone=st.integers(1, 3),
)
@example(Decimal("130.65"), Decimal(1500), 1, 1, 2)  # RL = 0.44999 rounds to 0.45 or below
@example(Decimal("130.66"), Decimal(1500), 1, 1, 2)
@example(Decimal("217.75"), Decimal(1500), 1, 1, 2)  # RL on either side of 0.75
@example(Decimal("217.76"), Decimal(1500), 1, 1, 2)
@example(Decimal(2000), Decimal(10**7), 36, 1, 2)  # no family rate left, only the rent's
def test_benefit_equals_the_slow_writing_of_the_closed_form(
    rent: Decimal, income: Decimal, persons: int, adults: int, zone: int
) -> None:
    adults = min(adults, persons)
    case = pair(
        household("h", persons=persons, adults=adults, monthly_income=income),
        vacancy("v", rent=rent),
        zone,
    )
    expected = benefit(Fraction(rent), Fraction(income), persons=persons, adults=adults, zone=zone)
    assert cents(case) == expected * 100


@given(
    rents=st.lists(money, min_size=1, max_size=6),
    incomes=st.lists(money, min_size=1, max_size=6),
    share=st.sampled_from([Fraction(0), Fraction(1, 5), Fraction("0.33"), Fraction(1, 3)]),
)
def test_a_budget_is_exceeded_exactly_where_more_is_to_pay(
    rents: list[Decimal], incomes: list[Decimal], share: Fraction
) -> None:
    case = instance(
        households=[household(f"h{i}", monthly_income=m) for i, m in enumerate(incomes)],
        vacancies=[vacancy(f"v{i}", rent=r) for i, r in enumerate(rents)],
        benefit=APL_2026,
    )
    asking = np.repeat(np.arange(len(incomes)), len(rents))
    dwelling = np.tile(np.arange(len(rents)), len(incomes))
    budget = np.array([int(share * m) for m in case.households.monthly_income.tolist()])
    costs = HousingCosts.of(case)
    expected = costs.to_pay(asking, dwelling) > budget[asking]
    assert costs.exceeds(budget, asking, dwelling).tolist() == expected.tolist()
