"""Figures of a spreadsheet that look wrong: counted, never changed."""

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
from repartition.language import _

_HUNDRED: Final = 100
_NESTED: Final = (
    ("share_under_20", "share_under_40", "share_under_60"),
    ("new_under_20", "new_under_40", "new_under_60"),
)
"""Whoever is under 20 % of the ceilings is under 40 % of them."""


def count_odd_percentages(
    table: ImportedTable, mapping: Mapping, places: Sequence[str], account: Account
) -> None:
    """Count the percentages of a survey that cannot be, or are perhaps shares of one.

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
        for value, place in zip(figures, places, strict=True):
            if value is not None and not 0 <= value <= _HUNDRED:
                account.odd(_("{column}: no percentage from 0 to 100", column=name), place)
        if 0 < max((value for value in figures if value is not None), default=Decimal()) <= 1:
            what = _(
                '{column}: no figure above 1; if they are shares of one, write unit = "share"',
                column=name,
            )
            account.odd(what, header)
    _count_unnested(table, places, account)


def _count_unnested(table: ImportedTable, places: Sequence[str], account: Account) -> None:
    for less, more in (pair for columns in _NESTED for pair in pairwise(columns)):
        for row, fewer, others in _both(table, less, more):
            if fewer > others:
                what = _("{column} is above {other}, which counts more", column=less, other=more)
                account.odd(what, places[row])


def count_odd_households(table: ImportedTable, places: Sequence[str], account: Account) -> None:
    """Count the households whose request is in the future, or that have more adults than persons.

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


def _both(table: ImportedTable, one: str, other: str) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Yield the rows in which both columns are filled, with their figures."""
    cells = zip(table.columns.get(one, ()), table.columns.get(other, ()), strict=False)
    for row, (first, second) in enumerate(cells):
        figures = parse_number(first), parse_number(second)
        if figures[0] is not None and figures[1] is not None:
            yield row, figures[0], figures[1]
