"""What counts as income of a month, and which year's income the ceilings are compared with."""

import numpy as np
import pytest

from repartition.importers.household.incomes import (
    NOT_GIVEN,
    Resources,
    TaxedIncomes,
    monthly_income,
    reference_income,
    taxable_income,
)
from repartition.importers.household.law import household_law

LAW = household_law()
KINDS = {kind.code: position for position, kind in enumerate(LAW.resources.list)}


def resources(*rows: tuple[int, str, int]) -> Resources:
    columns = [[h for h, _c, _e in rows], [KINDS.get(c, NOT_GIVEN) for _h, c, _e in rows]]
    cents = [euros * 100 for _h, _c, euros in rows]
    return Resources(*(np.array(column, np.int64) for column in (*columns, cents)))


def taxed(*rows: tuple[int, int, int]) -> TaxedIncomes:
    return TaxedIncomes(*(np.array(column, np.int64) for column in zip(*rows, strict=True)))


def test_the_month_is_the_sum_of_all_resources_of_everybody() -> None:
    given = resources((0, "SAL", 1_200), (0, "AF", 140), (2, "RSA", 600), (0, "AEEH", 150))
    assert monthly_income(given, 3).tolist() == [149_000, 0, 60_000]


def test_of_a_month_only_some_resources_are_taxable() -> None:
    every = resources(*((0, code, 1) for code in KINDS))
    # SAL, RET, CHO, PAR, PINV, AJPP and AUT
    assert taxable_income(every, 1, law=LAW).tolist() == [700]
    assert taxable_income(resources((0, "RSA", 9)), 1, law=LAW).tolist() == [0]


def test_a_code_that_no_list_has_counts_and_is_taken_as_taxable() -> None:
    unknown = resources((0, "NEW", 50))
    assert monthly_income(unknown, 1).tolist() == [5_000]
    assert taxable_income(unknown, 1, law=LAW).tolist() == [5_000]


NO = NOT_GIVEN
YEARS = [
    # N-2 and N-1 of each person: the income that counts
    ([(20_000, 21_000)], 20_000),
    ([(20_000, 18_001)], 20_000),  # lower by less than a tenth
    ([(20_000, 18_000)], 18_000),  # by a tenth
    ([(20_000, 0)], 0),
    ([(20_000, NO)], 20_000),
    ([(0, 0)], 0),
    ([(0, 5_000)], 0),
    ([(20_000, 10_000), (10_000, 20_000)], 30_000),  # together the same
    ([(20_000, 10_000), (10_000, 10_000)], 20_000),  # together 20 of 30
    ([(20_000, 10_000), (10_000, NO)], 30_000),  # one does not say: nobody knows whether lower
    ([(20_000, 10_000), (0, NO)], 20_000),
    ([(3, 2)], 2),  # 2 ≤ 2.7, in cents
    ([(10, 9)], 9),
    ([(11, 10)], 11),  # 10 > 9.9
]


@pytest.mark.parametrize(("persons", "counted"), YEARS)
def test_last_year_counts_where_it_is_lower_by_a_tenth(
    persons: list[tuple[int, int]], counted: int
) -> None:
    incomes = taxed(*((0, before, last) for before, last in persons))
    assert reference_income(incomes, 1, law=LAW).tolist() == [counted]


def test_a_household_without_any_reference_income_has_none_and_takes_no_other() -> None:
    found = reference_income(taxed((1, 20_000, NO), (2, 0, NO)), 4, law=LAW)
    assert found.tolist() == [NO, 20_000, 0, NO]
