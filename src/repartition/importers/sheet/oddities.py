"""Figures of a spreadsheet that look wrong: counted, left as they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from repartition.domain.cells import parse_date, parse_number
from repartition.importers.account import Account
from repartition.importers.sheet.mapping import Mapping
from repartition.importers.tables import ImportedTable
from repartition.ingest.descriptions import describe
from repartition.language import _, whole

_YEAR: Final = "reference_income"
_MONTH: Final = "monthly_income"
_ALIKE: Final = Decimal("0.5"), Decimal(2)
"""A month's income of half to twice a year's is a year's, or the year's is a month's."""
_NESTED: Final = (
    ("share_under_20", "share_under_40", "share_under_60"),
    ("new_under_20", "new_under_40", "new_under_60"),
)
"""Whoever is under 20 % of the ceilings is under 40 % of them."""


def count_odd_percentages(
    table: ImportedTable, mapping: Mapping, places: Sequence[str], account: Account
) -> None:
    """Count the percentages of a survey that do not fit together, or are perhaps shares of one.

    Parameters
    ----------
    places
        Of each row of the table.
    """
    known = {column.name for column in describe(table.table)}
    for name, cells in table.columns.items():
        header = mapping.rules.columns[name].column
        if name in known or not header:
            continue
        figures = list(map(parse_number, cells))
        highest = max((value for value in figures if value is not None), default=Decimal())
        if 0 < highest <= 1:
            what = _(
                '{column}: no figure above 1; if they are shares of one, write unit = "share"',
                column=name,
            )
            account.odd(what, header)
        elif highest:
            _count_fractions(name, figures, places, account)
    _count_unnested(table, places, account)


def _count_fractions(
    name: str, figures: Sequence[Decimal | None], places: Sequence[str], account: Account
) -> None:
    """Count the figures below 1 of a column in which others are percentages."""
    what = _("{column}: below 1 where others are percentages: perhaps a share of one", column=name)
    for value, place in zip(figures, places, strict=True):
        if value is not None and 0 < value < 1:
            account.odd(what, place)


def _count_unnested(table: ImportedTable, places: Sequence[str], account: Account) -> None:
    for less, more in (pair for columns in _NESTED for pair in pairwise(columns)):
        for row, fewer, others in _both(table, less, more):
            if fewer > others:
                what = _("{column} is above {other}, which counts more", column=less, other=more)
                account.odd(what, places[row])


def count_odd_households(table: ImportedTable, places: Sequence[str], account: Account) -> None:
    """Count the households that can hardly be: of a day to come, of more adults than persons.

    Where most have in a month what they have in a year, a unit of the mapping is wrong, and that
    is warned of.

    Parameters
    ----------
    places
        Of each row of the table.
    """
    today = date.today()
    for row, day in enumerate(table.columns.get("requested_on", ())):
        if (asked := parse_date(day)) is not None and asked > today:
            account.odd(_("{column}: a day in the future", column="requested_on"), places[row])
    for row, adults, persons in _both(table, "adults", "persons"):
        if adults > persons:
            account.odd(_("more adults than persons"), places[row])
    _count_alike_incomes(table, places, account)


def _count_alike_incomes(table: ImportedTable, places: Sequence[str], account: Account) -> None:
    lowest, highest = _ALIKE
    both = [each for each in _both(table, _MONTH, _YEAR) if each[1] and each[2]]
    alike = [row for row, month, year in both if lowest * year <= month <= highest * year]
    what = _("{month}, of a month, is about {year}, of a year", month=_MONTH, year=_YEAR)
    for row in alike:
        account.odd(what, places[row])
    if 2 * len(alike) > len(both):
        account.warn(
            _(
                "{number} of {all} households have in a month about what they have in a year: the "
                'unit of one of the two is likely wrong. Write unit = "euros_per_year" for '
                'monthly_income, or unit = "euros_per_month" for reference_income, in the mapping, '
                "and import again.",
                number=whole(len(alike)),
                all=whole(len(both)),
            )
        )


def _both(table: ImportedTable, one: str, other: str) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Yield the rows in which both columns are filled, with their figures."""
    cells = zip(table.columns.get(one, ()), table.columns.get(other, ()), strict=False)
    for row, (first, second) in enumerate(cells):
        figures = parse_number(first), parse_number(second)
        if figures[0] is not None and figures[1] is not None:
            yield row, figures[0], figures[1]
