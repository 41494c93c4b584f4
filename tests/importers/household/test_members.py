"""Who counts as a person of the household, and who as a child under 14, on which day."""

from datetime import date

import numpy as np
import pytest
from tests.importers.household.people import (
    ALTERNATING,
    APPLICANT,
    CHILD,
    CO_TENANT,
    ON,
    PARTNER,
    UNBORN,
    VISITING,
    Person,
    composed,
)

from repartition.importers.household.law import Role, household_law, part_in_words
from repartition.importers.household.members import UNKNOWN, as_number, completed_ages
from repartition.language import spoken

HOUSEHOLDS = [
    # persons                                  adults, dependants, for the ceilings
    ([APPLICANT], (1, 0, 0)),
    ([APPLICANT, PARTNER], (2, 0, 0)),
    ([APPLICANT, CO_TENANT, CO_TENANT], (3, 0, 0)),
    ([APPLICANT, CHILD, CHILD], (1, 2, 2)),
    ([APPLICANT, PARTNER, ALTERNATING], (2, 1, 1)),
    ([APPLICANT, VISITING], (1, 1, 1)),
    ([APPLICANT, PARTNER, UNBORN], (2, 1, 0)),  # not born yet: housed, not for the ceilings
    ([APPLICANT, PARTNER, (Role.UNBORN, "2026-02-28")], (2, 1, 1)),  # expected before the day
    ([APPLICANT, PARTNER, (Role.UNBORN, "2026-03-01")], (2, 1, 1)),  # expected on the day
    ([APPLICANT, PARTNER, (Role.UNBORN, "2026-03-02")], (2, 1, 0)),
    ([APPLICANT, PARTNER, (Role.UNBORN, "")], (2, 1, 0)),
]


@pytest.mark.parametrize(("persons", "numbers"), HOUSEHOLDS)
def test_persons_are_counted_by_what_they_are(
    persons: list[Person], numbers: tuple[int, int, int]
) -> None:
    people = composed(persons)
    assert (people.adults[0], people.dependants[0], people.ceiling_dependants[0]) == numbers
    assert people.persons[0] == len(persons)


@pytest.mark.parametrize(
    ("day", "counted"), [(date(2018, 11, 24), 0), (date(2018, 11, 25), 1), (date(2026, 1, 1), 1)]
)
def test_children_who_visit_count_since_the_law_says_so(day: date, counted: int) -> None:
    people = composed([APPLICANT, (Role.VISITING, "2015-01-01")], on=day)
    assert (people.dependants[0], people.ceiling_dependants[0]) == (counted, counted)
    assert people.under_14[0] == counted


AGES = [
    ("2012-03-01", 0),  # 14 on the day
    ("2012-03-02", 1),  # 13, 14 tomorrow
    ("2012-02-29", 0),
    ("2016-05-01", 1),
    ("", 1),  # not known: as young as a child is taken where nothing is said
    ("1940-01-01", 0),  # a parent who depends on them
]


@pytest.mark.parametrize(("born", "under_14"), AGES)
def test_a_dependant_is_under_14_until_the_birthday(born: str, under_14: int) -> None:
    assert composed([APPLICANT, (Role.DEPENDANT, born)]).under_14[0] == under_14


def test_an_adult_is_never_under_14_even_of_unknown_age() -> None:
    assert composed([(Role.APPLICANT, "")]).under_14[0] == 0


def test_a_child_to_be_born_is_under_14() -> None:
    assert composed([APPLICANT, UNBORN]).under_14[0] == 1


YEARS = [
    ("2000-03-01", date(2026, 3, 1), 26),
    ("2000-03-02", date(2026, 3, 1), 25),
    ("2000-02-29", date(2026, 2, 28), 25),  # 26 on 1 March
    ("2000-02-29", date(2026, 3, 1), 26),
    ("1999-12-31", date(2026, 1, 1), 26),
]


@pytest.mark.parametrize(("born", "on", "age"), YEARS)
def test_a_year_is_completed_on_the_birthday(born: str, on: date, age: int) -> None:
    days = np.array([as_number(date.fromisoformat(born))], np.int64)
    assert completed_ages(days, on).tolist() == [age]


def test_an_unknown_day_of_birth_gives_no_age() -> None:
    assert completed_ages(np.zeros(1, np.int64), ON).tolist() == [UNKNOWN]


COUPLES = [
    # born, born, on 1 March 2026: completed ages          young
    ("1998-03-01", "1999-03-01", Role.PARTNER, True),  # 28 + 27 = 55
    ("1998-03-01", "1998-03-01", Role.PARTNER, False),  # 28 + 28 = 56
    ("1998-03-02", "1998-03-01", Role.PARTNER, True),  # 27 + 28 = 55: 28 tomorrow
    ("2003-04-01", "1993-04-01", Role.PARTNER, True),  # 22 + 32 = 54
    ("2004-01-01", "2004-01-01", Role.CO_TENANT, False),  # share a lease, are no couple
    ("", "2004-01-01", Role.PARTNER, False),  # an age is not known
]


@pytest.mark.parametrize(("one", "other", "link", "is_young"), COUPLES)
def test_a_couple_is_young_up_to_55_completed_years_together(
    one: str, other: str, link: Role, is_young: bool
) -> None:
    people = composed([(Role.APPLICANT, one), (link, other)])
    assert people.is_young_couple[0] == is_young


def test_a_young_couple_has_no_dependant_that_counts() -> None:
    young = [(Role.APPLICANT, "2000-01-01"), (Role.PARTNER, "2000-01-01")]
    people = composed(young, [*young, CHILD], [*young, UNBORN], [*young, CO_TENANT], young[:1])
    assert people.is_young_couple.tolist() == [True, False, True, False, False]


def test_households_do_not_mix() -> None:
    people = composed([APPLICANT, CHILD], [APPLICANT, PARTNER], [APPLICANT])
    assert people.persons.tolist() == [2, 2, 1]
    assert people.dependants.tolist() == [1, 0, 0]
    assert people.under_14.tolist() == [1, 0, 0]


def test_every_role_has_its_rule_and_every_parameter_its_source() -> None:
    law = household_law()
    assert sorted(rule.role for rule in law.member) == sorted(role.name.lower() for role in Role)
    assert all(law.member_rule(role).source for role in Role)
    assert list(law.unverified()) == ["unborn", "disability"]


def test_every_part_of_the_law_has_a_name_for_the_reader() -> None:
    law = household_law()
    sourced = ("young_couple", "young_child", "disability", "reference_income", "resources")
    parts = {**dict.fromkeys(rule.role for rule in law.member), **dict.fromkeys(sourced)}
    assert {role.name.lower() for role in Role} <= parts.keys()
    with spoken("fr"):
        names = [part_in_words(part) for part in parts]
    assert len(set(names)) == len(parts)
    assert part_in_words("unborn") == "children to be born"
    assert "enfants à naître" in names
