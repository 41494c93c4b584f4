"""Cells that are possible but look like a slip: said to the reader, never in the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repartition.domain.scenario import Scenario
from repartition.domain.table import NO_ROW
from repartition.errors import Fault
from repartition.ingest.derivations import CENTS, days, hundredths, rooms, truths, whole
from repartition.ingest.descriptions import describe
from repartition.ingest.nearest import lookalike, nearest
from repartition.ingest.references import pointed, rows_of
from repartition.ingest.schemas import DERIVED_COLUMNS
from repartition.ingest.validation import ReadTable
from repartition.language import _

_MOST_NAMED: Final = 10
_SMALLEST_SURFACE: Final = 9 * CENTS
_LARGE_SURFACE: Final = 50 * CENTS
"""A dwelling above 50 m² for each room, and 50 more, looks like a slip."""
_HIGH_RENT: Final = 40
"""Euros a month for each square metre."""
_HIGH_INCOME: Final = 10_000 * CENTS
_OLDEST_REQUEST: Final = date(1950, 1, 1)
_MANY_PERSONS: Final = 15

Tables = Mapping[str, ReadTable]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Oddity:
    """One thing that looks like a slip, in one column of one table."""

    table: str
    column: str
    odd: Callable[[Tables, Scenario], Mask]
    words: Callable[[], tuple[str, str]]


def data_cautions(tables: Tables, scenario: Scenario) -> list[Fault]:
    """Return a caution for each cell of complete tables that looks like a slip."""
    return [
        *_ignored_columns(tables),
        *_misspelt_columns(tables),
        *_unknown_landlords(tables),
        *(
            caution
            for oddity in _ODDITIES
            if oddity.table in tables
            for caution in tables[oddity.table].faults(
                oddity.odd(tables, scenario),
                oddity.column,
                problem=oddity.words()[0],
                remedy=oddity.words()[1],
                most=_MOST_NAMED,
            )
        ),
    ]


def _ignored_columns(tables: Tables) -> Iterator[Fault]:
    for name, derived in DERIVED_COLUMNS.items():
        raw = tables[name].raw
        for column in derived:
            if column in raw.columns:
                yield Fault(
                    _("the program computes this column itself: what the file says is not read"),
                    _("rename it if you need it in a filter"),
                    file=raw.file,
                    line=raw.header_line,
                    column=column,
                )


def _misspelt_columns(tables: Tables) -> Iterator[Fault]:
    """Warn of the office's own columns that look like one of the contract that is not there."""
    for name, table in tables.items():
        known = {column.name for column in describe(name)}
        for column in sorted(table.raw.columns.keys() - known):
            if like := lookalike(column, known - table.given):
                yield Fault(
                    _("the program gives this column no meaning of its own"),
                    _("rename it {nearest} if that is what it holds", nearest=like),
                    file=table.raw.file,
                    line=table.raw.header_line,
                    column=column,
                )


def _unknown_landlords(tables: Tables) -> Iterator[Fault]:
    known = set(tables["programmes"].column("bailleur").values)
    contingents = tables["contingents"]
    column = contingents.column("bailleur")
    for code, cell in enumerate(column.values):
        if cell and cell not in known:
            like = nearest(cell, known)
            yield from contingents.faults(
                column.codes == code,
                "bailleur",
                problem=_("no programme has this landlord"),
                remedy=_("write {nearest}?", nearest=like) if like else _("check it"),
                most=_MOST_NAMED,
            )


def _surface_too_large(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["vacancies"]
    most = _LARGE_SURFACE * (rooms(table.column("typology")) + 1)
    large: Mask = hundredths(table.column("surface")) > most
    return large


def _surface_too_small(tables: Tables, _scenario: Scenario) -> Mask:
    return hundredths(tables["vacancies"].column("surface")) < _SMALLEST_SURFACE


def _rent_zero(tables: Tables, _scenario: Scenario) -> Mask:
    return ~hundredths(tables["vacancies"].column("rent")).astype(np.bool_)


def _rent_too_high(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["vacancies"]
    surface = np.maximum(hundredths(table.column("surface")), 1)
    high: Mask = hundredths(table.column("rent")) > _HIGH_RENT * surface
    return high


def _freed_by_inactive(tables: Tables, _scenario: Scenario) -> Mask:
    freed_by = pointed(tables["vacancies"].column("freed_by"), rows_of(tables, "households"))
    active = np.append(truths(tables["households"].column("active")), True)
    idle: Mask = ~active[freed_by]
    return idle


def _freed_elsewhere(tables: Tables, _scenario: Scenario) -> Mask:
    vacancies, programmes = tables["vacancies"], rows_of(tables, "programmes")
    freed_by = pointed(vacancies.column("freed_by"), rows_of(tables, "households"))
    occupied = np.append(pointed(tables["households"].column("occupies"), programmes), NO_ROW)
    here = occupied[freed_by]
    elsewhere: Mask = (here >= 0) & (here != pointed(vacancies.column("programme"), programmes))
    return elsewhere


def _income_of_a_year(tables: Tables, _scenario: Scenario) -> Mask:
    return hundredths(tables["households"].column("monthly_income")) > _HIGH_INCOME


def _many_persons(tables: Tables, _scenario: Scenario) -> Mask:
    return whole(tables["households"].column("persons")) > _MANY_PERSONS


def _more_than_all(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["households"]
    persons, adults, children = (whole(table.column(n)) for n in ("persons", "adults", "children"))
    return adults + children > persons


def _more_under_14(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["households"]
    return whole(table.column("under_14")) > whole(table.column("children"))


def _asked_after_the_end(tables: Tables, scenario: Scenario) -> Mask:
    asked = days(tables["households"].column("requested_on"))
    return np.greater(asked, scenario.period.end.toordinal())


def _asked_long_ago(tables: Tables, _scenario: Scenario) -> Mask:
    asked = days(tables["households"].column("requested_on"))
    return (asked > 0) & (asked < _OLDEST_REQUEST.toordinal())


def _more_aci_than_dwellings(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["programmes"]
    dwellings = whole(table.column("dwellings"))
    return (dwellings >= 0) & (whole(table.column("aci_households")) > dwellings)


def _commune_without_commune(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["contingents"]
    of_commune = table.column("kind").test(lambda cell: cell == "commune")
    return of_commune & table.column("commune").test(lambda cell: not cell)


def _more_than_their_base(tables: Tables, _scenario: Scenario) -> Mask:
    table = tables["counters"]
    base = whole(table.column("of"))
    return (base >= 0) & (whole(table.column("count")) > base)


_ODDITIES: Final = (
    _Oddity(
        "vacancies",
        "surface",
        _surface_too_large,
        lambda: (_("is a large surface for this typology"), _("check it")),
    ),
    _Oddity(
        "vacancies",
        "surface",
        _surface_too_small,
        lambda: (_("is below 9 m²: nobody can live there"), _("check it")),
    ),
    _Oddity("vacancies", "rent", _rent_zero, lambda: (_("is no rent at all"), _("check it"))),
    _Oddity(
        "vacancies",
        "rent",
        _rent_too_high,
        lambda: (_("is a high rent for this surface"), _("check it")),
    ),
    _Oddity(
        "vacancies",
        "freed_by",
        _freed_by_inactive,
        lambda: (
            _("this household is not active: the dwelling will not be freed"),
            _("make it active, or empty the cell if the dwelling is free"),
        ),
    ),
    _Oddity(
        "vacancies",
        "freed_by",
        _freed_elsewhere,
        lambda: (_("this household lives in another programme"), _("correct one of the two")),
    ),
    _Oddity(
        "households",
        "monthly_income",
        _income_of_a_year,
        lambda: (_("looks like the income of a year"), _("write the income of a month")),
    ),
    _Oddity(
        "households",
        "persons",
        _many_persons,
        lambda: (_("is a large household"), _("check it")),
    ),
    _Oddity(
        "households",
        "children",
        _more_than_all,
        lambda: (_("adults and children are more than persons"), _("check the three")),
    ),
    _Oddity(
        "households",
        "under_14",
        _more_under_14,
        lambda: (_("more persons under 14 than children"), _("check the two")),
    ),
    _Oddity(
        "households",
        "requested_on",
        _asked_after_the_end,
        lambda: (_("is after the end of the period"), _("check it, or make it inactive")),
    ),
    _Oddity(
        "households",
        "requested_on",
        _asked_long_ago,
        lambda: (_("is before {year}", year=_OLDEST_REQUEST.year), _("check the year")),
    ),
    _Oddity(
        "programmes",
        "aci_households",
        _more_aci_than_dwellings,
        lambda: (_("more ACI households than dwellings"), _("check the two")),
    ),
    _Oddity(
        "contingents",
        "commune",
        _commune_without_commune,
        lambda: (
            _("a contingent of a commune that names none receives in every commune"),
            _("write its commune, if it has one"),
        ),
    ),
    _Oddity(
        "counters",
        "count",
        _more_than_their_base,
        lambda: (_("more are counted than what they are a share of"), _("check the two")),
    ),
)
