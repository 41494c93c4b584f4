"""The dwellings offered and vacant, and the contingents that have reserved them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.importers.account import Account
from repartition.importers.rpls.programmes import programme_of
from repartition.importers.rpls.stock import Dwelling
from repartition.importers.tables import ImportedTable
from repartition.ingest.cell_types import rooms_of
from repartition.language import _

_SMALLEST_ROOM: Final = 7
_LARGEST_ROOM: Final = 60
"""Square metres per room: outside, a figure of the file is more often wrong than the dwelling."""
_LARGEST: Final = 300
"""Square metres of a dwelling, above which the figure is more often wrong."""
_MOST_ROOMS: Final = 20
_LOWEST_RENT: Final = 1
_HIGHEST_RENT: Final = 30
"""Euros per square metre and month."""


def vacancies_table(
    stock: Sequence[Dwelling], *, on: date, account: Account
) -> tuple[ImportedTable, list[Dwelling]]:
    """Return the dwellings to give, and the rows they come from."""
    given = [d for d in stock if d.occupation == "vacant" and _is_complete(d, account)]
    for dwelling in given:
        _look_at(dwelling, account)
    columns = {
        "vacancy": [dwelling.identifier for dwelling in given],
        "programme": [programme_of(dwelling) for dwelling in given],
        "typology": [_typology(dwelling) for dwelling in given],
        "surface": [_written(dwelling.surface) for dwelling in given],
        "financing": [dwelling.financing for dwelling in given],
        "rent": [_written(dwelling.rent) for dwelling in given],
        "contingent": [contingent_of(dwelling) for dwelling in given],
        "accessible": [str(bool(dwelling.accessible)).lower() for dwelling in given],
        "new_build": [str(_is_new(dwelling, on)).lower() for dwelling in given],
        "available_on": [d.relet_on.isoformat() if d.relet_on else "" for d in given],
        "accessory_rent": [_written(dwelling.accessory_rent) for dwelling in given],
        "energy": [dwelling.energy for dwelling in given],
    }
    return ImportedTable("vacancies", columns), given


def contingents_table(given: Sequence[Dwelling]) -> ImportedTable:
    """Return the contingents that the dwellings to give are reserved by."""
    rows: dict[str, tuple[str, str, str]] = {}
    for dwelling in given:
        if dwelling.reservation and dwelling.reservation.kind:
            of_commune = "{commune}" in dwelling.reservation.contingent
            rows[contingent_of(dwelling)] = (
                dwelling.reservation.kind,
                _filled(dwelling.reservation.name, dwelling),
                dwelling.commune if of_commune else "",
            )
    return ImportedTable(
        "contingents",
        {
            "contingent": list(rows),
            "kind": [kind for kind, _name, _commune in rows.values()],
            "name": [name for _kind, name, _commune in rows.values()],
            "commune": [commune for _kind, _name, commune in rows.values()],
        },
    )


def contingent_of(dwelling: Dwelling) -> str:
    """Return the contingent of a dwelling, empty where nobody has reserved it."""
    reservation = dwelling.reservation
    return _filled(reservation.contingent, dwelling) if reservation else ""


def _filled(template: str, dwelling: Dwelling) -> str:
    return template.replace("{commune_name}", dwelling.commune_name or dwelling.commune).replace(
        "{commune}", dwelling.commune
    )


def _is_complete(dwelling: Dwelling, account: Account) -> bool:
    """Return whether a vacant dwelling can be given; what is missing is counted."""
    for reason in _what_is_missing(dwelling):
        account.drop(reason, dwelling.place)
        return False
    return True


def _what_is_missing(dwelling: Dwelling) -> Iterator[str]:
    if rooms_of(_typology(dwelling)) is None:
        yield _("vacant, but NBPIECE, the number of rooms, is not one")
    if not dwelling.surface or dwelling.surface < 0:
        yield _("vacant, but SURFHAB, its surface, is not known")
    if not dwelling.rent or dwelling.rent < 0:
        yield _("vacant, but LOYERPRINC, its rent, is not known")
    if not dwelling.financing:
        yield _(
            "vacant, but FINAN {code} has no place among PLAI, PLUS, PLS and PLI: decide it in a "
            "file of codes (--codes)",
            code=dwelling.financing_code or _("(empty)"),
        )


def _typology(dwelling: Dwelling) -> str:
    return f"T{dwelling.rooms.lstrip('0')}"


def _is_new(dwelling: Dwelling, on: date) -> bool:
    """Return whether it was finished in the year before the file's day, or is about to be."""
    return dwelling.built is not None and dwelling.built >= on.year - 1


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else write_decimal(amount)


def _look_at(dwelling: Dwelling, account: Account) -> None:
    """Count the figures of a dwelling to give that look wrong."""
    if dwelling.reservation is None:
        account.unknown_code(
            "CONTRESLOG", dwelling.reservation_code, dwelling.place, _("read as reserved by nobody")
        )
    elif dwelling.reservation.assumed:
        account.odd(
            _(
                "CONTRESLOG {code} leaves open who has reserved the dwelling: taken as a "
                "contingent of kind {kind}",
                code=dwelling.reservation_code,
                kind=dwelling.reservation.kind,
            ),
            dwelling.place,
        )
    rooms, surface, rent = rooms_of(_typology(dwelling)), dwelling.surface, dwelling.rent
    if surface and surface > _LARGEST:
        account.odd(_("a surface above {metres} m²", metres=_LARGEST), dwelling.place)
    if rooms and rooms > _MOST_ROOMS:
        account.odd(_("more than {number} rooms", number=_MOST_ROOMS), dwelling.place)
    if rooms and surface and not _SMALLEST_ROOM <= surface / rooms <= _LARGEST_ROOM:
        account.odd(_("the surface does not fit the number of rooms"), dwelling.place)
    if surface and rent is not None and not _LOWEST_RENT <= rent / surface <= _HIGHEST_RENT:
        account.odd(_("the rent does not fit the surface"), dwelling.place)
