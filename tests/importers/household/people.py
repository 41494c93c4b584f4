"""Households on paper: roles and days of birth, to the arrays that the law counts."""

from datetime import date

import numpy as np

from repartition.importers.household.law import HouseholdLaw, Role, household_law
from repartition.importers.household.members import Composition, Members, as_number, compose

ON = date(2026, 3, 1)
Person = tuple[Role, str]

ADULT_1970 = "1970-05-01"  # 55 years on 1 March 2026
CHILD_2016 = "2016-05-01"  # 9 years
APPLICANT: Person = (Role.APPLICANT, ADULT_1970)
PARTNER: Person = (Role.PARTNER, ADULT_1970)
CO_TENANT: Person = (Role.CO_TENANT, ADULT_1970)
CHILD: Person = (Role.DEPENDANT, CHILD_2016)
ALTERNATING: Person = (Role.ALTERNATING, CHILD_2016)
VISITING: Person = (Role.VISITING, CHILD_2016)
UNBORN: Person = (Role.UNBORN, "2026-06-01")


def composed(
    *households: list[Person], on: date = ON, law: HouseholdLaw | None = None
) -> Composition:
    """Return the composition of households on paper; an empty day of birth is not known."""
    rows = [(h, *person) for h, persons in enumerate(households) for person in persons]
    members = Members(
        household=np.array([h for h, _role, _born in rows], np.int64),
        role=np.array([role for _h, role, _born in rows], np.int64),
        born=np.array(
            [as_number(date.fromisoformat(born)) if born else 0 for _h, _role, born in rows],
            np.int64,
        ),
    )
    return compose(members, len(households), on=on, law=law or household_law())
