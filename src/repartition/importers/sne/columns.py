"""The columns of the households, from what the requests say and what the law makes of it."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.importers.household.ceilings import (
    NOT_WRITTEN,
    category_to_write,
    ceiling_category,
    counts_too_many,
)
from repartition.importers.household.incomes import (
    INCOMES_STATED,
    Incomes,
    Resources,
    incomes_of,
)
from repartition.importers.household.members import Composition, compose
from repartition.importers.sne.ledger import Ledger
from repartition.importers.sne.texts import write_euros
from repartition.language import _

_LARGE_MONTH: Final = 20_000_00
"""Cents a month above which an income is more likely a yearly one."""
_LARGE_YEAR: Final = 200_000_00
"""Cents a year above which a reference income is more likely a slip."""
_MANY_PERSONS: Final = 15
"""Above which a household is more likely a slip."""


def columns_of(ledger: Ledger) -> dict[str, list[str]]:
    """Return the columns of ``households``, one row for each request that can be used."""
    count = len(ledger)
    people = compose(ledger.persons.members(), count, on=ledger.on, law=ledger.law)
    resources = ledger.incomes.resources()
    incomes = incomes_of(resources, ledger.incomes.taxed(), count, law=ledger.law)
    _note_persons(ledger, people)
    _note_incomes(ledger, incomes)
    return {
        "household": ledger.numbers(),
        "persons": _whole(people.persons),
        "adults": _whole(people.adults),
        "children": _whole(people.dependants),
        "under_14": _whole(people.under_14),
        "ceiling_category": _whole(_categories(ledger, people, resources)),
        "reference_income": _euros(incomes.reference),
        "monthly_income": _euros(incomes.monthly),
        "requested_on": ledger.requested_on,
        **ledger.wishes.columns,
        "active": ["true"] * count,
        INCOMES_STATED: [str(each).lower() for each in incomes.stated.tolist()],
    }


def _categories(ledger: Ledger, people: Composition, resources: Resources) -> NDArray[np.int64]:
    signs = [
        kind
        for kind, listed in enumerate(ledger.law.resources.list)
        if listed.code in ledger.law.disability.signs
    ]
    is_disabled = np.array(ledger.wishes.is_disabled, np.bool_)
    is_disabled[resources.household[np.isin(resources.kind, signs) & (resources.cents > 0)]] = True
    written = category_to_write(people, ceiling_category(people, is_disabled))
    _note(
        ledger,
        counts_too_many(people, written),
        _(
            "children to be born raise the income ceiling beyond what the law says for a household "
            "of more than six: the table cannot say it otherwise"
        ),
    )
    return written


def _note_persons(ledger: Ledger, people: Composition) -> None:
    _note(
        ledger,
        people.persons > _MANY_PERSONS,
        _("more than {number} persons", number=_MANY_PERSONS),
    )


def _note_incomes(ledger: Ledger, incomes: Incomes) -> None:
    _note(
        ledger,
        ~incomes.stated,
        _("no income at all is stated: 0 is written, and incomes_stated is false"),
    )
    _note(
        ledger,
        incomes.says_no_month & incomes.stated,
        _("no resource of the month is stated: a twelfth of the reference income is written"),
    )
    _note(
        ledger,
        incomes.says_no_reference & incomes.stated,
        _("no reference income is given: twelve times what is taxable in a month is written"),
    )
    _note(
        ledger,
        ~incomes.says_no_month & (incomes.monthly > _LARGE_MONTH),
        _(
            "the resources are above {limit} euros a month: is it a year?",
            limit=write_euros(_LARGE_MONTH),
        ),
    )
    _note(
        ledger,
        ~incomes.says_no_reference & (incomes.reference > _LARGE_YEAR),
        _("a reference income is above {limit} euros a year", limit=write_euros(_LARGE_YEAR)),
    )


def _note(ledger: Ledger, rows: NDArray[np.bool_], what: str) -> None:
    for place in ledger.places(rows & ledger.kept()):
        ledger.account.odd(what, place)


def _whole(values: NDArray[np.int64]) -> list[str]:
    return ["" if value == NOT_WRITTEN else str(value) for value in values.tolist()]


def _euros(cents: Iterable[int]) -> list[str]:
    return [write_euros(int(value)) for value in cents]
