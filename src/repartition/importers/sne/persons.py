"""The persons of the requests, as arrays that grow."""

from array import array
from typing import Final

import numpy as np

from repartition.importers.household.law import Role
from repartition.importers.household.members import Members, as_number
from repartition.importers.sne.drafts import Draft, Person
from repartition.importers.sne.form import Codes
from repartition.importers.sne.notes import Notes
from repartition.importers.sne.texts import read_count, read_day
from repartition.language import _

_ROLES: Final = {
    "applicant": Role.APPLICANT,
    "co_holder": Role.CO_TENANT,
    "dependant": Role.DEPENDANT,
    "in_custody": Role.VISITING,
    "unborn": Role.UNBORN,
}
"""What a person is where no code says more."""
_MOST_UNBORN: Final = 9
_OLDEST: Final = 115
_YOUNGEST: Final = 16
"""Of who may sign a lease: the age from which a minor can be emancipated (code civil, 413-2)."""


class PersonRows:
    """Persons, and the household each belongs to; ``on`` is the day their ages are looked at."""

    __slots__ = ("_born", "_codes", "_household", "_is_disabled", "_role", "_today")

    def __init__(self, today: int, codes: dict[str, Codes]) -> None:
        self._today, self._codes = today, codes
        self._household, self._role, self._born = array("q"), array("q"), array("q")

    def add(self, draft: Draft, household: int, notes: Notes) -> None:
        """Add the persons of one request."""
        for person in draft.persons:
            role = self._role_of(person, notes)
            born = self._day_of(person, role, notes)
            for _each in range(self._number_of(person, notes)):
                self._household.append(household)
                self._role.append(role)
                self._born.append(born)

    def members(self) -> Members:
        """Return the persons as the law counts them."""
        return Members(*(np.array(a, np.int64) for a in (self._household, self._role, self._born)))

    def _role_of(self, person: Person, notes: Notes) -> Role:
        role = _ROLES[person.opens]
        for fact in ("link", "custody"):
            if (code := person.said.get(fact)) is not None:
                meant = self._codes[fact].get(code)
                if meant is None:
                    notes.unknown(fact, code, _role_in_words(role))
                else:
                    role = Role[meant.upper()]
        return role

    def _day_of(self, person: Person, role: Role, notes: Notes) -> int:
        text = person.said.get("born", "")
        day = read_day(text)
        if day is None:
            if role is not Role.UNBORN:
                notes.odd(_("a person has no day of birth that can be read: the age is not known"))
            return 0
        born = as_number(day)
        if role is not Role.UNBORN and not born <= self._today < born + _OLDEST * 10_000:
            notes.odd(_("a day of birth is later than the reference day, or very long ago"))
        elif role < Role.DEPENDANT and self._today < born + _YOUNGEST * 10_000:
            notes.odd(_("whoever would hold the lease is under {years}", years=_YOUNGEST))
        return born

    @staticmethod
    def _number_of(person: Person, notes: Notes) -> int:
        if person.opens != "unborn":
            return 1
        if (text := person.said.get("number_unborn")) is None:
            if "born" not in person.said:
                return 0
            notes.odd(_("a birth is expected, and not of how many children: one is counted"))
            return 1
        number = read_count(text, most=_MOST_UNBORN)
        if number is None:
            notes.odd(_("the number of children to be born cannot be read: none is counted"))
        return number or 0


def _role_in_words(role: Role) -> str:
    if role is Role.CO_TENANT:
        return _("someone who shares the lease, not the partner")
    return _("a child with a right to visit")
