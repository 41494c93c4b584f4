"""The requests that are kept, as columns that grow; why the others are not."""

from array import array
from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.importers.account import Account
from repartition.importers.household.law import HouseholdLaw
from repartition.importers.household.members import as_number
from repartition.importers.sne.drafts import Draft, drafted
from repartition.importers.sne.form import Form
from repartition.importers.sne.money import IncomeRows
from repartition.importers.sne.notes import Notes, place
from repartition.importers.sne.persons import PersonRows
from repartition.importers.sne.stream import RawRequest
from repartition.importers.sne.texts import read_day
from repartition.importers.sne.wishes import Wishes
from repartition.language import _

_LETTERS: Final = 18
"""Of the number of a request."""
_APPLICANT: Final = "applicant"
_FIRST_YEAR: Final = 1970
"""Of a request: a day before it is none."""


class Ledger:
    """What is known of each request that can be used, one row each; ``kept`` says which stand.

    Attributes
    ----------
    on
        The day on which ages and incomes are looked at.
    law, account
        As given.
    requested_on
        ISO days.
    persons, incomes, wishes
        What the requests say, by subject.
    """

    def __init__(self, on: date, *, form: Form, law: HouseholdLaw, account: Account) -> None:
        codes = form.codes()
        self.on, self.law, self.account = on, law, account
        self.requested_on: list[str] = []
        self.persons = PersonRows(as_number(on), codes)
        self.incomes = IncomeRows(on, law)
        self.wishes = Wishes(codes, form.facts())
        self._numbers: list[str] = []
        self._row_of: dict[str, int] = {}
        self._superseded: list[int] = []
        self._positions, self._lines = array("q"), array("q")

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, request: RawRequest) -> None:
        """Add one request, or count why it is dropped."""
        notes = Notes(self.account, request.position, request.line)
        draft = drafted(request.events)
        self.account.read()
        day = _day(draft)
        if (reason := self._unusable(draft, day)) or day is None:
            notes.drop(reason)
            return
        number, household = draft.said["number"], len(self)
        if (earlier := self._row_of.get(number)) is not None:
            if reason := self._second(earlier, day):
                notes.drop(reason)
                return
            self._supersede(earlier)
        self.account.keep()
        self._warn(draft, day, notes)
        self._numbers.append(number)
        self._row_of[number] = household
        self.requested_on.append(day.isoformat())
        self._positions.append(request.position)
        self._lines.append(request.line)
        self.persons.add(draft, household, notes)
        self.incomes.add(draft, household, notes)
        self.wishes.add(draft, notes)

    def numbers(self) -> list[str]:
        """Return the number of each request."""
        return list(self._numbers)

    def kept(self) -> NDArray[np.bool_]:
        """Return which rows stand: not those of which a later request has the same number."""
        kept = np.ones(len(self), np.bool_)
        kept[self._superseded] = False
        return kept

    def places(self, rows: NDArray[np.bool_] | None = None) -> Iterator[str]:
        """Yield where each request stands, or each of some (bool, one per row)."""
        chosen = range(len(self)) if rows is None else np.flatnonzero(rows).tolist()
        for row in chosen:
            yield place(self._positions[row], self._lines[row])

    def _unusable(self, draft: Draft, day: date | None) -> str:
        """Return why a request cannot be a row; ``""`` where it can."""
        number = draft.said.get("number", "")
        if not number:
            return _("the request has no number")
        if day is None:
            return _("the request has no day that can be read")
        if all(person.opens != _APPLICANT for person in draft.persons):
            return _("no person applies")
        return ""

    def _second(self, earlier: int, day: date) -> str:
        """Return why a second request of a number is dropped; ``""`` where it is the later one."""
        first = date.fromisoformat(self.requested_on[earlier])
        if day == first:
            return _("another request before it has the same number")
        return _("a later request has the same number") if day < first else ""

    def _supersede(self, row: int) -> None:
        self._superseded.append(row)
        self.account.keep(-1)
        self.account.drop(
            _("a later request has the same number"), place(self._positions[row], self._lines[row])
        )

    def _warn(self, draft: Draft, day: date, notes: Notes) -> None:
        if len(draft.said["number"]) != _LETTERS:
            notes.odd(_("the number of the request has not {letters} characters", letters=_LETTERS))
        if day > self.on:
            notes.odd(_("the request is later than the reference day"))


def _day(draft: Draft) -> date | None:
    """Return the day of a request, or None where it can be none."""
    day = read_day(draft.said.get("requested_on", ""))
    return day if day and day.year >= _FIRST_YEAR else None
