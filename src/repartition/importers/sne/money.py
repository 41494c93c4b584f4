"""What the requests say of incomes, as arrays that grow: by the month, and as taxed."""

from array import array
from collections.abc import Mapping
from datetime import date

import numpy as np

from repartition.importers.household.incomes import NOT_GIVEN, Resources, TaxedIncomes
from repartition.importers.household.law import HouseholdLaw
from repartition.importers.sne.drafts import Draft
from repartition.importers.sne.notes import Notes
from repartition.importers.sne.texts import read_cents, read_count
from repartition.language import _

_LATEST_YEAR = 9999


class IncomeRows:
    """Incomes, and the household each belongs to; the year of ``on`` is N."""

    __slots__ = ("_kinds", "_never", "_resources", "_taxed", "_year")

    def __init__(self, on: date, law: HouseholdLaw) -> None:
        self._year = on.year
        self._kinds = {kind.code: index for index, kind in enumerate(law.resources.list)}
        self._never = law.resources.never
        self._resources = array("q"), array("q"), array("q")
        self._taxed = array("q"), array("q"), array("q")

    def add(self, draft: Draft, household: int, notes: Notes) -> None:
        """Add the incomes of one request."""
        for income in draft.incomes:
            self._add_resource(income, household, notes)
        for person in draft.persons:
            self._add_taxed(person.said, household, notes)

    def resources(self) -> Resources:
        """Return what is received in a month."""
        return Resources(*(np.array(column, np.int64) for column in self._resources))

    def taxed(self) -> TaxedIncomes:
        """Return the reference incomes for tax."""
        return TaxedIncomes(*(np.array(column, np.int64) for column in self._taxed))

    def _add_resource(self, income: Mapping[str, str], household: int, notes: Notes) -> None:
        code = income.get("resource", "")
        if not income or code in self._never:
            return
        cents = read_cents(income.get("amount", ""))
        if cents is None:
            notes.odd(
                _(
                    "a resource has no amount from 0 to a thousand million: it is left out, and "
                    "the income of the month is incomplete"
                )
            )
            return
        kind = self._kinds.get(code, NOT_GIVEN)
        if kind == NOT_GIVEN:
            notes.unknown("monthly_income", code, _("it is counted as income"))
        for column, value in zip(self._resources, (household, kind, cents), strict=True):
            column.append(value)

    def _add_taxed(self, said: Mapping[str, str], household: int, notes: Notes) -> None:
        by_year = self._by_year(said, notes)
        if not by_year:
            return
        before, last = by_year.get(self._year - 2), by_year.get(self._year - 1)
        if before is None:
            before = by_year[max(by_year)]
            notes.odd(
                _("no income of the year before last is given for a person: the latest is taken")
            )
        row = (household, before, NOT_GIVEN if last is None else last)
        for column, value in zip(self._taxed, row, strict=True):
            column.append(value)

    def _by_year(self, said: Mapping[str, str], notes: Notes) -> dict[int, int]:
        """Return the reference incomes that a person says, by year: of two, the higher."""
        found: dict[int, int] = {}
        for years_ago, year_fact, income_fact in (
            (1, "last_year", "last_income"),
            (2, "year_before", "income_before"),
        ):
            cents = _amount(said, income_fact, notes)
            if cents is None:
                continue
            year = read_count(said.get(year_fact, ""), most=_LATEST_YEAR)
            if year is None:
                notes.odd(_("an income is given without its year: that of the element is taken"))
                year = self._year - years_ago
            if found.get(year, cents) != cents:
                notes.odd(_("a person says two reference incomes of one year: the higher is taken"))
            found[year] = max(cents, found.get(year, cents))
        return found


def _amount(said: Mapping[str, str], fact: str, notes: Notes) -> int | None:
    if (text := said.get(fact)) is None:
        return None
    cents = read_cents(text)
    if cents is None:
        notes.odd(_("an amount is no number from 0 to a thousand million: it is left out"))
    return cents
