"""The category of the ceilings, by the arrêté of 29 July 1987; and when a table must say it."""

import numpy as np
import pytest
from tests.importers.household.people import (
    APPLICANT,
    CHILD,
    CO_TENANT,
    PARTNER,
    UNBORN,
    Person,
    composed,
)

from repartition.importers.household.ceilings import (
    NOT_WRITTEN,
    category_to_write,
    ceiling_category,
    counts_too_many,
)
from repartition.importers.household.law import Role
from repartition.ingest.derivations import ceiling_size

COUPLE = [APPLICANT, PARTNER]
YOUNG = [(Role.APPLICANT, "1999-03-01"), (Role.PARTNER, "1998-03-01")]  # 27 + 28 = 55
NOT_SO_YOUNG = [(Role.APPLICANT, "1998-03-01"), (Role.PARTNER, "1998-03-01")]  # 28 + 28 = 56

CATEGORIES = [
    # persons, disabled: category
    ([APPLICANT], False, 1),
    ([APPLICANT], True, 2),  # a person alone, disabled
    (COUPLE, False, 2),
    (COUPLE, True, 3),
    (YOUNG, False, 3),
    (NOT_SO_YOUNG, False, 2),
    (YOUNG, True, 3),  # two ways into category 3, not a step more
    ([*YOUNG, CHILD], False, 3),  # three persons
    ([APPLICANT, CO_TENANT], False, 2),
    ([APPLICANT, CHILD], False, 3),  # a person alone with one dependant
    ([APPLICANT, CHILD], True, 3),  # two persons, one of them disabled: 3 as well
    ([APPLICANT, CHILD, CHILD], False, 4),
    ([APPLICANT, CHILD, CHILD], True, 4),
    ([*COUPLE, CHILD], False, 3),
    ([*COUPLE, CHILD], True, 4),
    ([*COUPLE, CHILD, CHILD], False, 4),
    ([*COUPLE, CHILD, CHILD], True, 5),
    ([APPLICANT, *[CHILD] * 3], False, 5),
    ([*COUPLE, *[CHILD] * 3], False, 5),
    ([*COUPLE, *[CHILD] * 3], True, 6),
    ([APPLICANT, *[CHILD] * 4], False, 6),  # five persons
    ([*COUPLE, *[CHILD] * 4], False, 6),
    ([*COUPLE, *[CHILD] * 4], True, 6),  # there is no seventh
    ([*COUPLE, *[CHILD] * 7], False, 6),
    ([*COUPLE, UNBORN], False, 2),  # not yet born
    ([APPLICANT, UNBORN], False, 1),
]


@pytest.mark.parametrize(("persons", "is_disabled", "category"), CATEGORIES)
def test_the_category_is_that_of_the_law(
    persons: list[Person], is_disabled: bool, category: int
) -> None:
    found = ceiling_category(composed(persons), np.array([is_disabled]))
    assert found.tolist() == [category]


WRITTEN = [
    # persons, disabled: what the table says, and the persons above six that are counted from it
    (COUPLE, False, "", 0),  # derived: 2
    (COUPLE, True, "3", 0),  # 2 would be derived
    (YOUNG, False, "3", 0),
    ([APPLICANT, CHILD], False, "", 0),  # derived: 3
    ([*COUPLE, *[CHILD] * 6], False, "", 2),  # derived: 6, and 8 − 6 above
    # A parent alone with five: the law adds one person to category 6; were it given, none would be.
    ([APPLICANT, *[CHILD] * 5], False, "", 1),
    ([*COUPLE, UNBORN], False, "2", 0),  # 3 would be derived
    # A parent alone, five children and one to be born: one above by the law, and 7 − 6 where the
    # category is given; left empty, two would be counted.
    ([APPLICANT, *[CHILD] * 5, UNBORN], False, "6", 1),
    # A couple, four children and one to be born: none above by the law, one either way.
    ([*COUPLE, *[CHILD] * 4, UNBORN], False, "", 1),
    # A parent alone, four children and two to be born: category 6 and none above by the law; 7 − 6
    # where the category is given, 8 − 6 left empty.
    ([APPLICANT, *[CHILD] * 4, UNBORN, UNBORN], False, "6", 1),
    # A parent alone, six children and one to be born: two above by the law, as many where given.
    ([APPLICANT, *[CHILD] * 6, UNBORN], False, "6", 2),
    # A couple, three children and two to be born: category 5 by the law, and 7 − 6 above.
    ([*COUPLE, *[CHILD] * 3, UNBORN, UNBORN], False, "5", 1),
    # A couple and four, one disabled: the law has no seventh category.
    ([*COUPLE, *[CHILD] * 4], True, "", 0),
]


@pytest.mark.parametrize(("persons", "is_disabled", "written", "above"), WRITTEN)
def test_a_table_says_the_category_only_where_it_would_be_derived_otherwise(
    persons: list[Person], is_disabled: bool, written: str, above: int
) -> None:
    people = composed(persons)
    category = ceiling_category(people, np.array([is_disabled]))
    found = int(category_to_write(people, category)[0])
    assert ("" if found == NOT_WRITTEN else str(found)) == written
    # As the contract counts the persons above six: of `persons` where the category is given.
    size = people.persons if written else ceiling_size(people.persons, people.adults)
    assert max(int(size[0]) - 6, 0) == above


ADULTS = ([APPLICANT], COUPLE, [*COUPLE, CO_TENANT])


@pytest.mark.parametrize("is_disabled", [False, True])
@pytest.mark.parametrize("adults", ADULTS)
def test_no_household_that_the_law_admits_is_refused_and_what_exceeds_the_law_is_known(
    adults: list[Person], is_disabled: bool
) -> None:
    """Of the two things a table can say, the nearer to the law from above."""
    families = [
        [*adults, *[CHILD] * children, *[UNBORN] * unborn]
        for children in range(9)
        for unborn in range(5)
    ]
    people = composed(*families)
    category = ceiling_category(people, np.full(len(families), is_disabled))
    written = category_to_write(people, category)
    size = ceiling_size(people.persons, people.adults)
    born = people.adults + people.ceiling_dependants
    lawful = np.maximum(ceiling_size(born, people.adults) - 6, 0)
    # What the contract makes of it: category × 100, and a step for each person above six.
    law = 100 * category + lawful
    given = 100 * category + np.maximum(people.persons - 6, 0)
    empty = 100 * np.minimum(size, 6) + np.maximum(size - 6, 0)
    said = np.where(written == NOT_WRITTEN, empty, given)
    best = np.minimum(np.where(given >= law, given, empty), np.where(empty >= law, empty, given))
    assert (said >= law).all()
    assert (said == best).all()
    assert ((said > law) == counts_too_many(people, written)).all()
