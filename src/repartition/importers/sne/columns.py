"""The columns of the households, from what the requests say and what the law makes of it."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.importers.household.ceilings import (
    NOT_WRITTEN,
    category_to_write,
    ceiling_category,
)
from repartition.importers.household.incomes import (
    NOT_GIVEN,
    Resources,
    monthly_income,
    reference_income,
    taxable_income,
)
from repartition.importers.household.members import Composition, compose
from repartition.importers.sne.ledger import Ledger
from repartition.importers.sne.texts import write_euros
from repartition.language import _

_MONTHS: Final = 12
_LARGE_MONTH: Final = 20_000_00
"""Cents a month above which an income is more likely a yearly one."""
_LARGE_YEAR: Final = 200_000_00
"""Cents a year above which a reference income is more likely a slip."""
_MANY_PERSONS: Final = 15
"""Above which a household is more likely a slip."""


def columns_of(ledger: Ledger) -> dict[str, list[str]]:
    """Return the columns of ``households``, one row for each request kept."""
    count = len(ledger)
    people = compose(ledger.persons.members(), count, on=ledger.on, law=ledger.law)
    resources = ledger.incomes.resources()
    monthly = monthly_income(resources, count)
    _note_persons(ledger, people)
    _note_months(ledger, resources, monthly)
    return {
        "household": ledger.numbers(),
        "persons": _whole(people.persons),
        "adults": _whole(people.adults),
        "children": _whole(people.dependants),
        "under_14": _whole(people.under_14),
        "ceiling_category": _whole(_categories(ledger, people, resources)),
        "reference_income": _euros(_reference_incomes(ledger, resources)),
        "monthly_income": _euros(monthly),
        "requested_on": ledger.requested_on,
        **ledger.wishes.columns,
        "active": ["true"] * count,
    }


def _categories(ledger: Ledger, people: Composition, resources: Resources) -> NDArray[np.int64]:
    signs = [
        kind
        for kind, listed in enumerate(ledger.law.resources.list)
        if listed.code in ledger.law.disability.signs
    ]
    is_disabled = np.array(ledger.wishes.is_disabled, np.bool_)
    is_disabled[resources.household[np.isin(resources.kind, signs) & (resources.cents > 0)]] = True
    return category_to_write(people, ceiling_category(people, is_disabled))


def _reference_incomes(ledger: Ledger, resources: Resources) -> NDArray[np.int64]:
    """Return the reference incomes; where none is given, a year of what is taxable stands in."""
    count = len(ledger)
    given = reference_income(ledger.incomes.taxed(), count, law=ledger.law)
    estimated = _MONTHS * taxable_income(resources, count, law=ledger.law)
    is_missing = given == NOT_GIVEN
    _note(
        ledger,
        is_missing,
        _("no reference income is given: twelve times what is taxable in a month is written"),
    )
    _note(
        ledger,
        given > _LARGE_YEAR,
        _("a reference income is above {limit} euros a year", limit=write_euros(_LARGE_YEAR)),
    )
    return np.where(is_missing, estimated, given)


def _note_persons(ledger: Ledger, people: Composition) -> None:
    _note(
        ledger,
        people.persons > _MANY_PERSONS,
        _("more than {number} persons", number=_MANY_PERSONS),
    )


def _note_months(ledger: Ledger, resources: Resources, monthly: NDArray[np.int64]) -> None:
    is_silent = np.bincount(resources.household, minlength=len(ledger)) == 0
    _note(ledger, is_silent, _("no resource of the month is given: 0 is written"))
    _note(
        ledger,
        monthly > _LARGE_MONTH,
        _(
            "the resources are above {limit} euros a month: is it a year?",
            limit=write_euros(_LARGE_MONTH),
        ),
    )


def _note(ledger: Ledger, rows: NDArray[np.bool_], what: str) -> None:
    for place in ledger.places(rows):
        ledger.account.odd(what, place)


def _whole(values: NDArray[np.int64]) -> list[str]:
    return ["" if value == NOT_WRITTEN else str(value) for value in values.tolist()]


def _euros(cents: Iterable[int]) -> list[str]:
    return [write_euros(int(value)) for value in cents]
