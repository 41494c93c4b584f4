"""What looks wrong in a landlord's stock: counted and placed, never changed."""

from collections.abc import Sequence
from datetime import date

from repartition.importers.account import Account
from repartition.importers.dataset.record import plain_name
from repartition.importers.rpls.residences import Told
from repartition.importers.rpls.stock import Dwelling
from repartition.language import _


def look_at_programme(group: Sequence[Dwelling], account: Account) -> None:
    """Count what is doubtful in one programme: how it was told apart, and where it lies.

    A programme is counted once, at its first dwelling.
    """
    first = group[0]
    if doubt := _doubt_of(group):
        account.odd(doubt, first.place)
    if len({dwelling.in_district for dwelling in group if dwelling.in_district is not None}) > 1:
        account.odd(
            _("a programme lies in a priority district and outside: it goes with most of it"),
            first.place,
        )
    for dwelling in group:
        if dwelling.occupation == "vacant" and not _tells_since_when(dwelling):
            account.odd(
                _("vacant, nobody knows since when: no vacancy rate for its programme"),
                dwelling.place,
            )


def _doubt_of(group: Sequence[Dwelling]) -> str:
    """Return what is doubtful in how the dwellings of a programme were put together."""
    first = group[0]
    if first.told is Told.BY_NAME:
        streets = {plain_name(dwelling.street) for dwelling in group if dwelling.street}
        several = _("a programme of several streets: check that it is one residence")
        return several if len(streets) > 1 else ""
    if first.told is Told.BY_BUILDING and first.street:
        return _("its name is only a building: told apart by its street")
    return {
        Told.BY_BUILDING: _("its name is only a building, and no street is given"),
        Told.BY_STREET: _("a programme without a name: made of one street"),
        Told.BY_COMMUNE: _("no name of a programme, no street: put together by commune"),
    }[first.told]


def count_later_days(stock: Sequence[Dwelling], *, on: date, account: Account) -> None:
    """Count the days that come after the day of the file: one of the two is wrong."""
    for dwelling in stock:
        days = {
            "BAIL": dwelling.leased_on,
            "REMLOCDATE": dwelling.relet_on,
            "DATE_DEP_DERLOCAT": dwelling.left_on,
        }
        for column, day in days.items():
            if day is not None and day > on:
                account.odd(
                    _("{column}: after the day of the file (--on)", column=column), dwelling.place
                )


def _tells_since_when(dwelling: Dwelling) -> bool:
    return dwelling.vacant_months is not None or bool(dwelling.left_on or dwelling.relet_on)
