"""Valid tables to the arrays of the instance: cents, day ordinals, rows of other tables."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from repartition.domain.cells import parse_list
from repartition.domain.instance import (
    Communes,
    Contingents,
    Households,
    Programmes,
    Vacancies,
)
from repartition.domain.law import CEILING_CATEGORIES, CEILING_ZONES, FINANCINGS
from repartition.domain.scenario import Scenario
from repartition.domain.table import NO_ROW, Column, index_of
from repartition.ingest.derivations import (
    ceiling_size,
    days,
    hundredths,
    lottery,
    points_order,
    rooms,
    truths,
    whole,
)
from repartition.ingest.references import pointed, rows_of
from repartition.ingest.validation import ReadTable


def landlords(tables: Mapping[str, ReadTable]) -> tuple[str, ...]:
    """Return the landlords that programmes and contingents name, sorted."""
    named = {
        cell
        for table in ("programmes", "contingents")
        for cell in tables[table].column("bailleur").values
    }
    return tuple(sorted(named - {""}))


def communes_of(tables: Mapping[str, ReadTable]) -> Communes:
    """Return the communes as arrays."""
    table = tables["communes"]
    return Communes(
        table=table.table,
        zone=_indices(table.column("ceiling_zone"), CEILING_ZONES),
        apl_zone=whole(table.column("apl_zone")).astype(np.int32),
    )


def programmes_of(tables: Mapping[str, ReadTable]) -> Programmes:
    """Return the programmes as arrays."""
    table = tables["programmes"]
    return Programmes(
        table=table.table,
        commune=pointed(table.column("commune"), rows_of(tables, "communes")),
        bailleur=pointed(table.column("bailleur"), index_of(landlords(tables))),
        fragility=whole(table.column("fragility")),
    )


def vacancies_of(tables: Mapping[str, ReadTable], scenario: Scenario) -> Vacancies:
    """Return the vacancies as arrays."""
    table = tables["vacancies"]
    available_on = days(table.column("available_on"))
    return Vacancies(
        table=table.table,
        programme=pointed(table.column("programme"), rows_of(tables, "programmes")),
        rooms=rooms(table.column("typology")),
        surface=hundredths(table.column("surface")),
        financing=_indices(table.column("financing"), FINANCINGS),
        rent=hundredths(table.column("rent")),
        charges=hundredths(table.column("charges")),
        contingent=pointed(table.column("contingent"), rows_of(tables, "contingents")),
        accessible=truths(table.column("accessible")),
        available_on=available_on,
        freed_by=pointed(table.column("freed_by"), rows_of(tables, "households")),
        of_period=available_on <= scenario.period.end.toordinal(),
    )


def households_of(tables: Mapping[str, ReadTable], scenario: Scenario) -> Households:
    """Return the households as arrays.

    ``tables`` holds the households with their defaults filled, except the derived category, which
    ``ceiling_extra`` must tell from a given one: it is looked up in the file.
    """
    table = tables["households"]
    persons, adults = whole(table.column("persons")), whole(table.column("adults"))
    return Households(
        table=table.table,
        persons=persons,
        adults=adults,
        children=whole(table.column("children")),
        reference_income=hundredths(table.column("reference_income")),
        monthly_income=hundredths(table.column("monthly_income")),
        ceiling_category=whole(table.column("ceiling_category")),
        ceiling_extra=_persons_above_six(table, persons, adults),
        smallest=rooms(table.column("typology_min")),
        largest=rooms(table.column("typology_max")),
        accessible=truths(table.column("accessible")),
        aci=truths(table.column("aci")),
        active=truths(table.column("active")),
        points_order=points_order(table.column("points")),
        waiting_days=whole(table.column("waiting_days")),
        lottery=lottery(scenario.seed, table.column("household")),
        communes=_ordered_rows(table.column("communes"), rows_of(tables, "communes")),
        contingents=tuple(
            frozenset(rows)
            for rows in _ordered_rows(table.column("contingents"), rows_of(tables, "contingents"))
        ),
        frees=_frees(tables, len(table)),
    )


def contingents_of(tables: Mapping[str, ReadTable]) -> Contingents:
    """Return the contingents as arrays."""
    table = tables["contingents"]
    return Contingents(
        table=table.table,
        kind=tuple(table.column("kind").cells()),
        commune=pointed(table.column("commune"), rows_of(tables, "communes")),
        bailleur=pointed(table.column("bailleur"), index_of(landlords(tables))),
    )


def _indices(column: Column, words: tuple[str, ...]) -> NDArray[np.int32]:
    return column.integers(lambda cell: words.index(cell) if cell else NO_ROW).astype(np.int32)


def _persons_above_six(
    table: ReadTable, persons: NDArray[np.int64], adults: NDArray[np.int64]
) -> NDArray[np.int64]:
    given = table.raw.columns.get("ceiling_category")
    size = ceiling_size(persons, adults)
    if given is not None:
        size = np.where(given.test(bool), persons, size)
    return np.maximum(size - CEILING_CATEGORIES, 0)


def _ordered_rows(column: Column, place: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
    """Return the rows each list cell names, in its order."""
    lists = [
        tuple(place[name] for name in parse_list(cell) if name in place) for cell in column.values
    ]
    return tuple(lists[code] for code in column.codes.tolist())


def _frees(tables: Mapping[str, ReadTable], n_households: int) -> NDArray[np.int32]:
    freed_by = pointed(tables["vacancies"].column("freed_by"), rows_of(tables, "households"))
    frees = np.full(n_households, NO_ROW, np.int32)
    freed = np.flatnonzero(freed_by >= 0)
    frees[freed_by[freed]] = freed
    return frees
